import type { Caller } from '#hubs/application/access'
import { partiesOnly } from '#hubs/application/access'
import { type CaseState, caseNotFound } from '#kernel/case'
import type { Text } from '#kernel/definition'
import { statement } from '#kernel/storage'
import { readableCase } from './access.ts'
import type { RouteNeeds } from './routes.ts'

const consentsOf = statement(
  'power.ownConsents',
  `select c.number, c.item_hash as "itemHash", c.state from kernel.case_parties p join kernel.cases c on c.id = p.case_id
   where p.party = $1 and p.role = 'subject' and (c.state::json -> 'consents') is not null order by c.id desc limit 100`,
)

/** The applicant stands first among the members of the household (社会救助法40). */
const applicant = 1

/** 我的同意 What a party agreed to in a case: that its means are looked into. */
export interface OwnConsent {
  readonly number: string
  readonly name: Text
  readonly organ: string
  /** The case goes on: it can be taken back. */
  readonly open: boolean
  readonly given: boolean
}

export type OwnConsentsNeeds = Pick<RouteNeeds, 'db' | 'clock' | 'cases' | 'definitions' | 'directory'>

/** 我的同意 Consents are acts of a case: given there, taken back there, at any moment (个人信息保护法15). */
export function makeOwnConsents({ db, clock, cases, definitions, directory }: OwnConsentsNeeds) {
  return {
    async list({ actor }: Caller): Promise<readonly OwnConsent[]> {
      if (actor.kind !== 'party') throw partiesOnly()
      const rows = await db.run<{ number: string; itemHash: string; state: string }>(consentsOf, [actor.party])
      const offices = await directory()
      const today = clock.today().toString()
      const shown = await Promise.all(
        rows.map(async ({ number, itemHash, state: text }) => {
          const state = JSON.parse(text) as CaseState
          const given = state.consents?.[applicant]
          if (given === undefined) return []
          const { name } = (await definitions.byHash(itemHash)).definition.content
          const organ = offices.organ(state.organ, today)?.name ?? state.organ
          return [{ number, name, organ, open: state.status === 'open' && state.outcome === undefined, given }]
        }),
      )
      return shown.flat()
    },

    /** 撤回同意 What was looked into before stays lawful; nothing more is. @throws CASE_NOT_FOUND */
    async takeBack(caller: Caller, key: string, number: string): Promise<void> {
      const { id, state } = await readableCase(db, caller, number)
      if (state.consents?.[applicant] === undefined) throw caseNotFound()
      const body = { member: applicant, gives: false }
      await cases.act({ caseId: id, verb: 'giveConsent', body, actor: caller.actor, commandId: key })
    },
  }
}
