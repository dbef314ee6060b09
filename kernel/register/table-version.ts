import type { RegisterDeclaration } from './declaration.ts'
import { columnOf, tableOf } from './field-type.ts'
import { columnType, createTable, hasPersonal, isRequired, literal, name, tableName } from './table.ts'

const own = [
  'row_id',
  'valid_from',
  'valid_to',
  'recorded_from',
  'recorded_to',
  'entry',
  'by_organ',
  'by_case',
  'by_seq',
  'by_feed',
  'ended_entry',
  'ended_by',
] as const

/** The old field a new one is made of; undefined: it is new. */
const sourceOf = (old: RegisterDeclaration, next: RegisterDeclaration, field: string): string | undefined =>
  next.change?.fields?.[field] ?? (old.fields[field] && !next.change?.drop?.includes(field) ? field : undefined)

/** What keeps a change from being carried out as a new table version, whatever the rows are. */
export function* versionFaults(old: RegisterDeclaration, next: RegisterDeclaration): Generator<string> {
  const { change } = next
  if (change?.from !== old.version || next.version <= old.version) {
    yield `version ${next.version} does not say change: { from: ${old.version} }`
    return
  }
  const used = new Set<string>()
  for (const [field, is] of Object.entries(next.fields)) {
    const source = sourceOf(old, next, field)
    if (source === undefined) {
      if (isRequired(is) && change.fill?.[field] === undefined)
        yield `new field ${field} is not nullable: say change.fields or change.fill`
      continue
    }
    const was = old.fields[source]
    if (!was) yield `field ${field} is made of ${source}, which there is not`
    else if (used.has(source)) yield `two fields are made of ${source}`
    else if (Boolean(is.personal) !== Boolean(was.personal) || (is.personal && is.type !== was.type))
      yield `field ${field}: what is sealed stays as it is`
    else if (is.unit !== was.unit) yield `field ${field} changes its unit from ${was.unit} to ${is.unit}`
    used.add(source)
  }
  for (const field of Object.keys(old.fields))
    if (!used.has(field) && !change.drop?.includes(field))
      yield `field ${field} disappears: say into which field (change.fields), or give it up while it is empty (change.drop)`
  for (const field of Object.keys(change.fill ?? {}))
    if (!next.fields[field] || next.fields[field].personal || sourceOf(old, next, field) !== undefined)
      yield `change.fill ${field}: only a new, plain field is filled`
}

const viewName = ({ register, version }: RegisterDeclaration): string =>
  `registers.${name(`${tableOf(register)}_as_v${version}`)}`

/** 兼容视图 The old shape over the new one, for reading; `of` is the table, or the view of the version between. */
const compatibilityView = (old: RegisterDeclaration, next: RegisterDeclaration, of: string): string[] => {
  const made = new Map(Object.keys(next.fields).map(field => [sourceOf(old, next, field), field]))
  const columns = Object.entries(old.fields).map(([field, was]) => {
    const now = made.get(field)
    const from = now === undefined ? 'null' : `n.${name(columnOf(now))}`
    return `(${from})::${columnType(was)} as ${name(columnOf(field))}`
  })
  const party = hasPersonal(old) ? [hasPersonal(next) ? 'n.party' : 'null::uuid as party'] : []
  return [
    `create view ${viewName(old)} as select ${[...own.map(column => `n.${column}`), ...columns, ...party].join(', ')} from ${of} n`,
    `grant select on ${viewName(old)} to plumbline_app`,
  ]
}

/** The views of all older versions, the newest first, each over the one that followed it. */
export function compatibilityViews(superseded: readonly RegisterDeclaration[], now: RegisterDeclaration): string[] {
  let next = now
  let of = tableName(now.register)
  return superseded
    .filter(({ register }) => register === now.register)
    .sort((a, b) => b.version - a.version)
    .flatMap(old => {
      const statements = compatibilityView(old, next, of)
      next = old
      of = viewName(old)
      return statements
    })
}

/** The oldest first: each stands on the one that followed it. */
export const dropViews = (superseded: readonly RegisterDeclaration[], register: string): string[] =>
  superseded
    .filter(one => one.register === register)
    .sort((a, b) => a.version - b.version)
    .map(one => `drop view if exists ${viewName(one)}`)

/**
 * 表的新版本 A table of the new shape, filled from the old one and held against it row by row before the old one goes: every value must
 * come back as it was. Whatever would be lost, or does not fit, ends the transaction.
 */
export function newTableVersion(
  old: RegisterDeclaration,
  next: RegisterDeclaration,
  superseded: readonly RegisterDeclaration[],
): string[] {
  const { register } = next
  const table = tableName(register)
  const bare = tableOf(register)
  const before = `${bare}_before`
  const kept = `registers.${name(before)}`
  const columns = Object.entries(next.fields).map(([field, is]) => {
    const source = sourceOf(old, next, field)
    const fill = next.change?.fill?.[field]
    const value =
      source !== undefined ? `o.${name(columnOf(source))}` : fill === undefined ? 'null' : literal(String(fill))
    return { column: name(columnOf(field)), value: `(${value})::${columnType(is)}`, source, field }
  })
  const party = hasPersonal(next) ? [{ column: 'party', value: hasPersonal(old) ? 'o.party' : 'null::uuid' }] : []
  const filled = [...columns, ...party]
  const checks = columns.flatMap(({ column, source, field }) =>
    source === undefined
      ? []
      : [
          `select count(*) into lost from ${kept} o join ${table} n using (row_id) where (n.${column})::${columnType(old.fields[source]!)} is distinct from o.${name(columnOf(source))};
  if lost > 0 then raise exception using errcode = 'PL001', message = format('register %s: field %s: %s rows would not keep their value', ${literal(register)}, ${literal(field)}, lost); end if;`,
        ],
  )
  const drops = (next.change?.drop ?? []).map(
    field => `select count(*) into lost from ${kept} o where o.${name(columnOf(field))} is not null;
  if lost > 0 then raise exception using errcode = 'PL001', message = format('register %s: field %s: %s rows would lose it', ${literal(register)}, ${literal(field)}, lost); end if;`,
  )
  return [
    ...dropViews(superseded, register),
    `alter table ${table} rename to ${name(before)}`,
    ...['pkey', 'no_overlap', 'key', 'entry', 'ended'].map(
      index => `alter index registers.${name(`${bare}_${index}`)} rename to ${name(`${before}_${index}`)}`,
    ),
    ...createTable(next),
    `insert into ${table} (${[...own, ...filled.map(({ column }) => column)].join(', ')}) overriding system value
select ${[...own.map(column => `o.${column}`), ...filled.map(({ value }) => value)].join(', ')} from ${kept} o order by row_id`,
    `select setval(pg_get_serial_sequence(${literal(`registers.${name(bare)}`)}, 'row_id'), greatest((select max(row_id) from ${table}), 1), exists (select from ${table}))`,
    `do $verify$
declare
  lost bigint;
begin
  select (select count(*) from ${kept}) - (select count(*) from ${table}) into lost;
  if lost <> 0 then raise exception using errcode = 'PL001', message = format('register %s: %s rows would be lost', ${literal(register)}, lost); end if;
  ${[...checks, ...drops].join('\n  ')}
end $verify$`,
    `drop table ${kept}`,
    `insert into registers.superseded (register, version, declaration) values (${literal(register)}, ${old.version}, ${literal(JSON.stringify(old))}::jsonb)`,
    ...compatibilityViews([...superseded, old], next),
  ]
}
