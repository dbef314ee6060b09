import { isProvince } from './province.ts'
import { acceptedCode, type Findings, findings, type Parsed, refusedCode } from './scheme.ts'
import { checkUscc, isOrganisationCode } from './uscc.ts'

/** The letters Sichuan uses for the kind of power, where the published items agree on them. */
const kinds: Readonly<Record<string, string>> = {
  A: '行政许可',
  E: '行政裁决',
  F: '行政确认',
  G: '行政给付',
  H: '行政奖励',
  Z: '其他行政权力',
}

export interface LocalParts {
  /** The item's own code within the province's list. */
  readonly catalogue: string
  readonly kindLetter: string | null
  readonly kindName: string | null
  /** 12 digits, absent from the short form. */
  readonly division: string | null
  readonly organ: string
  readonly organScheme: 'uscc' | 'organisation'
  readonly suffix: string | null
}

/** `511A0138000000` `511A33038003` `51201200200013` · `G-000007-001` `A-005818-5818` · `1J-5100-00027` */
const catalogue = String.raw`(?:\d{3}[A-Z](?:\d{8}|\d{10})|51\d(?:\d{9}|\d{11})|[A-Z]-\d{6}-\d{3,4}|\d[A-Z]-\d{4}-\d{5})`
const long = new RegExp(`^(${catalogue})-(\\d{12})-(\\d{3})-(.+)-(\\d-\\d{2})$`)
const short = new RegExp(`^(${catalogue})-([^-]+)$`)

function checkOrgan(organ: string, found: Findings): LocalParts['organScheme'] {
  if (/^[0-9A-Z]{8}-?[0-9A-Z]$/.test(organ) && organ.length < 11) {
    found.expect(isOrganisationCode(organ), 'organisation-check', `实施主体“${organ}”不符合组织机构代码校验(GB 11714)`)
    return 'organisation'
  }
  if (new Set(organ).size === 1) found.expect(false, 'dummy', `实施主体“${organ}”是占位代码`)
  else checkUscc(organ, found, '实施主体代码')
  return 'uscc'
}

/**
 * 四川地方事项编码 Local item codes as published in Sichuan: `catalogue-division(12)-000-organ-1-00`, or `catalogue-organ`.
 * The organ is a USCC, or in old entries an organisation code.
 */
export function parseLocal(value: string): Parsed<LocalParts> {
  const found = findings()
  const match = long.exec(value) ?? short.exec(value)
  if (!match) {
    found.expect(false, 'shape', '不是已知的地方编码:事项码-区划(12位)-000-实施主体-1-00,或 事项码-实施主体')
    return refusedCode('local', found.problems)
  }
  const whole = match.length > 3
  const [catalogueCode, organ] = [match[1]!, whole ? match[4]! : match[2]!]
  const division = whole ? match[2]! : null
  if (division) found.expect(isProvince(division.slice(0, 2)), 'division', `区划“${division}”的前两位不是省级代码`)
  const organScheme = checkOrgan(organ, found)
  if (found.problems.length > 0) return refusedCode('local', found.problems)
  const kindLetter = /[A-Z]/.exec(catalogueCode)?.[0] ?? null
  const certain = kindLetter !== null && (/^511/.test(catalogueCode) || /^[E-Z]-/.test(catalogueCode))
  return acceptedCode('local', value, {
    catalogue: catalogueCode,
    kindLetter,
    kindName: certain ? (kinds[kindLetter] ?? null) : null,
    division,
    organ,
    organScheme,
    suffix: whole ? match[5]! : null,
  })
}
