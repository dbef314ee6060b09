import { decodeSource } from './decode-source.ts'
import { delimiterOf, readDelimited } from './delimited.ts'
import { readHtmlTables } from './html-tables.ts'
import { sourceOfTables } from './tables-as-source.ts'
import { unreadable } from './unreadable.ts'

/** The largest file that is read: published items have 1–100 kB. */
export const largestSource = 1_000_000
const deepest = 32

/** How much of a file is read, in bytes and values. */
export interface SourceBounds {
  readonly bytes: number
  readonly values: number
}
const ofAnItem: SourceBounds = { bytes: largestSource, values: 20_000 }
/** A whole list: a city's items, a row each. */
export const ofAList: SourceBounds = { bytes: 16_000_000, values: 800_000 }

const placeOf = (text: string, at: number): string => {
  const before = text.slice(0, at)
  return `line ${before.split('\n').length}, column ${at - before.lastIndexOf('\n')}`
}

/**
 * 读源 Bytes → JSON value; of a table or a page, what its tables say. `say` hears how it was read where that was not plain. Size,
 * encoding, nesting, number of values, keys said twice and hidden characters are judged before anything is built from them.
 * @throws IMPORT_UNREADABLE with place and remedy.
 */
export function readSource(
  file: string,
  bytes: Uint8Array,
  say: (how: string) => void = () => {},
  bounds: SourceBounds = ofAnItem,
): object {
  if (bytes.length > bounds.bytes)
    throw unreadable(`${file} has more than ${bounds.bytes} bytes.`, 'Hand in one item a file, without pictures.')
  const { text, encoding } = decodeSource(file, bytes)
  if (encoding !== undefined) say(`按 ${encoding} 解码，请核对有无错字 read as ${encoding}: look for wrong characters`)
  const most = bounds.values
  const value = /^\s*[[{]/.test(text)
    ? ofJson(file, text, most)
    : (ofTables(file, text, most, say) ?? ofJson(file, text, most))
  hidden(file, value, '')
  return value
}

function ofTables(file: string, text: string, most: number, say: (how: string) => void): object | undefined {
  const isPage = /^\s*</.test(text) && /<table[\s>]/i.test(text)
  const delimiter = isPage ? undefined : delimiterOf(text)
  if (!isPage && delimiter === undefined) return undefined
  const tables =
    delimiter === undefined ? readHtmlTables(file, text, most) : [{ rows: readDelimited(file, text, delimiter, most) }]
  const source = sourceOfTables(tables)
  if (!source)
    throw unreadable(
      `${file} has no table in which an item stands.`,
      'Its first row names the columns: 事项名称, 事项类型, 设定依据, 实施主体, 法定时限 …',
    )
  say(`按${isPage ? '网页' : '分隔文本'}中的表格读取 read from the tables of ${isPage ? 'a page' : 'a text'}`)
  return source
}

/** JSON.parse would drop the first of two equal keys without a word. */
function ofJson(file: string, text: string, most: number): object {
  scan(file, text, most)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw unreadable(`${file} is no JSON: ${placeOf(text, faultIn(text))}.`)
  }
  if (typeof value !== 'object' || value === null)
    throw unreadable(`${file} is JSON, but neither an object nor a list.`)
  if (Array.isArray(value) && !value.some(one => typeof one === 'object' && one !== null))
    throw unreadable(`${file} is a list in which there is no item.`)
  return value
}

/** One pass over the characters: how deep, how many values, and no key twice in one object. Faulty JSON is left to the parser. */
function scan(file: string, text: string, most: number): void {
  const open: (Set<string> | undefined)[] = []
  let values = 0
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!
    if (sign === '{' || sign === '[') {
      open.push(sign === '{' ? new Set() : undefined)
      if (open.length > deepest)
        throw unreadable(`${file} is nested deeper than ${deepest}: ${placeOf(text, at)}.`, 'Published items are flat.')
    } else if (sign === '}' || sign === ']') open.pop()
    else if (sign === ',' || sign === ':') {
      if (++values > most) throw unreadable(`${file} has more than ${most} values.`, 'Hand in fewer items.')
    } else if (sign === '"') {
      const end = endOfText(text, at)
      keyAt(file, text, at, end, open.at(-1))
      at = end
    }
  }
}

const token = /\s*(?:("(?:[^"\\]|\\.)*")|(-?\d[\d.eE+-]*|true|false|null)|([[\]{}:,]))/y

/** Where faulty JSON first stops being JSON; the parser does not say it of every fault. */
function faultIn(text: string): number {
  const open: string[] = []
  let wanted = 'value'
  token.lastIndex = 0
  for (;;) {
    const from = token.lastIndex
    const found = token.exec(text)
    const at = from + (/^\s*/.exec(text.slice(from, from + 10_000))?.[0].length ?? 0)
    if (!found) return at
    const [, word, literal, sign = ''] = found
    const inside = open.at(-1)
    if (wanted === 'key' && word !== undefined) wanted = ':'
    else if (wanted === ':' && sign === ':') wanted = 'value'
    else if (wanted === 'value' && (word !== undefined || literal !== undefined)) wanted = ','
    else if (wanted === 'value' && (sign === '{' || sign === '[')) {
      open.push(sign)
      wanted = sign === '{' ? 'key' : 'value'
    } else if (wanted === ',' && sign === ',' && inside !== undefined) wanted = inside === '{' ? 'key' : 'value'
    else if ((sign === '}' && inside === '{') || (sign === ']' && inside === '[')) {
      open.pop()
      wanted = ','
    } else return at
  }
}

function keyAt(file: string, text: string, at: number, end: number, keys: Set<string> | undefined): void {
  if (keys === undefined || !/^\s*:/.test(text.slice(end + 1, end + 40))) return
  const key = text.slice(at, end + 1)
  if (keys.has(key))
    throw unreadable(`${file} says ${key.slice(0, 60)} twice in one object: ${placeOf(text, at)}.`, 'Say each once.')
  keys.add(key)
}

function endOfText(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at
  }
  return text.length
}

/** What an editor does not see must not reach a draft: control characters, overrides of direction, marks of byte order. */
function isHidden(code: number): boolean {
  if (code < 0x20) return code !== 9 && code !== 10 && code !== 13
  if (code < 0xa0) return code >= 0x7f
  if (code < 0x2028) return false
  return code <= 0x202e || (code >= 0x2066 && code <= 0x2069) || code === 0xfeff || code === 0xfffe || code === 0xffff
}

const hasHidden = (text: string): boolean => {
  for (let at = 0; at < text.length; at++) if (isHidden(text.charCodeAt(at))) return true
  return !text.isWellFormed()
}

function hidden(file: string, value: unknown, path: string): void {
  if (typeof value === 'string') {
    if (hasHidden(value)) throw unreadable(`${file} has a hidden character in ${path || 'its text'}.`, 'Take it out.')
  } else if (typeof value === 'object' && value !== null)
    for (const [key, one] of Object.entries(value)) {
      hidden(file, key, path === '' ? 'a key' : path)
      hidden(file, one, path === '' ? key : `${path}.${key}`)
    }
}

const join = (path: string, key: string | number): string =>
  typeof key === 'number' ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`

/** Every place of a JSON value where something ends: a word, a number, null, or an empty list or object. */
export function leavesOf(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [path]
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((one, at) => [at, one] as const)
    : Object.entries(value)
  return entries.length === 0 ? [path] : entries.flatMap(([key, one]) => leavesOf(one, join(path, key)))
}

export { join as placeIn }
