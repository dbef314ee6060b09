import type { Field } from '#kernel/definition'
import { answerOf, typedTexts } from './answer-text.ts'
import type { FormBody } from './form-body.ts'
import { attribute, type Html, html } from './html.ts'
import { inLanguage } from './locale.ts'
import { mark } from './marks.ts'
import type { View } from './view.ts'
import { moneySaid } from './wording.ts'

/** 题 One question of a page: what it is called, what stands in it, where that came from, what is wrong with it. */
export interface Asked {
  readonly name: string
  readonly field: Field
  readonly required: boolean
  /** As typed. */
  readonly texts: readonly string[]
  readonly problem?: string | undefined
  /** Said below the box, with the button to say that it is wrong. */
  readonly source?: Html | null
  /** Stands as it is until somebody says that it is wrong. */
  readonly fixed?: boolean
}

export const idOf = (name: string): string => `f-${name.replaceAll('.', '-')}`
export const inputName = (name: string): string => `f.${name}`

/** 年综合能源消费量（tce/a） Money is asked in yuan whatever the item calls its own unit. */
export function labelOf(view: View, { label, type, unit }: Field): string {
  const text = inLanguage(label, view.language).text.replace(/（分）$/, '')
  const shown = type === 'money' ? view.say('field.yuan') : unit
  return shown === undefined ? text : `${text}${view.say('list.bracket', { text: shown })}`
}

const kindOf = ({ type }: Field): string =>
  /^(?:integer|decimal\(\d\)|money)$/.test(type)
    ? 'number'
    : /^(?:text|boolean|choice|date|phone)$/.test(type)
      ? type
      : 'line'

/** What a person should type, where the type alone does not say it. */
const hintOf = (view: View, { field }: Asked): string => {
  const key = `field.hint.${field.type.replace(/\(\d\)$/, '')}`
  return view.has(key) ? view.say(key) : ''
}

function choices(view: View, { name, field, texts, fixed }: Asked, described: string): Html {
  const options =
    field.type === 'boolean'
      ? ['true', 'false'].map(value => ({ value, label: view.say(value === 'true' ? 'yes' : 'no') }))
      : (field.options ?? [])
  const type = field.repeat ? 'checkbox' : 'radio'
  return html`<div class="choices">${options.map(
    ({ value, label }, at) =>
      html`<label class="choice"><input type="${type}" name="${inputName(name)}" value="${value}"${attribute('id', at === 0 ? idOf(name) : `${idOf(name)}-${at}`)}${attribute('checked', texts.includes(value))}${attribute('disabled', fixed && !texts.includes(value))}${attribute('aria-describedby', at === 0 && described)}> ${view.show(label)}</label>`,
  )}</div>`
}

const autocompletes: Readonly<Record<string, string>> = {
  'contact.name': 'name',
  'contact.phone': 'tel',
  'applicant.phone': 'tel',
}

/** 最多字数 No box lets anybody type more. */
export const longestOf = (field: Field): number => field.maxLength ?? (kindOf(field) === 'text' ? 4_000 : 200)

function box(asked: Asked, described: string): Html {
  const { name, field, texts, problem, fixed } = asked
  const kind = kindOf(field)
  const about = attribute('aria-describedby', described || null)
  const invalid = attribute('aria-invalid', problem !== undefined && 'true')
  const readonly = attribute('readonly', fixed)
  const longest = attribute('maxlength', longestOf(field))
  const complete = attribute('autocomplete', autocompletes[name] ?? 'off')
  if (kind === 'text' || (field.repeat && kind !== 'choice'))
    return html`<textarea id="${idOf(name)}" name="${inputName(name)}" rows="${kind === 'text' ? 6 : 4}"${about}${invalid}${readonly}${longest}${complete}>${texts.join('\n')}</textarea>`
  const type =
    kind === 'date' && /^(\d{4}-\d{2}-\d{2})?$/.test(texts[0] ?? '') ? 'date' : kind === 'phone' ? 'tel' : 'text'
  const mode = kind === 'number' ? (field.type === 'integer' ? 'numeric' : 'decimal') : null
  return html`<input id="${idOf(name)}" name="${inputName(name)}" type="${type}" value="${texts[0] ?? ''}"${attribute('inputmode', mode)}${about}${invalid}${readonly}${type === 'date' ? null : longest}${complete}>`
}

/** 提问 A question with its label, what to mind, where the answer came from, and what is wrong with it beside it. */
export function fieldOf(view: View, asked: Asked): Html {
  const { name, field, required, problem, source } = asked
  const id = idOf(name)
  const help = field.help === undefined ? null : view.show(field.help)
  const hint = hintOf(view, asked)
  const about = [
    problem === undefined ? '' : `${id}-problem`,
    help || hint !== '' ? `${id}-help` : '',
    source ? `${id}-source` : '',
  ]
    .filter(Boolean)
    .join(' ')
  const label = html`${labelOf(view, field)}${required ? null : html` <span class="quiet">${view.say('guide.optional')}</span>`}`
  const above = html`${help || hint !== '' ? html`<p class="small quiet" id="${id}-help">${help}${help && hint !== '' ? view.say('list.stop') : null}${hint}</p>` : null}${problem === undefined ? null : html`<p class="problem" id="${id}-problem">${mark('cinnabar', problem)}</p>`}`
  const below = source ? html`<div class="small source" id="${id}-source">${source}</div>` : null
  const wrong = attribute('class', `question${problem === undefined ? '' : ' wrong'}`)
  if (field.type === 'boolean' || field.options)
    return html`<fieldset${wrong}><legend>${label}</legend>${above}${choices(view, asked, about)}${below}</fieldset>`
  return html`<div${wrong}><label for="${id}">${label}</label>${above}${box(asked, about)}${below}</div>`
}

/** An answer as it is read back to whoever gave it. */
export function answerSaid(
  view: View,
  field: Pick<Field, 'type' | 'label' | 'options' | 'unit'>,
  value: unknown,
): Html | string {
  if (value === null || value === undefined || value === '') return view.say('field.none')
  if (Array.isArray(value))
    return html`${value.map((one, at) => html`${at === 0 ? null : html`<br>`}${answerSaid(view, field, one)}`)}`
  if (typeof value === 'boolean') return view.say(value ? 'yes' : 'no')
  if (field.type === 'money' && typeof value === 'number') return moneySaid(view, value)
  if (field.type === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(String(value))) return view.day(String(value))
  const option = field.options?.find(one => one.value === value)
  if (option) return view.show(option.label)
  return html`<span class="said">${String(value)}</span>${field.unit === undefined ? null : ` ${field.unit}`}`
}

/** What was typed on a page, by field. */
export const typedIn = (form: FormBody, fields: readonly (readonly [name: string, field: Field])[]) =>
  fields.map(([name, field]) => {
    const texts = form.all(inputName(name))
    return { name, field, texts, value: answerOf(field, texts) }
  })

export const textsOf = typedTexts

/** 有误 What is wrong with an answer and what to do about it, with the name of the field. */
export function problemSaid(view: View, field: Field, code: string): string {
  const label = labelOf(view, field)
  const values = { label, most: field.maxLength ?? 200, min: field.min ?? 0, max: field.max ?? 0 }
  const key = `field.problem.${code}`
  return view.say(view.has(key) ? key : 'field.problem.OTHER', values)
}
