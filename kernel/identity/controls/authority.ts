import { type Basis, granted, type Reason, refused, type Verdict } from '#kernel/refusal'
import { type Actor, type IsoDate, partsOfPost } from '../actor.ts'
import type { Directory } from '../directory.ts'

export interface AuthorityQuestion {
  readonly directory: Directory
  readonly actor: Actor
  /** Post codes that may do this, as the item's setting 4 maps the stage's role: `['review']`; `*` where it names an organ (`organ/collecting-bank`). */
  readonly posts: readonly string[] | '*'
  /** Organs whose power it is: the implementation's organ, and the superior where separation is impossible. */
  readonly organs: readonly string[]
  /** The item's code, for delegations. */
  readonly item: string
  /** Whether the item lets this power be exercised through a delegation. */
  readonly delegable: boolean
  readonly on: IsoDate
  /** 职权法定 The provision that gives this power to whoever has it: the asker knows which, offices do not. */
  readonly basis?: Basis
}

/**
 * 权限管控 May this officer do this, here, today? Active, appointed to (or delegated) one of the posts the item names, in the
 * organ whose power it is, and none of the three administrators. Parties and the program itself never hold a post.
 */
export function authorityVerdict(question: AuthorityQuestion): Verdict {
  const { directory, actor, posts, organs, item, delegable, on } = question
  const no = (code: string, text: string, facts: Reason['facts'] = {}) =>
    refused({ code, text, ...(question.basis && { basis: question.basis }), facts: { on, ...facts } })

  if (actor.kind !== 'officer') return no('AUTHORITY_NOT_AN_OFFICER', '须由有职权的工作人员办理', { actor: actor.kind })
  const { organ, code } = partsOfPost(actor.post)
  if (posts !== '*' && !posts.includes(code))
    return no('AUTHORITY_WRONG_POST', '本岗位无此项职权', { post: code, needs: posts })
  if (actor.organ !== organ || !organs.includes(organ))
    return no('AUTHORITY_OTHER_ORGAN', '不属于本机关职权', { organ, needs: organs })
  if (directory.administratorKind(actor.person, on) !== undefined)
    return no('AUTHORITY_ADMINISTRATOR', '管理员不得办理案件', { post: actor.post })

  if (actor.onBehalfOf === undefined)
    return directory.mayAct({ person: actor.person, post: actor.post, on })
      ? granted
      : no('AUTHORITY_NOT_IN_POST', '当日不在此岗位任职', { post: actor.post })

  if (!delegable) return no('AUTHORITY_NOT_DELEGABLE', '本事项不得委托他人行使', { item })
  const delegation = directory.delegationFor(actor.person, actor.post, item, on)
  return delegation && delegation.fromPerson === actor.onBehalfOf
    ? granted
    : no('AUTHORITY_NO_DELEGATION', '没有在期限内的委托', { item, post: actor.post })
}
