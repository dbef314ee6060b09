import type { ItemDefinition } from '../settings/item.ts'
import type { Said } from './said.ts'
import {
  asText,
  byKind,
  type Compared,
  fieldSaid,
  rowOf,
  type Speaker,
  type Speakers,
  spoken,
  stageSaid,
} from './speaker.ts'

type Material = ItemDefinition['materials'][number]
type Rule = ItemDefinition['rules'][number]
type Field = ItemDefinition['content']['form'][string]

const paper = (compared: Compared, at: readonly string[]): Said =>
  asText(rowOf(compared, 'materials', at[1])?.name, at[1] ?? '')

/** Who brings a paper: `applicant`, `officer`, or the city's own records. */
const broughtBy = (from: unknown): 'applicant' | 'officer' | 'records' =>
  from === 'applicant' || from === 'officer' ? from : 'records'

const material: Speaker = byKind({
  added: ({ after }) => {
    const { name, from, onlyIf } = after as Material
    const by = broughtBy(from)
    if (by !== 'applicant') return spoken(`material.added.${by}`, { name: { text: name } })
    return spoken(
      onlyIf === undefined ? 'material.added.applicant' : 'material.added.sometimes',
      { name: { text: name } },
      'heavier',
    )
  },
  removed: ({ before }) => {
    const { name, from } = before as Material
    return broughtBy(from) === 'applicant'
      ? spoken('material.removed.applicant', { name: { text: name } }, 'lighter')
      : spoken('material.removed.ours', { name: { text: name } })
  },
})

const materialFrom: Speaker = ({ at, before, after }, compared) => {
  const [old, now] = [broughtBy(before), broughtBy(after)]
  const name = paper(compared, at)
  if (old === now) return undefined
  if (old === 'applicant') return spoken(`material.from.${now}`, { name }, 'lighter')
  return spoken(`material.from.${now}`, { name }, ...(now === 'applicant' ? (['heavier'] as const) : []))
}

const onlyIf: Speaker = byKind({
  added: ({ at, after }, compared) =>
    spoken('material.onlyIf.added', { name: paper(compared, at), test: { value: after } }, 'lighter'),
  removed: ({ at, before }, compared) =>
    spoken('material.onlyIf.removed', { name: paper(compared, at), test: { value: before } }, 'heavier'),
  changed: ({ at, before, after }, compared) =>
    spoken('material.onlyIf.changed', {
      name: paper(compared, at),
      before: { value: before },
      after: { value: after },
    }),
})

/** What makes handing it in easier: a sample, a declaration instead, bringing it later. */
const eased =
  (what: 'lateAllowed' | 'commitment' | 'sample'): Speaker =>
  ({ at, after }, compared) =>
    after === true
      ? spoken(`material.${what}.on`, { name: paper(compared, at) }, 'lighter')
      : spoken(`material.${what}.off`, { name: paper(compared, at) }, 'heavier')

const counted =
  (what: 'originals' | 'copies'): Speaker =>
  ({ at, before, after }, compared) => {
    const usual = what === 'originals' ? 1 : 0
    const [old, now] = [Number(before ?? usual), Number(after ?? usual)]
    return spoken(
      `material.${what}`,
      { name: paper(compared, at), before: old, after: now },
      ...(now === old ? [] : now > old ? (['heavier'] as const) : (['lighter'] as const)),
    )
  }

const ground =
  (list: 'conditions' | 'rules') =>
  (compared: Compared, at: readonly string[]): Said =>
    asText(rowOf(compared, list, at[1])?.text, at[1] ?? '')

const condition: Speaker = byKind({
  added: ({ at }, compared) => spoken('condition.added', { text: ground('conditions')(compared, at) }, 'heavier'),
  removed: ({ at }, compared) => spoken('condition.removed', { text: ground('conditions')(compared, at) }, 'lighter'),
})

/** Whether a rule that does not hold turns the party away. */
const turnsAway = ({ else: otherwise }: Rule): boolean =>
  otherwise === 'refuse' ||
  (typeof otherwise === 'object' && ('refuse' in otherwise || 'refuseAcceptance' in otherwise))

const rule: Speaker = byKind({
  added: ({ at, after }, compared) =>
    spoken(
      'rule.added',
      { text: ground('rules')(compared, at) },
      ...(turnsAway(after as Rule) ? (['heavier'] as const) : []),
    ),
  removed: ({ at, before }, compared) =>
    spoken(
      'rule.removed',
      { text: ground('rules')(compared, at) },
      ...(turnsAway(before as Rule) ? (['lighter'] as const) : []),
    ),
})

const tested = (list: 'conditions' | 'rules'): Speaker =>
  byKind({
    changed: ({ at, before, after }, compared) =>
      spoken(list === 'conditions' ? 'condition.test' : 'rule.test', {
        text: ground(list)(compared, at),
        before: { value: before },
        after: { value: after },
      }),
  })

const field: Speaker = byKind({
  added: ({ after }, compared) => {
    const { label, at: stage, required, source } = after as Field
    const name: Said = { text: label }
    if (stage !== undefined) return spoken('field.added.recorded', { name, stage: stageSaid(compared, stage) })
    if (source !== undefined) return spoken('field.added.fetched', { name })
    return required === false
      ? spoken('field.added.optional', { name })
      : spoken('field.added.asked', { name }, 'heavier')
  },
  removed: ({ before }) => {
    const { label, at: stage } = before as Field
    return spoken('field.removed', { name: { text: label } }, ...(stage === undefined ? (['lighter'] as const) : []))
  },
})

const required: Speaker = ({ at, after }, compared) => {
  const name = fieldSaid(compared, at[2]!)
  if (after === false) return spoken('field.optional', { name }, 'lighter')
  if (after === undefined || after === true) return spoken('field.required', { name }, 'heavier')
  return spoken('field.requiredIf', { name, test: { value: after } })
}

const personal: Speaker = ({ at, after }, compared) => {
  const name = fieldSaid(compared, at[2]!)
  return after === undefined
    ? spoken('field.personal.unsaid', { name })
    : spoken(after === true ? 'field.personal.on' : 'field.personal.off', { name })
}

const option: Speaker = byKind({
  added: ({ at, after }, compared) =>
    spoken('field.option.added', {
      name: fieldSaid(compared, at[2]!),
      option: asText((after as { label: unknown }).label, at[4]!),
    }),
  removed: ({ at, before }, compared) =>
    spoken('field.option.removed', {
      name: fieldSaid(compared, at[2]!),
      option: asText((before as { label: unknown }).label, at[4]!),
    }),
})

const comparison: Speaker = byKind({
  added: ({ after }) => spoken('comparison.added', { ask: (after as { ask: string }).ask }),
  removed: ({ before }) => spoken('comparison.removed', { ask: (before as { ask: string }).ask }),
})

/** 要件、条件、规则、比对、表单 What a party must bring, be and answer. */
export const ofPapers: Speakers = [
  ['materials.*', material],
  ['materials.*.from', materialFrom],
  ['materials.*.onlyIf', onlyIf],
  ['materials.*.lateAllowed', eased('lateAllowed')],
  ['materials.*.commitment', eased('commitment')],
  ['materials.*.sample', eased('sample')],
  ['materials.*.originals', counted('originals')],
  ['materials.*.copies', counted('copies')],
  ['conditions.*', condition],
  ['conditions.*.test', tested('conditions')],
  ['rules.*', rule],
  ['rules.*.test', tested('rules')],
  ['rules.*.when', byKind({ changed: (change, compared) => tested('rules')(change, compared) })],
  ['comparison.*', comparison],
  ['content.form.*', field],
  ['content.form.*.required', required],
  ['content.form.*.personal', personal],
  ['content.form.*.options.*', option],
  ['content.form', byKind({ order: () => spoken('field.order', {}, 'wording') })],
]
