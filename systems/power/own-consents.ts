import { type Caller, partiesOnly } from '#hubs/application/access'
import { asksEachMember, type CaseState, caseNotFound, memberOf, withoutConsent } from '#kernel/case'
import type { CompiledItem, Provision, Text } from '#kernel/definition'
import { statement } from '#kernel/storage'
import { findCase } from './access.ts'
import { ownData } from './details.routes.ts'
import type { RouteNeeds } from './routes.ts'

const consentsOf = statement(
  'power.ownConsents',
  `select distinct c.id, c.number, c.item_hash as "itemHash", c.state from kernel.case_parties p join kernel.cases c on c.id = p.case_id
   where p.party = $1 and p.role in ('subject', 'member') and ((c.state::json -> 'consents') is not null or c.status = 'open')
   order by c.id desc limit 100`,
)

/** 查什么 One question to a register that is put only with the consent. */
export interface LookedInto {
  readonly register: Text
  readonly what: Text
  readonly basis: Provision | null
}

/** 我的同意 What a member of a household is asked in a case, or has said: whether its means may be looked into. */
export interface OwnConsent {
  readonly number: string
  readonly name: Text
  readonly organ: string
  /** 第几名成员 The applicant is the first. */
  readonly member: number
  /** Who applies, masked; null: oneself. */
  readonly applicant: string | null
  readonly looked: readonly LookedInto[]
  /** The case goes on: it can be given, refused and taken back. */
  readonly open: boolean
  /** Null: nothing has been said yet. */
  readonly given: boolean | null
  /** Of how many members it is there; null while nobody knows how many there are. */
  readonly there: { readonly given: number; readonly of: number } | null
}

export type OwnConsentsNeeds = Pick<
  RouteNeeds,
  'db' | 'clock' | 'cases' | 'definitions' | 'directory' | 'registers' | 'parties' | 'reads'
>

const isOpen = ({ status, outcome }: CaseState): boolean => status === 'open' && outcome === undefined

/** How many of the household have consented, as far as the number of members is known. */
function thereOf(compiled: CompiledItem, state: CaseState): OwnConsent['there'] {
  const missing = withoutConsent(compiled, state, state.facts)
  if (missing === undefined) return null
  const given = Object.values(state.consents ?? {}).filter(one => one).length
  return { given, of: given + missing.length }
}

/** 我的同意 Consents are acts of a case: asked and given there, taken back there, at any moment (个人信息保护法13、15，社会救助法40). */
export function makeOwnConsents({
  db,
  clock,
  cases,
  definitions,
  directory,
  registers,
  parties,
  reads,
}: OwnConsentsNeeds) {
  /** The questions of the item that wait for the consent, by the register each is put to. */
  const lookedInto = ({ definition }: CompiledItem): readonly LookedInto[] =>
    definition.comparison
      .filter(one => one.consent === true)
      .map(({ ask, basis }) => {
        const [register = '', question = ''] = ask.split('.')
        const declared = registers.declarations.get(register)
        const answer = declared?.questions?.[question]?.answer ?? question
        return {
          register: (declared?.name ?? register) as Text,
          what: (declared?.fields[answer]?.label ?? answer) as Text,
          basis: basis ?? null,
        }
      })

  /** 谁在申请 By their masked names; they are shown that he looked. */
  async function applicantsOf({ actor }: Caller, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map()
    const ground = { kind: 'service', name: 'consent' } as const
    const common = { purpose: ownData, grants: [], source: 'party', disclosure: { kind: 'at-once' } } as const
    const record = reads.recorder({ ...common, actor, ground })
    const found = await db.transaction(sql => parties.masked(sql, [...new Set(ids)], record))
    return new Map([...found].map(([id, { name }]) => [id, name ?? '']))
  }

  return {
    async list(caller: Caller): Promise<readonly OwnConsent[]> {
      const { actor } = caller
      if (actor.kind !== 'party') throw partiesOnly()
      type Row = { number: string; itemHash: string; state: string }
      const rows = await db.run<Row>(consentsOf, [actor.party])
      const offices = await directory()
      const today = clock.today().toString()
      const found = await Promise.all(
        rows.map(async ({ number, itemHash, state: text }) => {
          const state = JSON.parse(text) as CaseState
          const compiled = await definitions.byHash(itemHash)
          const member = memberOf(state, actor.party)
          if (!asksEachMember(compiled) || member === undefined) return []
          const given = state.consents?.[member] ?? null
          const open = isOpen(state)
          if (given === null && !open) return []
          const applies = state.parties.find(({ role }) => role === 'subject')?.party
          const organ = offices.organ(state.organ, today)?.name ?? state.organ
          const { name } = compiled.definition.content
          const looked = lookedInto(compiled)
          return [
            {
              ...{ number, name, organ, member, looked, open, given, there: thereOf(compiled, state) },
              applicant: applies === actor.party ? null : (applies ?? null),
            },
          ]
        }),
      )
      const shown = found.flat()
      const names = await applicantsOf(
        caller,
        shown.flatMap(({ applicant }) => applicant ?? []),
      )
      return shown.map(one => ({ ...one, applicant: one.applicant && (names.get(one.applicant) ?? '') }))
    },

    /**
     * 同意、不同意、撤回 For oneself and nobody else. What was looked into before stays lawful; nothing more is. @throws CASE_NOT_FOUND, for
     * a case in which one is asked for nothing and for none alike
     */
    async answer(caller: Caller, key: string, number: string, gives: boolean): Promise<void> {
      const { actor } = caller
      const row = await findCase(db, number)
      const member = row && actor.kind === 'party' ? memberOf(row.state, actor.party) : undefined
      if (!row || member === undefined || !asksEachMember(await cases.definitionOf(row.id))) throw caseNotFound()
      await cases.act({ caseId: row.id, verb: 'giveConsent', body: { member, gives }, actor, commandId: key })
    },
  }
}
