import type { Law, Provision } from '#kernel/definition'
import type { Faulty } from './account.ts'
import { allOf, type Element, textOf, within } from './element.ts'
import { highest, isBelow, type Rank, rankOfName, rankWords } from './instrument-rank.ts'
import { articlesOf, lawsIn } from './legal-words.ts'
import type { Making } from './making.ts'

interface Named {
  readonly name: string
  readonly element: Element
  readonly law: Law | undefined
  readonly rank: Rank | undefined
}

/** Every instrument a list of bases names, with what the library or its name tells of its rank. */
function namedIn({ laws }: Making, list: Element | undefined): readonly Named[] {
  if (list === undefined) return []
  return (list.items.length > 0 ? list.items : [list]).flatMap(element => {
    const said = textOf(within(element, 'name'))
    const number = textOf(within(element, 'number'))
    const written = said ?? textOf(element)
    if (written === undefined) return []
    const names =
      said === undefined ? lawsIn(written).map(({ law, text }) => ({ law, text })) : [{ law: said, text: written }]
    return names.map(({ law: name, text }) => {
      const law = (number === undefined ? undefined : laws.find(number)) ?? laws.find(name)
      return { name, element, law, rank: law?.rank ?? rankOfName(name, number ?? text.slice(name.length)) }
    })
  })
}

interface Need {
  readonly least: Rank
  readonly basis: Provision
  readonly what: string
}

/** 设定权 What rank at least must stand behind each kind of power, and the article that says so. */
const mayGive: Readonly<Record<string, Need>> = {
  penalty: { least: 'local-rule', basis: { law: '行政处罚法', articles: [16] }, what: '规范性文件不得设定行政处罚' },
  permit: {
    least: 'local-regulation',
    basis: { law: '行政许可法', articles: [17] },
    what: '规章和规范性文件不得设定行政许可',
  },
  levy: {
    least: 'regulation',
    basis: { law: '优化营商环境条例', articles: [25] },
    what: '收费应当有法律、行政法规依据或者经国务院批准',
  },
}
const measure: Need = {
  least: 'local-regulation',
  basis: { law: '行政强制法', articles: [10] },
  what: '法律、法规以外的文件不得设定强制措施',
}
const execution: Need = {
  least: 'law',
  basis: { law: '行政强制法', articles: [13] },
  what: '行政强制执行由法律设定',
}

/** 依据之误 What is wrong with the ground a published item names, beside what the linter sees in a draft. */
export function findFaultsOfBasis(making: Making): void {
  const { item, account, drawer } = making
  const list = item.entries.get('legalBasis')
  const own = namedIn(making, list)
  const fault = (element: Element | undefined, rule: string, text: string, basis: Provision, repaired?: string) => {
    const doubtful: Pick<Faulty, 'doubtful'> & Partial<Faulty> =
      repaired === undefined ? { doubtful: true } : { doubtful: false, repaired }
    account.fault({ source: element?.path || 'legalBasis', rule, text, basis, ...doubtful })
  }
  nothing(making, own, fault)
  governed(making, own, fault)
  revised(making, own, fault)
  const giving = own.filter(({ law }) => !law?.general)
  const known = giving.flatMap(({ rank }) => rank ?? [])
  const need =
    drawer === 'compulsion' ? (making.procedure.template.endsWith('seizure') ? measure : execution) : mayGive[drawer]
  const best = highest(known)
  if (need && best !== undefined && known.length === giving.length) {
    if (isBelow(best, need.least))
      fault(
        list,
        'IMPORT_RANK',
        `设定依据只有${rankWords[best]}：${need.what} the instrument may not give this power`,
        need.basis,
      )
    else if (need === measure && best === 'local-regulation')
      fault(
        list,
        'IMPORT_RANK',
        '设定依据只有地方性法规：法律未设定强制措施的，地方性法规不得设定 only a regional regulation: where the law sets no measure, it may not',
        { law: '行政强制法', articles: [11] },
      )
  }
  compensation(making, fault)
  intermediary(making, fault)
  const fees = namedIn(making, within(item, 'fees.legalBasis'))
  const paid = highest(fees.flatMap(({ rank }) => rank ?? []))
  if (paid !== undefined && isBelow(paid, 'regulation'))
    fault(
      within(item, 'fees.legalBasis'),
      'IMPORT_RANK',
      `收费依据只有${rankWords[paid]}：${mayGive.levy!.what} the fee stands on a document`,
      mayGive.levy!.basis,
    )
}

type Tell = (element: Element | undefined, rule: string, text: string, basis: Provision, repaired?: string) => void

/** 补偿不是收费 What is paid to those who lose their land is no charge of the state, whoever lists it as one. */
function compensation({ item }: Making, fault: Tell): void {
  const nature = textOf(within(item, 'fees.nature')) ?? ''
  if (!/行政事业性收费|非税收入/.test(nature)) return
  const paid = (within(item, 'fees.items')?.items ?? []).filter(one =>
    /补偿费|安置补助费/.test(textOf(within(one, 'name')) ?? ''),
  )
  if (paid.length === 0) return
  const names = paid.map(one => textOf(within(one, 'name'))).join('、')
  fault(
    within(paid[0]!, 'name'),
    'IMPORT_COMPENSATION_AS_FEE',
    `“${names}”是付给被征收、征用的权利人的补偿，不是行政事业性收费 what is paid to those who lose the land is no fee`,
    { law: '土地管理法', articles: [48] },
  )
}

/** 中介服务 What a third party examines while an application is under way the organ commissions, and pays for itself. */
function intermediary({ item }: Making, fault: Tell): void {
  const element = item.entries.get('intermediary')
  const text = textOf(element) ?? ''
  if (!/受理后|审批中|审查中/.test(text) || /机关(?:承担|委托)|财政|不收费/.test(text)) return
  fault(
    element,
    'IMPORT_INTERMEDIARY_COST',
    '受理以后的评审、检测由机关择优委托并自行承担费用，不得转嫁给申请人；指南没有写明由谁付费 who pays for what is examined after acceptance is not told',
    { law: '优化营商环境条例', articles: [43] },
  )
}

const powers = new Set(['permit', 'penalty', 'compulsion', 'levy', 'benefit', 'reward'])

/** A guide, a flow or a fee without any law at all; the rows of a list may leave it to the head. */
function nothing({ item, drawer }: Making, own: readonly Named[], fault: Tell): void {
  const mentions = [...allOf(item)].some(element => /《[^》]+》|(条例|办法|法)第/.test(textOf(element) ?? ''))
  if (!powers.has(drawer) || own.length > 0 || mentions || within(item, 'fees.legalBasis')) return
  fault(
    item.entries.get('name') ?? item,
    'IMPORT_NO_BASIS',
    '没有公开办理的依据 the ground of the power is not published',
    { law: '政府信息公开条例', articles: [20] },
    '草稿依模板的程序法，发布前须补设定依据',
  )
}

/** A matter that one law governs, without that law: what was issued before it does not replace it. */
function governed({ item, laws, effective }: Making, own: readonly Named[], fault: Tell): void {
  const name = textOf(item.entries.get('name')) ?? textOf(item.entries.get('content')) ?? ''
  for (const law of laws.laws) {
    const word = law.governs?.find(one => name.includes(one))
    if (
      word === undefined ||
      effective < law.inForce.from ||
      own.some(one => one.law === law || one.name.includes(law.law))
    )
      continue
    const article = Object.entries(law.topics ?? {}).find(([, topic]) => topic.includes(word.slice(0, 2)))?.[0]
    fault(
      item.entries.get('legalBasis') ?? item.entries.get('name'),
      'IMPORT_GOVERNING_LAW',
      `“${word}”由${law.law}规定（${law.inForce.from} 起施行），依据没有列 the law that governs this is not named`,
      { law: law.law, articles: article === undefined ? [] : [Number(article)] },
      law.verified === false ? undefined : '草稿以该法为依据，或者由编辑补列',
    )
  }
}

/** Published before the law was revised, or not dated: numbers and contents may be those of the old text. */
function revised({ item }: Making, own: readonly Named[], fault: Tell): void {
  const date = textOf(within(item, 'source.date'))
  for (const { law, element } of own) {
    const last = law?.earlier?.at(-1)
    // What is not dated is doubted where we could not read the new text either, or where only the old text had its matter there.
    const moved = articlesOf(textOf(within(element, 'articles')) ?? '').some(
      article => last?.became?.[article] !== undefined && law?.topics?.[article] === undefined,
    )
    const old = date === undefined ? law?.verified === false || moved : last !== undefined && date < last.to
    if (!law || !last || !old) continue
    fault(
      within(element, 'name') ?? element,
      'IMPORT_BEFORE_REVISION',
      `${law.law}自 ${last.to} 起按修订后的文本施行，公布件${date === undefined ? '没有日期' : `是 ${date} 的`}，条文和要求须核对 published before the revision, or undated`,
      { law: law.law, articles: [] },
    )
  }
}
