import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { find, read } from '../architecture/tree.ts'
import { tablesOf } from './markdown.ts'

suite('等级保护 what grade three asks', () => {
  test('every row names a test that is there', () => {
    const rows = [...tablesOf(read('docs/graded-protection.md')).values()].flat()
    assert.ok(rows.length >= 15, `${rows.length} rows`)
    const plain = (cell: string | undefined): string => (cell ?? '').replaceAll('`', '')
    for (const row of rows) {
      const [file, name] = [plain(row.file), plain(row.test)]
      assert.ok(find(file).length === 1 && file.endsWith('.test.ts'), file)
      const names = [...read(file).matchAll(/\btest\(\s*[`'"]([^`'"]+)/g)].map(([, found]) => found!)
      assert.ok(
        names.some(found => found.includes(name)),
        `${file} has no test “${name}”`,
      )
    }
  })
})
