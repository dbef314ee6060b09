import type { Limit } from '#kernel/definition'
import { type Element, numberOf, saidIn, textOf, within } from './element.ts'
import { articlesOf, daysIn, lawsIn, numberOfWords } from './legal-words.ts'
import type { Making } from './making.ts'

const units = new Set(['hour', 'day', 'workday', 'month', 'year'])

export interface Span {
  readonly value: number
  readonly unit: string
}

/** A span as a source writes it: value and unit, a number with its unit beside it, or words. */
export function spanIn(element: Element | undefined, unit: string): Span | undefined {
  if (element === undefined) return undefined
  const said = element.entries.get('days') ?? saidIn(element)
  const value = numberOf(said)
  const named = textOf(element.entries.get('unit')) ?? textOf(element.entries.get('dayType'))
  const own =
    named === undefined
      ? unit
      : units.has(named)
        ? named
        : /自然/.test(named)
          ? 'day'
          : /工作|^1$/.test(named)
            ? 'workday'
            : (daysIn(`1${named}`, unit)?.unit ?? unit)
  if (value !== undefined)
    return Number.isInteger(value) && value > 0 && value < 10_000 ? { value, unit: own } : undefined
  const text = textOf(said)
  return text === undefined ? undefined : daysIn(text, own)
}

export const inDays = ({ value, unit }: Span): number =>
  ({ hour: 1 / 24, day: 1, workday: 7 / 5, month: 30, year: 365 })[unit]! * value

const words: Readonly<Record<string, string>> = {
  hour: '小时',
  day: '日',
  workday: '个工作日',
  month: '个月',
  year: '年',
}
export const shown = ({ value, unit }: Span): string => `${value} ${words[unit] ?? unit}`

/** Days without a unit count as the kind of power counts them: licensing in working days (行政许可法82), a penalty's time in days. */
export const countedIn = (drawer: string): string => (['penalty', 'compulsion'].includes(drawer) ? 'day' : 'workday')

/** 8 时限 The whole time, what is promised, the extension, and what stops the clock. */
export function writeLimits(making: Making): void {
  const { item, account, overlay, base, procedure, drawer } = making
  const statutory = within(item, 'limits.statutory')
  const promised = within(item, 'limits.promised')
  const unit = countedIn(drawer)
  const legal = spanIn(statutory, unit)
  const own = spanIn(promised, unit)
  const name = procedure.whole.limit
  const setting = `limits.${name}`
  const standing = base.limits[name] as Limit | undefined
  if (numberOf(within(item, 'limits.promised.value')) === 0) {
    overlay.set('content.guide.caseType', 'immediate')
    account.understood(promised, 'content.guide.caseType', '当场办结 at once')
  }
  if (standing?.basis && !standing.promised) {
    if (legal) {
      overlay.set(`${setting}.value`, legal.value)
      overlay.set(`${setting}.unit`, legal.unit)
      told(making, statutory, setting, legal)
    } else account.decide(setting, `没有写法定时限，依法 ${shown(standing)}`, standing.basis)
    if (own) writePromise(making, promised, own)
  } else if (standing) {
    const whole = own && (!legal || inDays(own) <= inDays(legal)) ? own : legal
    if (whole) {
      overlay.set(`${setting}.value`, whole.value)
      overlay.set(`${setting}.unit`, whole.unit)
      if (legal) told(making, statutory, setting, legal)
      if (own) account.understood(promised, setting, shown(own))
      if (legal && !textOf(within(item, 'limits.statutory.legalBasis')))
        account.decide(
          setting,
          `法定 ${shown(legal)} 没有列依据，按本机关承诺对待 called statutory, but by no law that is named`,
        )
    } else {
      const steps = workdaysOfSteps(making)
      if (steps > standing.value && standing.unit === 'workday') {
        overlay.set(`${setting}.value`, steps)
        account.decide(setting, `没有写全程日数，按各环节相加 ${steps} 个工作日 the steps added up`)
      } else account.decide(setting, `没有写日数，暂按 ${shown(standing)} no days are given`)
    }
  }
  writeExtension(making, statutory, setting, legal, standing)
  writeNotes(making, setting)
}

/** What the steps of the source take one after the other, in working days, and the posting between them. */
function workdaysOfSteps({ item, base, procedure }: Making): number {
  const spans = (item.entries.get('flow')?.items ?? []).flatMap(step =>
    step.entries.has('days') ? (spanIn(step, 'workday') ?? []) : [],
  )
  const waits = Object.values(base.limits as Readonly<Record<string, Limit>>).filter(
    ({ kind, unit, to }) => kind === 'min' && unit === 'workday' && [to].flat().includes('announce'),
  )
  if (spans.length === 0 || procedure.whole.from !== 'accept') return 0
  return (
    spans.reduce((sum, span) => sum + Math.ceil((inDays(span) * 5) / 7), 0) +
    waits.reduce((sum, { value }) => sum + value, 0)
  )
}

function told(making: Making, element: Element | undefined, setting: string, span: Span): void {
  for (const key of ['value', 'unit', 'dayType']) making.account.understood(within(element!, key), setting, shown(span))
  if (element!.entries.size === 0) making.account.understood(element, setting, shown(span))
  const basis = within(element!, 'legalBasis')
  const text = textOf(basis)
  const law = text === undefined ? undefined : lawsIn(text)[0]
  if (!law) return
  making.overlay.set(`${setting}.basis`, {
    law: making.laws.find(law.law)?.law ?? law.law,
    articles: articlesOf(law.text),
  })
  making.account.understood(basis, `${setting}.basis`)
}

function writePromise(making: Making, element: Element | undefined, own: Span): void {
  const { account, overlay, procedure } = making
  const { from, to } = procedure.whole
  overlay.set('limits.promised', {
    kind: 'max',
    ...own,
    from,
    to,
    binds: 'organ',
    promised: true,
    onExpiry: { effect: 'alarm' },
  })
  overlay.add('alarms', {
    id: 'promise',
    on: 'limits.promised',
    rungs: { notice: '50%', yellow: '80%', red: '100%' },
    to: ['holder', 'superior'],
  })
  account.understood(element, 'limits.promised', shown(own))
}

function writeExtension(
  making: Making,
  statutory: Element | undefined,
  setting: string,
  legal: Span | undefined,
  standing: Limit | undefined,
): void {
  const { account, overlay } = making
  if (!statutory) return
  const note = within(statutory, 'note')
  const text = textOf(note)
  const found =
    text === undefined ? undefined : /延长\s*([\d一二两三四五六七八九十]+)\s*个?(工作日|日|天|月)/.exec(text)
  const value = numberOf(within(statutory, 'extension')) ?? (found ? numberOfWords(found[1]!) : undefined)
  if (value === undefined || !Number.isInteger(value) || value < 1) return
  // “日” in a law that counts working days is a working day (行政许可法82)
  const unit = found?.[2] === '月' ? 'month' : (legal?.unit ?? standing?.unit ?? 'workday')
  const by = `${value} ${unit}`
  for (const key of ['extension', 'approver', 'note'])
    account.understood(within(statutory, key), `${setting}.extend`, by)
  if (standing?.extend === undefined) {
    account.decide(
      `${setting}.extend`,
      `来源写明可延长 ${by}；模板的环节不许延长，由编辑决定 the template grants no extension`,
    )
    return
  }
  overlay.set(`${setting}.extend.by`, by)
  if (found?.[2] === '日' && unit === 'workday')
    account.decide(`${setting}.extend.by`, '“日”按工作日计', { law: '行政许可法', articles: [82] })
}

/** What else the source says about its times stands beside the limit, in words. */
function writeNotes({ item, account, overlay }: Making, setting: string): void {
  const limits = item.entries.get('limits')
  if (!limits) return
  const texts: string[] = []
  for (const group of [limits, ...limits.entries.values()])
    for (const key of ['note', 'explained', 'excluded', 'approver'])
      if (textOf(group.entries.get(key)) !== undefined) {
        const element = group.entries.get(key)!
        if (key === 'note' || key === 'explained') texts.push(textOf(element)!)
        account.understood(element, key === 'excluded' ? 'limits.stops' : `${setting}.text`)
      }
  if (texts.length > 0 && /^limits\.(decide|hold)$/.test(setting)) overlay.set(`${setting}.text`, texts.join('；'))
  else if (texts.length > 0) overlay.set('content.guide.lateMaterials', texts.join('；'))
}

const stopping = { law: '行政许可法', articles: [45] }

/** 特别程序 A stage of its own; in licensing its time does not count, by the statute's word, and the applicant is told. */
export function writeSpecialProcedures(making: Making): void {
  const { item, account, overlay, base, procedure } = making
  const stops = (base.limits.stops ?? []) as readonly object[]
  const own: object[] = []
  const promised = overlay.get('limits.promised') !== undefined
  for (const element of item.entries.get('specialProcedures')?.items ?? []) {
    const name = textOf(within(element, 'name')) ?? textOf(element) ?? ''
    const found = procedure.added?.find(one => one.words.test(name))
    const span = spanIn(within(element, 'limit') ?? undefined, textOf(within(element, 'unit')) ?? 'workday')
    if (!found) {
      account.setAside(element, 'flow', `特别程序“${name}”没有对应环节 the procedure has no such stage`)
      continue
    }
    if (!making.added.includes(found)) making.added.push(found)
    const stage = String(found.stage.stage)
    const basis = within(element, 'legalBasis')
    account.setAside(within(element, 'dept'), 'implementation', '承办部门属于实施清单 belongs to the implementation')
    const cited = textOf(basis)
    const law = cited === undefined ? undefined : lawsIn(cited)[0]
    const known = law && making.laws.find(law.law)
    if (known?.inForce.to !== undefined && known.inForce.to <= making.effective)
      account.fault({
        source: basis!.path,
        rule: 'LAW_BASIS_IN_FORCE',
        text: `${known.law}已于 ${known.inForce.to} 废止或者被替代 repealed or replaced`,
        doubtful: false,
        basis: { law: known.law, articles: [...articlesOf(cited!)] },
        repaired: '除外时间改依行政许可法第四十五条',
      })
    if (procedure.drawer === 'permit') {
      account.setAside(basis, 'limits.stops', '除外时间和书面告知依法律规定', stopping)
      if (within(element, 'countsInLimit')?.value !== true)
        own.push({
          for: stage,
          ...(span && { max: `${span.value} ${span.unit}` }),
          notice: true,
          limits: promised ? ['decide', 'promised'] : ['decide'],
          basis: stopping,
        })
    } else {
      account.setAside(basis, `flow.${stage}`, '评审本身的依据 the basis of the review itself')
      if (span)
        account.decide(
          `flow.${stage}`,
          `${shown(span)} 的评审时间计入全程：不计入须有法律依据 only a law lets time not count`,
        )
    }
    account.understood(element, `flow.${stage}`, name)
  }
  if (promised && procedure.drawer === 'permit')
    own.push({ for: 'hear', max: '20 workday', notice: true, limits: ['decide', 'promised'], basis: stopping })
  else if (own.length > 0) own.push(...stops)
  if (own.length > 0) overlay.set('limits.stops', own)
}
