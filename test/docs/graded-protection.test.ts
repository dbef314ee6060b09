import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { find, read } from '../architecture/tree.ts'
import { tablesOf } from './markdown.ts'

/** What GB/T 22239 asks of an application at grade three; the rest is the city's own work, and the page says so. */
const asked: readonly RegExp[] = [
  /身份鉴别: one identity each/,
  /身份鉴别: complexity/,
  /身份鉴别: rotation/,
  /身份鉴别: lock-out in numbers/,
  /身份鉴别: sessions end/,
  /身份鉴别: two factors/,
  /身份鉴别: a cryptographic factor/,
  /访问控制: default accounts removed/,
  /访问控制: least privilege/,
  /访问控制: administrators separated/,
  /访问控制: subject and object/,
  /访问控制: labels of important subjects/,
  /安全审计: every user, date, kind, result/,
  /安全审计: protected against deletion/,
  /安全审计: six months and more/,
  /入侵防范: input checked/,
  /恶意代码防范/,
  /数据完整性: in store/,
  /数据保密性: on the way/,
  /数据保密性: important data encrypted in store/,
  /数据备份恢复/,
  /剩余信息保护/,
  /个人信息保护: no more than needed/,
]

suite('等级保护 what grade three asks', () => {
  test('each thing asked has its row', () => {
    const said = [...tablesOf(read('docs/graded-protection.md')).values()].flat().map(row => row.asked ?? '')
    assert.deepEqual(asked.filter(one => !said.some(row => one.test(row))).map(String), [])
  })

  test('every row names a test that is there', () => {
    const rows = [...tablesOf(read('docs/graded-protection.md')).values()].flat()
    assert.ok(rows.length >= 15, `${rows.length} rows`)
    const plain = (cell: string | undefined): string => (cell ?? '').replaceAll('`', '')
    for (const row of rows) {
      const [file, name] = [plain(row.file), plain(row.test)]
      assert.ok(find(file).length === 1 && file.endsWith('.test.ts'), file)
      const names = [...read(file).matchAll(/\btest\(\s*[`'"]([^`'"]+)/g)].map(([, found]) => found!)
      assert.ok(name !== '' && names.some(found => found.includes(name)), `${file} has no test “${name}”`)
    }
  })
})
