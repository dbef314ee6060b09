import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import { type Caller, callerOf } from '#hubs/application/access'
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
  drawNotPossible,
  drawTooEarly,
  judgementNeeded,
  openingVerbs,
  openToComments,
  type Verb,
  verbs,
} from '#kernel/case'
import { fileUnfit, fileUnknown } from '#kernel/file'
import { Refusal } from '#kernel/refusal'
import { concernsCaller, findCase, handles, stepsIn } from './access.ts'
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
  drawNotPossible,
  drawTooEarly,
  fileUnfit,
  fileUnknown,
]

/** 强认证 Acts that need a sign-in of two factors where the city asks for it. */
export const strongVerbs: ReadonlySet<Verb> = new Set(['decide', 'publish'])
const opening: ReadonlySet<Verb> = new Set(openingVerbs)

/** Asked of whoever holds a post anywhere in the city (`authority`): here the case must be theirs to see before they act. */
const asksNoOrgan = (verb: Verb, { urgent }: { readonly urgent?: number }): boolean =>
  verb === 'declareAvoidance' || urgent !== undefined

/** One address for each verb, made from the engine's own table: its body is the verb's own schema. */
export const actRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (app, { db, cases, clock, directory }) => {
  type Extra = { readonly madeOn?: string; readonly paperReason?: string; readonly urgent?: number }
  type Asking = {
    params: { number: string }
    headers: Record<string, unknown>
    caller: Caller | null
    log: { warn(fields: object, words: string): void }
  }

  /** 不知其有 Whoever may not see a case does not learn from an act that there is one; that it was tried is written down. */
  async function mustSee({ params, caller: given, log }: Asking, verb: Verb): Promise<string> {
    const caller = callerOf({ caller: given })
    const { actor } = caller
    const row = await findCase(db, params.number)
    if (!row) throw caseNotFound()
    const { id, state } = row
    if (actor.kind === 'party' ? concernsCaller(state, caller) : handles(state, caller)) return id
    const around = async () => ({
      definition: await cases.definitionOf(id),
      directory: await directory(),
      on: clock.today().toString(),
    })
    if (
      actor.kind === 'party' &&
      actor.agent === undefined &&
      verb === 'comment' &&
      openToComments({ state, definition: await cases.definitionOf(id) })
    )
      return id
    if (actor.kind === 'officer' && stepsIn(state, caller, await around())) return id
    log.warn({ by: actor.kind === 'officer' ? actor.post : 'party', verb, caseId: id }, 'act.unseen')
    throw caseNotFound()
  }

  async function step(request: Asking, verb: Verb, body: Record<string, unknown>, extra: Extra = {}) {
    const { actor } = callerOf(request)
    const first = actor.kind === 'party' || asksNoOrgan(verb, extra)
    const caseId = first ? await mustSee(request, verb) : await cases.idOf(request.params.number)
    const match = request.headers['if-match']
    try {
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
    } catch (fault) {
      // Asked last, because whose act it is (another organ's, a superior's) is known to the controls only; done is done.
      if (!first && fault instanceof Refusal && fault.status < 500) await mustSee(request, verb)
      throw fault
    }
  }

  for (const verb of verbs) {
    if (opening.has(verb)) continue
    const { body, who } = acts[verb]
    const words = {
      access: ['cases.act'],
      write: true,
      agents: true,
      stepUp: strongVerbs.has(verb),
      refuses: stepRefusals,
    } as const
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
