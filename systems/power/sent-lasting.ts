import { tight } from './sent-named.ts'

/** What is agreed between two, or was in force before: its end says nothing of the paper. */
const notOfThePaper =
  /(?:合同|协议|报价|投标|质保|保修|保质|担保|承诺|授信|贷款|原证|原许可证|原批复|旧证|上期|缓存|要约)[^。;；]{0,8}$/
const anchor = /有效期限?|有效日期|有效截止日?期?|有效期截止日?期?|使用期限|许可期限|营业期限|经营期限/g
/** How many signs after the word its days stand in. */
const reach = 45
const endless = /长期|永久|无固定|不约定/

const digits: Readonly<Record<string, number>> = Object.fromEntries(
  [...'〇一二三四五六七八九'].map((sign, at) => [sign, at]),
)
const digitOf = (sign: string): number =>
  sign === '零' || sign === '○' || sign === 'O' ? 0 : sign === '两' ? 2 : digits[sign]!

/** 十二 is twelve, 二十 twenty, 三十一 thirty-one; figures are what they are. */
function countOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  const [tens, ones] = text.split('十') as [string, string | undefined]
  if (ones === undefined) return Number([...text].map(digitOf).join(''))
  return (tens === '' ? 1 : digitOf(tens)) * 10 + (ones === '' ? 0 : digitOf(ones))
}

const number = '(?:\\d{1,2}|[一二三四五六七八九十]{1,3})'
const day = new RegExp(
  `(\\d{4}|[〇零○O一二三四五六七八九]{4})[年./-](${number})(?:[月./-](${number})(?![\\d])日?|月)`,
  'g',
)
/** "Until that day in force", in one word. */
const inForceUntil = new RegExp(`${day.source}(?:之?前|以前|止)有效`, 'g')
const span = new RegExp(`(${number}|两)(年|个月)`)

function dayOf(year: string, month: string, inMonth: string | undefined): Temporal.PlainDate | undefined {
  try {
    const first = Temporal.PlainDate.from(
      { year: countOf(year), month: countOf(month), day: inMonth === undefined ? 1 : countOf(inMonth) },
      { overflow: 'reject' },
    )
    return inMonth === undefined ? first.with({ day: first.daysInMonth }) : first
  } catch {
    return undefined
  }
}

const daysIn = (text: string): readonly Temporal.PlainDate[] =>
  [...text.matchAll(day)].flatMap(([, year, month, inMonth]) => dayOf(year!, month!, inMonth) ?? [])

const later = (one: Temporal.PlainDate, other: Temporal.PlainDate) =>
  Temporal.PlainDate.compare(one, other) >= 0 ? one : other
const latest = (days: readonly Temporal.PlainDate[]): Temporal.PlainDate | undefined =>
  days.length === 0 ? undefined : days.reduce(later)

function after(start: Temporal.PlainDate, text: string): Temporal.PlainDate | undefined {
  const [, count, unit] = span.exec(text.replace(day, '')) ?? []
  if (count === undefined) return undefined
  const many = count === '两' ? 2 : countOf(count)
  return start.add(unit === '年' ? { years: many } : { months: many })
}

/** From the day a paper was made: with no better word, the latest day on it that is past. */
const sinceMade = /自.{0,12}(?:之日|日)起.{0,4}?(?:\d{1,2}|[一二三四五六七八九十]{1,3}|两)(?:年|个月)(?:内|以内)?有效/

/** How far from the word its first day stands at most: what stands further off belongs to something else. */
const near = 6

/** What stands between a first day and a last one. */
const between = /^(?=.*[-—–~至到起止])[^\d发签印]{1,6}$/u

/** The end that is said right after the word: a day, two days, so long from a day, so long from the day it was made. */
function endIn(told: string, made: Temporal.PlainDate | undefined): Temporal.PlainDate | undefined {
  const [first, second] = [...told.matchAll(day)].flatMap(({ 0: said, 1: year, 2: month, 3: inMonth, index }) => {
    const date = dayOf(year!, month!, inMonth)
    return date ? [{ date, index, next: index + said.length }] : []
  })
  const before = told.slice(0, first?.index ?? reach)
  if (first && before.length <= near) {
    if (second && between.test(told.slice(first.next, second.index))) return second.date
    if (/[自从]$/.test(before))
      return after(first.date, span.test(before) ? before : told.slice(first.next, first.next + 12))
    return span.test(before) ? undefined : first.date
  }
  return made && /^.{0,8}自.{0,12}(?:之日|日)起|^自/.test(before) ? after(made, before) : undefined
}

/**
 * 已过有效期 The last day on which a paper was in force as it says itself, where that is past; undefined where it says none, a later one as well,
 * or that it has no end. What a contract or an earlier paper says of its own time is not asked.
 */
export function expiredOn(lines: readonly string[], today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  // A sentence runs on over the end of a line.
  const text = lines.map(tight).join('')
  const ends: Temporal.PlainDate[] = []
  const made = latest(daysIn(text).filter(one => Temporal.PlainDate.compare(one, today) <= 0))
  for (const { 0: word, index } of text.matchAll(anchor)) {
    if (notOfThePaper.test(text.slice(Math.max(0, index - 14), index))) continue
    const told = text.slice(index + word.length, index + word.length + reach).split(/[。;；]/)[0]!
    if (endless.test(told)) return undefined
    const end = endIn(told, made)
    if (end) ends.push(end)
  }
  for (const { 0: told } of text.matchAll(inForceUntil)) ends.push(...daysIn(told))
  const [since] = sinceMade.exec(text) ?? []
  const end = since !== undefined && made ? after(made, since) : undefined
  const last = latest(end ? [...ends, end] : ends)
  return last && Temporal.PlainDate.compare(last, today) < 0 ? last : undefined
}
