import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { readLocales } from '#portals/public'
import { languages } from './locale.ts'
import type { PartShown, ProgressShown } from './needs.ts'
import { partsSection } from './progress.parts.ts'
import { makeView } from './view.ts'

const locales = readLocales(join(import.meta.dirname, '../../content/locales'))
const opened = {
  number: '2101022026030200000011',
  organ: '示例局',
  outcome: null,
  result: null,
  due: null,
} as const
const part = (status: PartShown['status'], more: Partial<PartShown> = {}): PartShown => ({
  part: 'energy',
  name: { zh: '节能审查', en: 'Energy review' },
  status,
  why: null,
  of: [{ zh: '规划许可', en: 'Planning permit' }],
  opened: null,
  code: null,
  ...more,
})
const whys = ['not-needed', 'prerequisite', 'refused', 'withdrawn', 'terminated']
const all: readonly PartShown[] = [
  part('waiting'),
  part('ordered'),
  part('running', { opened, code: 'AAAA-BBBB' }),
  part('decided', { opened: { ...opened, outcome: { name: { zh: '准予', en: 'Granted' }, favourable: true } } }),
  part('ended', { opened: { ...opened, result: 'acceptance-refused' } }),
  ...whys.flatMap(why => [
    part('left', { why }),
    part('stopped', { why, opened: { ...opened, result: 'terminated' } }),
  ]),
]

suite('一并办理的各项 the parts on the page of the whole', () => {
  for (const language of languages)
    test(`${language}: how each stands and why one is not opened is said in words, whatever became of it`, () => {
      const view = makeView(locales, { language, chosen: false, elder: false, demo: false, path: '/', query: {} })
      const { text } = partsSection(view, { parts: all } as unknown as ProgressShown)!
      assert.doesNotMatch(text, /part\.[a-z]|result\./, 'no key of ours is left')
      assert.doesNotMatch(text, /\{names\}/)
      if (language === 'en') assert.doesNotMatch(text.replaceAll('示例局', ''), /\p{Script=Han}/u)
      assert.match(text, /href="\/cases\/2101022026030200000011\?code=AAAA-BBBB"/)
    })
  test('a case without parts has no such section', () => {
    const view = makeView(locales, { language: 'zh', chosen: false, elder: false, demo: false, path: '/', query: {} })
    assert.equal(partsSection(view, { parts: [] as const } as unknown as ProgressShown), null)
  })
})
