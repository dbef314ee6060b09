import pg from 'pg'

type Parser = (text: string) => unknown

/** PostgreSQL's int8 as a number; beyond 2^53 it would lie, so it throws. */
function integer(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`integer ${text} is beyond the exact range of a number`)
  return value
}

/** `2026-03-02 01:00:00.5+00` → `2026-03-02T01:00:00.5Z`, the text of a Temporal.Instant; infinities and BC stay as they are. */
function instant(text: string): string {
  const match = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)([+-]\d\d)(?::?(\d\d))?$/.exec(text)
  if (!match) return text
  if (match[3] === '+00' && (match[4] ?? '00') === '00') return `${match[1]}T${match[2]}Z`
  return Temporal.Instant.from(`${match[1]}T${match[2]}${match[3]}:${match[4] ?? '00'}`).toString()
}

// text[]: the array parser of pg that leaves the elements as they are; pg's own list of ids names only scalars.
const textArray: number = 1009

const asWritten: Parser = text => text

const eachOf = (element: Parser): Parser => {
  const split = pg.types.getTypeParser(
    textArray as Parameters<typeof pg.types.getTypeParser>[0],
    'text',
  ) as unknown as (text: string) => unknown
  const convert = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(convert) : value === null ? null : element(String(value))
  return text => convert(split(text))
}

// int8, date, timestamp, timestamptz, interval, numeric and their arrays; everything else as pg does it
const parsers = new Map<number, Parser>([
  [20, integer],
  [1016, eachOf(integer)],
  [1082, asWritten],
  [1182, eachOf(asWritten)],
  [1114, text => text.replace(' ', 'T')],
  [1115, eachOf(text => text.replace(' ', 'T'))],
  [1184, instant],
  [1185, eachOf(instant)],
  [1186, asWritten],
  [1187, eachOf(asWritten)],
  [1700, asWritten],
  [1231, eachOf(asWritten)],
])

/** How values come back: int8 number (safe or thrown), numeric and dates as text, instants as ISO text, bytea Buffer, jsonb parsed. */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(oid)) ||
    pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
}

/**
 * How values go out: Temporal and bigint as their text, Buffer as bytea, arrays as PostgreSQL arrays, other objects as JSON.
 * Done before pg sees them, because a value that throws inside pg would leave the connection's prepared statement broken.
 */
export function encodeValue(value: unknown): unknown {
  if (value === null || value === undefined) return null
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
    case 'bigint':
      return String(value)
    case 'object':
      if (ArrayBuffer.isView(value)) return value
      if (Array.isArray(value)) return value.map(encodeValue)
      if (/^Temporal\./.test(Object.prototype.toString.call(value).slice(8, -1))) return String(value)
      return JSON.stringify(value)
    default:
      throw new TypeError(`a ${typeof value} cannot be stored`)
  }
}

const quoted = (text: string): string => `"${text.replace(/["\\]/g, sign => `\\${sign}`)}"`

const element = (value: unknown): string =>
  Array.isArray(value)
    ? arrayText(value)
    : value === null
      ? 'NULL'
      : quoted(ArrayBuffer.isView(value) ? `\\x${bytesOf(value).toString('hex')}` : String(value))

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength)

/** A PostgreSQL array as text: `{"a","b",NULL}`. */
const arrayText = (values: readonly unknown[]): string => `{${values.map(element).join(',')}}`

/** The same as it goes over the wire: text, bytes or null, with nothing left for pg to do. */
export function wireValue(value: unknown): string | Buffer | null {
  const encoded = encodeValue(value)
  if (encoded === null || typeof encoded === 'string') return encoded
  if (ArrayBuffer.isView(encoded)) return Buffer.isBuffer(encoded) ? encoded : bytesOf(encoded)
  return Array.isArray(encoded) ? arrayText(encoded) : String(encoded)
}
