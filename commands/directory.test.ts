import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { Refusal } from '#kernel/refusal'
import { canonicalKey, ofAList, readSource } from '#systems/catalogue'
import { makeClosing } from './closing.ts'
import { directory } from './directory.ts'
import { readLine } from './line.ts'

suite('plumbline directory', () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'directory-'))
  })
  after(() => rm(folder, { recursive: true }))

  const refused = async (...words: string[]): Promise<string> => {
    const line = { say: () => {}, fold: () => {}, follow: () => {}, closing: makeClosing() }
    try {
      await directory.run({ ...readLine(directory, words), ...line })
    } catch (fault) {
      assert.ok(fault instanceof Refusal && fault.remedy, String(fault))
      return fault.code
    }
    return assert.fail('it was not refused')
  }

  test('what cannot be meant is refused with what to write, before anything is opened', async () => {
    const list = join(folder, 'list.csv')
    await writeFile(list, '事项名称,事项类型\n甲,行政许可\n乙,公共服务\n')
    await writeFile(join(folder, 'page.pdf'), '%PDF-1.4 nothing')
    for (const words of [
      ['dance'],
      ['import'],
      ['import', join(folder, 'none.csv')],
      ['withdraw', 'an-entry'],
      ['import', list, '--region', '21'],
      ['import', list, '--from', 'May'],
    ])
      assert.equal(await refused(...words), 'USAGE', words.join(' '))
    assert.equal(await refused('import', join(folder, 'page.pdf')), 'IMPORT_UNREADABLE')
  })

  test('a table of several thousand rows is read as a list, its columns by the words publishers use', () => {
    const rows = Array.from(
      { length: 5_000 },
      (_, at) => `事项${at},行政许可,某局,11210000000000000${at % 10},0001010${String(at).padStart(5, '0')}`,
    )
    const source = readSource(
      'list.csv',
      Buffer.from(['权力名称,权力类别,实施主体,地方编码,基本编码', ...rows].join('\n')),
      () => {},
      ofAList,
    ) as { columns: string[]; rows: object[] }
    assert.equal(source.rows.length, 5_000)
    assert.deepEqual(source.columns.map(canonicalKey), ['name', 'kind', 'authority', 'codes.local', 'codes.basic'])
    assert.throws(() => readSource('list.csv', Buffer.from(['权力名称,权力类别', ...rows].join('\n'))), /more than/)
  })
})
