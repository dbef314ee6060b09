import { makeMemory } from '#kernel/memory'
import type { Compiled, FeelType, ScalarType } from '#kernel/rules'
import { engineNames } from './compiled.ts'
import type { Finding } from './finding.ts'
import { isShared, type Positions } from './located.ts'
import type { Field } from './settings/content.ts'
import type { ItemDefinition } from './settings/item.ts'

/** 同样的类型 Fields of many items have the same few types: each is one object, so that what was made for it is found again. */
const types = makeMemory<ScalarType>(5_000)
const sameType = (type: ScalarType): ScalarType => types(JSON.stringify(type), () => type)

const typeOfShared = new WeakMap<Field, ScalarType>()

/** The type of a field of a form; of one that items share it is known. */
function typeOf(field: Field): ScalarType {
  const known = typeOfShared.get(field)
  if (known) return known
  const type = sameType(feelType(field))
  if (isShared(field)) typeOfShared.set(field, type)
  return type
}

/** 字段类型 The form's types in the words of expressions. Money is an integer in fen; codes, names and choices are strings. */
export function feelType(field: Pick<Field, 'type' | 'unit' | 'options' | 'min' | 'max'>): ScalarType {
  const unit = field.unit === undefined ? {} : { unit: field.unit }
  const bounds = {
    ...(field.min !== undefined && { min: field.min }),
    ...(field.max !== undefined && { max: field.max }),
  }
  const decimal = /^decimal\((\d)\)$/.exec(field.type)
  if (decimal) return { kind: 'decimal', scale: Number(decimal[1]), ...unit, ...bounds }
  switch (field.type) {
    case 'boolean':
      return { kind: 'boolean' }
    case 'integer':
      return { kind: 'integer', ...unit, ...bounds }
    case 'money':
      return { kind: 'integer', unit: 'fen', ...bounds }
    case 'date':
      return { kind: 'date' }
    case 'choice':
      return { kind: 'string', values: (field.options ?? []).map(({ value }) => value) }
    default:
      return { kind: 'string' }
  }
}

const subjectUnit = { kind: 'string', values: ['person', 'household', 'firm', 'organ'] } as const

/** The names the engine provides, with the values this item can give them: an outcome it does not have is a compile error. */
function engineScope(definition: ItemDefinition): Record<string, FeelType> {
  return {
    ...engineNames,
    outcome: sameType({ kind: 'string', values: Object.keys(definition.content.outcomes) }),
    subjectUnit,
  }
}

/** Fields asked more than once have no single value: an expression cannot see them. */
export function baseScope(definition: ItemDefinition): Record<string, FeelType> {
  const scope = engineScope(definition)
  for (const [name, field] of Object.entries(definition.content.form)) if (!field.repeat) scope[name] = typeOf(field)
  return scope
}

const askedOfPersons = new Set(['person', 'household'])
const personalInFirms = new Set(['string', 'text', 'phone', 'citizen', 'person', 'file'])

/**
 * 个人信息字段 Fields that must be erasable. What a field says of itself counts; else everything asked about a person or
 * household is personal, and of a firm's answers only free text, names, numbers of persons and files are.
 */
export function personalFields(definition: ItemDefinition): ReadonlySet<string> {
  const { subject, respondent, opponent } = definition.content.parties
  const units = [subject, respondent, opponent].flatMap(role => (role?.unit === undefined ? [] : [role.unit].flat()))
  const ofPersons = units.some(unit => askedOfPersons.has(unit))
  const isPersonal = ({ personal, type }: Field) => personal ?? (ofPersons || personalInFirms.has(type))
  return new Set(
    Object.entries(definition.content.form)
      .filter(([, field]) => isPersonal(field))
      .map(([name]) => name),
  )
}

/** The names in an expression, without reading it: dotted words outside quotes. Enough to put facts in order. */
const wordsIn = (source: string): readonly string[] =>
  source.replace(/"(?:[^"\\]|\\.)*"/g, ' ').match(/[a-z][A-Za-z0-9]*(?:\.[a-z][A-Za-z0-9]*)*/g) ?? []

/** Derived facts, each after those it is derived from; facts that need each other are a fault and are left out. */
export function factOrder(definition: ItemDefinition, positions: Positions, findings: Finding[]): readonly string[] {
  const facts = definition.content.facts ?? {}
  const order: string[] = []
  const state = new Map<string, 'open' | 'done' | 'broken'>()
  const visit = (name: string, trail: readonly string[]): boolean => {
    const known = state.get(name)
    if (known) {
      if (known === 'open') {
        const path = ['content', 'facts', name]
        const cycle = [...trail.slice(trail.indexOf(name)), name].join(' → ')
        findings.push({
          severity: 'error',
          rule: 'DEFINITION_FACT_CYCLE',
          ...positions.at(path),
          path: positions.shown(path),
          text: { zh: `事实互相推出:${cycle}`, en: `Facts are derived from each other: ${cycle}` },
        })
      }
      return known === 'done'
    }
    state.set(name, 'open')
    const others = wordsIn(facts[name]!.test).filter(word => Object.hasOwn(facts, word))
    const sound = [...new Set(others)].every(other => visit(other, [...trail, name]))
    state.set(name, sound ? 'done' : 'broken')
    if (sound) order.push(name)
    return sound
  }
  for (const name of Object.keys(facts).sort()) visit(name, [])
  return order
}

export interface DerivedFact {
  readonly name: string
  readonly compiled: Compiled
}
