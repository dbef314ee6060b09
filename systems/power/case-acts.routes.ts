import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import { callerOf } from '#hubs/application/access'
import {
  type ActResult,
  actNotPermitted,
  actOutOfOrder,
  acts,
  authorityLacking,
  bodyInvalid,
  caseEnded,
  caseNotFound,
  caseStale,
  commandReused,
  controlsRefuse,
  judgementNeeded,
  openingVerbs,
  type Verb,
  verbs,
} from '#kernel/case'
import { concerns, findCase } from './access.ts'
import type { RouteNeeds } from './routes.ts'
import { ByNumber, IsoDate, strict } from './words.ts'

/** What a step answers: where the case stands now, and which events it made. */
export const StepAnswer = Type.Object(
  {
    number: Type.String(),
    seq: Type.Integer(),
    repeated: Type.Boolean(),
    status: Type.Enum(['open', 'ended']),
    stages: Type.Record(Type.String(), Type.Enum(['open', 'done', 'skipped'])),
    outcome: Type.Union([Type.String(), Type.Null()]),
    result: Type.Union([Type.String(), Type.Null()]),
    events: Type.Array(Type.Object({ seq: Type.Integer(), type: Type.String() }, strict)),
  },
  strict,
)

export const stepAnswer = ({ number, seq, repeated, state, events }: ActResult): Static<typeof StepAnswer> => ({
  number,
  seq,
  repeated,
  status: state.status,
  stages: Object.fromEntries(Object.entries(state.stages).map(([stage, { status }]) => [stage, status])),
  outcome: state.outcome ?? null,
  result: state.result ?? null,
  events: events.map(event => ({ seq: event.seq, type: event.type })),
})

const StepHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({ description: 'UUID of this command; the same again is carried out once' }),
  ),
  'if-match': Type.Optional(Type.String({ pattern: '^"[0-9]{1,9}"$', description: 'the seq the caller last saw' })),
})

export const stepRefusals = [
  bodyInvalid,
  caseNotFound,
  caseEnded,
  caseStale,
  commandReused,
  actOutOfOrder,
  actNotPermitted,
  controlsRefuse,
  authorityLacking,
  judgementNeeded,
]

const strong: ReadonlySet<Verb> = new Set(['decide', 'publish'])
const opening: ReadonlySet<Verb> = new Set(openingVerbs)

/** One address for each verb, made from the engine's own table: its body is the verb's own schema. */
export const actRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (app, { db, cases }) => {
  type Extra = { readonly madeOn?: string; readonly paperReason?: string; readonly urgent?: number }

  async function step(
    request: {
      params: { number: string }
      headers: Record<string, unknown>
      caller: Parameters<typeof callerOf>[0]['caller']
    },
    verb: Verb,
    body: Record<string, unknown>,
    extra: Extra = {},
  ) {
    const { actor } = callerOf(request)
    const { number } = request.params
    let caseId: string
    if (actor.kind === 'party') {
      const row = await findCase(db, number)
      if (!row || !concerns(row.state, actor.party)) throw caseNotFound()
      caseId = row.id
    } else caseId = await cases.idOf(number)
    const match = request.headers['if-match']
    const result = await cases.act({
      caseId,
      verb,
      body,
      actor,
      commandId: String(request.headers['idempotency-key']).toLowerCase(),
      ...(typeof match === 'string' && { expectedSeq: Number(match.slice(1, -1)) }),
      ...extra,
    })
    return stepAnswer(result)
  }

  for (const verb of verbs) {
    if (opening.has(verb)) continue
    const { body, who } = acts[verb]
    const words = { access: ['cases.act'], write: true, stepUp: strong.has(verb), refuses: stepRefusals } as const
    const common = { params: ByNumber, headers: StepHeaders, response: { 200: StepAnswer } }
    app.post(
      `/cases/:number/acts/${verb}`,
      {
        schema: { ...common, body },
        config: {
          words: { ...words, says: `Act “${verb}” in a case (${who === 'either' ? 'officer or party' : who})` },
        },
      },
      request => step(request, verb, request.body as Record<string, unknown>),
    )
    app.post(
      `/cases/:number/paper/${verb}`,
      {
        schema: {
          ...common,
          body: Type.Object({ madeOn: IsoDate, reason: Type.String({ minLength: 1, maxLength: 4_000 }), body }, strict),
        },
        config: { words: { ...words, says: `Put on record act “${verb}” that was made on paper` } },
      },
      request => {
        type Paper = { madeOn: string; reason: string; body: Record<string, unknown> }
        const { madeOn, reason, body: given } = request.body as Paper
        return step(request, verb, given, { madeOn, paperReason: reason })
      },
    )
    app.post(
      `/cases/:number/urgent/${verb}`,
      {
        schema: { ...common, body: Type.Object({ ground: Type.Integer({ minimum: 0, maximum: 99 }), body }, strict) },
        config: { words: { ...words, says: `Act “${verb}” before its approval, on one of the item's urgent grounds` } },
      },
      request => {
        const { ground, body: given } = request.body as { ground: number; body: Record<string, unknown> }
        return step(request, verb, given, { urgent: ground })
      },
    )
  }
}
