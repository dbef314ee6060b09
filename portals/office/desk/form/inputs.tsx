import { Checkbox, Input, Radio } from 'antd'
import type { ReactNode } from 'react'
import { has, sayFirst } from '../words.ts'
import { useFault } from './checked-form.tsx'

export interface InputShown {
  readonly id: string
  readonly label: string
  readonly help?: string
  readonly required?: boolean
  /** Left empty it may be taken all the same: an answer that is wanted only sometimes. */
  readonly lax?: boolean
  /** What the page itself sees to be wrong with it, as a code: said when the form is sent. */
  readonly wrong?: string | undefined
  /** What is wrong with it, as a code. */
  readonly fault?: string | undefined
  /** What stands below it: where the answer is from. */
  readonly beside?: ReactNode
}

/** What stands above and below every input: its name, what to know, what is wrong. */
export function Labelled({
  id,
  label,
  help,
  required,
  fault,
  wanting,
  beside,
  children,
}: InputShown & {
  /** Nothing is in it that has to be, or something that cannot be. */
  readonly wanting?: true | undefined
  readonly children: ReactNode
}) {
  return (
    <div className={fault ? 'asked wrong' : 'asked'} data-wanting={wanting}>
      <label htmlFor={id}>
        {label}
        {required ? null : <span className="quiet"> {sayFirst('form.optional')}</span>}
      </label>
      {help ? (
        <p className="quiet small" id={`${id}-help`}>
          {help}
        </p>
      ) : null}
      {children}
      {beside}
      <Fault id={id} fault={fault} />
    </div>
  )
}

export function Fault({ id, fault }: { readonly id: string; readonly fault: string | undefined }) {
  if (!fault) return null
  return (
    <p className="fault" id={`${id}-fault`} data-fault={fault}>
      <span aria-hidden="true">✕ </span>
      {sayFirst(`fault.${fault}`, 'fault.other')}{' '}
      {has(`fault.${fault}`) ? null : <code className="support">{fault}</code>}
    </p>
  )
}

/** Which texts speak of an input, for whoever hears the page. */
const described = ({ id, help, fault }: InputShown) => {
  const ids = [...(help ? [`${id}-help`] : []), ...(fault ? [`${id}-fault`] : [])]
  return {
    id,
    ...(ids.length > 0 && { 'aria-describedby': ids.join(' ') }),
    ...(fault && { 'aria-invalid': true as const, status: 'error' as const }),
  }
}

interface TextShown extends InputShown {
  readonly value: string
  readonly onChange: (value: string) => void
}

export function TextInput({
  value,
  onChange,
  suffix,
  fixed,
  ...given
}: TextShown & { readonly suffix?: string | undefined; readonly fixed?: boolean }) {
  const shown = { ...given, ...useFault(given, value.trim() === '') }
  return (
    <Labelled {...shown}>
      <Input
        {...described(shown)}
        value={value}
        suffix={suffix}
        readOnly={fixed === true}
        autoComplete="off"
        onChange={({ target }) => onChange(target.value)}
      />
    </Labelled>
  )
}

export function ProseInput({ value, onChange, rows = 3, ...given }: TextShown & { readonly rows?: number }) {
  const shown = { ...given, ...useFault(given, value.trim() === '') }
  return (
    <Labelled {...shown}>
      <Input.TextArea
        {...described(shown)}
        value={value}
        rows={rows}
        onChange={({ target }) => onChange(target.value)}
      />
    </Labelled>
  )
}

export function DateInput({ value, onChange, ...given }: TextShown) {
  const shown = { ...given, ...useFault(given, value === '') }
  return (
    <Labelled {...shown}>
      <Input {...described(shown)} type="date" value={value} onChange={({ target }) => onChange(target.value)} />
    </Labelled>
  )
}

export interface Option {
  readonly value: string
  readonly label: string
}

const few = 4

/** One of several words: all of them in sight where they are few. */
export function OneInput({ value, onChange, options, ...given }: TextShown & { readonly options: readonly Option[] }) {
  // Where "none" is among the words, it is an answer.
  const shown = { ...given, ...useFault(given, value === '' && options.every(one => one.value !== '')) }
  if (options.length <= few)
    return (
      <fieldset
        className={shown.fault ? 'asked wrong' : 'asked'}
        id={shown.id}
        tabIndex={-1}
        data-wanting={shown.wanting}
      >
        <legend>
          {shown.label}
          {shown.required ? null : <span className="quiet"> {sayFirst('form.optional')}</span>}
        </legend>
        <Radio.Group value={value} onChange={({ target }) => onChange(String(target.value))}>
          {options.map(option => (
            <Radio key={option.value} value={option.value}>
              {option.label}
            </Radio>
          ))}
        </Radio.Group>
        {!shown.required && value !== '' ? (
          <button type="button" className="link" onClick={() => onChange('')}>
            {sayFirst('form.unset')}
          </button>
        ) : null}
        {shown.beside}
        <Fault id={shown.id} fault={shown.fault} />
      </fieldset>
    )
  const { status: _, ...told } = described(shown)
  return (
    <Labelled {...shown}>
      <select {...told} value={value} onChange={({ target }) => onChange(target.value)}>
        <option value="">{sayFirst('form.choose')}</option>
        {options.map(option => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

export function YesNoInput(shown: TextShown) {
  const options = ['yes', 'no'].map(value => ({ value, label: sayFirst(`form.${value}`) }))
  return <OneInput {...shown} options={options} />
}

/** Several of the words that may be named. */
export function SeveralInput({
  value,
  onChange,
  options,
  ...given
}: InputShown & {
  readonly value: readonly string[]
  readonly onChange: (value: readonly string[]) => void
  readonly options: readonly Option[]
}) {
  const shown = { ...given, ...useFault(given, value.length === 0) }
  return (
    <fieldset
      className={shown.fault ? 'asked wrong' : 'asked'}
      id={shown.id}
      tabIndex={-1}
      data-wanting={shown.wanting}
    >
      <legend>
        {shown.label}
        {shown.required ? null : <span className="quiet"> {sayFirst('form.optional')}</span>}
      </legend>
      <div className="several">
        {options.map(option => (
          <Checkbox
            key={option.value}
            checked={value.includes(option.value)}
            onChange={({ target }) =>
              onChange(target.checked ? [...value, option.value] : value.filter(one => one !== option.value))
            }
          >
            {option.label}
          </Checkbox>
        ))}
      </div>
      <Fault id={shown.id} fault={shown.fault} />
    </fieldset>
  )
}
