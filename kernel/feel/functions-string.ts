import { builtIn } from './built-in.ts'
import { type Decimal, truncatedOf, whole } from './decimal.ts'
import { patternFrom, replacementFrom } from './pattern.ts'
import type { FeelValue } from './value.ts'
import { written } from './written.ts'

type Texts = readonly string[]

function substring(text: string, start: Decimal, length: Decimal | null): string | null {
  const points = [...text]
  const from = truncatedOf(start)
  const count = length && truncatedOf(length)
  if (from === null || from === 0 || (length && (count === null || count < 1))) return null
  const begin = from > 0 ? from - 1 : points.length + from
  if (begin < 0 || begin >= points.length) return begin >= points.length && from > 0 && points.length > 0 ? '' : null
  return points.slice(begin, count === null ? undefined : begin + count).join('')
}

function replace(input: string, pattern: string, replacement: string, flags: string): string | null {
  const found = patternFrom(pattern, flags)
  const by = flags.includes('q') ? () => replacement : replacementFrom(replacement)
  if (!found || !by || new RegExp(found.source, found.flags).test('')) return null
  return input.replace(found, (...given: unknown[]) => {
    const end = given.findIndex(part => typeof part === 'number')
    return by(given.slice(0, end) as (string | undefined)[])
  })
}

function joined(list: readonly FeelValue[], delimiter: string): string | null {
  if (list.some(item => item !== null && typeof item !== 'string')) return null
  return list.filter(item => item !== null).join(delimiter)
}

/** Functions of texts (DMN 1.5, Table 75) and `string()`; lengths and places count code points. */
export const stringFunctions = [
  builtIn('string', ['from: Any', ([from]) => (from === null || from === undefined ? null : written(from))]),
  builtIn('substring', [
    'string: string, start position: number, length?: number',
    ([text, start, length]) => substring(text as string, start as Decimal, (length ?? null) as Decimal | null),
  ]),
  builtIn('string length', ['string: string', ([text]) => whole([...(text as string)].length)]),
  builtIn('upper case', ['string: string', ([text]) => (text as string).toUpperCase()]),
  builtIn('lower case', ['string: string', ([text]) => (text as string).toLowerCase()]),
  builtIn('substring before', [
    'string: string, match: string',
    values => {
      const [text, match] = values as Texts
      return text!.includes(match!) ? text!.slice(0, text!.indexOf(match!)) : ''
    },
  ]),
  builtIn('substring after', [
    'string: string, match: string',
    values => {
      const [text, match] = values as Texts
      return text!.includes(match!) ? text!.slice(text!.indexOf(match!) + match!.length) : ''
    },
  ]),
  builtIn('replace', [
    'input: string, pattern: string, replacement: string, flags?: string',
    ([input, pattern, by, flags]) => replace(input as string, pattern as string, by as string, (flags ?? '') as string),
  ]),
  builtIn('contains', [
    'string: string, match: string',
    values => (values as Texts)[0]!.includes((values as Texts)[1]!),
  ]),
  builtIn('starts with', [
    'string: string, match: string',
    values => (values as Texts)[0]!.startsWith((values as Texts)[1]!),
  ]),
  builtIn('ends with', [
    'string: string, match: string',
    values => (values as Texts)[0]!.endsWith((values as Texts)[1]!),
  ]),
  builtIn('matches', [
    'input: string, pattern: string, flags?: string',
    ([input, pattern, flags]) => patternFrom(pattern as string, (flags ?? '') as string)?.test(input as string) ?? null,
  ]),
  builtIn('split', [
    'string: string, delimiter: string',
    ([text, delimiter]) => {
      const pattern = patternFrom(delimiter as string, '')
      return pattern && (text as string).split(new RegExp(pattern.source, 'v'))
    },
  ]),
  builtIn('string join', [
    'list: list, delimiter?: string',
    ([list, delimiter]) => joined(list as readonly FeelValue[], (delimiter ?? '') as string),
  ]),
]
