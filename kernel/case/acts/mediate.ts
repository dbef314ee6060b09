import { type Static, Type } from 'typebox'
import { type ActInput, act, openStage } from '../act.ts'
import { event, type NewEvent } from '../event.ts'
import { sortFields } from '../form.ts'
import { actOutOfOrder, authorityLacking, bodyInvalid } from '../refusals.ts'
import { Fields, Prose, stage, strict, Uuid } from './words.ts'

/** 双方 Whom a settlement binds, and who therefore must each agree: the sides of the dispute, and whose right it touches. */
export const sides: ReadonlySet<string> = new Set(['subject', 'opponent', 'interested', 'respondent'])

/** 应各自同意者 Every side of the case, each once. */
export const settlers = ({ parties }: ActInput['state']): readonly string[] => [
  ...new Set(parties.filter(({ role }) => sides.has(role)).map(({ party }) => party)),
]

const MediateBody = Type.Object(
  {
    stage,
    terms: Type.Optional(Prose),
    present: Type.Optional(Type.Array(Uuid, { maxItems: 40, uniqueItems: true })),
    result: Type.Optional(
      Type.Enum(['settled', 'failed'], { description: 'ends the mediation; left out, it goes on' }),
    ),
    note: Type.Optional(Prose),
    fields: Type.Optional(Fields),
  },
  strict,
)

/**
 * 调解 The sides are brought to the table; what is proposed is put to each of them. New terms void what was agreed to before. It ends
 * settled only when every side has agreed to the terms for itself, and failed whenever one does not want to: nobody is made to settle.
 */
export const mediate = act<Static<typeof MediateBody>>({
  body: MediateBody,
  who: 'officer',
  stage: input => openStage(input, ['mediation'], input.body.stage),
  decide: input => {
    const { state, body } = input
    const at = openStage(input, ['mediation'], body.stage)
    const strange = (body.present ?? []).filter(one => !state.parties.some(({ party }) => party === one))
    if (strange.length > 0)
      throw bodyInvalid({ detail: 'present are parties of the case', facts: { fields: { present: 'NOT_A_PARTY' } } })
    if (body.terms === undefined && body.result === undefined)
      throw bodyInvalid({ detail: 'terms to put to the sides, or the result', facts: { fields: { terms: 'MISSING' } } })
    if (body.result === 'settled' && body.terms !== undefined)
      throw bodyInvalid({ detail: 'new terms are put to the sides first', facts: { fields: { terms: 'NOT_HERE' } } })
    const text = {
      ...(body.terms !== undefined && { terms: body.terms }),
      ...(body.note !== undefined && { note: body.note }),
    }
    const events: NewEvent[] = [
      event(
        'mediation.held',
        {
          stage: at.stage,
          present: body.present ?? [],
          terms: body.terms !== undefined,
          ...(body.result !== undefined && { result: body.result }),
        },
        { text },
      ),
    ]
    if (body.result === undefined) return events
    return [
      ...sortFields(input, at.stage, body.fields ?? {}, true),
      ...events,
      event('stage.completed', { stage: at.stage, result: body.result }),
    ]
  },
})

const AgreeBody = Type.Object(
  { agrees: Type.Boolean(), party: Type.Optional(Uuid), reason: Type.Optional(Prose) },
  strict,
)

/** Who takes down what a side says: the mediator. */
const mediators = ({ definition }: Pick<ActInput, 'definition'>): readonly string[] =>
  [...definition.stages.values()].filter(({ kind }) => kind === 'mediation').flatMap(at => at.by ?? [])

/** Each side for itself: an agent for the one it can be the agent of, the mediator for whom he names and who signed. */
function settler({ state, actor, body }: ActInput<Static<typeof AgreeBody>>): string {
  const all = settlers(state)
  if (actor.kind !== 'party') {
    if (body.party !== undefined && all.includes(body.party)) return body.party
    throw bodyInvalid({
      detail: 'whose consent: a side of the case',
      facts: { fields: { party: body.party === undefined ? 'MISSING' : 'NOT_A_PARTY' } },
    })
  }
  const own = all.includes(actor.party) ? actor.party : undefined
  if (own !== undefined && (body.party === undefined || body.party === own)) return own
  throw authorityLacking({
    detail: 'SPEAKS_FOR_ANOTHER',
    reasons: [{ code: 'SPEAKS_FOR_ANOTHER', text: '只能以自己的名义同意', rule: 'authority' }],
  })
}

/** 同意调解协议 One side agrees to the terms on the table, or does not; it may take its agreement back until the settlement is made. */
export const agreeSettlement = act<Static<typeof AgreeBody>>({
  body: AgreeBody,
  who: 'either',
  roles: mediators,
  decide: input => {
    const { state, body } = input
    openStage(input, ['mediation'])
    const party = settler(input)
    if (body.agrees && !state.mediation?.terms)
      throw actOutOfOrder({ detail: 'no terms are on the table', remedy: 'Let the mediator put terms to the sides.' })
    return [
      event(
        'settlement.answered',
        { party, agrees: body.agrees },
        body.reason === undefined ? undefined : { subject: party, text: { reason: body.reason } },
      ),
    ]
  },
})
