import type { Field } from '#kernel/definition'

/** What people type beside the digits: full-width signs, spaces, the comma between thousands. */
const plain = (text: string): string => text.normalize('NFKC').replaceAll(/[\s,，]/g, '')

/** 2026年3月5日, 2026/3/5 and 2026.3.5 as well as 2026-03-05. */
function dateOf(text: string): string {
  const [, year, month, day] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain(text)) ?? []
  return year === undefined ? text.trim() : `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
}

/** Yuan as they are written, in fen; what is no amount stays as it was typed, and is told so. */
function fenOf(text: string): number | string {
  const [, whole, fraction = ''] = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(plain(text).replace(/元$/, '')) ?? []
  return whole === undefined ? text.trim() : Number(whole) * 100 + Number(fraction.padEnd(2, '0'))
}

function numberOf(text: string): number | string {
  const digits = plain(text)
  return /^-?\d{1,15}$/.test(digits) ? Number(digits) : digits
}

function oneOf({ type }: Field, text: string): unknown {
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  if (type === 'integer') return numberOf(text)
  // An exact decimal stays text: a binary fraction is another number.
  if (type.startsWith('decimal')) return plain(text)
  if (type === 'money') return fenOf(text)
  if (type === 'date') return dateOf(text)
  if (type === 'uscc' || type === 'citizen') return plain(text).toUpperCase()
  if (type === 'phone' || type === 'projectCode') return plain(text)
  return type === 'text' ? text.replaceAll('\r\n', '\n').trim() : text.trim()
}

/** 读答案 What was typed for a field, as the form of the case takes it; null where nothing was. */
export function answerOf(field: Field, texts: readonly string[]): unknown {
  const said = texts.filter(text => text.trim() !== '')
  if (said.length === 0) return null
  if (!field.repeat) return oneOf(field, said[0]!)
  const lines = field.options ? said : said.flatMap(text => text.split(/\r?\n/)).filter(line => line.trim() !== '')
  return lines.map(line => oneOf(field, line))
}

const textOfOne = ({ type }: Field, value: unknown): string => {
  if (value === null || value === undefined) return ''
  if (type === 'money' && typeof value === 'number')
    return value % 100 === 0 ? String(value / 100) : (value / 100).toFixed(2)
  return String(value)
}

/** What stands in the box again: as it would be typed. */
export const typedTexts = (field: Field, value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]).map(one =>
    textOfOne(field, one),
  )
