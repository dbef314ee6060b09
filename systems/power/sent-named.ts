import { maskIdentifier, maskName, parseCitizen, parseUscc } from '#kernel/code'
import type { CompiledItem } from '#kernel/definition'
import type { SentRules } from './sent-rules.ts'

/** Whom a paper may name without a word: the applicant, and everybody and everything the form names. */
export interface KnownHere {
  readonly kind: 'person' | 'firm'
  /** Names and numbers, as they are looked for. */
  readonly names: readonly string[]
}

/** As somebody reads it: signs of one width, and no spaces between them. */
export const tight = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '')

/** An answer of so many signs that stands on a paper word for word is no accident. */
const telling = 5

/** What the answers of a form name: whoever and whatever has a name or a number, and longer words that a paper repeats. */
export function namedByAnswers({ definition }: CompiledItem, fields: Readonly<Record<string, unknown>>): string[] {
  const { form } = definition.content
  return Object.entries(fields).flatMap(([name, value]) => {
    const type = form[name]?.type ?? ''
    if (!/^(?:string|text|uscc|citizen|projectCode|phone|list)/.test(type) && !Array.isArray(value)) return []
    const said = [value].flat().filter(one => typeof one === 'string')
    const least = /(?:^|\.)name$/.test(name) ? 2 : telling
    return said.flatMap(one => [one, ...one.split(/[\s,，、:：]+/)]).filter(one => tight(one).length >= least)
  })
}

const citizen = /(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])/g
const uscc = /(?<![0-9A-Za-z])[1-9ANY][0-9]{7}[0-9A-HJ-NP-RTUWXY]{10}(?![0-9A-Za-z])/g

const firm =
  '[\\p{Script=Han}()]{2,30}?(?:有限责任公司|股份有限公司|有限公司|合伙企业(?:\\((?:有限|普通)合伙\\))?|合作社|集团公司|事务所|研究院|中心|学校|医院)'
const person = '[\\p{Script=Han}·]{2,6}?'
/** What may stand right after the name of a person on a line of its own. */
const after = '(?=$|[^\\p{Script=Han}·]|性别|民族|出生|身份证|公民|证件|联系|电话|住址|住所|年龄|职业)'

const escaped = (words: readonly string[]): string =>
  [...words]
    .sort((one, other) => other.length - one.length)
    .map(word => word.replace(/[()[\]{}.*+?^$|\\]/g, '\\$&'))
    .join('|')

/** Whom the paper itself calls the applicant; or the firm at the head of its title. */
function titledIn(lines: readonly string[], kind: KnownHere['kind'], rules: SentRules): string | undefined {
  const label = new RegExp(
    `(?:^|[^\\p{Script=Han}])(?:${escaped(rules.titled[kind])})(?:\\([^)]{0,10}\\))?\\)?:(${kind === 'firm' ? firm : person}${kind === 'firm' ? '' : after})`,
    'u',
  )
  for (const line of lines) {
    const [, name] = label.exec(line) ?? []
    if (name !== undefined) return name
  }
  return undefined
}

/** How many first lines are the head of a paper. */
const head = 6
const heading = new RegExp(`^(?:关于)?(${firm})(?!承租|委托)`, 'u')

function headedBy(lines: readonly string[]): string | undefined {
  for (const line of lines.slice(0, head)) {
    const [, name] = heading.exec(line) ?? []
    if (name !== undefined && line.length <= 60 && !/[:：]/.test(line)) return name
  }
  return undefined
}

function numbersIn(lines: readonly string[], kind: KnownHere['kind'], today: Temporal.PlainDate): readonly string[] {
  const found = lines.flatMap(line => [...line.matchAll(kind === 'person' ? citizen : uscc)].map(([number]) => number))
  return found.filter(number => (kind === 'person' ? parseCitizen(number, { today }).ok : parseUscc(number).ok))
}

/**
 * 写的是别人 Whom a paper names instead of anybody this application knows, masked; undefined where it names one of them, or nobody for sure.
 * `others`: it may rightly be somebody else's paper, and only whom it calls the applicant himself counts.
 */
export function anotherIn(
  lines: readonly string[],
  { kind, names }: KnownHere,
  { rules, others, today }: { readonly rules: SentRules; readonly others: boolean; readonly today: Temporal.PlainDate },
): string | undefined {
  const read = lines.map(tight).filter(line => line !== '')
  const whole = read.join('').toUpperCase()
  if (names.some(name => whole.includes(tight(name).toUpperCase()))) return undefined
  const name = titledIn(read, kind, rules) ?? (kind === 'firm' && !others ? headedBy(read) : undefined)
  const [number] = others ? [] : numbersIn(read, kind, today)
  if (name === undefined && number === undefined) return undefined
  const shown = name === undefined ? [] : [kind === 'person' ? maskName(name) : name]
  return [...shown, ...(number === undefined ? [] : [maskIdentifier(number)])].join(' ')
}
