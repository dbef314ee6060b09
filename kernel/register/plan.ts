import { refusal } from '#kernel/refusal'
import type { RegisterDeclaration, RegisterField } from './declaration.ts'
import { createFeedFunctions } from './feed-functions.ts'
import { columnOf, isWider } from './field-type.ts'
import { createFunctions } from './functions.ts'
import {
  columnType,
  commentsOf,
  createTable,
  hasPersonal,
  isRequired,
  literal,
  name,
  optionsCheck,
  optionsName,
  tableName,
} from './table.ts'
import { compatibilityViews, dropViews, newTableVersion, versionFaults } from './table-version.ts'

export const registerChangeRefused = refusal(
  'REGISTER_CHANGE_REFUSED',
  409,
  'The register cannot be changed in place to what the declaration says',
)

export interface RegisterPlan {
  /** In order, for one transaction of the migrator; empty when nothing is to be done. */
  readonly statements: readonly string[]
  readonly made: readonly string[]
  readonly changed: readonly string[]
  /** Registers whose table is made anew and filled from the old one. */
  readonly renewed: readonly string[]
  /** Tables of registers no longer declared: kept, and nobody may write them any more than before. */
  readonly undeclared: readonly string[]
}

const remedy =
  'In place a register may gain a nullable field or widen one. Anything else is a new table version: a higher version that says change: { from, fields, fill, drop } (content/registers/README.md).'

function* faultsOf(old: RegisterDeclaration, next: RegisterDeclaration): Generator<string> {
  if (next.version < old.version) yield `version ${next.version} is older than the released ${old.version}`
  if (old.change && next.change?.from !== old.version && canonical(next.change) !== canonical(old.change))
    yield 'change is taken away: the views of older versions are made of it'
  if (next.key.join() !== old.key.join()) yield `the key changes from ${old.key.join('+')} to ${next.key.join('+')}`
  for (const [field, was] of Object.entries(old.fields)) {
    const is = next.fields[field]
    if (!is) yield `field ${field} disappears`
    else if (Boolean(is.personal) !== Boolean(was.personal)) yield `field ${field} changes whether it is personal`
    else if (!isWider(was.type, is.type)) yield `field ${field} changes from ${was.type} to ${is.type}`
    else if (is.unit !== was.unit) yield `field ${field} changes its unit from ${was.unit} to ${is.unit}`
    else if (isRequired(is) && !isRequired(was)) yield `field ${field} may no longer be unknown`
    else if (next.key.includes(field) && is.type !== was.type) yield `key ${field} changes its type`
    else if (
      is.type === 'choice' &&
      !(was.options ?? []).every(option => is.options?.map(String).includes(String(option)))
    )
      yield `field ${field} loses an option`
  }
  for (const [field, is] of Object.entries(next.fields))
    if (!old.fields[field] && isRequired(is))
      yield `new field ${field} is not nullable: the rows already there do not know it`
}

function* changesOf(old: RegisterDeclaration, next: RegisterDeclaration): Generator<string> {
  const { register } = next
  const table = tableName(register)
  const constrain = (field: string, is: RegisterField) =>
    `alter table ${table} add constraint ${optionsName(register, field)} ${optionsCheck(field, is)}`
  for (const [field, is] of Object.entries(next.fields)) {
    const was = old.fields[field]
    const column = name(columnOf(field))
    const chosen = is.options && !is.personal
    if (!was) {
      yield `alter table ${table} add column ${column} ${columnType(is)}`
      if (chosen) yield constrain(field, is)
      continue
    }
    if (columnType(was) !== columnType(is)) yield `alter table ${table} alter column ${column} type ${columnType(is)}`
    if (isRequired(was) && !isRequired(is)) yield `alter table ${table} alter column ${column} drop not null`
    if (JSON.stringify(was.options) !== JSON.stringify(is.options) && !is.personal) {
      yield `alter table ${table} drop constraint if exists ${optionsName(register, field)}`
      if (chosen) yield constrain(field, is)
    }
  }
  if (hasPersonal(next) && !hasPersonal(old)) yield `alter table ${table} add column party uuid`
}

/** Every function that writes the register; a base register is also written by thousands of rows. */
export const writersOf = (declaration: RegisterDeclaration): string[] => [
  ...createFunctions(declaration),
  ...(declaration.feed ? createFeedFunctions(declaration) : []),
]

const remember = (declaration: RegisterDeclaration): string =>
  `insert into registers.declared (register, version, declaration) values (${literal(declaration.register)}, ${declaration.version}, ${literal(JSON.stringify(declaration))}::jsonb)
on conflict (register) do update set version = excluded.version, declaration = excluded.declaration, released_at = clock_timestamp()`

/** Key order does not make a declaration another one: jsonb keeps none. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )

/**
 * 台账发布计划 What the migrator must do so that the tables are what the declarations say. Pure. Refuses, naming every
 * register and field, when a change would lose or reinterpret what is recorded.
 */
export function planRegisters(
  declarations: readonly RegisterDeclaration[],
  existing: readonly RegisterDeclaration[],
  superseded: readonly RegisterDeclaration[] = [],
): RegisterPlan {
  const released = new Map(existing.map(declaration => [declaration.register, declaration]))
  const renewed = new Set<string>()
  const faults = declarations.flatMap(next => {
    const old = released.get(next.register)
    const inPlace = old ? [...faultsOf(old, next)] : []
    if (!old || inPlace.length === 0) return []
    const otherwise = [...versionFaults(old, next)]
    if (otherwise.length === 0) {
      renewed.add(next.register)
      return []
    }
    return (next.change?.from === old.version ? otherwise : inPlace).map(fault => `${next.register}: ${fault}`)
  })
  if (faults.length > 0) throw registerChangeRefused({ detail: faults.join('; '), facts: { faults }, remedy })
  const made = declarations.filter(next => !released.has(next.register))
  const changed = declarations.filter(next => {
    const old = released.get(next.register)
    return old !== undefined && canonical(old) !== canonical(next)
  })
  return {
    statements: [
      ...made.flatMap(next => [...createTable(next), ...commentsOf(next), ...writersOf(next), remember(next)]),
      ...changed.flatMap(next => [
        ...(renewed.has(next.register)
          ? newTableVersion(released.get(next.register)!, next, superseded)
          : [
              ...dropViews(superseded, next.register),
              ...changesOf(released.get(next.register)!, next),
              ...compatibilityViews(superseded, next),
            ]),
        ...commentsOf(next),
        ...writersOf(next),
        remember(next),
      ]),
    ],
    made: made.map(({ register }) => register),
    changed: changed.map(({ register }) => register),
    renewed: [...renewed],
    undeclared: existing
      .filter(old => !declarations.some(next => next.register === old.register))
      .map(old => old.register),
  }
}
