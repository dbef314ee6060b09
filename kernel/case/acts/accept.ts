import { type Static, Type } from 'typebox'
import { act, openStage, permitted } from '../act.ts'
import { event } from '../event.ts'
import { beyondGuide, sortFields, takeMaterials } from '../form.ts'
import { actNotPermitted, actOutOfOrder } from '../refusals.ts'
import { Fields, judgements, Key, MaterialFiles, Materials, Prose, strict } from './words.ts'

const AcceptBody = Type.Object({ judgements }, strict)

/** 受理 The organ takes responsibility; the time limit starts to run (行政许可法32(5)、42). */
export const accept = act<Static<typeof AcceptBody>>({
  body: AcceptBody,
  who: 'officer',
  stage: input => openStage(input, ['acceptance']),
  decide: input => [event('stage.completed', { stage: openStage(input, ['acceptance']).stage, result: 'accepted' })],
})

const RefuseAcceptanceBody = Type.Object(
  {
    rule: Type.Optional(Key),
    ground: Type.Optional(Type.Enum(['no-permit-needed', 'not-this-organ', 'not-completed'])),
    reason: Prose,
    referTo: Type.Optional(Type.String({ maxLength: 200 })),
  },
  strict,
)

/** The paper a refusal of acceptance is written on, where the item has one. */
export const nonAcceptance = 'non-acceptance-notice'

/** 不予受理 Outside the organ's powers: refused at once and in writing, naming the organ that has them (行政许可法32(2)). */
export const refuseAcceptance = act<Static<typeof RefuseAcceptanceBody>>({
  body: RefuseAcceptanceBody,
  who: 'officer',
  stage: input => openStage(input, ['acceptance']),
  decide: input => {
    const { definition, body } = input
    const stage = openStage(input, ['acceptance'])
    permitted(stage, 'refuse-acceptance')
    const rule = definition.definition.rules.find(({ id }) => id === body.rule)
    const declared = typeof rule?.else === 'object' && 'refuseAcceptance' in rule.else ? rule.else.referTo : undefined
    const referTo = body.referTo ?? declared
    return [
      event(
        'acceptance.refused',
        {
          ...(body.rule !== undefined && { rule: body.rule }),
          ...(body.ground !== undefined && { ground: body.ground }),
          ...(referTo !== undefined && { referTo }),
        },
        { text: { reason: body.reason } },
      ),
      ...(definition.definition.content.documents?.some(({ id }) => id === nonAcceptance)
        ? [event('document.issued', { document: nonAcceptance })]
        : []),
      event('case.closed', { result: 'acceptance-refused' }),
    ]
  },
})

const RequestSupplementBody = Type.Object(
  {
    materials: Type.Array(Key, { maxItems: 100 }),
    fields: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 100 })),
    note: Type.Optional(Prose),
    onTheSpot: Type.Optional(Type.Boolean()),
  },
  strict,
)

/** 一次告知补正 One notice with the complete list, never a second (行政许可法32(4)); what can be mended on the spot needs none. */
export const requestSupplement = act<Static<typeof RequestSupplementBody>>({
  body: RequestSupplementBody,
  who: 'officer',
  stage: input => openStage(input, ['acceptance']),
  decide: input => {
    const { body, state, definition } = input
    permitted(openStage(input, ['acceptance']), 'supplement')
    if (state.moments['supplement-notice'] !== undefined && !body.onTheSpot)
      throw actOutOfOrder({
        detail: 'the complete list was already given once',
        facts: { given: state.moments['supplement-notice'] },
        remedy: 'Accept, or refuse acceptance with reasons.',
      })
    const { form } = definition.definition.content
    const beyond = [
      ...beyondGuide(definition, body.materials),
      ...(body.fields ?? []).filter(name => !Object.hasOwn(form, name) || form[name]?.at !== undefined),
    ]
    if (beyond.length > 0) throw actNotPermitted({ detail: 'the guide does not ask for this', facts: { beyond } })
    if (body.materials.length === 0 && (body.fields ?? []).length === 0)
      throw actOutOfOrder({ detail: 'the list is empty' })
    return [
      event(
        'supplement.requested',
        { materials: body.materials, fields: body.fields ?? [], onTheSpot: body.onTheSpot ?? false },
        body.note === undefined ? undefined : { text: { note: body.note } },
      ),
    ]
  },
})

const SupplementBody = Type.Object(
  { materials: Type.Optional(Materials), fields: Type.Optional(Fields), files: Type.Optional(MaterialFiles) },
  strict,
)

/** 补正 The party hands in what was asked for; once complete, it counts as received that day. */
export const supplement = act<Static<typeof SupplementBody>>({
  body: SupplementBody,
  who: 'either',
  stage: input => openStage(input, ['acceptance']),
  decide: input => {
    const { state, body } = input
    if (!state.awaiting) throw actOutOfOrder({ detail: 'nothing was asked for' })
    const materials = body.materials ?? {}
    const fields = body.fields ?? {}
    const answered = Object.keys(fields).filter(name => (fields[name] ?? null) !== null)
    const complete =
      state.awaiting.materials.every(id => id in materials || id in state.materials) &&
      state.awaiting.fields.every(name => answered.includes(name))
    return [
      ...sortFields(input, undefined, fields, false),
      ...takeMaterials(input, materials, undefined, body.files),
      event('supplement.received', {
        complete,
        ...(answered.length > 0 && { fields: answered }),
      }),
    ]
  },
})
