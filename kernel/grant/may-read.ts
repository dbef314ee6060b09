import { type Actor, type Directory, partsOfPost } from '#kernel/identity'
import { type Basis, granted, type Reason, refused, type Verdict } from '#kernel/refusal'
import type { Grant, GrantTable, Ground, ReadQuestion } from './grant.ts'

/** 法定权限 State organs read within their powers and no further than the duty needs (个人信息保护法34); one purpose, least fields (6). */
const powers: Basis = { law: '个人信息保护法', articles: ['34'] }
const purposeBound: Basis = { law: '个人信息保护法', articles: ['6'] }

export interface Reader {
  readonly grants: GrantTable
  readonly directory: Directory
  /** The legal date of the question. */
  readonly on: string
}

function holds(grant: Grant, actor: Actor, ground: Ground): boolean {
  if (actor.kind === 'system') return grant.holderKind === 'system' && grant.holder === actor.name
  if (actor.kind !== 'officer') return false
  switch (grant.holderKind) {
    case 'person':
      return grant.holder === actor.person
    case 'post':
      return grant.holder === actor.post
    case 'organ':
      return grant.holder === actor.organ
    case 'post-code':
      return (
        grant.holder === partsOfPost(actor.post).code && (ground.kind !== 'case' || ground.organs.includes(actor.organ))
      )
    case 'system':
      return false
  }
}

function stands(grant: Grant, ground: Ground): boolean {
  if (grant.ground !== ground.kind) return false
  switch (ground.kind) {
    case 'case':
      return (
        (grant.caseId === null || grant.caseId === ground.case) &&
        (grant.groundName === null || grant.groundName === ground.item)
      )
    case 'service':
      return grant.groundName === ground.name
    case 'emergency':
      return grant.groundName === ground.declaration
    default:
      return false
  }
}

const inForce = (grant: Grant, at: Temporal.Instant): boolean =>
  grant.revokedAt === null &&
  Temporal.Instant.compare(grant.from, at) <= 0 &&
  (grant.to === null || Temporal.Instant.compare(at, grant.to) < 0)

const covers = (grant: Grant, field: string): boolean => grant.fields.includes('*') || grant.fields.includes(field)

/**
 * 可否查阅 May this actor read these fields, for this purpose, on this ground, now? All fields or none. `grants` names the grants
 * that carried it, for the read record; it is empty when the answer is no, and when a person reads his own data.
 */
export function readingOf(
  reader: Reader,
  question: ReadQuestion,
): { readonly verdict: Verdict; readonly grants: readonly string[] } {
  const { actor, purpose, ground, source, fields, at } = question
  const no = (code: string, text: string, basis: Basis, facts: Reason['facts'] = {}) => ({
    verdict: refused({ code, text, basis, facts: { purpose, source, ...facts } }),
    grants: [],
  })
  if (purpose === '') return no('READ_NO_PURPOSE', '查阅个人信息须有明确目的', purposeBound)
  if (fields.length === 0) return no('READ_NO_FIELDS', '查阅个人信息须写明字段', purposeBound)
  if (actor.kind === 'party') {
    const own = ground.kind === 'own' && question.subjects?.length === 1 && question.subjects[0] === actor.party
    return own
      ? { verdict: granted, grants: [] }
      : no('READ_NOT_YOUR_DATA', '只能查阅本人信息', { law: '个人信息保护法', articles: ['45'] })
  }
  if (actor.kind === 'officer') {
    const administrator = reader.directory.administratorKind(actor.person, reader.on)
    if (administrator !== undefined)
      return no('READ_BY_ADMINISTRATOR', '管理员不得查阅案件信息', powers, { administrator })
    const acting =
      reader.directory.mayAct({ person: actor.person, post: actor.post, on: reader.on }) !== undefined ||
      // Who acts in another's stead reads what that one's post may read, for that item only.
      (actor.onBehalfOf !== undefined &&
        ground.kind === 'case' &&
        reader.directory.delegationFor(actor.person, actor.post, ground.item, reader.on)?.fromPerson ===
          actor.onBehalfOf)
    if (!acting) return no('READ_NOT_IN_POST', '当日不在此岗位任职', powers, { post: actor.post })
  }
  if (ground.kind === 'case' && !ground.open)
    return no('READ_CASE_CLOSED', '办件已办结,不得再查阅', purposeBound, { item: ground.item })

  const mine = (reader.grants.byPurpose.get(purpose) ?? []).filter(
    grant => grant.source === source && stands(grant, ground) && holds(grant, actor, ground),
  )
  const live = mine.filter(grant => inForce(grant, at))
  if (live.length === 0)
    return mine.length > 0
      ? no('READ_GRANT_EXPIRED', '授权已到期或收回', powers)
      : no('READ_NO_GRANT', '没有查阅授权', powers)
  const outside = fields.filter(field => !live.some(grant => covers(grant, field)))
  if (outside.length > 0) return no('READ_FIELD_OUTSIDE_GRANT', '超出授权的字段', purposeBound, { fields: outside })
  return {
    verdict: granted,
    grants: live.filter(grant => fields.some(field => covers(grant, field))).map(grant => grant.id),
  }
}

/** 查阅管控 The verdict alone. */
export const mayRead = (reader: Reader, question: ReadQuestion): Verdict => readingOf(reader, question).verdict
