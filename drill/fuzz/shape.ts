import fc from 'fast-check'
import type { Chance } from './chance.ts'

export interface Schema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly patternProperties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: string
  readonly format?: string
}

/** Words of the city by the name of the field that takes them: what makes a request reach further than its schema. */
export type Words = Readonly<Record<string, readonly unknown[]>>

const texts = [
  '同意',
  '材料齐全',
  'a',
  '演练'.repeat(40),
  'line\nbreak',
  '“引号”',
  '<b>&amp;</b>',
  "'; drop table x; --",
]
const samples = new Map<string, readonly string[]>()

function matching(pattern: string, seed: number): readonly string[] {
  let known = samples.get(pattern)
  if (!known) {
    try {
      known = fc.sample(fc.stringMatching(new RegExp(pattern)), { numRuns: 16, seed })
    } catch {
      known = ['a', '1']
    }
    samples.set(pattern, known)
  }
  return known
}

function textOf({ pattern, format, minLength = 0, maxLength = 400 }: Schema, chance: Chance): string {
  if (format === 'date') return chance.pick(['2026-07-06', '2026-07-01', '2026-02-28', '2027-01-01', '2024-02-29'])
  if (format === 'uuid') return '01980000-0000-7000-8000-000000000001'
  const text = pattern === undefined ? chance.pick(texts) : chance.pick(matching(pattern, 7))
  return text.slice(0, maxLength).padEnd(minLength, 'x')
}

/** A value that fits the schema, filled with words of the city where the field is known. */
export function fitting(schema: Schema, chance: Chance, words: Words, name = ''): unknown {
  const known = words[name]
  if (known && !chance.once(6)) return structuredClone(chance.pick(known))
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return chance.pick(schema.enum)
  if (schema.anyOf) return fitting(chance.pick(schema.anyOf), chance, words, name)
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map(one => fitting(one, chance, words, name)))
  switch (Array.isArray(schema.type) ? chance.pick(schema.type as readonly string[]) : schema.type) {
    case 'object':
      return objectOf(schema, chance, words)
    case 'array': {
      const least = schema.minItems ?? 0
      const count = Math.min(schema.maxItems ?? 3, least + chance.below(3))
      return Array.from({ length: count }, () => fitting(schema.items ?? {}, chance, words, name.replace(/s$/, '')))
    }
    case 'string':
      return textOf(schema, chance)
    case 'integer':
    case 'number': {
      const least = schema.minimum ?? 0
      return Math.min(schema.maximum ?? 1_000_000, least + chance.pick([0, 1, 2, 50, 1_200, 1_500_000]))
    }
    case 'boolean':
      return chance.once(2)
    case 'null':
      return null
    default:
      return chance.pick<unknown>(['text', 12, true, '2026-07-06', 12.5])
  }
}

function objectOf(schema: Schema, chance: Chance, words: Words): Record<string, unknown> {
  const made: Record<string, unknown> = {}
  for (const [name, one] of Object.entries(schema.properties ?? {}))
    if (schema.required?.includes(name) || !chance.once(3)) made[name] = fitting(one, chance, words, name)
  for (const [pattern, one] of Object.entries(schema.patternProperties ?? {}))
    for (let count = chance.below(3); count > 0; count--)
      made[chance.pick(matching(pattern, 11))] = fitting(one, chance, words)
  return made
}
