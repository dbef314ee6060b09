import type { Field } from '#kernel/definition'

/** 条件 A condition of another engine, in Plumbline FEEL, with the fields it asks about and what they must be. */
export interface ReadCondition {
  readonly feel: string
  readonly names: ReadonlyMap<string, Field['type']>
}

const token =
  /\s*(?:(\d+(?:\.\d+)?)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)|(&&|\|\||==|!=|<=|>=|[=<>!()]))/y

const words: Readonly<Record<string, string>> = {
  '&&': 'and',
  and: 'and',
  '||': 'or',
  or: 'or',
  '==': '=',
  eq: '=',
  '=': '=',
  '!=': '!=',
  ne: '!=',
  '<': '<',
  lt: '<',
  '<=': '<=',
  le: '<=',
  '>': '>',
  gt: '>',
  '>=': '>=',
  ge: '>=',
  '!': 'not',
  not: 'not',
}
const comparing = new Set(['=', '!=', '<', '<=', '>', '>='])

interface Operand {
  readonly text: string
  readonly name?: string
  readonly type?: Field['type']
}

/** `applyAmount`, `apply_amount` and `vars.applyAmount` as a name that expressions can see. */
export function fieldName(group: string, written: string): string {
  const plain = written
    .replaceAll(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? '')
    .replace(/^[0-9]+/, '')
  const [first = ''] = plain
  return `${group}.${plain === '' ? 'unnamed' : first.toLowerCase() + plain.slice(1)}`
}

/**
 * 译条件 `${amount > 1000 && kind == 'A'}` → `process.amount > 1000 and process.kind = "A"`. Comparisons of names with values, and,
 * or, not and brackets; a call, a calculation or anything else is undefined, and an editor writes it.
 */
export function readCondition(written: string): ReadCondition | undefined {
  const inner = /^\s*[#$]\{([\s\S]*)\}\s*$/.exec(written)?.[1] ?? written.replace(/^\s*=\s*/, '')
  const tokens = tokensOf(inner)
  if (tokens === undefined || tokens.length > 200) return undefined
  const names = new Map<string, Field['type']>()
  let at = 0
  const word = () => tokens[at]?.word
  const ask = ({ name }: Operand, type: Field['type']) => {
    if (name !== undefined && !names.has(name)) names.set(name, type)
  }

  function operand(): Operand | undefined {
    const found = tokens![at]
    if (found?.operand === undefined) return undefined
    at++
    return found.operand
  }
  function factor(): string | undefined {
    if (word() === 'not') {
      at++
      const inside = factor()
      return inside && `not(${unwrapped(inside)})`
    }
    if (word() === '(') {
      at++
      const inside = either()
      if (inside === undefined || word() !== ')') return undefined
      at++
      return `(${inside})`
    }
    return comparison()
  }
  function comparison(): string | undefined {
    const left = operand()
    if (left === undefined) return undefined
    const sign = word()
    if (sign === undefined || !comparing.has(sign)) {
      if (left.name === undefined && left.type !== 'boolean') return undefined
      ask(left, 'boolean')
      return left.text
    }
    at++
    const right = operand()
    if (right === undefined || (left.name === undefined && right.name === undefined)) return undefined
    const type = left.type ?? right.type ?? (sign === '=' || sign === '!=' ? 'string' : 'integer')
    if (type === 'string' && sign !== '=' && sign !== '!=') return undefined
    ask(left, type)
    ask(right, type)
    return `${left.text} ${sign} ${right.text}`
  }
  function chain(join: 'and' | 'or', next: () => string | undefined): string | undefined {
    const parts = [next()]
    while (word() === join) {
      at++
      parts.push(next())
    }
    return parts.includes(undefined) ? undefined : parts.join(` ${join} `)
  }
  const both = () => chain('and', factor)
  const either = (): string | undefined => chain('or', both)

  const feel = either()
  return feel === undefined || at < tokens.length ? undefined : { feel: unwrapped(feel), names }
}

/** `(a and b)` → `a and b`, where the brackets belong together. */
function unwrapped(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text
  let open = 0
  for (const [at, sign] of [...text].entries()) {
    if (sign === '(') open++
    else if (sign === ')' && --open === 0 && at < text.length - 1) return text
  }
  return text.slice(1, -1)
}

function tokensOf(text: string): { readonly word?: string; readonly operand?: Operand }[] | undefined {
  const tokens: { word?: string; operand?: Operand }[] = []
  token.lastIndex = 0
  const end = text.trimEnd().length
  while (token.lastIndex < end) {
    const found = token.exec(text)
    if (!found) return undefined
    const [, number, quoted, name, sign] = found
    if (number !== undefined)
      tokens.push({ operand: { text: number, type: number.includes('.') ? 'decimal(2)' : 'integer' } })
    else if (quoted !== undefined)
      tokens.push({ operand: { text: JSON.stringify(quoted.slice(1, -1).replaceAll(/\\(.)/g, '$1')), type: 'string' } })
    else if (sign !== undefined) tokens.push({ word: words[sign] ?? sign })
    else if (name === 'true' || name === 'false') tokens.push({ operand: { text: name, type: 'boolean' } })
    else if (Object.hasOwn(words, name!)) tokens.push({ word: words[name!]! })
    else tokens.push({ operand: { text: fieldName('process', name!), name: fieldName('process', name!) } })
  }
  return tokens.length === 0 ? undefined : tokens
}
