import type { Clock } from '#kernel/clock'
import type { Actor, AdministratorKind, Identity } from '#kernel/identity'
import type { Parties } from '#kernel/party'
import { type Basis, refusal } from '#kernel/refusal'
import type { Db, Sql } from '#kernel/storage'

export const deedUnsigned = refusal(
  'DEED_UNSIGNED',
  403,
  'The security and the audit administrator, two persons, do this together',
)

/** 删除事由 Why a person is forgotten: the five cases of 个人信息保护法 47(1). A code, because a text would name people. */
export const erasureReasons = ['purpose-achieved', 'service-ended', 'withdrawn', 'unlawful', 'other-law'] as const
/** 合并事由 How it was seen that two records are one party. */
export const mergeReasons = ['same-identifier', 'document-checked', 'court-order'] as const

/** Personnel numbers of both, and why. */
export interface Signed<Reason extends string> {
  readonly security: string
  readonly audit: string
  readonly reason: Reason
}

export interface PartyDeedsNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly identity: Pick<Identity, 'directory' | 'prove'>
  readonly parties: Pick<Parties, 'erase' | 'merge'>
}

/** 两员共办 What is done to a party's record by hand: two administrators together, with a line in the journal and a leaf. */
export function makePartyDeeds({ db, clock, identity, parties }: PartyDeedsNeeds) {
  async function signedBy(sql: Sql, { security, audit }: Signed<string>): Promise<{ by: Actor; beside: string }> {
    const directory = await identity.directory(sql)
    const holder = (number: string, kind: AdministratorKind): string => {
      const person = directory.personByNumber(number)?.id
      if (person === undefined || !directory.isAdministrator(person, kind, clock.today().toString()))
        throw deedUnsigned({ facts: { needs: kind } })
      return person
    }
    const [person, beside] = [holder(security, 'security'), holder(audit, 'audit')]
    return { by: { kind: 'officer', person, post: 'administration/security', organ: 'administration' }, beside }
  }

  return {
    /** 删除 @throws ERASURE_HELD while a case is open, with the reason. */
    erase: (party: string, signed: Signed<(typeof erasureReasons)[number]>) =>
      db.transaction(async sql => {
        const { by, beside } = await signedBy(sql, signed)
        const { reason } = signed
        const basis: Basis = { law: '个人信息保护法', articles: [`47(1)(${erasureReasons.indexOf(reason) + 1})`] }
        await identity.prove(sql, by, 'party-erased', { party, beside, reason })
        // Last, because the list outside the database is written by it and before the commit.
        return parties.erase(sql, party, basis, by)
      }),

    /** 合并 Two records are one party; no key is rewritten, and a wrong merge can be split. */
    merge: (from: string, into: string, signed: Signed<(typeof mergeReasons)[number]>) =>
      db.transaction(async sql => {
        const { by, beside } = await signedBy(sql, signed)
        const basis: Basis = { law: '个人信息保护法', articles: ['8'] }
        await identity.prove(sql, by, 'party-merged', { from, into, beside, reason: signed.reason })
        await parties.merge(sql, { from, into, by, basis })
      }),
  }
}
