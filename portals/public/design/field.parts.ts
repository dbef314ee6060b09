import type { Field } from '#kernel/definition'
import { sourceSaid } from '../apply/form.page.ts'
import type { Kept, Source } from '../apply/needs.ts'
import { type Asked, fieldOf, problemSaid } from '../field.ts'
import { fileField } from '../file-field.ts'
import { fieldShown } from '../forms.ts'
import { type Html, html } from '../html.ts'
import type { View } from '../view.ts'
import { sampleForm } from './sample.ts'

type Sample = Partial<Field> & { readonly key: string }

const options = (view: View): NonNullable<Field['options']> =>
  (['one', 'two', 'three'] as const).map(value => ({ value, label: view.say(`design.field.option.${value}`) }))

/** Every kind of field a form can have, empty as it is first met. */
const kinds = (view: View): readonly Sample[] => [
  { key: 'project', type: 'string', help: view.say('design.field.help') },
  { key: 'reason', type: 'text' },
  { key: 'amount', type: 'integer', unit: 'tce' },
  { key: 'rate', type: 'decimal(2)', unit: '%' },
  { key: 'money', type: 'money' },
  { key: 'day', type: 'date' },
  { key: 'phone', type: 'phone' },
  { key: 'uscc', type: 'uscc' },
  { key: 'citizen', type: 'citizen' },
  { key: 'code', type: 'projectCode' },
  { key: 'agreed', type: 'boolean' },
  { key: 'choice', type: 'choice', options: options(view) },
  { key: 'choices', type: 'choice', options: options(view), repeat: { max: 3 } },
  { key: 'lines', type: 'string', repeat: { max: 5 } },
]

const ask = (
  view: View,
  state: string,
  { key, type = 'string', ...field }: Sample,
  more: Partial<Asked> = {},
): Asked => ({
  name: `${state}.${key}`,
  field: { type, label: view.say(`design.field.${key}`), ...field },
  required: true,
  texts: [],
  ...more,
})

/** The same field as it stands when something is known of it, or wrong with it. */
function states(view: View): readonly (readonly [state: string, Asked])[] {
  const register = {
    kind: 'register',
    register: 'enterprise',
    name: view.say('design.register'),
    value: '9120',
  } as const
  const known = (source: Source, more: Kept = {}) =>
    sourceSaid(view, { kept: { sources: { sample: source }, ...more } }, 'sample')
  const from = (state: string, source: Html | null, more: Partial<Asked> = {}) =>
    [
      state,
      ask(view, state, { key: 'project' }, { texts: [view.say('design.field.answer')], source, ...more }),
    ] as const
  const wrong = (state: string, sample: Sample, code: string, texts: readonly string[]) => {
    const asked = ask(view, state, sample, { texts })
    return [state, { ...asked, problem: problemSaid(view, asked.field, code) }] as const
  }
  return [
    ['optional', ask(view, 'optional', { key: 'project' }, { required: false })],
    from('filled', null),
    from('fromRegister', known(register), { fixed: true }),
    [
      'fromRegister',
      ask(
        view,
        'chosen',
        { key: 'choice', type: 'choice', options: options(view) },
        { texts: ['two'], fixed: true, source: known(register) },
      ),
    ],
    from('fromOwn', known({ kind: 'own' })),
    from('fromDay', known({ kind: 'day' }), { fixed: true }),
    from('fromCase', known({ kind: 'case', number: '2101022026030212345678', on: '2026-03-02' })),
    from('disputed', known(register, { disputed: { sample: 'enterprise' } })),
    wrong('wrong', { key: 'amount', type: 'integer', unit: 'tce' }, 'NOT_A_NUMBER', [view.say('design.field.answer')]),
    wrong('wrongChoice', { key: 'choice', type: 'choice', options: options(view) }, 'MISSING', []),
    wrong('wrongText', { key: 'reason', type: 'text' }, 'BLANK', [' ']),
  ]
}

const paper = (view: View): Html =>
  fileField(view, {
    id: 'sample-file',
    label: view.say('apply.file.choose', { name: view.say('design.paper.none') }),
    kinds: ['pdf', 'png', 'jpeg'],
    maxFile: 10_485_760,
    problem: undefined,
  })

/** What one signs in with: its own kind, with help and with what is wrong. */
const signingIn = (view: View): Html =>
  sampleForm(
    view,
    'stacked',
    html`${fieldShown({ name: 'sample-name', label: view.say('signIn.name'), help: view.say('signIn.nameHelp'), value: view.say('design.field.answer') })}${fieldShown({ name: 'sample-password', label: view.say('signIn.password'), type: 'password', fault: view.say('formEmpty.password') })}<div><label for="sample-organ">${view.say('apply.where')}</label><select id="sample-organ" name="organ"><option value="one">${view.say('design.field.option.one')}</option><option value="two">${view.say('design.field.option.two')}</option></select></div><button type="submit">${view.say('signIn.next')}</button>`,
  )

/** 表单 Every kind of field, and one of them in every state. */
export const fieldParts = (view: View): Html =>
  html`<h3>${view.say('design.kinds')}</h3>${sampleForm(view, 'asking', html`${kinds(view).map(sample => fieldOf(view, ask(view, 'empty', sample)))}${paper(view)}`)}
<h3>${view.say('design.states')}</h3>${sampleForm(view, 'asking', html`${states(view).map(([state, asked]) => html`<div><p class="quiet small">${view.say(`design.state.${state}`)}</p>${fieldOf(view, asked)}</div>`)}`)}
<h3>${view.say('signIn.title')}</h3>${signingIn(view)}`
