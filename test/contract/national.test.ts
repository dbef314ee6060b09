import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { filesOf, makeReceiving, readNationalCodes } from '#systems/national'
import { contentDirectory } from '../../content.ts'
import { openTestGate } from '../harness/gate.ts'

suite('国家平台数据表 national tables over the gate', () => {
  test('anybody reads what the tables are; only supervision and audit see which rows were not taken, and never their content', async () => {
    await using gate = await openTestGate()
    const open = (await gate.ask('/api/national/tables')).json()
    assert.equal(open.tables.length, 25)
    const accept = open.tables.find(({ name }: { name: string }) => name === 'up_pro_accept')
    assert.ok(
      accept.columns.some(
        ({ name, personal }: { name: string; personal: boolean }) => name === 'applyer_name' && personal,
      ),
    )
    assert.equal(open.lists['special-kind'].mark, 'M')

    const folder = await mkdtemp(join(tmpdir(), 'plumbline-national-'))
    await writeFile(
      join(folder, 'up_pro_material.jsonl'),
      `${JSON.stringify({ row_guid: 'm1', remark: '秘密的备注' })}\n`,
    )
    const codes = readNationalCodes('codes.yaml', await readFile(join(contentDirectory, 'national/codes.yaml'), 'utf8'))
    await makeReceiving({ ...gate.house.city, codes }).take(await filesOf(folder))
    await rm(folder, { recursive: true })

    const audit = await gate.officer('acceptance@210102-approval-bureau', { scope: 'audit' })
    const { items } = (await gate.ask('/api/national/files', { token: audit })).json()
    assert.deepEqual([items.length, items[0].table, items[0].taken, items[0].bad], [1, 'up_pro_material', 0, 1])
    assert.equal(items[0].wrapped, undefined)
    const apart = await gate.ask(`/api/national/files/${items[0].id}/apart`, { token: audit })
    const [row] = apart.json().items
    assert.deepEqual([row.line, row.code, row.column], [1, 'NATIONAL_MISSING', 'cd_batch'])
    assert.ok(row.reason.zh && row.remedy.zh)
    assert.doesNotMatch(apart.body, /秘密/)
    for (const token of [
      undefined,
      await gate.party(await gate.house.firm()),
      await gate.officer('acceptance@210102-approval-bureau'),
    ])
      assert.ok(
        [401, 403].includes((await gate.ask('/api/national/files', token === undefined ? {} : { token })).statusCode),
      )
  })
})
