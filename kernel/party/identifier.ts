import { maskIdentifier, maskName, parseCitizen, parseUscc } from '#kernel/code'
import { refusal } from '#kernel/refusal'

export const identifierMalformed = refusal('PARTY_IDENTIFIER_MALFORMED', 422, 'The identifier does not have its form')
export const identifierFalse = refusal(
  'PARTY_IDENTIFIER_FALSE',
  422,
  'The identifier cannot be: its digits do not agree',
)

/** 标识种类 Citizen number (GB 11643), unified social credit code (GB 32100), passport, phone, bank account. */
export type IdentifierScheme = 'citizen' | 'uscc' | 'passport' | 'phone' | 'bank-account'

interface Scheme {
  /** Whether one value is one party: registering the same value again finds the party instead of making another. */
  readonly identifies: boolean
  readonly form: RegExp
  readonly mask: (value: string) => string
}

/** What is known of each scheme. Only the shape, so that tags meet. */
const schemes: Readonly<Record<IdentifierScheme, Scheme>> = {
  citizen: { identifies: true, form: /^\d{17}[\dX]$/, mask: maskIdentifier },
  uscc: { identifies: true, form: /^[0-9A-HJ-NP-RT-UW-Y]{18}$/, mask: value => value },
  passport: { identifies: true, form: /^[A-Z0-9]{5,20}$/, mask: maskIdentifier },
  phone: { identifies: false, form: /^\+?\d{5,15}$/, mask: maskIdentifier },
  'bank-account': { identifies: false, form: /^\d{8,30}$/, mask: maskIdentifier },
}

export const identifies = (scheme: IdentifierScheme): boolean => schemes[scheme].identifies

/** Full-width digits and letters, spaces and hyphens away, capitals: the one spelling that is encrypted and tagged. */
export function normalised(scheme: IdentifierScheme, value: string): string {
  const plain = value.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
  if (!schemes[scheme].form.test(plain)) throw identifierMalformed({ facts: { scheme } })
  return plain
}

/** 护照、通行证 By its form which number of a person it is: a citizen's, or that of a passport or pass, which has letters or ten digits at most. */
export const personScheme = (value: string): 'citizen' | 'passport' =>
  /^\d{11,}X?$/.test(value.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()) ? 'citizen' : 'passport'

/** 校验 Whoever takes a number from outside asks this first: a citizen number or credit code whose own digits contradict it is nobody's. */
export function mustAgree(scheme: IdentifierScheme, value: string, today: Temporal.PlainDate): void {
  const plain = normalised(scheme, value)
  const parsed =
    scheme === 'citizen' ? parseCitizen(plain, { today }) : scheme === 'uscc' ? parseUscc(plain) : { ok: true as const }
  if (parsed.ok) return
  throw identifierFalse({
    facts: { scheme, problems: parsed.problems.map(({ code }) => code) },
    remedy: 'Compare the number with the document it was taken from.',
  })
}

/** 脱敏 `2101**********1234`, `138****1234`; a firm's code is public and stays as it is. */
export const maskedIdentifier = (scheme: IdentifierScheme, value: string): string => schemes[scheme].mask(value)

export type PartyKind = 'person' | 'household' | 'firm' | 'organ'

/** 脱敏姓名 张* for a person or household; the name of a firm or organ is public. */
export const maskedName = (kind: PartyKind, name: string): string =>
  kind === 'firm' || kind === 'organ' ? name : maskName(name)
