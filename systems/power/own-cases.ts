import { type Caller, covers } from '#hubs/application/access'
import { isStatutory } from '#hubs/application/mandate'
import { statementOf, vouchersOf } from '#hubs/application/voucher'
import { evidenceOf } from '#hubs/data/comparison'
import { type CaseState, openDetails, openStages, primaryParty } from '#kernel/case'
import type { CompiledItem, Provision, Text } from '#kernel/definition'
import { statement } from '#kernel/storage'
import { type CaseRow, concernsCaller, ownGround, readableCase } from './access.ts'
import { checkCodeOf } from './check-code.ts'
import { ownData } from './details.routes.ts'
import { ownReading, type Reading } from './details.ts'
import { makeShownProgress, type ProgressNeeds, type PublicProgress } from './public-progress.ts'
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

/** 决定所依 What a decision stands on: who made it in which post, on which rules and articles, on what evidence. */
export interface DecisionShown {
  readonly on: string
  readonly organ: string
  readonly post: string | null
  readonly reason: string | null
  readonly grounds: readonly { readonly text: Text; readonly basis: Provision | null }[]
  readonly basis: readonly Provision[]
  readonly amount: number | null
  readonly servedOn: string | null
  readonly evidence: readonly {
    readonly kind: 'register' | 'paper' | 'recorded'
    readonly name: Text
    readonly source: string
    readonly on: string
  }[]
}

export interface OwnCase extends PublicProgress {
  readonly caseId: string
  readonly seq: number
  readonly checkCode: string
  /** Whoever reported sees that it goes on, and nothing else. */
  readonly principal: boolean
  readonly definition: CompiledItem['definition']
  readonly answers: Readonly<Record<string, unknown>>
  readonly disputed: Readonly<Record<string, string>>
  readonly materials: Readonly<Record<string, string>>
  readonly files: Readonly<Record<string, readonly string[]>>
  readonly wanted: { readonly materials: readonly string[]; readonly fields: readonly string[] } | null
  readonly told: readonly { readonly verb: string; readonly on: string; readonly text: string }[]
  readonly decision: DecisionShown | null
  /** 复议、诉讼的最后一日 By kind of remedy, where the decision was served. */
  readonly lastDays: Readonly<Record<string, string>>
  readonly mayWithdraw: boolean
  readonly vouchers: readonly (ReturnType<typeof statementOf> & { readonly checkCode: string })[]
}

export type OwnCasesNeeds = ProgressNeeds & Pick<RouteNeeds, 'keyring' | 'reads' | 'registers'>

const ofParty = statement(
  'power.ownCases',
  `select distinct c.id, c.number, c.item_hash as "itemHash", c.state
   from kernel.case_parties p join kernel.cases c on c.id = p.case_id
   where p.party = $1 and ($2::uuid is null or c.id < $2) and ($4::text[] is null or c.item = any ($4)) order by c.id desc limit $3`,
)
const byId = statement('power.ownCaseById', 'select number, state from kernel.cases where id = $1')
const events = statement(
  'power.decisionEvents',
  `select type, on_date as "on", actor::text as actor, data::text as data from kernel.case_events
   where case_id = $1 and type in ('decision.made', 'service.made', 'evidence.recorded') order by seq`,
)

interface Happened {
  readonly type: string
  readonly on: string
  readonly actor: { readonly kind: string; readonly post?: string; readonly organ?: string }
  readonly data: Readonly<Record<string, unknown>>
}

/** The texts that the law has an officer tell a party, as they stand in what it may read. */
const toldIn = ({ items }: Reading): OwnCase['told'] =>
  items.flatMap(({ verb, at, by, said }) =>
    'post' in by
      ? Object.entries(said).flatMap(([name, text]) =>
          name.startsWith(`${verb}.`) && typeof text === 'string' ? [{ verb, on: at.slice(0, 10), text }] : [],
        )
      : [],
  )

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
  const { db, clock, index, keyring, implementations, directory, calendar, reads, registers } = needs
  const shown = makeShownProgress(needs)

  /** The register that a question was put to, by its own name; of an outside system its word. */
  const askedOf = (question: string): Text => {
    const [register = ''] = question.split('.')
    return (registers.declarations.get(register)?.name as Text | undefined) ?? question
  }
  /** 授权事项 The items a mandate names; null: all. */
  const itemsOf = ({ mandate }: Caller): readonly string[] | null =>
    mandate === undefined || isStatutory(mandate) ? null : mandate.items
  const partyOf = ({ actor }: Caller): string => (actor.kind === 'party' ? actor.party : '')

  /** What the party reads of its own case; that it did is on record before it is shown. */
  async function read(caller: Caller, row: CaseRow): Promise<Reading> {
    const { actor } = caller
    const party = actor.kind === 'party' ? actor.party : ''
    const details = await openDetails(db, keyring, { caseId: row.id, after: 0, steps: 100 })
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

  async function decisionOf(
    { id, state }: CaseRow,
    { definition }: CompiledItem,
    told: OwnCase['told'],
    happened: readonly Happened[],
  ): Promise<DecisionShown | null> {
    const made = happened.findLast(({ type }) => type === 'decision.made')
    if (!made || state.outcome === undefined) return null
    const offices = await directory()
    const { organ = state.organ, post } = made.actor
    const rules = [...definition.rules, ...definition.conditions]
    const grounds = ((made.data['grounds'] ?? []) as readonly string[]).flatMap(key => {
      const rule = rules.find(one => one.id === key)
      return rule ? [{ text: rule.text ?? key, basis: rule.basis ?? null }] : []
    })
    const asked = (await evidenceOf(db, id)).filter(({ value }) => value !== null)
    const comparisons = asked.map(({ comparison, source, obtained }) => ({
      kind: 'register' as const,
      name: askedOf(definition.comparison.find(one => one.id === comparison)?.ask ?? comparison),
      source,
      on: Temporal.Instant.from(obtained).toZonedDateTimeISO(clock.zone).toPlainDate().toString(),
    }))
    const papers = Object.entries(state.materials).map(([key, how]) => ({
      kind: 'paper' as const,
      name: definition.materials.find(one => one.id === key)?.name ?? key,
      source: how,
      on: state.openedOn,
    }))
    const recorded = happened.flatMap(({ type, on, data }) =>
      type === 'evidence.recorded' ? [{ kind: 'recorded' as const, name: String(data['kind']), source: type, on }] : [],
    )
    const served = happened.findLast(({ type }) => type === 'service.made')
    const last = new Map(comparisons.map(one => [`${one.source} ${String(one.name)}`, one]))
    return {
      on: made.on,
      organ: offices.organ(organ, made.on)?.name ?? organ,
      post: post === undefined ? null : (offices.post(post, made.on)?.name ?? null),
      reason: told.findLast(({ verb }) => verb === 'decide')?.text ?? null,
      grounds,
      basis: definition.category.basis,
      amount: typeof made.data['amount'] === 'number' ? made.data['amount'] : null,
      servedOn: served === undefined ? null : String(served.data['on'] ?? served.on),
      evidence: [...last.values(), ...papers, ...recorded],
    }
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

  return {
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
      const own = primaryParty(state)?.party === party || roles.includes('agent')
      const reading = await read(caller, row)
      const told = toldIn(reading)
      const rows = await db.run<{ type: string; on: string; actor: string; data: string }>(events, [row.id])
      const happened = rows.map(({ actor, data, ...rest }) => ({
        ...rest,
        actor: JSON.parse(actor) as Happened['actor'],
        data: JSON.parse(data) as Happened['data'],
      }))
      const decision = principal ? await decisionOf(row, compiled, told, happened) : null
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
        materials: own ? state.materials : {},
        files: own ? (state.files ?? {}) : {},
        wanted: own && covers(caller, 'apply', state.item) ? (state.awaiting ?? null) : null,
        told: principal ? told : [],
        decision,
        lastDays: lastDaysOf(progress.remedies, decision?.servedOn ?? null),
        mayWithdraw: covers(caller, 'apply', state.item) && canBeWithdrawn(state, compiled, party),
        vouchers: vouchers
          .filter(voucher => voucher.party === party)
          .map(voucher => ({ ...statementOf(voucher, today), checkCode: voucher.checkCode })),
      }
    },
  }
}
export type OwnCases = ReturnType<typeof makeOwnCases>
