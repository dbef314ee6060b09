import { Checkbox } from 'antd'
import { useContext } from 'react'
import type { ActShown, CaseShown, Choice, FormSchema, ItemWords, Reason } from '../case/case-data.ts'
import { ReasonPlaceContext, reasonTold } from '../reason-words.ts'
import { basisOf, has, say, sayFirst, textOf } from '../words.ts'
import type { Typed } from './draft.ts'
import { EvidenceFile } from './evidence-file.tsx'
import { DateInput, OneInput, type Option, ProseInput, SeveralInput, TextInput, YesNoInput } from './inputs.tsx'
import { ItemFields } from './item-fields.tsx'
import { PaperFields, type Scan } from './paper-fields.tsx'
import { PairFields, RowFields } from './row-fields.tsx'
import { kindOf, membersOf } from './values.ts'

interface Shown {
  readonly act: ActShown
  readonly words: ItemWords
  readonly case: Pick<CaseShown, 'parties'>
  readonly typed: Typed
  readonly faults: Readonly<Record<string, string>>
  /** Controls that want a person's judgement, with what they say. */
  readonly open: readonly Reason[]
  readonly set: (member: string, value: unknown) => void
}

/** Acts that want every answer of their stage at once. */
const wholeForms: ReadonlySet<string> = new Set(['submit', 'complete', 'mediate'])

const labelOf = (verb: string, name: string): string => sayFirst(`member.${verb}.${name}`, `member.${name}`)

/** A choice as it is read: people of the case by role and name, words of ours by their sentence. */
export function optionOf(
  { parties }: Pick<CaseShown, 'parties'>,
  verb: string,
  name: string,
  { value, text }: Choice,
): Option {
  const party = parties.find(one => one.party === value)
  if (party)
    return { value, label: say('party.named', { role: sayFirst(`role.${party.role}`), name: party.shown?.name ?? '' }) }
  const own = textOf(text)
  const word = [`value.${verb}.${value}`, `value.${name}.${value}`, `value.${value}`].find(has)
  return { value, label: own === value && word ? say(word) : own }
}

function Judgements({ open, typed, set }: Pick<Shown, 'open' | 'typed' | 'set'>) {
  const values = (typed['judgements'] ?? {}) as Readonly<Record<string, string>>
  const place = useContext(ReasonPlaceContext)
  const asked = new Map(open.map(reason => [reason.rule ?? reason.code, reason]))
  if (asked.size === 0) return null
  return (
    <fieldset className="judgements">
      <legend>{say('form.judgements')}</legend>
      {[...asked].map(([rule, reason]) => (
        <ProseInput
          key={rule}
          id={`j-${rule}`}
          label={reasonTold(reason, place).says}
          help={basisOf(reason.basis)}
          required
          value={values[rule] ?? ''}
          onChange={value => set('judgements', { ...values, [rule]: value })}
        />
      ))}
    </fieldset>
  )
}

function Member({
  name,
  schema,
  shown,
}: {
  readonly name: string
  readonly schema: FormSchema
  readonly shown: Shown
}) {
  const { act, words, typed, faults, set } = shown
  const { verb, choices, form } = act
  const required = form?.required?.includes(name) === true && !(schema.type === 'array' && !schema.minItems)
  const named = choices[name]
  const kind = kindOf(name, schema, named, required)
  const options = (named ?? (schema.enum ?? schema.items?.enum ?? []).map(value => ({ value, text: value }))).map(one =>
    optionOf(shown.case, verb, name, one),
  )
  const common = { id: `m-${name}`, label: labelOf(verb, name), required, fault: faults[name] }
  const text = {
    ...common,
    value: typeof typed[name] === 'string' ? typed[name] : '',
    onChange: (value: string) => set(name, value),
  }
  const record = (typed[name] ?? {}) as Readonly<Record<string, string>>
  switch (kind) {
    case 'fields':
      return (
        <ItemFields
          names={(named ?? []).map(({ value }) => value)}
          form={words.form}
          values={record}
          faults={faults}
          whole={wholeForms.has(verb)}
          onChange={(field, value) => set(name, { ...record, [field]: value })}
        />
      )
    case 'materials': {
      if (options.length === 0) return null
      const scans = (typed['files'] ?? {}) as Readonly<Record<string, readonly Scan[]>>
      return (
        <PaperFields
          papers={options.map(({ value, label }) => ({ id: value, name: label }))}
          given={record}
          scans={form?.properties?.['files'] ? scans : undefined}
          fault={faults[name]}
          onGiven={(paper, way) => set(name, { ...record, [paper]: way })}
          onScans={(paper, list) => set('files', { ...scans, [paper]: list })}
        />
      )
    }
    case 'judgements':
      return <Judgements {...shown} />
    case 'file':
      return <EvidenceFile {...common} value={typed[name]} onChange={value => set(name, value)} />
    case 'several': {
      const many = Array.isArray(typed[name]) ? (typed[name] as string[]) : []
      if (options.length > 0)
        return <SeveralInput {...common} value={many} options={options} onChange={value => set(name, value)} />
      return <ProseInput {...text} help={say('form.oneEachLine')} />
    }
    case 'one':
      return <OneInput {...text} options={options} />
    case 'yesNo':
      return <YesNoInput {...text} />
    case 'flag':
      return (
        <div className="asked">
          <Checkbox checked={typed[name] === true} onChange={({ target }) => set(name, target.checked)}>
            {common.label}
          </Checkbox>
        </div>
      )
    case 'money':
      return <TextInput {...text} suffix={say('form.yuan')} />
    case 'date':
      return <DateInput {...text} />
    case 'prose':
      return <ProseInput {...text} />
    case 'rows':
    case 'pairs': {
      const Fields = kind === 'rows' ? RowFields : PairFields
      return (
        <Fields
          {...common}
          schema={schema}
          shown={shown.case}
          act={act}
          value={typed[name]}
          onChange={value => set(name, value)}
        />
      )
    }
    default:
      return <TextInput {...text} />
  }
}

/** 动作表单 The form of an act, made from its own schema and from what the item lets it name. */
export function ActFields(shown: Shown) {
  return membersOf(shown.act).map(([name, schema]) => <Member key={name} name={name} schema={schema} shown={shown} />)
}
