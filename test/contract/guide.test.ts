import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { html, readLocales } from '#portals/public'
import { Guide } from '../../kernel/definition/settings/content.ts'
import { guidePage } from '../../portals/public/guide.page.ts'
import { makeView } from '../../portals/public/view.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'

/** A value for every element that an item may state; what differs from its absence must be on the page. */
const elements: Readonly<Record<keyof typeof Guide.properties, unknown>> = {
  caseType: 'promised',
  windows: ['三楼节能窗口'],
  hours: '工作日九点到十七点',
  contacts: ['二四〇〇〇〇〇一'],
  supervision: '二四〇〇〇〇〇二',
  visits: 7,
  quantityLimit: '每年三十件',
  anywhere: '全省通办',
  intermediary: '须由有资质的机构编制',
  commitment: '可以告知承诺',
  lateMaterials: '可以容缺十日',
  faq: [{ question: '可以代办吗', answer: '可以，凭委托书' }],
  express: true,
  appointment: true,
  fee: '每件一百元',
}

let gate: TestGate
before(async () => {
  gate = await openTestGate()
})
after(() => gate?.close())

suite('办事指南要素 every element of a guide is on its page', () => {
  const locales = readLocales(join(import.meta.dirname, '../../content/locales'))
  const view = (language: 'zh' | 'en') =>
    makeView(locales, { language, chosen: false, elder: false, demo: false, path: '/items/x', query: {} })

  test('the list here is the list of the definition', () => {
    assert.deepEqual(Object.keys(elements).sort(), Object.keys(Guide.properties).sort())
  })
  for (const language of ['zh', 'en'] as const)
    for (const [element, value] of Object.entries(elements))
      test(`${element} (${language})`, async () => {
        const shown = (await gate.ask('/api/items/energy-review?organ=210102-approval-bureau')).json()
        const { [element]: _, ...without } = shown.guide
        const page = (guide: object) => {
          const { main, aside } = guidePage(view(language), { ...shown, guide })
          return html`${main}${aside}`.text
        }
        assert.notEqual(page({ ...without, [element]: value }), page(without), `${element} is not on the page`)
      })
})
