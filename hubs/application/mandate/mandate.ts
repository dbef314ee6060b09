import { granted, refused, type Verdict } from '#kernel/refusal'

/** 授权范围 What somebody may do in another's stead. Whoever may do anything in a case sees how it stands. */
export const mandateScopes = ['apply', 'pay', 'receive', 'see'] as const
export type MandateScope = (typeof mandateScopes)[number]

/**
 * `mandate` a person authorises another; `clerk` a firm, by its legal representative, authorises a clerk; `guardianship` by law, for a child or
 * an adult who cannot; `assistance` a village or community for somebody who cannot come; `representation` the legal representative of a firm.
 */
export const mandateKinds = ['mandate', 'clerk', 'guardianship', 'assistance', 'representation'] as const
export type MandateKind = (typeof mandateKinds)[number]

export const endings = ['revoked', 'renounced', 'court', 'document', 'replaced'] as const
export type MandateEnding = (typeof endings)[number]

/** 授权委托 On whose behalf somebody may act, in which items and ways, from a day to a day (民法典165). */
export interface Mandate {
  readonly id: string
  readonly kind: MandateKind
  readonly principal: string
  /** Null: offered by number and name, and not taken up yet. */
  readonly agent: string | null
  /** Null: every item. */
  readonly items: readonly string[] | null
  readonly scopes: readonly MandateScope[]
  /** First and last day; a guardianship of an adult has no last one. */
  readonly from: string
  readonly until: string | null
  /** ISO instants. */
  readonly givenAt: string
  readonly acceptedAt: string | null
  /** 法定代表人 By whom a firm authorised its clerk; of a representation the agent himself. */
  readonly representative: string | null
  /** The register says today that he is it; true where nobody is asked. */
  readonly represented: boolean
  /** 待核对 That an adult cannot act for himself was recorded by one officer alone so far. */
  readonly unconfirmed: boolean
  readonly endedOn: string | null
  readonly endedWhy: MandateEnding | null
}

/** What is asked of a mandate: `own` is what only the person himself does, or whoever stands for him by law. */
export interface MandateQuestion {
  readonly on: string
  readonly agent: string
  readonly principal: string
  readonly scope: MandateScope | 'own'
  /** Absent: not about one item. */
  readonly item?: string
}

/** 法定代理 Whoever stands for another by law does whatever that one could do himself (民法典23, 61). */
export const isStatutory = ({ kind }: Pick<Mandate, 'kind'>): boolean =>
  kind === 'guardianship' || kind === 'representation'

const civilCode = (...articles: string[]) => ({ law: '民法典', articles })

/** 效力 Whether the mandate holds on a day, and why not. */
export function standingOf(mandate: Mandate, on: string): Verdict {
  const { id, kind, from, until, acceptedAt, endedOn, endedWhy, represented, unconfirmed } = mandate
  const facts = { mandate: id }
  if (endedOn !== null)
    return refused({
      code: 'MANDATE_ENDED',
      text: `授权已于${endedOn}终止`,
      facts: { ...facts, on: endedOn, why: endedWhy },
      basis: civilCode('173'),
    })
  if (acceptedAt === null) return refused({ code: 'MANDATE_NOT_ACCEPTED', text: '受托人还没有接受授权', facts })
  if (unconfirmed)
    return refused({
      code: 'MANDATE_UNCONFIRMED',
      text: '监护登记还要由另一名工作人员核对法院的判决',
      facts,
      basis: civilCode('24'),
    })
  if (on < from) return refused({ code: 'MANDATE_NOT_BEGUN', text: `授权自${from}起有效`, facts: { ...facts, from } })
  if (until !== null && on > until)
    return kind === 'guardianship'
      ? refused({
          code: 'WARD_OF_AGE',
          text: '被监护人已经成年，由本人办理',
          facts: { ...facts, until },
          basis: civilCode('17', '39'),
        })
      : refused({
          code: 'MANDATE_EXPIRED',
          text: `授权已于${until}到期`,
          facts: { ...facts, until },
          basis: civilCode('173'),
        })
  if (!represented)
    return refused({
      code: 'REPRESENTATIVE_CHANGED',
      text: '企业的法定代表人已经变更，原来的授权要由新的法定代表人确认',
      facts,
      basis: civilCode('61'),
    })
  return granted
}

/** 代理范围 Whether a mandate that holds covers this way of acting, and this item. */
export function coverOf(mandate: Mandate, { scope, item }: Pick<MandateQuestion, 'scope' | 'item'>): Verdict {
  if (isStatutory(mandate)) return granted
  const facts = { mandate: mandate.id, items: mandate.items, scopes: mandate.scopes }
  if (item !== undefined && mandate.items !== null && !mandate.items.includes(item))
    return refused({
      code: 'MANDATE_OF_OTHER_ITEMS',
      text: '授权不包括这个事项',
      facts: { ...facts, item },
      basis: civilCode('162', '171'),
    })
  if (scope === 'own' || (scope !== 'see' && !mandate.scopes.includes(scope)))
    return refused({
      code: 'MANDATE_OF_OTHER_ACTS',
      text: '授权不包括这样办理，要由本人办理',
      facts: { ...facts, scope },
      basis: civilCode('162', '171'),
    })
  return granted
}

/**
 * 代理权限 The one question asked wherever somebody acts or looks in another's stead: is the mandate this person's, does it hold today, and
 * does it cover this item and this way of acting (民法典162, 171).
 */
export function mandateVerdict(mandate: Mandate | undefined, question: MandateQuestion): Verdict {
  const { on, agent, principal } = question
  if (!mandate || mandate.agent !== agent || mandate.principal !== principal)
    return refused({ code: 'MANDATE_UNKNOWN', text: '没有这份授权', basis: civilCode('171') })
  const standing = standingOf(mandate, on)
  return standing.granted ? coverOf(mandate, question) : standing
}

/** 监护终止 The last day before somebody is eighteen (民法典17). */
export const lastDayOfMinority = (birth: string): string =>
  Temporal.PlainDate.from(birth).add({ years: 18 }).subtract({ days: 1 }).toString()
