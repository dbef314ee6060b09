import { refusal } from '#kernel/refusal'

export const identifierMalformed = refusal('PARTY_IDENTIFIER_MALFORMED', 422, 'The identifier does not have its form')

/** 标识种类 Citizen number (GB 11643), unified social credit code (GB 32100), passport, phone, bank account. */
export type IdentifierScheme = 'citizen' | 'uscc' | 'passport' | 'phone' | 'bank-account'

interface Scheme {
  /** Whether one value is one party: registering the same value again finds the party instead of making another. */
  readonly identifies: boolean
  readonly form: RegExp
  readonly mask: (value: string) => string
}

const starred = (value: string, head: number, tail: number): string =>
  value.slice(0, head) + '*'.repeat(Math.max(0, value.length - head - tail)) + value.slice(value.length - tail)

/** What is known of each scheme. Check digits are the form's matter (`kernel/code`); here only the shape, so that tags meet. */
const schemes: Readonly<Record<IdentifierScheme, Scheme>> = {
  citizen: { identifies: true, form: /^\d{17}[\dX]$/, mask: value => starred(value, 4, 4) },
  uscc: { identifies: true, form: /^[0-9A-HJ-NP-RT-UW-Y]{18}$/, mask: value => value },
  passport: { identifies: true, form: /^[A-Z0-9]{5,20}$/, mask: value => starred(value, 2, 2) },
  phone: { identifies: false, form: /^\+?\d{5,15}$/, mask: value => starred(value, 3, 4) },
  'bank-account': { identifies: false, form: /^\d{8,30}$/, mask: value => starred(value, 0, 4) },
}

export const identifies = (scheme: IdentifierScheme): boolean => schemes[scheme].identifies

/** Full-width digits and letters, spaces and hyphens away, capitals: the one spelling that is encrypted and tagged. */
export function normalised(scheme: IdentifierScheme, value: string): string {
  const plain = value.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
  if (!schemes[scheme].form.test(plain)) throw identifierMalformed({ facts: { scheme } })
  return plain
}

/** 脱敏 `2101**********1234`, `138****1234`; a firm's code is public and stays as it is. */
export const maskedIdentifier = (scheme: IdentifierScheme, value: string): string => schemes[scheme].mask(value)

export type PartyKind = 'person' | 'household' | 'firm' | 'organ'

/** 脱敏姓名 张* for a person or household; the name of a firm or organ is public. */
export function maskedName(kind: PartyKind, name: string): string {
  if (kind === 'firm' || kind === 'organ') return name
  const [family = '', ...given] = name
  return family + '*'.repeat(Math.max(1, given.length))
}
