import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { plumbLine, readLocales } from '#portals/public'
import { linesOf } from './lines.ts'
import { languageOf } from './locale.ts'

const locales = readLocales(join(import.meta.dirname, '../../content/locales'))

suite('公共页面的文字和准绳 words and line of the public pages', () => {
  test('both languages say the same things, with the same blanks', () => {
    assert.deepEqual([...locales.zh.keys()].sort(), [...locales.en.keys()].sort())
    const blanks = (text: string) => [...text.matchAll(/\{[a-zA-Z]+\}/g)].map(([blank]) => blank).sort()
    for (const [key, text] of locales.zh) assert.deepEqual(blanks(locales.en.get(key)!), blanks(text), key)
  })

  test('the language is the one asked for, else the one preferred, else Chinese', () => {
    assert.equal(languageOf('en', 'zh-CN'), 'en')
    assert.equal(languageOf(undefined, 'fr, en-GB;q=0.8, zh;q=0.5'), 'en')
    assert.equal(languageOf(['en'], undefined), 'zh')
    assert.equal(languageOf('xx', 'fr'), 'zh')
  })

  test('the weight hangs between the open knot and the next, the thread tells the state, and words say it all', () => {
    const knots = ['受理', '审查', '决定'].map((name, at) => ({
      name,
      status: at === 0 ? ('done' as const) : at === 1 ? ('open' as const) : ('ahead' as const),
      on: null,
    }))
    const drawn = (state: 'running' | 'late' | 'suspended', used: number) =>
      plumbLine({ knots, state, used, figure: '2', label: '个工作日后到期', said: '还有2个工作日' }).text
    const y = (text: string) => Number(/class="thread"[^>]*y2="([\d.]+)"/.exec(text)![1])
    assert.ok(y(drawn('running', 0)) < y(drawn('running', 1)))
    const knot = (at: number) => Number([...drawn('running', 0).matchAll(/<circle cx="128" cy="(\d+)"/g)][at]![1])
    assert.ok(y(drawn('running', 9)) < knot(2) && y(drawn('running', -3)) > knot(1))
    assert.match(drawn('late', 1), /class="plumb late"/)
    assert.match(drawn('suspended', 0.5), /<title id="plumb-said">还有2个工作日<\/title>/)
  })

  test('a line that stands still is whole down to the stop and dashed from there on', () => {
    const knots = [
      { name: '受理', status: 'done' as const, on: '3月3日' },
      { name: '专家评审', status: 'open' as const, on: '3月3日' },
    ]
    const { text } = plumbLine({ knots, state: 'suspended', used: 0.2, stop: 0.4, figure: '4', label: '', said: '' })
    const [whole, dashed] = [...text.matchAll(/class="(thread[^"]*)" x1="128" y1="([\d.]+)" x2="128" y2="([\d.]+)"/g)]
    assert.deepEqual([whole![1], dashed![1]], ['thread', 'thread stopped'])
    assert.equal(whole![2], '6')
    assert.equal(dashed![2], whole![3], 'the dashes begin where the whole thread ends')
    assert.ok(Number(whole![3]) > 34 + 68, 'below the knot of the open stage')
  })

  test('a name too long for its place is broken into lines, between words or Chinese signs', () => {
    assert.deepEqual(linesOf('working days left', 14, 104), ['working days', 'left'])
    assert.deepEqual(linesOf('个工作日内作出决定', 14, 104), ['个工作日内作出', '决定'])
    assert.deepEqual(linesOf('受理', 17, 206), ['受理'])
    assert.deepEqual(
      linesOf('个工作日，停止计时', 14, 66),
      ['个工作', '日，停止', '计时'],
      'a comma takes its sign along',
    )
  })
})
