import { Refusal } from '#kernel/refusal'
import type { Hand } from '../hand.ts'
import type { CasePlan } from '../plan.ts'
import type { Account, Officer, World } from '../world.ts'
import { nobodyHolds } from './given.schema.ts'

/** 某岗 Whoever holds the post, in the first of the offices that has it. @throws GIVEN_WRONG_UNREADABLE where none has. */
export function holderIn(code: string, offices: readonly { post(code: string): Officer }[]): Officer {
  for (const office of offices)
    try {
      return office.post(code)
    } catch (fault) {
      if (!(fault instanceof RangeError)) throw fault
    }
  throw nobodyHolds(code)
}

/** 当事人 Whom a case is about: whoever applies himself, or the subject that an officer names. */
export function partyOf(
  opener: Hand,
  parties: readonly { readonly role: string; readonly party: string }[],
): Account | undefined {
  if (opener.kind === 'party') return opener
  const named = parties.find(({ role }) => role === 'subject') ?? parties[0]
  return named && { kind: 'party', party: named.party, account: `sim-${named.party}` }
}

/** An organ of which nothing but this one officer is known. */
const onlyOf = (officer: Officer) => ({
  organ: officer.post.split('/')[0]!,
  post(code: string): Officer {
    if (officer.post.split('/')[1] !== code) throw new RangeError(`nobody holds ${code} of ${this.organ}`)
    return officer
  },
})

/** The same post of another organ; where no other has it, a head of another one. */
function sameElsewhere(code: string, elsewhere: readonly { post(code: string): Officer }[]): Officer {
  try {
    return holderIn(code, elsewhere)
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault
    return holderIn('bureau-head', elsewhere)
  }
}

export interface GivenScene {
  /** Who would rightly act. */
  readonly rightful: Hand
  readonly plan: Pick<CasePlan, 'office' | 'otherOffice' | 'firm'>
  readonly world: Pick<World, 'administrator' | 'bureaus' | 'collector' | 'firms'>
  readonly account: (firm: CasePlan['firm']) => Promise<Account>
  /** Whom the case is about, once it is opened. */
  readonly ownParty: Account | undefined
}

/** 谁来犯 Who does a given wrong, by the name that the line gives. */
export async function actorOf(name: string, { rightful, plan, world, account, ownParty }: GivenScene): Promise<Hand> {
  const { office, otherOffice, firm } = plan
  const { bureaus, collector, administrator } = world
  const others = [otherOffice, ...bureaus]
  const bank = onlyOf(collector)
  if (name === 'party') return ownParty ?? account(firm)
  if (name === 'stranger') return account(world.firms.find(({ uscc }) => uscc !== firm.uscc) ?? firm)
  if (name === 'administrator') return { ...administrator, post: holderIn('bureau-head', [office, ...others]).post }
  if (name === 'other-organ' && rightful.kind === 'officer') {
    const [own, code] = rightful.post.split('/') as [string, string]
    const elsewhere = [...others, bank].filter(({ organ }) => organ !== own && organ !== office.organ)
    return sameElsewhere(code, elsewhere)
  }
  return name.startsWith('post/') ? holderIn(name.slice(5), [office, ...others, bank]) : rightful
}
