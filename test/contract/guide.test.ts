import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { html, readLocales } from '#portals/public'
import { Guide } from '../../kernel/definition/settings/content.ts'
import { Material } from '../../kernel/definition/settings/grounds.ts'
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

/** The same for a paper of the list. `id` names it for programs, and `stage` sets apart what is made later, by the office. */
const ofPaper: Readonly<Record<Exclude<keyof typeof Material.properties, 'id' | 'stage'>, unknown>> = {
  name: '能源评估报告',
  from: 'officer',
  originals: 9,
  copies: 8,
  onlyIf: 'project.twoHigh',
  commitment: true,
  lateAllowed: true,
  sample: true,
  formats: ['mp4'],
  sign: '骑缝盖章',
  basis: { law: '行政许可法', articles: [31] },
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

  test('the lists here are the lists of the definition', () => {
    assert.deepEqual(Object.keys(elements).sort(), Object.keys(Guide.properties).sort())
    assert.deepEqual([...Object.keys(ofPaper), 'id', 'stage'].sort(), Object.keys(Material.properties).sort())
  })

  const shownNow = async () => (await gate.ask('/api/items/energy-review?organ=210102-approval-bureau')).json()
  const pageOf = (language: 'zh' | 'en', shown: Parameters<typeof guidePage>[1]) => {
    const { main, aside } = guidePage(view(language), shown)
    return html`${main}${aside}`.text
  }
  for (const language of ['zh', 'en'] as const) {
    for (const [element, value] of Object.entries(ofPaper))
      test(`materials: ${element} (${language})`, async () => {
        const shown = await shownNow()
        const paper = { id: 'report', name: '节能报告', from: 'applicant' }
        const page = (one: object) =>
          pageOf(language, { ...shown, definition: { ...shown.definition, materials: [one] } })
        assert.notEqual(page({ ...paper, [element]: value }), page(paper), `${element} is not on the page`)
      })

    test(`the result: in which paper, and how it comes (${language})`, async () => {
      const shown = await shownNow()
      const text = pageOf(language, shown)
      assert.match(text, /关于×××项目节能报告的批复/)
      const ways = {
        zh: /窗口领取、邮寄送达、电子送达。电子送达要您事先签字同意/,
        en: /at the counter, by post, electronically\. Electronically only if you have signed/,
      }
      assert.match(text, ways[language])
    })

    test(`示范文本 the sample of an application is an example filled in, on the same page (${language})`, async () => {
      const text = pageOf(language, await shownNow())
      assert.match(text, language === 'zh' ? /<a href="#examples">看填写示范/ : /<a href="#examples">see one filled in/)
      assert.match(text, /<section id="examples">[\s\S]*余热回收改造/)
    })
  }
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
