import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type Caller, callerOf, officerOf, officersOnly } from '#hubs/application/access'
import { type CaseEvent, caseNotFound, primaryParty } from '#kernel/case'
import type { Ground } from '#kernel/grant'
import { identifierMalformed } from '#kernel/party'
import { statement } from '#kernel/storage'
import { trailNotYet } from '#kernel/trail'
import { type CaseRow, readableCase } from './access.ts'
import { eventsView, officerView, partiesShown, partyView } from './case-view.ts'
import { checkCodeOf } from './check-code.ts'
import { cursorInvalid, readCursor, uuidForm, writeCursor } from './cursor.ts'
import { caseGround, disclosureOf, type Names, shown } from './naming.ts'
import { makeOpenedCases } from './opened-cases.ts'
import { progressOf } from './progress.ts'
import type { RouteNeeds } from './routes.ts'
import { ByNumber, Cursor, Limit, strict, Uuid } from './words.ts'

const eventsOf = statement(
  'power.events',
  `select seq, type, at, on_date as "on", actor::text as actor, verb, data::text as data from kernel.case_events
   where case_id = $1 and seq > $2 order by seq limit $3`,
)
// An officer does not find a case by who reported it: that the number leads to a case would say what the role keeps sealed.
const ofParty = statement(
  'power.casesOfParty',
  `select distinct c.id, c.number, c.item, c.item_hash as "itemHash", c.organ, c.region, c.status, c.outcome, c.result, c.opened_on as "openedOn", c.state
   from kernel.case_parties p join kernel.cases c on c.id = p.case_id
   where p.party = any ($1::uuid[]) and ($2::uuid is null or c.id < $2)
     and ($3::text is null or c.organ = $3 or exists (select from kernel.tasks t where t.case_id = c.id and t.organ = $3))
     and (not $4 or p.role <> 'informant') and ($4 or p.role <> 'member')
     and ($4 or p.role <> 'respondent' or c.outcome is not null or (c.state::json -> 'notice') is not null)
   order by c.id desc limit $5`,
)

interface ListedCase extends Omit<CaseRow, 'state'> {
  readonly item: string
  readonly organ: string
  readonly region: string
  readonly status: string
  readonly outcome: string | null
  readonly result: string | null
  readonly openedOn: string
  readonly state: string
}

const schemes = ['citizen', 'uscc', 'passport', 'phone', 'bank-account'] as const

/** 查办件 One case, its events, the proof of a step; the cases of a party. Whoever may not see a case is told there is none. */
export const caseReadingRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (app, needs) => {
  const { db, clock, definitions, implementations, naming, directory, calendar, trail, parties, index } = needs
  const access = ['cases.read', 'supervise', 'audit'] as const
  const offices = async () => ({ calendar: calendar(), directory: await directory(), today: clock.today() })

  const { openedBy, partsShown } = makeOpenedCases(needs)

  const namesIn = async (caller: Caller, row: CaseRow): Promise<Names> => {
    const definition = await definitions.byHash(row.itemHash)
    const subjects = partiesShown(row.state, definition, caller).map(({ party }) => party)
    const ground: Ground = caller.actor.kind === 'party' ? { kind: 'own' } : caseGround(row.id, row.state)
    return naming.namesFor(caller, ground, subjects, disclosureOf(definition, clock.today().toString()))
  }

  app.get(
    '/cases/:number',
    {
      schema: { params: ByNumber },
      config: {
        words: {
          access,
          agents: true,
          says: 'A case: as its handler, or as a party to it, may see it',
          refuses: [caseNotFound],
        },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const row = await readableCase(db, caller, request.params.number)
      const definition = await implementations.implemented(row.itemHash, row.state.implementation)
      const progress = progressOf(row.state, definition, await offices())
      const names = await namesIn(caller, row)
      const opened = await openedBy(db, row.state)
      const opens = { opened, parts: await partsShown(definition, row.state, opened) }
      const view = caller.actor.kind === 'party' ? partyView : officerView
      reply.header('etag', `"${row.state.seq}"`)
      return {
        ...view(row.number, row.state, definition, progress, names, caller, opens),
        checkCode: checkCodeOf(index, row.number),
      }
    },
  )

  app.get(
    '/cases/:number/events',
    {
      schema: {
        params: ByNumber,
        querystring: Type.Object(
          { after: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_000_000_000 })), limit: Limit },
          strict,
        ),
      },
      config: { words: { access, agents: true, says: 'The events of a case, in order', refuses: [caseNotFound] } },
    },
    async request => {
      const caller = callerOf(request)
      const row = await readableCase(db, caller, request.params.number)
      const { after = 0, limit } = request.query
      const rows = await db.run<{
        seq: number
        type: CaseEvent['type']
        at: string
        on: string
        actor: string
        verb: string | null
        data: string
      }>(eventsOf, [row.id, after, limit + 1])
      const page = rows.slice(0, limit)
      const events = page.map(event => ({ ...event, actor: JSON.parse(event.actor), data: JSON.parse(event.data) }))
      const definition = await definitions.byHash(row.itemHash)
      const known = await directory()
      const named = (id: string) => known.post(id, clock.today().toString())?.name
      return {
        items: eventsView(events, row.state, definition, caller, named),
        next: rows.length > limit ? String(page.at(-1)!.seq) : null,
      }
    },
  )

  app.get(
    '/cases/:number/proof',
    {
      schema: {
        params: ByNumber,
        querystring: Type.Object({ seq: Type.Integer({ minimum: 1, maximum: 2_000_000_000 }) }, strict),
      },
      config: {
        words: {
          access,
          agents: true,
          says: 'Proof that a step stands in the log (c2sp.org/tlog-proof)',
          refuses: [caseNotFound, trailNotYet],
          produces: 'text/plain',
        },
      },
    },
    async (request, reply) => {
      const row = await readableCase(db, callerOf(request), request.params.number)
      const { text } = await trail.proofOf({ subject: row.id, seq: request.query.seq })
      return reply.type('text/plain; charset=utf-8').send(text)
    },
  )

  /** Cases of parties, newest first, as far as this caller may see them. */
  async function casesOf(caller: Caller, wanted: readonly string[], after: string | undefined, limit: number) {
    const place = readCursor(after, [uuidForm])
    const { actor, scopes } = caller
    const everywhere = scopes.has('supervise') || scopes.has('audit')
    const organ = actor.kind === 'officer' && !everywhere ? actor.organ : null
    const rows = await db.run<ListedCase>(ofParty, [
      wanted,
      place?.[0] ?? null,
      organ,
      actor.kind === 'officer',
      limit + 1,
    ])
    const page = rows.slice(0, limit).map(row => ({ ...row, state: JSON.parse(row.state) as CaseRow['state'] }))
    const subjects = page.flatMap(({ state }) => primaryParty(state)?.party ?? [])
    const own = actor.kind === 'party' ? subjects.filter(party => party === actor.party) : subjects
    const names = await naming.namesFor(
      caller,
      actor.kind === 'party' ? { kind: 'own' } : { kind: 'service', name: 'case-search' },
      own,
    )
    const items = await Promise.all(
      page.map(async row => {
        const { definition } = await definitions.byHash(row.itemHash)
        const primary = primaryParty(row.state)?.party
        const { number, item, organ: at, region, status, outcome, result, openedOn } = row
        return {
          number,
          item,
          name: definition.content.name,
          organ: at,
          region,
          status,
          outcome,
          result,
          openedOn,
          subject: primary === undefined ? null : shown(names, primary),
        }
      }),
    )
    return { items, next: rows.length > limit ? writeCursor([page.at(-1)!.id]) : null }
  }

  app.get(
    '/cases',
    {
      schema: {
        querystring: Type.Object(
          { party: Type.Union([Type.Literal('me'), Uuid]), after: Type.Optional(Cursor), limit: Limit },
          strict,
        ),
      },
      config: {
        words: {
          access,
          says: 'Cases of a party: `me`, or for an officer those his organ handles',
          refuses: [caseNotFound, cursorInvalid],
        },
      },
    },
    async request => {
      const caller = callerOf(request)
      const { party, after, limit } = request.query
      const { actor } = caller
      if (actor.kind === 'party') {
        if (party !== 'me' && party !== actor.party) throw caseNotFound()
        return casesOf(caller, [actor.party], after, limit)
      }
      if (party === 'me') return { items: [], next: null }
      return casesOf(caller, [party], after, limit)
    },
  )

  app.post(
    '/cases/search',
    {
      schema: {
        body: Type.Object(
          {
            scheme: Type.Enum([...schemes]),
            value: Type.String({ minLength: 3, maxLength: 64 }),
            after: Type.Optional(Cursor),
            limit: Type.Optional(Limit),
          },
          strict,
        ),
      },
      config: {
        words: {
          access,
          says: 'Cases by an exact identifier of a party; in the body, so that it stands in no address',
          refuses: [officersOnly, identifierMalformed, cursorInvalid],
        },
      },
    },
    async request => {
      officerOf(request)
      const { scheme, value, after, limit = 50 } = request.body
      const caller = callerOf(request)
      const found = await db.transaction(async sql => {
        const known = await parties.find(sql, scheme, value)
        await naming.recordQuestion(sql, caller, 'case-search', known)
        return known
      })
      if (found.length === 0) return { items: [], next: null }
      return casesOf(caller, found, after, limit)
    },
  )
}
