import { Button } from 'antd'
import type { ActShown, CaseShown, Choice, FormSchema } from '../case/case-data.ts'
import { say, sayFirst } from '../words.ts'
import { optionOf } from './act-fields.tsx'
import { Fault, type InputShown, OneInput, type Option, ProseInput, TextInput } from './inputs.tsx'

interface RowsShown extends InputShown {
  readonly schema: FormSchema
  readonly shown: Pick<CaseShown, 'parties'>
  readonly act: ActShown
  readonly value: unknown
  readonly onChange: (value: unknown) => void
}

/** Words for a part of a row: of the same name anywhere in the act, or people of the organ. */
function optionsFor(
  { act, shown }: Pick<RowsShown, 'act' | 'shown'>,
  name: string,
  schema: FormSchema,
): readonly Option[] {
  const named: readonly Choice[] | undefined =
    act.choices[name] ?? (name === 'for' ? act.choices['conclusion'] : undefined)
  const list = named ?? (schema.enum ?? []).map(value => ({ value, text: value }))
  const people = name === 'person' || name === 'key' ? (act.choices['chief'] ?? act.choices['present']) : undefined
  return (list.length > 0 ? list : (people ?? [])).map(one => optionOf(shown, act.verb, name, one))
}

function Cell({
  id,
  name,
  label,
  schema,
  value,
  onChange,
  shown,
  act,
}: Pick<RowsShown, 'act' | 'shown' | 'schema'> & {
  id: string
  name: string
  label: string
  value: string
  onChange: (value: string) => void
}) {
  const options = optionsFor({ act, shown }, name, schema)
  const common = { id, label, required: true, value, onChange }
  if (options.length > 0) return <OneInput {...common} options={options} />
  return (schema.maxLength ?? 0) >= 1_000 ? <ProseInput {...common} rows={2} /> : <TextInput {...common} />
}

function Rows<Row extends Readonly<Record<string, string>>>({
  shown: { id, label, fault },
  rows,
  cells,
  onChange,
}: {
  readonly shown: InputShown
  readonly rows: readonly Row[]
  readonly cells: (row: Row, at: number) => React.ReactNode
  readonly onChange: (rows: readonly Row[]) => void
}) {
  return (
    <fieldset className="rows" id={id} tabIndex={-1}>
      <legend>{label}</legend>
      {rows.map((row, at) => (
        <div className="row" key={`${id}-${String(at)}`}>
          {cells(row, at)}
          <Button size="small" onClick={() => onChange(rows.filter((_, other) => other !== at))}>
            {say('form.dropRow')}
          </Button>
        </div>
      ))}
      <Button size="small" onClick={() => onChange([...rows, {} as Row])}>
        {say('form.addRow')}
      </Button>
      <Fault id={id} fault={fault} />
    </fieldset>
  )
}

/** Several of the same, part by part: who was for what. */
export function RowFields({ schema, shown, act, value, onChange, ...label }: RowsShown) {
  const rows = (Array.isArray(value) ? value : []) as Record<string, string>[]
  return (
    <Rows
      shown={label}
      rows={rows}
      onChange={onChange}
      cells={(row, at) =>
        Object.entries(schema.items?.properties ?? {}).map(([name, part]) => (
          <Cell
            key={name}
            {...{ name, shown, act, schema: part }}
            id={`${label.id}-${at}-${name}`}
            label={sayFirst(`member.${act.verb}.${name}`, `member.${name}`)}
            value={row[name] ?? ''}
            onChange={said => onChange(rows.map((one, other) => (other === at ? { ...one, [name]: said } : one)))}
          />
        ))
      }
    />
  )
}

/** Something said of each one who is named: who was absent and why. */
export function PairFields({ schema, shown, act, value, onChange, ...label }: RowsShown) {
  const rows = (Array.isArray(value) ? value : []) as { key: string; value: string }[]
  const part = Object.values(schema.patternProperties ?? {})[0] ?? {}
  const change = (at: number, said: Partial<{ key: string; value: string }>) =>
    onChange(rows.map((one, other) => (other === at ? { ...one, ...said } : one)))
  return (
    <Rows
      shown={label}
      rows={rows}
      onChange={onChange}
      cells={(row, at) => (
        <>
          <Cell
            {...{ name: 'key', shown, act, schema: {} }}
            id={`${label.id}-${at}-key`}
            label={say('form.who')}
            value={row.key ?? ''}
            onChange={key => change(at, { key })}
          />
          <Cell
            {...{ name: 'value', shown, act, schema: part }}
            id={`${label.id}-${at}-value`}
            label={label.label}
            value={row.value ?? ''}
            onChange={said => change(at, { value: said })}
          />
        </>
      )}
    />
  )
}
