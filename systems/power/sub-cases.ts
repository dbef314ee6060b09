import { type CaseState, type Cases, type DerivedRequest, type Drawn, lotsOfEvent, subCaseIds } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import { type Lot, type PopulationQuestion, rowKey } from '#kernel/draw'
import type { Parties } from '#kernel/party'
import { Refusal } from '#kernel/refusal'
import type { RegisterRow, Registers } from '#kernel/register'
import { type Db, statement } from '#kernel/storage'
import { makeRelay, type Subscription, type Task } from '#kernel/subscription'
import type { Place } from './places.ts'
import type { PowerNeeds } from './routes.ts'

const numberOf = statement('power.caseNumber', 'select number from kernel.cases where id = $1')
const standing = statement(
  'power.casesStanding',
  `select id from kernel.cases where id = any ($1::uuid[]) and status = 'open'`,
)
const present = statement('power.casesPresent', 'select id from kernel.cases where id = any ($1::uuid[])')
/** Cases of an item that a party still has running: each of them will be a turn of its own. */
const running = statement(
  'power.partyRunning',
  `select count(*)::int as cases from kernel.case_parties p join kernel.cases c on c.id = p.case_id
   where p.party = $1 and c.item = $2 and c.status = 'open'`,
)

export interface SubCaseNeeds {
  readonly db: Db
  readonly cases: Pick<Cases, 'stateOf' | 'definitionOf' | 'openDerived' | 'endOrigin'>
  readonly registers: PowerNeeds['registers']
  readonly parties: Pick<Parties, 'register'>
  readonly placeOf: (item: string, organ: string) => Promise<Place>
  /** Told when a case that was ordered cannot be opened; it is tried again all the same. */
  readonly unopened: (told: { event: string; caseId: string; item: string; code: string }) => Promise<void>
}

/** Cases begin in transactions of their own, and may need a month's tables made: never inside the feed's. */
export const subCaseRelay: Subscription = makeRelay({
  name: 'power.sub-cases',
  types: ['subcases.ordered', 'subcases.recalled'],
  jobsOf: ({ id, caseId, data }) => [
    { task: 'keep-sub-cases', payload: { event: id, case: caseId, stage: String(data['stage']) } },
  ],
})

interface Ordered {
  readonly caseId: string
  readonly number: string
  readonly state: CaseState
  readonly definition: CompiledItem
  readonly stage: string
  readonly lots: readonly Lot[]
  /** Ids of their cases, in the order of the lots. */
  readonly ids: readonly string[]
}

/** Who was drawn to go, by the part that the item of the sub-case gives them. */
function drawnBy(lot: Lot, pool: readonly string[], avoided: readonly string[], { stages }: CompiledItem): Drawn {
  const first = [...stages.values()][0]!
  const role = [first.by ?? []].flat()[0] ?? ''
  const persons = (places: readonly number[]) => places.map(place => pool[place]!)
  const reserve = persons(lot.reserve).filter(person => !avoided.includes(person))
  return { object: lot.object, role, persons: persons(lot.persons), reserve }
}

/** As whom the firm stands in the case that is opened: whoever is visited as a respondent does not learn of it beforehand. */
const roleOf = ({ definition }: CompiledItem): string =>
  definition.content.parties.respondent === undefined ? 'subject' : 'respondent'

/** The object's row as it was frozen, as a party: a firm is known by its credit code. */
function firmOf(registers: Registers, register: string, { values }: RegisterRow) {
  const { fields } = registers.declaration(register)
  const code = Object.keys(fields).find(field => fields[field]!.type === 'uscc')
  const value = code === undefined ? null : values[code]
  return typeof value === 'string' ? { value, name: String(values['name'] ?? value) } : undefined
}

/** How often the object stands already in the register that the draw looks at. */
async function turnsOf(registers: Registers, { except }: PopulationQuestion, { values }: RegisterRow): Promise<number> {
  if (!except) return 0
  const wanted = { [except.by]: values[except.by], ...except.where }
  return (await registers.current(except.register, wanted, { limit: 200 })).rows.length
}

/** 子办件 Opens a case for each object that was drawn, and tells them when the case they come from has ended before its time. */
export function makeKeepSubCases(needs: SubCaseNeeds): Task {
  const { db, cases, registers, parties, placeOf, unopened } = needs

  async function orderedBy(caseId: string, stage: string): Promise<Ordered> {
    const [row] = await db.run<{ number: string }>(numberOf, [caseId])
    const [state, definition] = await Promise.all([cases.stateOf(caseId), cases.definitionOf(caseId)])
    const { draw } = state.subCases![stage]!
    const lots = await lotsOfEvent(db, caseId, state.draws![draw]!.made!)
    const ids = subCaseIds(caseId, state.subCases![stage]!, lots)
    return { caseId, number: row!.number, state, definition, stage, lots, ids }
  }

  /** The firm as a party of its own; undefined where the object is none. */
  async function partyOf(register: string, row: RegisterRow): Promise<string | undefined> {
    const firm = firmOf(registers, register, row)
    if (!firm) return undefined
    const { name, value } = firm
    const identifiers = [{ scheme: 'uscc' as const, value }]
    return (await db.transaction(sql => parties.register(sql, { kind: 'firm', name, identifiers }))).party
  }

  async function requestFor({ number, state, definition, stage }: Ordered, lot: Lot): Promise<DerivedRequest> {
    const { item, draw } = state.subCases![stage]!
    const { from, pool } = state.draws![draw]!
    const key = rowKey(registers.declaration(from.register).key, lot.object)
    const row = await registers.asOf(from.register, key, from.on, from.recordedAt)
    if (!row) throw new TypeError(`a drawn row of register ${from.register} is not there`)
    const party = await partyOf(from.register, row)
    const [open] = party ? await db.run<{ cases: number }>(running, [party, item]) : []
    const turn = 1 + (await turnsOf(registers, from, row)) + (open?.cases ?? 0)
    const answer = (path: string): unknown =>
      path === 'object.turn'
        ? turn
        : path.startsWith('object.')
          ? row.values[path.slice('object.'.length)]
          : state.facts[path]
    const { fields = {} } = definition.stages.get(stage)!.subCase!
    const there = await placeOf(item, state.organ)
    return {
      ...there,
      verb: 'lodge',
      start: 'other-case',
      channel: there.definition.definition.content.channels[0]!,
      parties: party ? [{ role: roleOf(there.definition), party, unit: 'firm' }] : [],
      body: {
        origin: number,
        fields: Object.fromEntries(Object.entries(fields).map(([field, path]) => [field, answer(path)])),
      },
      actor: { kind: 'system', name: 'sub-cases' },
      drawn: drawnBy(lot, pool, state.avoided, there.definition),
    }
  }

  /** Each object for itself: one that cannot be opened keeps nobody else from being visited. */
  async function openAll(ordered: Ordered, event: string): Promise<void> {
    const { state, stage, caseId, lots, ids } = ordered
    const { item, ...cause } = state.subCases![stage]!
    const there = new Set((await db.run<{ id: string }>(present, [ids])).map(({ id }) => id))
    const faults: unknown[] = []
    for (const [at, lot] of lots.entries()) {
      if (there.has(ids[at]!)) continue
      await cases
        .openDerived({ caseId, seq: cause.seq, at: cause.at }, lot.object, () => requestFor(ordered, lot))
        .catch((fault: unknown) => faults.push(fault))
    }
    if (faults.length === 0) return
    const [fault] = faults
    if (fault instanceof Refusal) await unopened({ event, caseId, item, code: fault.code })
    throw fault
  }

  async function recallAll({ number, ids }: Ordered, result: string): Promise<void> {
    const open = await db.run<{ id: string }>(standing, [ids])
    for (const { id } of open) await cases.endOrigin(id, { origin: number, result })
  }

  /** What the case wants now: looked at again after opening, for it may have ended meanwhile. */
  return async payload => {
    const [event, caseId, stage] = ['event', 'case', 'stage'].map(name => String(payload[name])) as [
      string,
      string,
      string,
    ]
    const ordered = await orderedBy(caseId, stage)
    if (ordered.state.subCases![stage]!.recalled === undefined) await openAll(ordered, event)
    const { recalled } = (await cases.stateOf(caseId)).subCases![stage]!
    if (recalled !== undefined) await recallAll(ordered, recalled)
  }
}
