import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { callerOf, mandateNotStanding, officersOnly } from '#hubs/application/access'
import {
  actNotPermitted,
  actOutOfOrder,
  acts,
  authorityLacking,
  bodyInvalid,
  commandReused,
  controlsRefuse,
  judgementNeeded,
  openingVerbs,
} from '#kernel/case'
import { itemUnknown, starts } from '#kernel/definition'
import { fileUnfit, fileUnknown } from '#kernel/file'
import { partyErased, partyUnknown } from '#kernel/party'
import { StepAnswer, stepAnswer } from './case-acts.routes.ts'
import { complaintMisdirected } from './complained-of.ts'
import { keyReused } from './idempotency.ts'
import {
  channelNotOffered,
  channelNotYours,
  draftUnknown,
  makeOpenings,
  type OpeningBody,
  partyNotYours,
  startNotOffered,
} from './openings.ts'
import { organNotForItem, organUnknown } from './places.ts'
import type { RouteNeeds } from './routes.ts'
import { IsoDate, Key, OrganId, strict, Uuid } from './words.ts'

const channels = ['online', 'window', 'phone', 'post', 'community'] as const
const PartyOfCase = Type.Object(
  {
    role: Type.Enum(['subject', 'respondent', 'opponent', 'interested', 'agent', 'member', 'informant']),
    party: Uuid,
    unit: Type.Optional(Type.Enum(['person', 'household', 'firm', 'organ'])),
    mandate: Type.Optional(Type.String({ format: 'uuid', description: 'of an agent: the mandate he acts on' })),
  },
  strict,
)
const common = {
  caseId: Type.Optional(Uuid),
  item: Key,
  organ: OrganId,
  start: Type.Enum([...starts]),
  channel: Type.Enum([...channels]),
  parties: Type.Array(PartyOfCase, { maxItems: 60 }),
  paper: Type.Optional(
    Type.Object({ madeOn: IsoDate, reason: Type.String({ minLength: 1, maxLength: 4_000 }) }, strict),
  ),
}
const [submit, lodge] = openingVerbs.map(verb =>
  Type.Object({ ...common, verb: Type.Literal(verb), body: acts[verb].body }, strict),
)
const Opening = Type.Union([submit!, lodge!])

const Opened = Type.Object(
  {
    caseId: Uuid,
    ...StepAnswer.properties,
    checkCode: Type.String({ description: '查询码, to be printed on the receipt' }),
    due: Type.Union([Type.String(), Type.Null()]),
  },
  strict,
)

/** 开办 An application or a clue comes in and becomes a case: one opening for one key, however often it is sent. */
export const openingRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (app, needs) => {
  const { open } = makeOpenings(needs)

  app.post(
    '/cases',
    {
      schema: { body: Opening, response: { 201: Opened } },
      config: {
        words: {
          access: ['cases.act'],
          write: true,
          agents: true,
          says: 'Open a case: submit an application, or lodge a clue; with `paper` one that came in on paper before',
          refuses: [
            bodyInvalid,
            authorityLacking,
            controlsRefuse,
            keyReused,
            partyNotYours,
            organUnknown,
            organNotForItem,
            draftUnknown,
            channelNotOffered,
            channelNotYours,
            startNotOffered,
            complaintMisdirected,
            officersOnly,
            mandateNotStanding,
            itemUnknown,
            partyUnknown,
            partyErased,
            fileUnfit,
            fileUnknown,
            commandReused,
            actNotPermitted,
            actOutOfOrder,
            judgementNeeded,
          ],
        },
      },
    },
    async (request, reply) => {
      const key = String(request.headers['idempotency-key']).toLowerCase()
      const body = request.body as unknown as OpeningBody
      const { result, checkCode, due } = await open(callerOf(request), key, body)
      return reply
        .code(201)
        .header('location', `/api/cases/${result.number}`)
        .send({
          caseId: result.caseId,
          ...stepAnswer(result),
          checkCode,
          due,
        })
    },
  )
}
