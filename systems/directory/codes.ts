import { type CodeContext, type CodeScheme, isCodeScheme, parseCode } from '#kernel/code'
import type { EntryCode, EntryFault } from './entry.ts'

/** Names under which lists keep codes that a scheme of the kernel checks. */
const checkedAs: Readonly<Record<string, CodeScheme>> = {
  'gb39554.basic': 'item',
  'gb39554.implementation': 'item',
  'gb39554.handling': 'item',
}
const byLength: Readonly<Record<number, string>> = {
  12: 'gb39554.basic',
  31: 'gb39554.implementation',
  33: 'gb39554.handling',
}
/** How the codes of the local lists begin that `kernel/code` knows. */
const local = /^(?:\d{3}[A-Z]\d{8,10}|51\d{10,12}|[A-Z]-\d{6}-\d{3,4}|\d[A-Z]-\d{4}-\d{5})-/

const schemeOf = (scheme: string): CodeScheme | undefined =>
  checkedAs[scheme] ?? (isCodeScheme(scheme) ? scheme : undefined)

/** The scheme of a code that comes without one: by its form; `own` when it has none that is known. */
export function schemeByForm(value: string): string {
  if (local.test(value)) return 'local'
  const national = byLength[value.length]
  return national !== undefined &&
    /^[0-9A-Z]+$/.test(value) &&
    /^\d{12}$/.test(value.length === 12 ? value : value.slice(19, 31))
    ? national
    : 'own'
}

/** 核对编码 What is wrong with a code, where its scheme is known; what nobody here knows is kept as it is. */
export function faultsOfCode({ scheme, value }: EntryCode, context: CodeContext): readonly EntryFault[] {
  const known = schemeOf(scheme)
  if (known === undefined) return []
  const parsed = parseCode(known, value, context)
  return parsed.ok
    ? []
    : parsed.problems.map(({ code, text }) => ({
        code: 'CODE_UNSOUND',
        place: scheme,
        text: { zh: text, en: `The ${scheme} code does not hold: ${code}` },
      }))
}

/** 基本编码 The item inside a code of the national form: the same in every district. */
export const basicOf = ({ scheme, value }: EntryCode): string | undefined =>
  checkedAs[scheme] === undefined ? undefined : value.length === 12 ? value : value.slice(19, 31)

/** The division a local code names, below the province. */
export const regionIn = ({ scheme, value }: EntryCode): string | undefined => {
  const division = scheme === 'local' ? /-(\d{12})-\d{3}-/.exec(value)?.[1] : undefined
  if (division === undefined || division.slice(2, 4) === '00') return undefined
  if (!division.endsWith('000')) return division
  return division.slice(6).startsWith('000') ? division.slice(0, 6) : division.slice(0, 9)
}
