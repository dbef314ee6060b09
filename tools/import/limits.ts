import type { LawLibrary } from '#kernel/definition'
import type { Kind } from './category.ts'
import { basisIn } from './grounds.ts'
import { numberOfWords } from './legal-words.ts'
import type { Reading } from './reading.ts'

type Tree = Record<string, unknown>

const units = new Set(['hour', 'day', 'workday', 'month', 'year'])
interface Said {
  readonly value: number
  readonly unit: string
}

function spanAt(reading: Reading, path: string, key = 'value'): Said | undefined {
  const value = reading.number(`${path}.${key}`)
  const unit = reading.text(`${path}.unit`)
  return value !== undefined && Number.isInteger(value) && value > 0 && unit !== undefined && units.has(unit)
    ? { value, unit }
    : undefined
}

const inDays = ({ value, unit }: Said): number =>
  ({ hour: 1 / 24, day: 1, workday: 7 / 5, month: 30, year: 365 })[unit]! * value

/** Steps of a published flow by the stage of the template they are. */
const stagesOf: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  application: [
    [/受理|初审|申请/, 'accept'],
    [/评审|论证|评审/, 'expert'],
    [/审查|审核/, 'review'],
    [/决定|确认|审批|登记/, 'decide'],
    [/送达|办结|发证|发放/, 'deliver'],
  ],
  clue: [
    [/立案/, 'file'],
    [/调查|取证/, 'investigate'],
    [/审理|法制审核/, 'review'],
    [/告知|听取意见/, 'notify'],
    [/听证/, 'hear'],
    [/集体讨论/, 'deliberate'],
    [/决定/, 'decide'],
    [/送达/, 'serve'],
    [/执行|履行/, 'pay'],
  ],
}

/** 3 流程 The template has the steps the law demands; the source's are matched with them, and their days become limits. */
export function flowOf(reading: Reading, kind: Kind, limits: Tree): void {
  const known = stagesOf[kind.start] ?? []
  let days = 0
  let counted = 0
  for (const path of reading.each('flow')) {
    const step = reading.text(`${path}.step`) ?? ''
    const stage = known.find(([form]) => form.test(step))?.[1]
    if (stage === undefined) reading.say('left', path, '模板没有这个环节 the template has no such step')
    else {
      reading.understood(`${path}.step`, `flow.${stage}`)
      for (const key of ['duty', 'role', 'document', 'standard'])
        if (reading.at(`${path}.${key}`) !== undefined)
          reading.understood(`${path}.${key}`, `flow.${stage}`, '已含于模板环节的要求')
    }
    const said = spanAt(reading, path, 'days')
    if (!said) continue
    days += said.unit === 'workday' ? said.value : 0
    counted++
    if (stage === undefined) continue
    const own = `stage.${stage}`
    if (stage === 'serve' || stage === 'file') {
      const place = stage === 'file' ? 'file' : 'serve'
      const from =
        stage === 'file'
          ? { from: 'receipt', to: 'file', promised: true }
          : { from: 'decide', to: 'serve', basis: { law: '行政处罚法', articles: [61] } }
      limits[place] = { kind: 'max', ...said, binds: 'organ', ...from, onExpiry: { effect: 'alarm' } }
      for (const key of ['days', 'unit']) reading.understood(`${path}.${key}`, `limits.${place}`)
    } else {
      const to = stage
      limits[own] = {
        kind: 'max',
        ...said,
        to,
        from: before(kind, stage),
        binds: 'organ',
        promised: true,
        onExpiry: { effect: 'alarm' },
      }
      for (const key of ['days', 'unit']) reading.understood(`${path}.${key}`, `limits.${own}`)
    }
  }
  const promised = spanAt(reading, 'limits.promised')
  const statutory = spanAt(reading, 'limits.statutory')
  const whole = promised ?? statutory
  if (counted > 1 && whole?.unit === 'workday' && days > 0 && (promised ? days !== whole.value : days > whole.value))
    reading.say(
      'contradictory',
      promised ? 'limits.promised.value' : 'limits.statutory.value',
      `各环节合计 ${days} 个工作日，与 ${whole.value} 个工作日不符 the steps do not add up`,
    )
}

/** The stage after which this one begins, so that its limit has a start. */
function before(kind: Kind, stage: string): string {
  const order =
    kind.start === 'application'
      ? ['receipt', 'accept', 'expert', 'review', 'decide', 'deliver']
      : ['receipt', 'file', 'investigate', 'notify', 'hear', 'review', 'deliberate', 'decide', 'serve', 'pay']
  const at = order.indexOf(stage)
  const earlier = order[at - 1] ?? 'receipt'
  return earlier === 'expert' || earlier === 'hear' || earlier === 'deliberate' ? (order[at - 2] ?? 'receipt') : earlier
}

/** 8 时限 Statutory and promised limits, extensions, and what stops the clock. */
export function limitsOf(reading: Reading, kind: Kind, laws: LawLibrary, effective: string): Tree {
  const limits: Tree = {}
  const permit = kind.start === 'application'
  const statutory = spanAt(reading, 'limits.statutory')
  const promised = spanAt(reading, 'limits.promised')
  const own = permit ? { law: '行政许可法', articles: [42] } : { law: '行政处罚法', articles: [60] }
  const from = permit ? 'accept' : 'file'
  if (statutory) {
    const basis = basisIn(reading.text('limits.statutory.basis')) ?? own
    limits.decide = {
      kind: 'max',
      ...statutory,
      from,
      to: 'decide',
      binds: 'organ',
      basis,
      onExpiry: { effect: 'alarm' },
      ...extension(reading, statutory.unit, own),
    }
    for (const key of ['value', 'unit', 'basis'])
      if (reading.at(`limits.statutory.${key}`) !== undefined)
        reading.understood(`limits.statutory.${key}`, 'limits.decide')
  } else
    reading.say(
      'default',
      'limits.decide',
      permit ? '二十个工作日（行政许可法第四十二条）' : '九十日（行政处罚法第六十条）',
    )
  if (reading.text('limits.statutory.excluded') !== undefined)
    reading.say(
      'left',
      'limits.statutory.excluded',
      '不计入期限的事由须写成 limits.stops 并列依据 becomes a stop with its basis',
    )
  if (promised) {
    limits.promised = {
      kind: 'max',
      ...promised,
      from,
      to: 'decide',
      binds: 'organ',
      promised: true,
      onExpiry: { effect: 'alarm' },
    }
    for (const key of ['value', 'unit']) reading.understood(`limits.promised.${key}`, 'limits.promised')
  } else if (reading.number('limits.promised.value') === 0)
    reading.understood('limits.promised', 'content.guide.caseType', '当场办结 at once')
  else if (permit) reading.say('default', 'limits.promised', '未承诺更短的时限 nothing shorter is promised')
  if (statutory && promised && inDays(promised) > inDays(statutory))
    reading.say(
      'contradictory',
      'limits.promised.value',
      `承诺 ${promised.value} ${promised.unit} 长于法定 ${statutory.value} ${statutory.unit} promised is longer than statutory`,
    )
  const immediate = reading.text('caseType.code') === '1'
  if (immediate && promised)
    reading.say('contradictory', 'caseType.code', '即办件却有承诺时限 immediate, but with a promised limit')
  const stops = stopsOf(reading, laws, effective)
  // A list is taken whole: the template's other stop comes along.
  if (stops.length > 0)
    limits.stops = permit && !stops.some(stop => stop.for === 'hear') ? [...stops, hearing(reading)] : stops
  flowOf(reading, kind, limits)
  return limits
}

function extension(reading: Reading, unit: string, basis: unknown): Tree {
  const note = reading.text('limits.statutory.note')
  const words =
    note === undefined ? undefined : /延长\s*([\d一二两三四五六七八九十]+)\s*个?(工作日|日|天|月)/.exec(note)
  const value = reading.number('limits.statutory.extension') ?? (words ? numberOfWords(words[1]!) : undefined)
  if (value === undefined || value < 1) return {}
  for (const key of ['extension', 'approver', 'note'])
    if (reading.at(`limits.statutory.${key}`) !== undefined)
      reading.understood(`limits.statutory.${key}`, 'limits.decide.extend')
  // “日” in a law that counts working days is a working day (行政许可法82).
  const by = words?.[2] === '月' ? 'month' : unit
  if (words?.[2] === '日' && unit === 'workday')
    reading.say('default', 'limits.statutory.note', '“日”按工作日计（行政许可法第八十二条）')
  return { extend: { by: `${value} ${by}`, approver: 'head', notice: true, times: 1, basis } }
}

const stopped = (reading: Reading): readonly string[] => [
  'decide',
  ...(reading.number('limits.promised.value') ? ['promised'] : []),
]
const stopping = { law: '行政许可法', articles: [45] }
const hearing = (reading: Reading): Tree => ({
  for: 'hear',
  max: '20 workday',
  notice: true,
  limits: stopped(reading),
  basis: stopping,
})

/** 特别程序 What does not count in the limit; that it does not is the statute's word (行政许可法45), whatever paper the source names. */
function stopsOf(reading: Reading, laws: LawLibrary, effective: string): readonly Tree[] {
  let stops = 0
  return reading.each('specialProcedures').flatMap(path => {
    const name = reading.text(`${path}.name`) ?? ''
    const limit = reading.number(`${path}.limit`)
    const unit = reading.text(`${path}.unit`) ?? ''
    const target = /听证/.test(name) ? 'hear' : /评审|论证|鉴定|评估/.test(name) ? 'expert' : undefined
    if (target === undefined || reading.at(`${path}.countsInLimit`) === true) {
      reading.say('left', path, '特别程序没有对应环节，或计入期限 no stage of the template, or it counts in the limit')
      return []
    }
    const place = `limits.stops.${stops++}`
    for (const key of ['code', 'name', 'limit', 'unit', 'countsInLimit'])
      if (reading.at(`${path}.${key}`) !== undefined) reading.understood(`${path}.${key}`, place)
    reading.say(
      'default',
      `${place}.basis`,
      '除外时间和书面告知依行政许可法第四十五条 what does not count is the statute’s word',
    )
    const cited = basisIn(reading.text(`${path}.basis`))
    const law = cited && laws.find(cited.law)
    if (cited) reading.understood(`${path}.basis`, 'source', '评审本身的依据 the basis of the review itself')
    if (law?.inForce.to !== undefined && law.inForce.to <= effective)
      reading.say(
        'faulty',
        `${path}.basis`,
        `违法 unlawful: ${law.law}已于 ${law.inForce.to} 废止或者被替代 repealed or replaced`,
      )
    const max =
      limit !== undefined && Number.isInteger(limit) && limit > 0 && units.has(unit) ? `${limit} ${unit}` : undefined
    return [{ for: target, ...(max !== undefined && { max }), notice: true, limits: stopped(reading), basis: stopping }]
  })
}
