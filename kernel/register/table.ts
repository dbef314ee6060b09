import type { RegisterDeclaration, RegisterField } from './declaration.ts'
import { columnOf, sqlType, tableOf } from './field-type.ts'

export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
export const name = (identifier: string): string => `"${identifier}"`
export const tableName = (register: string): string => `registers.${name(tableOf(register))}`

const shown = (text: RegisterField['label']): string => (typeof text === 'string' ? text : text.zh)

export const hasPersonal = ({ fields }: RegisterDeclaration): boolean =>
  Object.values(fields).some(field => field.personal === true)

/** Columns the declaration adds, in its order, then the party whose key seals the personal ones. */
export const columnsOf = (declaration: RegisterDeclaration): readonly string[] => [
  ...Object.keys(declaration.fields).map(columnOf),
  ...(hasPersonal(declaration) ? ['party'] : []),
]

export const isRequired = (field: RegisterField): boolean => !field.nullable && !field.personal

/** A personal column holds a sealed value, never plain text; without the party's key it is noise. */
export const columnType = (field: RegisterField): string => (field.personal ? 'bytea' : sqlType(field.type))

export const optionsName = (register: string, field: string): string =>
  name(`${tableOf(register)}_${columnOf(field)}_options`)

export const optionsCheck = (field: string, { options = [] }: RegisterField): string =>
  `check (${name(columnOf(field))} in (${options.map(option => literal(String(option))).join(', ')}))`

/** The statements that make a register's table, its rules and its comments. */
export function createTable(declaration: RegisterDeclaration): string[] {
  const { register, fields, key } = declaration
  const table = tableName(register)
  const bare = tableOf(register)
  const columns = Object.entries(fields).map(([field, shape]) => {
    const options = shape.options && !shape.personal
    const check = options ? ` constraint ${optionsName(register, field)} ${optionsCheck(field, shape)}` : ''
    return `  ${name(columnOf(field))} ${columnType(shape)}${isRequired(shape) ? ' not null' : ''}${check},`
  })
  const keys = key.map(field => name(columnOf(field)))
  // Text costs such an index several times what a fixed sixteen bytes do; two texts of one digest would be refused, never mixed up.
  const compared = key.map(field =>
    sqlType(fields[field]!.type).startsWith('text') ? `(md5(${name(columnOf(field))})::uuid)` : name(columnOf(field)),
  )
  return [
    `create table ${table} (
  row_id bigint generated always as identity primary key,
${columns.join('\n')}${hasPersonal(declaration) ? '\n  party uuid,' : ''}
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  recorded_from timestamptz not null,
  recorded_to timestamptz check (recorded_to >= recorded_from),
  entry uuid not null,
  by_organ text not null,
  by_case uuid,
  by_seq int,
  by_feed text,
  ended_entry uuid,
  ended_by jsonb,
  constraint ${name(`${bare}_provenance`)} check (case when by_feed is null then by_case is not null and by_seq is not null else by_case is null and by_seq is null end),
  constraint ${name(`${bare}_ending`)} check ((recorded_to is null) = (ended_by is null) and (recorded_to is null) = (ended_entry is null)),
  constraint ${name(`${bare}_no_overlap`)} exclude using gist (${compared.map(column => `${column} with =`).join(', ')},
    daterange(valid_from, valid_to) with &&, tstzrange(recorded_from, recorded_to) with &&)
)`,
    `create index ${name(`${bare}_key`)} on ${table} (${keys.join(', ')})`,
    `create index ${name(`${bare}_entry`)} on ${table} (entry)`,
    `create index ${name(`${bare}_ended`)} on ${table} (ended_entry) where ended_entry is not null`,
    `grant select on ${table} to plumbline_app`,
  ]
}

export const commentsOf = ({ register, name: title, fields }: RegisterDeclaration): string[] => [
  `comment on table ${tableName(register)} is ${literal(shown(title))}`,
  ...Object.entries(fields).map(
    ([field, shape]) =>
      `comment on column ${tableName(register)}.${name(columnOf(field))} is ${literal(shown(shape.label) + (shape.unit ? ` (${shape.unit})` : ''))}`,
  ),
]
