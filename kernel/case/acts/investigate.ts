import { type Static, Type } from 'typebox'
import { act, openStage } from '../act.ts'
import { event } from '../event.ts'
import { sortFields } from '../form.ts'
import { Fields, judgements, Person, Prose, stage, strict, Uuid } from './words.ts'

const OpenBody = Type.Object({ stage, note: Type.Optional(Prose), fields: Type.Optional(Fields), judgements }, strict)

/** 立案 The organ opens the case of its own motion; the limit for deciding starts to run (行政处罚法54、60). */
export const open = act<Static<typeof OpenBody>>({
  body: OpenBody,
  who: 'officer',
  stage: input => openStage(input, ['filing', 'plan'], input.body.stage),
  decide: input => {
    const at = openStage(input, ['filing', 'plan'], input.body.stage)
    return [
      ...sortFields(input, at.stage, input.body.fields ?? {}, true),
      event(
        'stage.completed',
        { stage: at.stage, result: 'opened' },
        input.body.note === undefined ? undefined : { text: { note: input.body.note } },
      ),
    ]
  },
})

export const evidenceKinds = [
  'documentary',
  'physical',
  'audiovisual',
  'electronic',
  'witness',
  'party-statement',
  'expert-opinion',
  'inspection-record',
] as const

const EvidenceBody = Type.Object(
  {
    stage,
    kind: Type.Enum(evidenceKinds),
    summary: Prose,
    officers: Type.Array(Person, { minItems: 1, maxItems: 20, uniqueItems: true }),
    file: Type.Optional(Uuid),
    obtainedOn: Type.Optional(Type.String({ format: 'date' })),
  },
  strict,
)

/** 收集证据 One piece of evidence with the officers who took it (行政处罚法46); no fewer than two, with certificates (42). */
export const recordEvidence = act<Static<typeof EvidenceBody>>({
  body: EvidenceBody,
  who: 'officer',
  stage: input => openStage(input, ['evidence', 'survey', 'review', 'recheck'], input.body.stage),
  decide: input => {
    const { stage } = openStage(input, ['evidence', 'survey', 'review', 'recheck'], input.body.stage)
    const { kind, officers, file, summary } = input.body
    return [
      event('evidence.recorded', { stage, kind, officers, ...(file !== undefined && { file }) }, { text: { summary } }),
    ]
  },
})
