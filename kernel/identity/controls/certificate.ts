import { type Basis, granted, type Reason, refused, type Verdict } from '#kernel/refusal'
import type { IsoDate } from '../actor.ts'
import type { Directory } from '../directory.ts'

export interface CertificateQuestion {
  readonly directory: Directory
  /** Persons who carry out this act together. */
  readonly officers: readonly string[]
  /** The certificate the item asks for (setting 4, `certificate`), e.g. `law-enforcement`. */
  readonly kind: string
  /** How many officers must act together; 1 where the law says so (处罚法42: two, unless a law provides otherwise). */
  readonly min: number
  readonly on: IsoDate
  /** The provision that asks for certificates and numbers (行政处罚法42 for penalties). */
  readonly basis?: Basis
}

/** 执法资格 Enough officers, and each of them with a certificate in force that day. */
export function certificateVerdict({ directory, officers, kind, min, on, basis }: CertificateQuestion): Verdict {
  const ground = basis ? { basis } : {}
  const persons = [...new Set(officers)]
  const reasons: Reason[] = []
  if (persons.length < min)
    reasons.push({
      code: 'CERTIFICATE_TOO_FEW_OFFICERS',
      text: `执法人员不得少于${min}人`,
      ...ground,
      facts: { officers: persons.length, min, on },
    })
  for (const person of persons) {
    if (directory.certificateOf(person, kind, on)) continue
    const held = directory.certificatesOf(person, kind)
    const revoked = held.some(row => row.revokedOn !== null && row.revokedOn <= on)
    const code = held.length === 0 ? 'CERTIFICATE_NONE' : revoked ? 'CERTIFICATE_REVOKED' : 'CERTIFICATE_NOT_IN_FORCE'
    reasons.push({ code, text: '没有有效的执法资格', ...ground, facts: { officer: person, kind, on } })
  }
  return reasons.length > 0 ? refused(...reasons) : granted
}
