import { provinces } from './province.ts'
import { acceptedCode, type CodeContext, findings, type Parsed, refusedCode } from './scheme.ts'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const

export interface CitizenParts {
  readonly division: string
  readonly province: string
  readonly birth: string
  readonly sequence: string
  readonly sex: '男' | '女'
  readonly check: string
}

/** GB 11643, MOD 11-2. */
export function citizenCheck(body: string): string {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(body[index]), 0)
  return '10X98765432'[sum % 11]!
}

/** What people type: full-width digits, spaces around and within, a small x. */
export const normaliseCitizen = (value: string): string =>
  value
    .replace(/[\uff01-\uff5e]/g, character => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u3000]+/g, '')
    .replace(/x$/, 'X')

/** The residence permits of people from Hong Kong, Macao and Taiwan use 81, 82 and 83. */
const provinceOf = (division: string): string | null =>
  division.startsWith('83') ? '台湾居民居住证' : (provinces[division.slice(0, 2)] ?? null)

function birthOf(value: string): Temporal.PlainDate | null {
  const [year, month, day] = [value.slice(6, 10), value.slice(10, 12), value.slice(12, 14)].map(Number)
  try {
    return Temporal.PlainDate.from({ year: year!, month: month!, day: day! }, { overflow: 'reject' })
  } catch {
    return null
  }
}

/** 公民身份号码 GB 11643-1999: 18 digits, the last may be X. The problems never repeat the number. */
export function parseCitizen(raw: string, { today }: Pick<CodeContext, 'today'>): Parsed<CitizenParts> {
  const value = normaliseCitizen(raw)
  const found = findings()
  const refuse = () => refusedCode<CitizenParts>('citizen', found.problems)
  if (/^\d{15}$/.test(value)) {
    found.expect(false, 'length', '15 位身份证号码已停用,应为 18 位')
    return refuse()
  }
  if (!found.expect(value.length === 18, 'length', `公民身份号码应为 18 位,现为 ${value.length} 位`)) return refuse()
  if (!found.expect(/^\d{17}[\dX]$/.test(value), 'alphabet', '公民身份号码前 17 位是数字,末位是数字或 X'))
    return refuse()
  const division = value.slice(0, 6)
  const province = provinceOf(division)
  found.expect(province !== null, 'division', '前 6 位不是行政区划代码')
  const birth = birthOf(value)
  if (found.expect(birth !== null, 'birth', '第 7–14 位不是真实存在的日期') && birth) {
    found.expect(Temporal.PlainDate.compare(birth, today) <= 0, 'birth-future', '出生日期在今天之后')
    found.expect(birth.year >= today.year - 150, 'birth-past', '出生日期早于 150 年前')
  }
  found.expect(citizenCheck(value) === value[17], 'check', '校验码不符')
  if (found.problems.length > 0 || !birth || province === null) return refuse()
  return acceptedCode('citizen', value, {
    division,
    province,
    birth: birth.toString(),
    sequence: value.slice(14, 17),
    sex: Number(value[16]) % 2 === 1 ? '男' : '女',
    check: value[17]!,
  })
}

/** Makes a number with a sound check digit, for synthetic persons. */
export function composeCitizen(division: string, birth: string, sequence: string): string {
  const body = `${division}${birth.replaceAll('-', '')}${sequence}`
  return `${body}${citizenCheck(body)}`
}
