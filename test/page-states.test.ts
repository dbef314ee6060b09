import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { unproved } from '../drill/pages/proved.ts'
import { none, type Sheet, visitor } from '../drill/pages/sheet.ts'

const [full, empty] = ['我的授权 张三 到2026年12月31日', '我的授权 您还没有授权任何人']
const error = '我的授权 有一处需要改正 没有写到哪一天为止'
const stood = new Map(
  Object.entries({ full, empty, error }).map(([state, text]) => [
    state,
    { heading: '授权', title: '授权 · 准绳', text },
  ]),
)
const shows = (words: { readonly [state in 'full' | 'empty' | 'error']: string }): Sheet => ({
  full: visitor('/', { shows: words.full }),
  empty: visitor('/', { shows: words.empty }),
  error: visitor('/', { shows: words.error }),
})
const good = { full: '张三', empty: '您还没有授权任何人', error: '没有写到哪一天为止' }

suite('各态有别 by which words the drill of the pages tells a state', () => {
  test('what was planted, why there is nothing, and what is wrong are told', () => {
    assert.deepEqual(unproved(shows(good), stood), [])
    assert.deepEqual(unproved({ ...shows(good), empty: none('it always says the same') }, stood), [])
  })

  test('a full page is not told by its name, nor by what stands on the empty one', () => {
    assert.deepEqual(unproved(shows({ ...good, full: '授权' }), stood), [
      'full: 授权 stands in the name of the page too',
      'full: 授权 stands in the empty page too',
    ])
    assert.deepEqual(unproved(shows({ ...good, full: '我的授权' }), stood), [
      'full: 我的授权 stands in the empty page too',
    ])
  })

  test('nor an empty one by what stands on the full one, nor an error by what stands where nothing is wrong', () => {
    assert.deepEqual(unproved(shows({ ...good, empty: '我的授权' }), stood), [
      'empty: 我的授权 stands in the full page too',
    ])
    assert.deepEqual(unproved(shows({ ...good, error: '我的授权' }), stood), [
      'error: 我的授权 stands in the full page too',
      'error: 我的授权 stands in the empty page too',
    ])
  })

  test('whatever opens says what stands there, but for acts that open one after another', () => {
    const opened = new Map([...stood, ['dialog', { heading: '授权', title: '授权', text: '撤回' }]])
    const dialog = visitor('/')
    assert.deepEqual(unproved({ ...shows(good), dialog }, opened), ['dialog: nothing is said to stand there'])
    const each = { buttons: 'button', also: async () => {} }
    assert.deepEqual(unproved({ ...shows(good), dialog: { ...dialog, each } }, opened), [])
  })
})
