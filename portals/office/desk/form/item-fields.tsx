import type { ReactNode } from 'react'
import type { FieldWords } from '../case/case-data.ts'
import { say, sayFirst, textOf } from '../words.ts'
import { DateInput, OneInput, ProseInput, TextInput, YesNoInput } from './inputs.tsx'

export const fieldId = (name: string): string => `f-${name.replaceAll('.', '-')}`

/** 带出的答案 Where an answer is from, and, while nobody says that it is wrong, the answer itself, which stands. */
export interface FromElsewhere {
  readonly beside: ReactNode
  readonly fixed: string | undefined
}

/** 事项问题 Questions of the item's own form, as its version asks them. */
export function ItemFields({
  names,
  form,
  values,
  faults,
  onChange,
  sourceOf,
  whole = false,
}: {
  readonly names: readonly string[]
  readonly form: Readonly<Record<string, FieldWords>>
  readonly values: Readonly<Record<string, string>>
  readonly faults: Readonly<Record<string, string>>
  readonly onChange: (name: string, value: string) => void
  readonly sourceOf?: (name: string) => FromElsewhere | undefined
  /** The act wants every answer that has to be given; other acts take some of them. */
  readonly whole?: boolean
}) {
  return names.map(name => {
    const field = form[name]
    if (!field) return null
    const { type, label, unit, help, options, repeat, required, sometimes } = field
    const from = sourceOf?.(name)
    const shown = {
      id: fieldId(name),
      label:
        unit && type !== 'money'
          ? say('form.inUnit', { label: textOf(label), unit: sayFirst(`unit.${unit}`, unit) })
          : textOf(label),
      required,
      lax: !whole || sometimes === true,
      fault: faults[name],
      value: values[name] ?? '',
      onChange: (value: string) => onChange(name, value),
      ...(help && { help: textOf(help) }),
      ...(from && { beside: from.beside }),
    }
    if (from?.fixed !== undefined) return <TextInput key={name} {...shown} fixed value={from.fixed} />
    if (repeat !== null) return <ProseInput key={name} {...shown} help={say('form.oneEachLine')} />
    if (type === 'boolean') return <YesNoInput key={name} {...shown} />
    if (type === 'choice')
      return (
        <OneInput
          key={name}
          {...shown}
          options={options.map(one => ({ value: one.value, label: textOf(one.label) }))}
        />
      )
    if (type === 'date') return <DateInput key={name} {...shown} />
    if (type === 'text') return <ProseInput key={name} {...shown} />
    return <TextInput key={name} {...shown} suffix={type === 'money' ? say('form.yuan') : undefined} />
  })
}
