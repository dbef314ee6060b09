import { type Caller, covers } from '#hubs/application/access'
import { isStatutory } from '#hubs/application/mandate'
import { statementOf, vouchersOf } from '#hubs/application/voucher'
import { type CaseState, openAllDetails, openStages, primaryParty } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import { statement } from '#kernel/storage'
import { type CaseRow, concernsCaller, ownGround, readableCase } from './access.ts'
import { checkCodeOf } from './check-code.ts'
import { type DecisionShown, happenedIn, makeDecisionShown, type Told, toldIn } from './decision-shown.ts'
import { ownData } from './details.routes.ts'
import { ownReading, type Reading } from './details.ts'
import { makeShownProgress, type ProgressNeeds, type PublicProgress } from './public-progress.ts'
import { type DisputeShown, makeRegisterDisputes } from './register-disputes.ts'
import type { RouteNeeds } from './routes.ts'

/** 我的办件 One line of a person's list: what it is, who has it, how it stands. */
export type OwnCaseListed = Pick<
  PublicProgress,
  | 'number'
  | 'item'
  | 'name'
  | 'organ'
  | 'openedOn'
  | 'status'
  | 'outcome'
  | 'result'
  | 'due'
  | 'yours'
  | 'suspended'
  | 'awaiting'
  | 'holders'
  | 'payments'
  | 'remedies'
  | 'turnedAway'
>

export interface OwnCase extends PublicProgress {
  readonly caseId: string
  readonly seq: number
  readonly checkCode: string
  /** Whoever reported sees that it goes on, and nothing else. */
  readonly principal: boolean
  readonly definition: CompiledItem['definition']
  readonly answers: Readonly<Record<string, unknown>>
  readonly disputed: Readonly<Record<string, string>>
  /** 登记异议 What the organ that keeps the register answers to each. */
  readonly disputes: readonly DisputeShown[]
  readonly materials: Readonly<Record<string, string>>
  readonly files: Readonly<Record<string, readonly string[]>>
  readonly wanted: { readonly materials: readonly string[]; readonly fields: readonly string[] } | null
  readonly told: readonly Told[]
  readonly decision: DecisionShown | null
  /** 收到之日 The day on which the decision was served on this party; null where nothing says so. */
  readonly receivedOn: string | null
  /** 复议、诉讼的最后一日 By kind of remedy, where the decision was served. */
  readonly lastDays: Readonly<Record<string, string>>
  readonly mayWithdraw: boolean
  /** 告知 What the party was told beforehand, and whether a hearing was offered; null while it was not. */
  readonly notice: { readonly states: readonly string[]; readonly offersHearing: boolean } | null
  readonly vouchers: readonly (ReturnType<typeof statementOf> & { readonly checkCode: string })[]
}

export type OwnCasesNeeds = ProgressNeeds &
  Pick<RouteNeeds, 'keyring' | 'reads' | 'registers' | 'questionWords' | 'cases' | 'corrections'>

const ofParty = statement(
  'power.ownCases',
  `select distinct c.id, c.number, c.item_hash as "itemHash", c.state
   from kernel.case_parties p join kernel.cases c on c.id = p.case_id
   where p.party = $1 and ($2::uuid is null or c.id < $2) and ($4::text[] is null or c.item = any ($4)) order by c.id desc limit $3`,
)
const byId = statement('power.ownCaseById', 'select number, state from kernel.cases where id = $1')
/** The form's own answers, personal ones included. */
const answersIn = ({ items }: Reading, { facts }: CaseState, { definition }: CompiledItem) => {
  const all = Object.assign({}, facts, ...items.map(({ said }) => said)) as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    Object.entries(definition.content.form).flatMap(([name, { at }]) =>
      at === undefined && all[name] !== undefined ? [[name, all[name]]] : [],
    ),
  )
}

const canBeWithdrawn = (state: CaseState, { stages }: CompiledItem, party: string): boolean =>
  state.status === 'open' &&
  state.start === 'application' &&
  state.outcome === undefined &&
  state.parties.some(one => one.party === party && (one.role === 'subject' || one.role === 'agent')) &&
  openStages(state).some(key => stages.get(key)?.permits.has('withdraw'))

/** 我的办件 What a party sees of its own cases; a foreign one and none are the same to it. */
export function makeOwnCases(needs: OwnCasesNeeds) {
  const { db, clock, index, keyring, implementations, calendar, reads } = needs
  const shown = makeShownProgress(needs)
  const decisionShown = makeDecisionShown(needs)
  const registerDisputes = makeRegisterDisputes(needs)

  /** 授权事项 The items a mandate names; null: all. */
  const itemsOf = ({ mandate }: Caller): readonly string[] | null =>
    mandate === undefined || isStatutory(mandate) ? null : mandate.items
  const partyOf = ({ actor }: Caller): string => (actor.kind === 'party' ? actor.party : '')

  /** What the party reads of its own case; that it did is on record before it is shown. */
  async function read(caller: Caller, row: CaseRow): Promise<Reading> {
    const { actor } = caller
    const party = actor.kind === 'party' ? actor.party : ''
    const details = await openAllDetails(db, keyring, row.id)
    const reading = ownReading(details, row.state, party)
    const { fields, subjects } = reading
    if (fields.length > 0)
      await db.transaction(sql =>
        reads.recordRead(sql, {
          actor,
          purpose: ownData,
          ground: ownGround(caller),
          grants: [],
          source: 'case.details',
          fields,
          subjects,
          disclosure: { kind: 'at-once' },
        }),
      )
    return reading
  }

  /** 自知道之日起 Counted from the day of service; months and days as the calendar has them. */
  function lastDaysOf(remedies: PublicProgress['remedies'], servedOn: string | null): Record<string, string> {
    if (servedOn === null) return {}
    return Object.fromEntries(
      remedies.flatMap(({ kind, within }) => {
        const [value, unit] = within.split(' ') as [string, 'day' | 'workday' | 'month' | 'year']
        const { due } = calendar().due(Temporal.PlainDate.from(servedOn), { kind: 'max', value: Number(value), unit })
        return [[kind, due.toString()]]
      }),
    )
  }

  const isOwn = (state: CaseState, party: string): boolean =>
    primaryParty(state)?.party === party || state.parties.some(one => one.party === party && one.role === 'agent')
  /** What may be handed in and taken back. Of a case that has ended nothing is wanted any more, whatever it stood still for. */
  function formsIn(caller: Caller, state: CaseState, compiled: CompiledItem) {
    const [party, may] = [partyOf(caller), covers(caller, 'apply', state.item)]
    const wanted = may && state.status === 'open' && isOwn(state, party) ? (state.awaiting ?? null) : null
    return { wanted, mayWithdraw: may && canBeWithdrawn(state, compiled, party) }
  }

  return {
    /** 开着的表 Which forms stand open in a case of one's own: nothing that was said in it is read. @throws CASE_NOT_FOUND */
    async formsOpen(caller: Caller, number: string) {
      const { state, itemHash } = await readableCase(db, caller, number)
      const compiled = await implementations.implemented(itemHash, state.implementation)
      const organ = (await needs.directory()).organ(state.organ, clock.today().toString())?.name ?? state.organ
      const { item } = state
      return { number, item, organ, definition: compiled.definition, ...formsIn(caller, state, compiled) }
    },

    async list(caller: Caller, { before, limit }: { readonly before?: string; readonly limit: number }) {
      const party = partyOf(caller)
      type Row = Omit<CaseRow, 'state'> & { readonly state: string }
      const rows = await db.run<Row>(ofParty, [party, before ?? null, limit + 1, itemsOf(caller)])
      const page = rows.slice(0, limit).map(row => ({ ...row, state: JSON.parse(row.state) as CaseState }))
      const items = await Promise.all(page.filter(({ state }) => concernsCaller(state, caller)).map(shown))
      return { items, next: rows.length > limit ? page.at(-1)!.id : null }
    },

    /** The number of a case by the id it was drafted under; a foreign one has none. */
    async numberOf(caller: Caller, caseId: string): Promise<string | undefined> {
      const [found] = await db.run<{ number: string; state: string }>(byId, [caseId])
      return found && concernsCaller(JSON.parse(found.state) as CaseState, caller) ? found.number : undefined
    },

    /** @throws CASE_NOT_FOUND */
    async read(caller: Caller, number: string): Promise<OwnCase> {
      const party = partyOf(caller)
      const row = await readableCase(db, caller, number)
      const { state } = row
      const compiled = await implementations.implemented(row.itemHash, state.implementation)
      const progress = await shown(row)
      const roles = state.parties.filter(one => one.party === party).map(({ role }) => role)
      const principal = roles.some(role => role !== 'informant')
      const own = isOwn(state, party)
      const reading = await read(caller, row)
      const told = toldIn(reading)
      const happened = await happenedIn(db, row.id)
      const decision = principal ? await decisionShown(row, compiled, told, happened) : null
      // Where each side is served by itself, the day of the other one says nothing of this one.
      const receivedOn = state.servedOn ? (state.servedOn[party] ?? null) : (decision?.servedOn ?? null)
      const today = clock.today().toString()
      const vouchers = own && covers(caller, 'receive', state.item) ? await vouchersOf(db, row.id) : []
      return {
        ...progress,
        caseId: row.id,
        seq: state.seq,
        checkCode: checkCodeOf(index, number),
        principal,
        definition: compiled.definition,
        answers: own ? answersIn(reading, state, compiled) : {},
        disputed: own ? (state.disputed ?? {}) : {},
        disputes: own && state.disputed !== undefined ? await registerDisputes.ofCase(row.id) : [],
        materials: own ? state.materials : {},
        files: own ? (state.files ?? {}) : {},
        ...formsIn(caller, state, compiled),
        told: principal ? told : [],
        decision: decision && { ...decision, servedOn: receivedOn },
        receivedOn,
        lastDays: lastDaysOf(progress.remedies, receivedOn),
        notice: principal && state.notice ? { ...state.notice } : null,
        vouchers: vouchers
          .filter(voucher => voucher.party === party)
          .map(voucher => ({ ...statementOf(voucher, today), checkCode: voucher.checkCode })),
      }
    },
  }
}
export type OwnCases = ReturnType<typeof makeOwnCases>
