import type { Caller } from '#hubs/application/access'
import { caseHandling } from '#hubs/data/reading'
import { type CaseState, openDetails, primaryParty } from '#kernel/case'
import type { CompiledItem, Field, Text } from '#kernel/definition'
import type { Ground } from '#kernel/grant'
import type { RevealedParty } from '#kernel/party'
import { statement } from '#kernel/storage'
import { ownGround } from './access.ts'
import { ownData } from './details.routes.ts'
import { ownReading } from './details.ts'
import type { FieldMeanings } from './field-meanings.ts'
import { makeRegisterRow, numberOf, registerSource } from './register-row.ts'
import type { RouteNeeds } from './routes.ts'

/** 来源 Where an answer was taken from, as the form says beside it. */
export type FilledFrom =
  | { readonly kind: 'register'; readonly register: string; readonly name: Text; readonly value: unknown }
  | { readonly kind: 'own' }
  | { readonly kind: 'day' }
  | { readonly kind: 'case'; readonly number: string; readonly on: string }

export interface Filled {
  readonly value: unknown
  readonly from: FilledFrom
}

/** Whoever fills in a form: the party itself, or somebody in its stead. */
export type PartyCaller = Caller & { readonly actor: { readonly kind: 'party' } }
/** 代填 An officer fills it in for whoever stands before him. */
export type OfficerCaller = Caller & { readonly actor: { readonly kind: 'officer' } }

export type PrefillNeeds = Pick<
  RouteNeeds,
  'db' | 'clock' | 'keyring' | 'parties' | 'registers' | 'reads' | 'definitions'
>

const earlier = statement(
  'power.earlierCases',
  `select c.id, c.number, c.opened_on as "openedOn", c.state from kernel.case_parties p join kernel.cases c on c.id = p.case_id
   where p.party = $1 and p.role = 'subject' order by c.id desc limit 3`,
)

/** What somebody says of himself alike in every form; what a form asks about its own matter is asked anew. */
const aboutOneself = /^(?:contact|applicant)\./
/**
 * 带出 What the city knows already is not asked again (优化营商环境条例36, 政务数据共享条例): from the register that the item or the meaning of
 * the field names, from the party's own record, from what it said of itself in earlier cases. Each answer says where it comes from; the
 * reading is on record.
 */
export function makePrefill(
  { db, clock, keyring, parties, registers, reads, definitions }: PrefillNeeds,
  meanings: FieldMeanings,
) {
  const common = { grants: [], disclosure: { kind: 'at-once' } } as const
  const today = () => clock.today().toString()
  const meaningOf = (name: string, { source }: Field) => (source ? { register: source } : meanings.get(name))

  const rowOf = makeRegisterRow({ registers, clock })

  async function fromRegisters({ definition }: CompiledItem, own: RevealedParty): Promise<Map<string, Filled>> {
    const asked = Object.entries(definition.content.form).flatMap(([name, field]) => {
      const from = field.at === undefined ? registerSource(name, field, meanings) : undefined
      return from && registers.declarations.has(from.register) ? [[name, field, from] as const] : []
    })
    const names = [...new Set(asked.map(([, , { register }]) => register))]
    const rows = new Map(await Promise.all(names.map(async name => [name, await rowOf(name, own)] as const)))
    return new Map(
      asked.flatMap(([name, { type }, { register, field }]): readonly (readonly [string, Filled])[] => {
        const found = rows.get(register)
        const value = found?.row.values[field] ?? null
        if (!found || value === null || registers.declaration(register).fields[field]?.type !== type) return []
        return [[name, { value, from: { kind: 'register', register, name: found.name, value } }]]
      }),
    )
  }

  function fromOwn({ definition }: CompiledItem, own: RevealedParty): Map<string, Filled> {
    const filled = new Map<string, Filled>()
    for (const [name, field] of Object.entries(definition.content.form)) {
      const meaning = meaningOf(name, field)
      if (field.at !== undefined || (meaning === undefined && !aboutOneself.test(name))) continue
      if (meaning && 'day' in meaning && field.type === 'date') {
        filled.set(name, { value: today(), from: { kind: 'day' } })
        continue
      }
      if (meaning && !('own' in meaning)) continue
      const person = name.startsWith('contact.') && own.kind !== 'person'
      const isName = meaning
        ? meaning.own === 'name'
        : name === 'applicant.name' || (name === 'contact.name' && !person)
      const type = meaning ? (meaning.own === field.type ? meaning.own : undefined) : field.type
      const value = isName ? own.name : person ? undefined : numberOf(own, type)
      if (value !== undefined) filled.set(name, { value, from: { kind: 'own' } })
    }
    return filled
  }

  const saidOfOneself = (name: string): boolean => aboutOneself.test(name) || 'earlier' in (meanings.get(name) ?? {})

  async function fromCases(
    { definition }: CompiledItem,
    party: string,
    { actor }: Caller,
  ): Promise<Map<string, Filled>> {
    const { form } = definition.content
    const filled = new Map<string, Filled>()
    type Row = { id: string; number: string; openedOn: string; state: string }
    for (const { id, number, openedOn, state: text } of await db.run<Row>(earlier, [party])) {
      const state = JSON.parse(text) as CaseState
      // 不得将投诉透露给被投诉的人（信访工作条例30(3)）: no officer learns from a form that there is a complaint.
      const hidden = actor.kind === 'officer' && state.complainedOf !== undefined
      if (hidden || primaryParty(state)?.party !== party) continue
      const details = await openDetails(db, keyring, { caseId: id, after: 0, steps: 20 })
      const said = ownReading(details, state, party).items.map(item => item.said)
      const before = (await definitions.byHash(state.hash)).definition.content.form
      const answers = Object.assign({}, state.facts, ...said) as Readonly<Record<string, unknown>>
      for (const [name, value] of Object.entries(answers)) {
        const field = Object.hasOwn(form, name) ? form[name] : undefined
        const fits = field?.at === undefined && field?.type === before[name]?.type && saidOfOneself(name)
        if (field && fits && !filled.has(name))
          filled.set(name, { value, from: { kind: 'case', number, on: openedOn } })
      }
    }
    return filled
  }

  /** The register goes before the party's own record, and that before what was said once. */
  async function filled(
    caller: Caller,
    party: string,
    compiled: CompiledItem,
    why: { readonly purpose: string; readonly ground: Ground },
  ): Promise<ReadonlyMap<string, Filled>> {
    const record = { ...common, ...why, actor: caller.actor }
    const own = await db.transaction(sql => parties.reveal(sql, party, reads.recorder({ ...record, source: 'party' })))
    const [cases, rows] = [await fromCases(compiled, party, caller), await fromRegisters(compiled, own)]
    const read = async (source: string, found: ReadonlyMap<string, Filled>): Promise<void> => {
      if (found.size === 0) return
      const fields = [...found.keys()]
      await db.transaction(sql => reads.recordRead(sql, { ...record, source, fields, subjects: [party] }))
    }
    await read('case.details', cases)
    // What a register says of oneself is no look of another's.
    if (caller.actor.kind === 'officer') await read('register', rows)
    return new Map([...cases, ...fromOwn(compiled, own), ...rows])
  }

  return {
    own: (caller: PartyCaller, compiled: CompiledItem): Promise<ReadonlyMap<string, Filled>> =>
      filled(caller, caller.actor.party, compiled, { purpose: ownData, ground: ownGround(caller) }),
    /** 窗口代填 For whoever has come to the counter (优化营商环境条例36); the party sees which office looked, and at what. */
    atCounter: (caller: OfficerCaller, party: string, compiled: CompiledItem): Promise<ReadonlyMap<string, Filled>> =>
      filled(caller, party, compiled, { purpose: caseHandling, ground: { kind: 'service', name: 'counter' } }),
  }
}
export type Prefill = ReturnType<typeof makePrefill>
