import { answerText } from '../case/answer-text.ts'
import { type FromElsewhere, fieldId } from '../form/item-fields.tsx'
import { typedOf } from '../form/values.ts'
import { dayOf, say, textOf } from '../words.ts'
import type { Filled, FilledFrom, ItemForm } from './counter-data.ts'

type Disputed = Readonly<Record<string, string>>

/** What the city knows, as the inputs have it; what an input cannot hold is asked. */
export const typedFrom = ({ words }: ItemForm, filled: Filled): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(filled).flatMap(([name, { value }]) => {
      const field = words.form[name]
      const typed = field && typedOf(field, value)
      return typed === undefined ? [] : [[name, typed] as const]
    }),
  )

const sourceSaid = (from: FilledFrom): string => {
  if (from.kind === 'register') return say('filled.register', { register: textOf(from.name) })
  return from.kind === 'case' ? say('filled.case', { day: dayOf(from.on) }) : say(`filled.${from.kind}`)
}

const Source = ({ from }: { readonly from: FilledFrom }) => (
  <span className="tag jade">
    <span aria-hidden="true">✓ </span>
    {sourceSaid(from)}
  </span>
)

/** 登记有误 What a register says stands until whoever has come says that it is wrong; then his own answer counts, and the case tells both. */
export function sourcesOf(
  form: ItemForm,
  filled: Filled,
  disputed: Disputed,
  setDisputed: (disputed: Disputed) => void,
): (name: string) => FromElsewhere | undefined {
  const typed = typedFrom(form, filled)
  return name => {
    const [found, field] = [filled[name], form.words.form[name]]
    if (!found || !field || typed[name] === undefined) return undefined
    const { from, value } = found
    if (from.kind !== 'register')
      return {
        beside: <Source from={from} />,
        fixed: undefined,
      }
    const { [name]: wrong, ...others } = disputed
    if (wrong === undefined)
      return {
        fixed: answerText(value, field),
        beside: (
          <>
            <Source from={from} />{' '}
            <button
              type="button"
              className="link no-print"
              aria-describedby={fieldId(name)}
              onClick={() => setDisputed({ ...disputed, [name]: from.register })}
            >
              {say('filled.wrong')}
            </button>
          </>
        ),
      }
    return {
      fixed: undefined,
      beside: (
        <>
          <span className="small">
            <span aria-hidden="true">▲ </span>
            {say('filled.disputed', { register: textOf(from.name), value: answerText(value, field) })}
          </span>{' '}
          <button type="button" className="link no-print" onClick={() => setDisputed(others)}>
            {say('filled.undo')}
          </button>
        </>
      ),
    }
  }
}
