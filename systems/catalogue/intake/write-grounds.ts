import { type Element, flagOf, numberOf, textOf, within } from './element.ts'
import { articlesOf, lawsIn, thresholdsOf } from './legal-words.ts'
import type { Making } from './making.ts'

type Tree = Record<string, unknown>

const isApplication = /^(个人|书面|资金)?申请(书|表|报告)$|^.*申请表$|^申报(书|表)$/

/** 5 要件 What the applicant hands in; what only some must hand in becomes a question of the form. */
export function writeMaterials(making: Making): void {
  const { item, account, base } = making
  const list = item.entries.get('materials')
  if (!list || making.procedure.party !== 'subject') {
    if (list)
      account.setAside(
        list,
        'materials',
        '依职权办理，不向当事人要材料 nothing is asked of the party in what begins ex officio',
      )
    return
  }
  let application = base.materials.some(({ id }) => id === 'application')
  for (const [at, element] of (list.items.length > 0 ? list.items : [list]).entries()) {
    const name = textOf(within(element, 'name')) ?? textOf(element)
    if (name === undefined) continue
    const id = isApplication.test(name) && application ? 'application' : `material-${at + 1}`
    if (id === 'application') application = false
    writeMaterial(making, element, id, name)
  }
}

function writeMaterial(making: Making, element: Element, id: string, name: string): void {
  const { account, overlay } = making
  const place = `materials.${id}`
  const row: Tree = { id, name, from: 'applicant' }
  overlay.add('materials', row)
  account.understood(element.entries.size > 0 ? within(element, 'name') : element, place, name)
  const source = textOf(within(element, 'source')) ?? ''
  if (/^government|政府|部门核发|^20$/.test(source)) {
    row.from = 'applicant'
    account.fault({
      source: within(element, 'source')!.path,
      rule: 'IMPORT_HELD_BY_GOVERNMENT',
      text: `“${name}”由政府部门出具，数据共享能取得的不得要求另行提供 what can be shared is not asked for`,
      doubtful: false,
      basis: { law: '国务院关于在线政务服务的若干规定', articles: [7] },
      repaired: '草稿改由工作人员取得',
    })
    row.from = 'officer'
    row.stage = making.procedure.confirmAt
  }
  account.understood(within(element, 'source'), `${place}.from`)
  for (const key of ['originals', 'copies']) {
    const count = numberOf(within(element, key))
    if (count === undefined || !Number.isInteger(count) || count < 0 || count > 100) continue
    row[key] = count
    account.understood(within(element, key), `${place}.${key}`)
  }
  const sample = flagOf(within(element, 'sample'))
  if (sample !== undefined) {
    row.sample = sample
    account.understood(within(element, 'sample'), `${place}.sample`)
  }
  const sign = textOf(within(element, 'sign'))
  if (sign !== undefined) {
    row.sign = sign
    account.understood(within(element, 'sign'), `${place}.sign`)
  }
  const cited = textOf(within(element, 'legalBasis'))
  const law = cited === undefined ? undefined : lawsIn(cited)[0]
  if (law) {
    row.basis = { law: making.laws.find(law.law)?.law ?? law.law, articles: articlesOf(law.text) }
    account.understood(within(element, 'legalBasis'), `${place}.basis`)
  }
  writeWhether(making, element, row, name)
  for (const key of ['form', 'pages', 'emptyForm', 'pageFormat', 'materialCode', 'note'])
    account.setAside(
      within(element, key),
      'implementation',
      '载体、页数、空表由窗口和网上办理决定 a matter of the counter',
    )
}

/** Whether everybody must hand it in, or only some. */
function writeWhether(making: Making, element: Element, row: Tree, name: string): void {
  const { account, overlay, given } = making
  const required = within(element, 'required')
  const when = within(element, 'onlyIf') ?? within(element, 'exempt')
  const always = flagOf(required) === true || /^1$|必要$/.test(textOf(required) ?? '')
  if (always && when === undefined) {
    account.understood(required, `materials.${String(row.id)}`, '必须提交 required')
    return
  }
  account.understood(required, `materials.${String(row.id)}`)
  if (when === undefined && (required === undefined || always)) return
  const field = `need.${String(row.id)
    .replace('-', '')
    .replace(/^application$/, 'form')}`
  const text = textOf(when) ?? '依具体情形'
  const negated = within(element, 'onlyIf') === undefined && within(element, 'exempt') !== undefined
  overlay.set(`content.form.${field}`, {
    type: 'boolean',
    label: `是否属于应当提交第${String(row.id).replace(/\D/g, '') || '1'}项材料的情形：${negated ? `除${text}外` : text}`,
    personal: false,
  })
  given[field] = row.from === 'applicant'
  row.onlyIf = field
  account.understood(when, `content.form.${field}`, '由申请人回答 becomes a question of the form')
  void name
}

/** 6 条件 Measures become tests; what cannot be measured is confirmed by whoever reviews, as a question of its own. */
export function writeConditions(making: Making): void {
  const { item, account, overlay, procedure, given } = making
  const list = item.entries.get('conditions')
  const elements = list === undefined ? [] : list.items.length > 0 ? list.items : [list]
  for (const [index, element] of elements.entries()) {
    const text = textOf(element)
    if (text === undefined) continue
    const id = `condition-${index + 1}`
    const basis = making.drawer === 'permit' ? { basis: { law: '行政许可法', articles: [38] } } : {}
    const measured = thresholdsOf(text)
    account.understood(element, `conditions.${id}`, measured?.test ?? '由审查人确认 confirmed by the reviewer')
    if (measured) {
      for (const part of measured.parts) {
        overlay.set(`content.form.${part.field}`, {
          type: part.type,
          unit: part.unit,
          label: part.label,
          min: 0,
          personal: false,
        })
        given[part.field] = part.sample
      }
      overlay.add('conditions', { id, text, test: measured.test, ...basis })
      continue
    }
    const field = `condition.c${index + 1}`
    overlay.set(`content.form.${field}`, { type: 'boolean', label: text, at: procedure.confirmAt, personal: false })
    given[field] = true
    const decision = `outcome != "${procedure.outcome}" or ${field}`
    overlay.add('conditions', { id, text, test: decision, at: ['decide'], ...basis })
  }
  writeAmounts(making)
}

/** 给付标准 A published table of amounts stands in the guide; the officer's amount is held to the highest of them. */
function writeAmounts({ item, account, overlay, base }: Making): void {
  const benefit = item.entries.get('benefit')
  const penalty = item.entries.get('penalty')
  if (penalty) {
    const text = textOf(penalty) ?? penalty.items.flatMap(one => textOf(one) ?? []).join('；')
    if (text !== '') {
      overlay.set('content.guide.quantityLimit', `处罚种类和幅度：${text}`)
      account.understood(penalty, 'content.guide.quantityLimit')
    }
  }
  if (!benefit) return
  const rows = benefit.items.length > 0 ? benefit.items : [benefit]
  const lines = rows.map(
    row => [...row.entries.values()].flatMap(part => textOf(part) ?? []).join(' ') || (textOf(row) ?? ''),
  )
  overlay.set('content.guide.quantityLimit', `给付标准：${lines.join('；')}`)
  account.understood(benefit, 'content.guide.quantityLimit')
  const highest = Math.max(...rows.map(row => numberOf(row.entries.get('amount')) ?? 0))
  if (highest > 0 && Object.hasOwn(base.content.form, 'aid.monthly')) {
    overlay.add('rules', {
      id: 'within-the-standard',
      at: ['decide'],
      when: 'outcome = "grant"',
      test: `aid.monthly <= ${Math.round(highest * 100)}`,
      text: { zh: '给付不超过公布的标准', en: 'Within the published standard' },
      else: 'refuse',
    })
    account.decide('rules.within-the-standard', '数额以公布的最高标准为限 bounded by the highest amount published')
  }
}
