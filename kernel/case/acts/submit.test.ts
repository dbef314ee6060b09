import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { suite, test } from 'node:test'
import { itemOf } from '../../../test/harness/item.ts'
import { permitFields, permitMaterials } from '../../../test/harness/stories.ts'
import { walk } from '../../../test/harness/walk.ts'

const item = await itemOf('energy-review')
const scans = [randomUUID(), randomUUID()]

suite('材料文件 the scans of papers', () => {
  test('they stand with their paper, in the event and in the case', () => {
    const permit = walk({ item })
    permit.act('submit', { fields: permitFields, materials: permitMaterials, files: { report: scans } })
    assert.deepEqual(permit.of('materials.recorded')[0]?.data.files, { report: scans })
    assert.deepEqual(permit.state.files, { report: scans })
  })

  test('补正 the latest scans of a paper are those that count', () => {
    const permit = walk({ item })
    permit.act('submit', { fields: permitFields, materials: { application: 'copy' }, files: { application: scans } })
    permit.act('requestSupplement', { materials: ['application', 'report'] })
    const [newer] = scans
    permit.act('supplement', {
      materials: { application: 'copy', report: 'copy' },
      files: { application: [newer], report: [newer] },
    })
    assert.deepEqual(permit.state.files, { application: [newer], report: [newer] })
  })

  test('a scan of a paper that is not given with it is refused by name', () => {
    const refused = walk({ item }).refuses('submit', {
      fields: permitFields,
      materials: { application: 'copy' },
      files: { report: scans },
    })
    assert.deepEqual([refused.code, refused.facts.materials], ['BODY_INVALID', { report: 'FILE_WITHOUT_PAPER' }])
  })
})

suite('信息有误 what a register has wrongly', () => {
  test('the case goes on with the party’s own answer, and says that the two differ', () => {
    const permit = walk({ item })
    permit.act('submit', {
      fields: { ...permitFields, 'applicant.name': '沈阳示例热力（集团）有限公司' },
      materials: permitMaterials,
      disputed: { 'applicant.name': 'enterprise' },
    })
    assert.deepEqual(permit.of('facts.recorded')[0]?.data.disputed, { 'applicant.name': 'enterprise' })
    assert.deepEqual(permit.state.disputed, { 'applicant.name': 'enterprise' })
    assert.equal(permit.state.facts['applicant.name'], '沈阳示例热力（集团）有限公司')
  })

  test('a question whose register the house knows, not the item, is disputed like any other', () => {
    const permit = walk({ item })
    const disputed = { 'project.name': 'investment-project' }
    permit.act('submit', { fields: permitFields, materials: permitMaterials, disputed })
    assert.deepEqual(permit.state.disputed, disputed)
  })

  test('what is not answered, not asked, or taken from another register is not disputed', () => {
    for (const disputed of [
      { 'project.place': 'investment-project' },
      { 'applicant.name': 'penalty' },
      { nothing: 'enterprise' },
    ])
      assert.deepEqual(
        Object.values(walk({ item }).refuses('submit', { fields: permitFields, disputed }).facts.fields as object),
        ['NOTHING_TO_DISPUTE'],
      )
  })
})
