const digits = '零一二三四五六七八九'

/** 二十三 → 23; undefined for what is no number. */
export function numberOfWords(words: string): number | undefined {
  if (/^\d+$/.test(words)) return Number(words)
  if (!/^[零〇一二两三四五六七八九十百]+$/.test(words)) return undefined
  let sum = 0
  let digit = 0
  for (const sign of words.replaceAll('〇', '零').replaceAll('两', '二')) {
    if (sign === '百' || sign === '十') {
      sum += (digit || 1) * (sign === '百' ? 100 : 10)
      digit = 0
    } else digit = digits.indexOf(sign)
  }
  return sum + digit
}

/** 第三条、第五条 → 3, 5. A list from one to another is taken as written. */
export function articlesOf(text: string): readonly number[] {
  const found: number[] = []
  for (const [, first, last] of text.matchAll(
    /([零〇一二两三四五六七八九十百\d]+)条(?:[至到]第?([零〇一二两三四五六七八九十百\d]+)条)?/g,
  )) {
    const from = numberOfWords(first!)
    const to = last === undefined ? from : numberOfWords(last)
    if (from === undefined || to === undefined || to - from > 40) continue
    for (let article = from; article <= to; article++) if (!found.includes(article)) found.push(article)
  }
  return found
}

const multipliers: Readonly<Record<string, number>> = { 万: 10_000, 亿: 100_000_000 }

export interface Threshold {
  readonly field: string
  readonly type: string
  readonly unit: string
  readonly label: string
  readonly test: string
  /** A value that meets the test. */
  readonly sample: number
}

const measured = [
  { words: '年综合能源消费量', field: 'energy.total', type: 'decimal(2)', unit: 'tce/a', named: '吨标准煤' },
  { words: '年电力消费量', field: 'energy.power', type: 'integer', unit: 'kWh/a', named: '千瓦时' },
] as const

/** 年综合能源消费量≥1000吨标准煤 → energy.total >= 1000. */
function thresholdOf(text: string): Threshold | undefined {
  const found = /^(.+?)(≥|≤|>|<|=|不低于|不超过)\s*([\d.]+)(万|亿)?(.+)$/.exec(text.trim())
  const known = found && measured.find(({ words, named }) => words === found[1] && named === found[5])
  if (!found || !known) return undefined
  const sign = { '≥': '>=', 不低于: '>=', '≤': '<=', 不超过: '<=' }[found[2]!] ?? found[2]!
  const value = Number(found[3]) * (found[4] === undefined ? 1 : multipliers[found[4]]!)
  return {
    field: known.field,
    type: known.type,
    unit: known.unit,
    label: known.words,
    test: `${known.field} ${sign} ${value}`,
    sample: sign === '>' ? value + 1 : sign === '<' ? Math.max(value - 1, 0) : value,
  }
}

/** A condition that is nothing but known measures joined by 或 or 且. */
export function thresholdsOf(
  text: string,
): { readonly test: string; readonly parts: readonly Threshold[] } | undefined {
  const joint = /\s*(?:或者?|且|并且)\s*/
  const parts = text.split(joint).map(thresholdOf)
  if (parts.some(part => part === undefined)) return undefined
  const sign = /且/.test(text) ? ' and ' : ' or '
  const known = parts as readonly Threshold[]
  return { test: known.map(({ test }) => test).join(sign), parts: known }
}

/** `within 60 days …`, `directly within 6 months`, 六十日内 → a span of ours; the last one said. */
export function spanIn(text: string): string | undefined {
  const english = [...text.matchAll(/within (\d+) (day|month|year)s?/g)].at(-1)
  if (english) return `${english[1]} ${english[2]}`
  const chinese = [...text.matchAll(/([零一二两三四五六七八九十百\d]+)个?(工作日|日|天|月|年)内?/g)].at(-1)
  const value = chinese && numberOfWords(chinese[1]!)
  if (!chinese || !value) return undefined
  return `${value} ${{ 工作日: 'workday', 日: 'day', 天: 'day', 月: 'month', 年: 'year' }[chinese[2]!]}`
}

/** 《甲办法》第三条、《乙条例》 → each law with the articles written after it. Brackets after a name hold its number. */
export function lawsIn(text: string): readonly { readonly law: string; readonly text: string }[] {
  return text
    .split(/[;；。]|[、，,](?=《)|(?<=条(?:等)?)[、，,](?=[^第\d])/)
    .map(part => part.trim())
    .filter(part => part !== '' && !/^等$/.test(part))
    .map(part => {
      const [name = ''] = part.split(/第[零〇一二两三四五六七八九十百\d]+条|[（(]/)
      return { law: name.replaceAll(/[《》]/g, '').trim(), text: part }
    })
    .filter(({ law }) => law.length >= 2 && law.length <= 80)
}

/** Days as people write them: `20个工作日`, `20`, `三十日`; without a unit they count as the kind of power counts. */
export function daysIn(text: string, unit: string): { readonly value: number; readonly unit: string } | undefined {
  const found = /([零〇一二两三四五六七八九十百\d]+)\s*个?\s*(工作日|小时|日|天|月|年)?/.exec(text)
  const value = found ? numberOfWords(found[1]!) : undefined
  if (!found || value === undefined || value === 0) return undefined
  const units: Readonly<Record<string, string>> = {
    工作日: 'workday',
    小时: 'hour',
    日: 'day',
    天: 'day',
    月: 'month',
    年: 'year',
  }
  return { value, unit: found[2] === undefined ? unit : units[found[2]]! }
}
