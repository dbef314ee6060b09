import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { callerOf, officersOnly } from '#hubs/application/access'
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
import { uuidv7 } from '#kernel/clock'
import { itemUnknown, starts } from '#kernel/definition'
import { partyErased, partyUnknown } from '#kernel/party'
import { refusal } from '#kernel/refusal'
import { type Sql, statement } from '#kernel/storage'
import { StepAnswer, stepAnswer } from './case-acts.routes.ts'
import { checkCodeOf } from './check-code.ts'
import { keyReused } from './idempotency.ts'
import { makePlaces, organNotForItem, organUnknown } from './places.ts'
import { dueOf } from './progress.ts'
import type { RouteNeeds } from './routes.ts'
import { IsoDate, Key, OrganId, strict, Uuid } from './words.ts'

export const partyNotYours = refusal('PARTY_NOT_YOURS', 403, 'A party opens cases in its own name only')
export const draftUnknown = refusal('DRAFT_UNKNOWN', 404, 'No such draft of yours')
export const channelNotOffered = refusal('CHANNEL_NOT_OFFERED', 422, 'The item is not offered over this channel')
export const channelNotYours = refusal(
  'CHANNEL_NOT_YOURS',
  422,
  'Who applies with an account of their own applies online',
)
export const startNotOffered = refusal('START_NOT_OFFERED', 422, 'A case of this item does not begin that way')

const channels = ['online', 'window', 'phone', 'post', 'community'] as const
const PartyOfCase = Type.Object(
  {
    role: Type.Enum(['subject', 'respondent', 'opponent', 'interested', 'agent', 'informant']),
    party: Uuid,
    unit: Type.Optional(Type.Enum(['person', 'household', 'firm', 'organ'])),
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

const draftOf = statement('power.draftOf', 'select item, organ from power.drafts where case_id = $1 and owner = $2')
const dropDraft = statement('power.dropDraft', 'delete from power.drafts where case_id = $1')

/** The same request came twice at once and the other one was first. */
class OpenedByTwin extends Error {}

interface OpeningBody {
  readonly caseId?: string
  readonly item: string
  readonly organ: string
  readonly verb: (typeof openingVerbs)[number]
  readonly start: string
  readonly channel: string
  readonly parties: readonly { role: string; party: string; unit?: string }[]
  /** 补录: it came in on paper on that day, and is put on record by an officer. */
  readonly paper?: { readonly madeOn: string; readonly reason: string }
  readonly body: Record<string, unknown>
}

/** Roles in which a citizen reports somebody else. */
const reporting: ReadonlySet<string> = new Set(['informant', 'interested'])

/** A party applies for itself alone; who reports something stands in the case himself, and names whom it is about. */
function opensInOwnName({ start, verb, parties }: OpeningBody, own: string): boolean {
  const others = parties.filter(({ party }) => party !== own)
  if (verb === 'submit' || (start !== 'clue' && start !== 'complaint')) return parties.length > 0 && others.length === 0
  return (
    parties.some(({ party, role }) => party === own && reporting.has(role)) &&
    others.every(({ role }) => role === 'respondent')
  )
}

/** 开办 An application or a clue comes in and becomes a case: one opening for one key, however often it is sent. */
export const openingRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (app, needs) => {
  const { db, clock, cases, idempotency, index, calendar, parties } = needs
  const placeOf = makePlaces(needs)

  type Caller = ReturnType<typeof callerOf>

  async function mustBeOwnDraft(caseId: string, { actor }: Caller, { item, organ }: OpeningBody): Promise<void> {
    const owner = actor.kind === 'officer' ? actor.person : actor.party
    const [draft] = await db.run<{ item: string; organ: string }>(draftOf, [caseId, owner])
    if (draft?.item !== item || draft.organ !== organ) throw draftUnknown()
  }

  /**
   * The id of the case is its draft's, or issued now; the key is kept and the draft dropped with the opening itself, so that a
   * refused one leaves nothing behind and a repeated one meets the same case.
   */
  async function openOnce(
    caller: Caller,
    key: string,
    body: OpeningBody,
    open: (caseId: string, alongside?: (sql: Sql) => Promise<void>) => ReturnType<typeof cases.open>,
  ): ReturnType<typeof cases.open> {
    const write = { actor: caller.actor, key, said: ['POST /cases', body] }
    const known = await idempotency.answered<string>(write)
    if (known !== undefined) return open(known)
    if (body.caseId !== undefined) await mustBeOwnDraft(body.caseId, caller, body)
    const caseId = body.caseId ?? uuidv7(clock)
    try {
      return await open(caseId, async sql => {
        if ((await idempotency.keep(sql, write, caseId)) !== caseId) throw new OpenedByTwin()
        if (body.caseId !== undefined) await sql.run(dropDraft, [caseId])
      })
    } catch (fault) {
      if (!(fault instanceof OpenedByTwin)) throw fault
      return openOnce(caller, key, body, open)
    }
  }

  app.post(
    '/cases',
    {
      schema: { body: Opening, response: { 201: Opened } },
      config: {
        words: {
          access: ['cases.act'],
          write: true,
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
            officersOnly,
            itemUnknown,
            partyUnknown,
            partyErased,
            commandReused,
            actNotPermitted,
            actOutOfOrder,
            judgementNeeded,
          ],
        },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const body = request.body as unknown as OpeningBody
      const { actor } = caller
      if (body.paper && actor.kind !== 'officer') throw officersOnly()
      if (actor.kind === 'party' && !opensInOwnName(body, actor.party)) throw partyNotYours()
      if (actor.kind === 'party' && body.channel !== 'online') throw channelNotYours({ facts: { offered: ['online'] } })
      const today = clock.today()
      const { definition, place } = await placeOf(body.item, body.organ)
      const { content, category } = definition.definition
      if (!(content.channels as readonly string[]).includes(body.channel))
        throw channelNotOffered({ facts: { offered: content.channels } })
      if (!(category.starts as readonly string[]).includes(body.start))
        throw startNotOffered({ facts: { offered: category.starts } })
      await parties.mustStand(
        db,
        body.parties.map(({ party }) => party),
      )
      const key = String(request.headers['idempotency-key']).toLowerCase()
      const { verb, start, channel } = body
      const result = await openOnce(caller, key, body, (caseId, alongside) =>
        cases.open({
          caseId,
          commandId: key,
          definition,
          place,
          verb,
          start,
          channel,
          parties: body.parties,
          body: body.body,
          actor,
          ...(body.paper && { madeOn: body.paper.madeOn, paperReason: body.paper.reason }),
          ...(alongside && { alongside }),
        }),
      )
      const due = dueOf(result.state, definition, calendar(), today)
      return reply
        .code(201)
        .header('location', `/api/cases/${result.number}`)
        .send({
          caseId: result.caseId,
          ...stepAnswer(result),
          checkCode: checkCodeOf(index, result.number),
          due: due?.on ?? null,
        })
    },
  )
}
