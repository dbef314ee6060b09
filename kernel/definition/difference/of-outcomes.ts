import type { ItemDefinition } from '../settings/item.ts'
import type { Direction } from './difference.ts'
import type { Said } from './said.ts'
import {
  asText,
  asWord,
  byKind,
  type Compared,
  fieldSaid,
  listOf,
  longer,
  outcomeSaid,
  type Speaker,
  type Speakers,
  spanSaid,
  spoken,
} from './speaker.ts'

type Outcome = ItemDefinition['content']['outcomes'][string]
type Remedy = NonNullable<Outcome['remedies']>[number]
type Money = NonNullable<Outcome['money']>

const of = (compared: Compared, at: readonly string[]): Said => outcomeSaid(compared, at[2]!)

const outcome: Speaker = byKind({
  added: ({ at }, compared) => spoken('outcome.added', { name: of(compared, at) }),
  removed: ({ at }, compared) => spoken('outcome.removed', { name: of(compared, at) }),
})

/** `voucher permit`, `ledger fine`: what an effect does, and to what. */
function effectSaid(row: unknown, compared: Compared): Said {
  for (const kind of ['voucher', 'register', 'ledger', 'obligation', 'release'] as const) {
    const name = (row as Readonly<Record<string, unknown>>)[kind]
    if (typeof name !== 'string') continue
    const document = [compared.after, compared.before]
      .flatMap(({ content }) => content.documents ?? [])
      .find(({ id }) => kind === 'voucher' && id === name)
    return { say: `difference.of.effect.${kind}`, values: { name: asText(document?.name, name) } }
  }
  return { value: row }
}

const effect: Speaker = byKind({
  added: ({ at, after }, compared) =>
    spoken('effect.added', { outcome: of(compared, at), effect: effectSaid(after, compared) }),
  removed: ({ at, before }, compared) =>
    spoken('effect.removed', { outcome: of(compared, at), effect: effectSaid(before, compared) }),
})

const remedyValues = (compared: Compared, at: readonly string[], row: unknown) => ({
  outcome: of(compared, at),
  kind: { word: ['remedy-kind', (row as Remedy).kind] as const },
  within: spanSaid((row as Remedy).within),
})
const remedy: Speaker = byKind({
  added: ({ at, after }, compared) => spoken('remedy.added', remedyValues(compared, at, after), 'lighter'),
  removed: ({ at, before }, compared) => spoken('remedy.removed', remedyValues(compared, at, before), 'heavier'),
})

/** Of a span that is good for the party when it is longer. */
const lasting =
  (sentence: string, values: (compared: Compared, at: readonly string[]) => Readonly<Record<string, Said>>): Speaker =>
  ({ at, before, after }, compared) => {
    const way = longer(before, after)
    const directions: readonly Direction[] = way === 0 ? [] : way > 0 ? ['lighter'] : ['heavier']
    return spoken(
      sentence,
      { ...values(compared, at), before: spanSaid(before), after: spanSaid(after) },
      ...directions,
    )
  }

const money: Speaker = byKind({
  added: ({ at, after }, compared) => {
    const { direction } = after as Money
    return spoken(
      `money.added.${direction}`,
      { outcome: of(compared, at) },
      ...(direction === 'in' ? (['heavier'] as const) : direction === 'out' ? (['lighter'] as const) : []),
    )
  },
  removed: ({ at, before }, compared) => {
    const { direction } = before as Money
    return spoken(
      `money.removed.${direction}`,
      { outcome: of(compared, at) },
      ...(direction === 'in' ? (['lighter'] as const) : direction === 'out' ? (['heavier'] as const) : []),
    )
  },
})

const surcharge: Speaker = ({ at, before, after }, compared) => {
  const [old, now] = [before, after].map(rate => Number.parseFloat(String(rate)))
  return spoken(
    'money.surcharge',
    { outcome: of(compared, at), before: { value: before }, after: { value: after } },
    ...(now! > old! ? (['heavier'] as const) : (['lighter'] as const)),
  )
}

const fee: Speaker = ({ before, after }) => {
  const free = (text: unknown) => text === undefined || text === 'none'
  const said = (text: unknown): Said => (free(text) ? { say: 'difference.of.free' } : asText(text, ''))
  const directions: readonly Direction[] =
    free(before) && !free(after) ? ['heavier'] : !free(before) && free(after) ? ['lighter'] : []
  return spoken('money.fee', { before: said(before), after: said(after) }, ...directions)
}

const deposit: Speaker = byKind({
  added: ({ at, after }) =>
    spoken('money.deposit.added', { name: asText((after as { name: unknown }).name, at[2]!) }, 'heavier'),
  removed: ({ at, before }) =>
    spoken('money.deposit.removed', { name: asText((before as { name: unknown }).name, at[2]!) }, 'lighter'),
})

const yuan = (value: unknown): Said => (typeof value === 'number' ? { yuan: value } : { say: 'difference.nothing' })
const fine =
  (end: 'min' | 'max'): Speaker =>
  ({ before, after }) =>
    spoken(
      `money.fine.${end}`,
      { before: yuan(before), after: yuan(after) },
      ...(Number(after) > Number(before) ? (['heavier'] as const) : (['lighter'] as const)),
    )

const document: Speaker = byKind({
  added: ({ after }) =>
    spoken('document.added', { name: asText((after as { name?: unknown }).name, (after as { id: string }).id) }),
  removed: ({ before }) =>
    spoken('document.removed', { name: asText((before as { name?: unknown }).name, (before as { id: string }).id) }),
})

const published: Speaker = ({ before, after, kind }) => {
  const shown = (value: unknown) => value !== undefined && value !== 'none'
  if (!shown(before) && shown(after)) return spoken('publicity.on')
  if (shown(before) && !shown(after)) return spoken('publicity.off')
  return kind === 'added' ? spoken('publicity.none') : undefined
}

const scope: Speaker = ({ before, after }) =>
  spoken('publicity.scope', {
    before: { word: ['publicity-scope', String(before)] },
    after: { word: ['publicity-scope', String(after)] },
  })

const forSpan: Speaker = ({ before, after }) => {
  const said = (span: unknown): Said => (span === 'validity' ? { say: 'difference.of.validity' } : spanSaid(span))
  return spoken('publicity.for', { before: said(before), after: said(after) })
}

const within: Speaker = ({ before, after }) =>
  spoken('publicity.within', { before: spanSaid(before), after: spanSaid(after) })

const shownField = (name: unknown, compared: Compared): Said => fieldSaid(compared, String(name))

/** 结果、款项、救济、公示 What may come of it, what it costs, what one can do against it, and who gets to see it. */
export const ofOutcomes: Speakers = [
  ['content.outcomes.*', outcome],
  ['content.outcomes.*.effects.*', effect],
  ['content.outcomes.*.remedies.*', remedy],
  [
    'content.outcomes.*.remedies.*.within',
    lasting('remedy.within', (compared, at) => ({
      outcome: of(compared, at),
      kind: { word: ['remedy-kind', at[4]!.split('#')[0]!] },
    })),
  ],
  ['content.outcomes.*.validity', lasting('outcome.validity', (compared, at) => ({ outcome: of(compared, at) }))],
  ['content.outcomes.*.money', money],
  ['content.outcomes.*.money.surcharge.rate', surcharge],
  ['content.guide.fee', fee],
  ['content.deposits.*', deposit],
  ['authority.fine.min', fine('min')],
  ['authority.fine.max', fine('max')],
  ['content.documents.*', document],
  ['publicity.decision', published],
  ['publicity.decision.scope', scope],
  ['publicity.decision.for', forSpan],
  ['publicity.decision.within', within],
  ['publicity.decision.fields', listOf('publishedFields', shownField)],
  ['publicity.decision.mask', listOf('maskedFields', shownField)],
  ['publicity.decision.outcomes', listOf('publishedOutcomes', (one, compared) => outcomeSaid(compared, String(one)))],
  ['publicity.decision.withdraw.on', listOf('withdrawnOn', asWord('publicity-withdrawal'))],
]
