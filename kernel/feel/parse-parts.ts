import type { Cursor } from './cursor.ts'
import { decimalFrom } from './decimal.ts'
import { canonicalName } from './names.ts'
import { readExpression } from './parse.ts'
import { readType } from './parse-type.ts'
import type { Feel, Iterator, Parameter } from './syntax.ts'

const quotedText = /"((?:[^"\\]|\\[\s\S])*)"/y
const escapes = /\\(?:U([0-9a-fA-F]{6})|u([0-9a-fA-F]{4})|([nrtbf"'\\/]))/g
const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

export function readString(cursor: Cursor): string {
  const found = cursor.matches(quotedText)
  if (!found) return cursor.fail('a text in quotes is missing, or its quote is not closed')
  return found[1]!.replace(escapes, (whole, long?: string, short?: string, control?: string) => {
    if (control !== undefined) return controls[control] ?? control
    const code = Number.parseInt(long ?? short ?? '', 16)
    if (short !== undefined) return String.fromCharCode(code)
    return code <= 0x10_ffff ? String.fromCodePoint(code) : whole
  })
}

const number = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y

export function readNumber(cursor: Cursor): Feel {
  const text = cursor.matches(number)?.[0]
  const value = text === undefined ? null : decimalFrom(text)
  return value ? { is: 'literal', value } : cursor.fail('no number of FEEL stands here')
}

/** `[` being read: a list, or, where `..` follows the first element, a range. */
export function readList(cursor: Cursor, range: (start: Feel) => Feel): Feel {
  if (cursor.takes(']')) return { is: 'list', items: [] }
  const items: Feel[] = []
  do {
    items.push(readExpression(cursor))
    if (items.length === 1 && cursor.takes('..')) return range(items[0]!)
  } while (cursor.takes(','))
  cursor.needs(']')
  return { is: 'list', items }
}

export function readIf(cursor: Cursor): Feel {
  const condition = readExpression(cursor)
  if (!cursor.word('then')) cursor.fail('then is missing')
  const whenTrue = readExpression(cursor)
  if (!cursor.word('else')) cursor.fail('else is missing')
  return { is: 'if', condition, whenTrue, whenFalse: readExpression(cursor) }
}

const variable = /([^,()[\]{}"]+?)\s+in(?![\p{L}\p{N}_])/uy

function readIterators(cursor: Cursor): readonly Iterator[] {
  const iterators: Iterator[] = []
  do {
    const name = canonicalName(cursor.matches(variable)?.[1] ?? cursor.fail('a name and in are missing'))
    cursor.names.add(name)
    const over = readExpression(cursor)
    iterators.push(cursor.takes('..') ? { name, over, to: readExpression(cursor) } : { name, over })
  } while (cursor.takes(','))
  return iterators
}

export function readFor(cursor: Cursor): Feel {
  const iterators = readIterators(cursor)
  if (!cursor.word('return')) cursor.fail('return is missing')
  return { is: 'for', iterators, result: readExpression(cursor) }
}

export function readQuantified(cursor: Cursor, every: boolean): Feel {
  const iterators = readIterators(cursor)
  if (!cursor.word('satisfies')) cursor.fail('satisfies is missing')
  return { is: 'quantified', every, iterators, satisfies: readExpression(cursor) }
}

const parameter = /[^,:()[\]{}"]+/y

export function readFunction(cursor: Cursor): Feel {
  cursor.needs('(')
  const parameters: Parameter[] = []
  if (!cursor.takes(')')) {
    do {
      const name = canonicalName(cursor.matches(parameter)?.[0] ?? cursor.fail('the name of a parameter is missing'))
      cursor.names.add(name)
      parameters.push(cursor.takes(':') ? { name, type: readType(cursor) } : { name })
    } while (cursor.takes(','))
    cursor.needs(')')
  }
  const external = cursor.word('external')
  return { is: 'function', parameters, external, body: readExpression(cursor) }
}
