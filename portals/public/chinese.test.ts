import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { unmarkedIn } from '../../test/harness/reading.ts'
import { markChinese } from './chinese.ts'

suite('标注中文 Chinese on an English page', () => {
  const marked: readonly (readonly [string, string])[] = [
    ['<p>By 和平区民政局, today</p>', '<p>By <span lang="zh-CN">和平区民政局</span>, today</p>'],
    ['<p>工作日 9:00-12:00，下午</p>', '<p><span lang="zh-CN">工作日 9:00-12:00，下午</span></p>'],
    [
      '<p><span lang="zh-CN">民<b>政</b></span>局</p>',
      '<p><span lang="zh-CN">民<b>政</b></span><span lang="zh-CN">局</span></p>',
    ],
    ['<svg><text>审查</text></svg>', '<svg><text><tspan lang="zh-CN">审查</tspan></text></svg>'],
    ['<option value="a">民政局</option>', '<option value="a" lang="zh-CN">民政局</option>'],
    [
      '<optgroup label="和平区"><option>民政局</option></optgroup>',
      '<optgroup label="和平区" lang="zh-CN"><option lang="zh-CN">民政局</option></optgroup>',
    ],
    ['<title>审查 · Plumbline</title>', '<title lang="zh-CN">审查 · Plumbline</title>'],
    ['<a lang="zh-CN">中文</a>', '<a lang="zh-CN">中文</a>'],
    ['<input value="甲"><br>乙', '<input value="甲"><br>乙'],
    ['<p title="a > b">&lt;甲&gt;</p>', '<p title="a > b">&lt;<span lang="zh-CN">甲</span>&gt;</p>'],
  ]
  for (const [page, wanted] of marked)
    test(page, () => {
      assert.equal(markChinese(page), wanted)
      assert.deepEqual(unmarkedIn(`<html lang="en">${markChinese(`<body>${page}</body>`)}</html>`), [])
    })

  test('a page without Chinese stays as it is', () => {
    const page = '<!doctype html>\n<html lang="en"><body><p>“Days” — 1/2</p></body></html>'
    assert.equal(markChinese(page), page)
  })
})
