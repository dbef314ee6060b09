import { isProvince } from './province.ts'
import { acceptedCode, findings, type Parsed, refusedCode } from './scheme.ts'

export interface ProjectParts {
  readonly year: string
  /** Of codes since 2020 only. */
  readonly month: string | null
  readonly division: string
  readonly industry: string
  readonly projectType: string
  readonly sequence: string
}

/**
 * 年月 The first four digits are a year (2017-…) or, since 2020, year and month (2601-… is January 2026). They never meet: no
 * year of the platform, which began in 2015, ends in a month.
 */
function momentOf(digits: string): Pick<ProjectParts, 'year' | 'month'> | undefined {
  const [head, month] = [digits.slice(0, 2), digits.slice(2)]
  if (Number(head) >= 20 && Number(month) >= 1 && Number(month) <= 12) return { year: `20${head}`, month }
  return head === '20' && Number(month) >= 13 ? { year: digits, month: null } : undefined
}

/**
 * 投资项目代码 `2601-210102-04-01-123456`, 24 characters, as issued by the national online approval platform for investment
 * projects. Pattern only: it has no check digit, and only the platform knows which codes exist.
 */
export function parseProject(value: string): Parsed<ProjectParts> {
  const found = findings()
  const match = /^(\d{4})-(\d{6})-(\d{2})-(\d{2})-(\d{6})$/.exec(value)
  if (!match) {
    found.expect(false, 'shape', '投资项目代码应为 年月或年(4)-区划(6)-行业(2)-类型(2)-序号(6),共 24 位')
    return refusedCode('project', found.problems)
  }
  const [, begun, division, industry, projectType, sequence] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  const moment = momentOf(begun)
  found.expect(moment !== undefined, 'year', `“${begun}”既不是年月(如 2601)也不是年份(如 2017)`)
  const central = /^0000/.test(division)
  found.expect(central || isProvince(division.slice(0, 2)), 'division', `区划“${division}”的前两位不是省级代码`)
  if (found.problems.length > 0 || moment === undefined) return refusedCode('project', found.problems)
  return acceptedCode('project', value, { ...moment, division, industry, projectType, sequence })
}
