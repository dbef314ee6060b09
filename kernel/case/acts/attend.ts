import { type Static, Type } from 'typebox'
import { type ActInput, act, openStage } from '../act.ts'
import { event } from '../event.ts'
import { actOutOfOrder, authorityLacking, bodyInvalid } from '../refusals.ts'
import { listeners } from './hear.ts'
import { evidenceKinds } from './investigate.ts'
import { IsoDate, Prose, stage, strict, Uuid } from './words.ts'

const InviteBody = Type.Object(
  {
    stage,
    parties: Type.Array(Uuid, { minItems: 1, maxItems: 40, uniqueItems: true }),
    on: IsoDate,
    place: Type.Optional(Prose),
  },
  strict,
)

/** 通知到场 The sides are told when and where something is looked at or heard, so that each can be there. */
export const invite = act<Static<typeof InviteBody>>({
  body: InviteBody,
  who: 'officer',
  stage: input => openStage(input, undefined, input.body.stage),
  decide: input => {
    const { body, state, on } = input
    const at = openStage(input, undefined, body.stage)
    if (body.parties.some(one => !state.parties.some(({ party }) => party === one)))
      throw bodyInvalid({
        detail: 'only parties of the case are invited',
        facts: { fields: { parties: 'NOT_A_PARTY' } },
      })
    if (body.on < on) throw actOutOfOrder({ detail: 'nobody is invited into the past', facts: { on: body.on } })
    return [
      event(
        'attendance.invited',
        { stage: at.stage, parties: body.parties, on: body.on },
        body.place === undefined ? undefined : { text: { place: body.place } },
      ),
    ]
  },
})

const SubmitEvidenceBody = Type.Object(
  {
    stage,
    kind: Type.Enum(evidenceKinds),
    summary: Prose,
    party: Type.Optional(Uuid),
    file: Type.Optional(Uuid),
  },
  strict,
)

/** Whose evidence: a party's own; at the counter, of the party the officer names. */
function bringer({ state, actor, body }: ActInput<Static<typeof SubmitEvidenceBody>>): string {
  const there = (party: string) => state.parties.some(one => one.party === party && one.role !== 'informant')
  if (actor.kind === 'party') {
    if (there(actor.party) && (body.party === undefined || body.party === actor.party)) return actor.party
    throw authorityLacking({
      detail: 'SPEAKS_FOR_ANOTHER',
      reasons: [{ code: 'SPEAKS_FOR_ANOTHER', text: '只能以自己的名义举证', rule: 'authority' }],
    })
  }
  if (body.party !== undefined && there(body.party)) return body.party
  throw bodyInvalid({
    detail: 'whose evidence it is: a party of the case',
    facts: { fields: { party: body.party === undefined ? 'MISSING' : 'NOT_A_PARTY' } },
  })
}

/** 举证 A party brings what speaks for it; the other side is shown it before anybody decides on it. */
export const submitEvidence = act<Static<typeof SubmitEvidenceBody>>({
  body: SubmitEvidenceBody,
  who: 'either',
  roles: listeners,
  decide: input => {
    const { body, state } = input
    const { stage: at } = openStage(input, ['evidence', 'survey', 'statement', 'hearing', 'mediation'], body.stage)
    if (state.outcome !== undefined) throw actOutOfOrder({ detail: 'the decision has been made' })
    const party = bringer(input)
    return [
      event(
        'evidence.submitted',
        { stage: at, party, kind: body.kind, ...(body.file !== undefined && { file: body.file }) },
        { subject: party, text: { summary: body.summary } },
      ),
    ]
  },
})
