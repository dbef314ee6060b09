import { isProvince } from './province.ts'
import { acceptedCode, findings, type Parsed, refusedCode } from './scheme.ts'

export interface ProjectParts {
  readonly year: string
  readonly division: string
  readonly industry: string
  readonly projectType: string
  readonly sequence: string
}

/**
 * 投资项目代码 `2020-210102-48-01-000001`, 24 characters, as issued by the national online approval platform for investment
 * projects. Pattern only: it has no check digit, and only the platform knows which codes exist.
 */
export function parseProject(value: string): Parsed<ProjectParts> {
  const found = findings()
  const match = /^(\d{4})-(\d{6})-(\d{2})-(\d{2})-(\d{6})$/.exec(value)
  if (!match) {
    found.expect(false, 'shape', '投资项目代码应为 年(4)-区划(6)-行业(2)-类型(2)-序号(6),共 24 位')
    return refusedCode('project', found.problems)
  }
  const [, year, division, industry, projectType, sequence] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  found.expect(Number(year) >= 2000 && Number(year) <= 2099, 'year', `年份“${year}”不可信`)
  const central = /^0000/.test(division)
  found.expect(central || isProvince(division.slice(0, 2)), 'division', `区划“${division}”的前两位不是省级代码`)
  if (found.problems.length > 0) return refusedCode('project', found.problems)
  return acceptedCode('project', value, { year, division, industry, projectType, sequence })
}
