import { type Caller, mandateNotStanding, officersOnly } from '#hubs/application/access'
import { inPerson, isPersonal, mandateVerdict } from '#hubs/application/mandate'
import type { ActResult, OpenRequest, openingVerbs } from '#kernel/case'
import { uuidv7 } from '#kernel/clock'
import type { CompiledItem } from '#kernel/definition'
import { refusal } from '#kernel/refusal'
import { type Sql, statement } from '#kernel/storage'
import { checkCodeOf } from './check-code.ts'
import { makeComplainedOf } from './complained-of.ts'
import { makePlaces } from './places.ts'
import { dueOf } from './progress.ts'
import type { RouteNeeds } from './routes.ts'

export const partyNotYours = refusal('PARTY_NOT_YOURS', 403, 'A party opens cases in its own name only')
export const draftUnknown = refusal('DRAFT_UNKNOWN', 404, 'No such draft of yours')
export const channelNotOffered = refusal('CHANNEL_NOT_OFFERED', 422, 'The item is not offered over this channel')
export const channelNotYours = refusal(
  'CHANNEL_NOT_YOURS',
  422,
  'Who applies with an account of their own applies online',
)
export const startNotOffered = refusal('START_NOT_OFFERED', 422, 'A case of this item does not begin that way')

const draftOf = statement('power.draftOf', 'select item, organ from power.drafts where case_id = $1 and owner = $2')
const dropDraft = statement('power.dropDraft', 'delete from power.drafts where case_id = $1')

/** The same request came twice at once and the other one was first. */
class OpenedByTwin extends Error {}

export interface OpeningBody {
  readonly caseId?: string
  readonly item: string
  readonly organ: string
  readonly verb: (typeof openingVerbs)[number]
  readonly start: string
  readonly channel: string
  readonly parties: readonly { role: string; party: string; unit?: string; mandate?: string }[]
  /** 补录: it came in on paper on that day, and is put on record by an officer. */
  readonly paper?: { readonly madeOn: string; readonly reason: string }
  readonly body: Readonly<Record<string, unknown>>
}

/** What whoever opened a case is told. */
export interface Opened {
  readonly result: ActResult
  readonly checkCode: string
  readonly due: string | null
}

/** Roles in which a citizen reports somebody else. */
const reporting: ReadonlySet<string> = new Set(['informant', 'interested'])

const mayName: ReadonlySet<string> = new Set(['opponent', 'member'])

/** A party applies for itself alone; who reports something stands in the case himself, and names whom it is about. */
function opensInOwnName({ start, verb, parties }: OpeningBody, own: string): boolean {
  const others = parties.filter(({ party }) => party !== own)
  // Whom an application is against, and who lives in the household, it has to name.
  if (verb === 'submit') return parties.length > others.length && others.every(({ role }) => mayName.has(role))
  if (start !== 'clue' && start !== 'complaint') return parties.length > 0 && others.length === 0
  return (
    parties.some(({ party, role }) => party === own && reporting.has(role)) &&
    others.every(({ role }) => role === 'respondent')
  )
}

export type OpeningNeeds = Pick<
  RouteNeeds,
  | 'db'
  | 'clock'
  | 'cases'
  | 'idempotency'
  | 'index'
  | 'calendar'
  | 'parties'
  | 'identity'
  | 'definitions'
  | 'implementations'
  | 'mandates'
>

/** 开办 An application or a clue comes in and becomes a case: one opening for one key, however often it is sent. */
export function makeOpenings(needs: OpeningNeeds) {
  const { db, clock, cases, idempotency, index, calendar, parties, mandates } = needs
  const placeOf = makePlaces(needs)
  const complainedOf = makeComplainedOf(needs)

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

  /** 代理人到场 An agent who has come himself shows the mandate he acts on: it holds today, for this applicant, in this item. */
  async function mustHoldMandates({ item, parties: named }: OpeningBody, definition: CompiledItem): Promise<void> {
    const on = clock.today().toString()
    const principal = named.find(({ role }) => role === 'subject')?.party ?? ''
    for (const { party, role, mandate } of named) {
      if (mandate === undefined) continue
      if (role !== 'agent') throw mandateNotStanding({ facts: { mandate } })
      const held = await mandates.find(db, mandate)
      const asked = mandateVerdict(held, { on, agent: party, principal, item, scope: 'apply' })
      const verdict = held && asked.granted && isPersonal(definition, held) ? inPerson(definition) : asked
      if (!verdict.granted) throw mandateNotStanding({ facts: { mandate }, reasons: verdict.reasons })
    }
  }

  /** What stands against opening a case this way at all, and what it is opened with where nothing does. */
  async function requestOf({ actor }: Caller, body: OpeningBody): Promise<Omit<OpenRequest, 'caseId' | 'commandId'>> {
    const { verb, start, channel, paper } = body
    if (paper && actor.kind !== 'officer') throw officersOnly()
    if (actor.kind === 'party' && !opensInOwnName(body, actor.party)) throw partyNotYours()
    if (actor.kind === 'party' && channel !== 'online') throw channelNotYours({ facts: { offered: ['online'] } })
    const { definition, place } = await placeOf(body.item, body.organ)
    const { content, category } = definition.definition
    if (!(content.channels as readonly string[]).includes(channel))
      throw channelNotOffered({ facts: { offered: content.channels } })
    if (!(category.starts as readonly string[]).includes(start))
      throw startNotOffered({ facts: { offered: category.starts } })
    await mustHoldMandates(body, definition)
    await parties.mustStand(
      db,
      body.parties.map(({ party }) => party),
    )
    const written = paper && { madeOn: paper.madeOn, paperReason: paper.reason }
    const imposed = await complainedOf(definition, body)
    const aside = imposed && { imposed }
    return {
      definition,
      place,
      verb,
      start,
      channel,
      parties: body.parties,
      body: body.body,
      actor,
      ...written,
      ...aside,
    }
  }

  return {
    async open(caller: Caller, key: string, body: OpeningBody): Promise<Opened> {
      const request = await requestOf(caller, body)
      const result = await openOnce(caller, key, body, (caseId, alongside) =>
        cases.open({ ...request, caseId, commandId: key, ...(alongside && { alongside }) }),
      )
      const due = dueOf(result.state, request.definition, calendar(), clock.today())
      return { result, checkCode: checkCodeOf(index, result.number), due: due?.on ?? null }
    },
    /** 预检 What the same opening would meet at the counter; nothing is opened. */
    async rehearse(caller: Caller, caseId: string, body: OpeningBody) {
      return cases.rehearseOpening({ ...(await requestOf(caller, body)), caseId })
    },
  }
}
export type Openings = ReturnType<typeof makeOpenings>
