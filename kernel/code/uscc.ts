import { isProvince } from './province.ts'
import { acceptedCode, type Findings, findings, type Parsed, refusedCode } from './scheme.ts'

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2] as const

const registrars: Readonly<Record<string, string>> = {
  '1': '机构编制',
  '2': '外交',
  '3': '司法行政',
  '4': '文化',
  '5': '民政',
  '6': '旅游',
  '7': '宗教',
  '8': '工会',
  '9': '市场监管',
  A: '中央军委改革和编制办公室',
  N: '农业',
  Y: '其他',
}

const categories: Readonly<Record<string, string>> = {
  '11': '机关',
  '12': '事业单位',
  '13': '编办直接管理机构编制的群众团体',
  '31': '律师执业机构',
  '32': '公证处',
  '33': '基层法律服务所',
  '34': '司法鉴定机构',
  '35': '仲裁委员会',
  '51': '社会团体',
  '52': '民办非企业单位',
  '53': '基金会',
  '71': '宗教活动场所',
  '72': '宗教院校',
  '81': '基层工会',
  '91': '企业',
  '92': '个体工商户',
  '93': '农民专业合作社',
  N1: '组级集体经济组织',
  N2: '村级集体经济组织',
  N3: '乡镇级集体经济组织',
}

export interface UsccParts {
  /** 登记管理部门 */
  readonly registrar: string
  readonly registrarName: string | null
  /** 机构类别 */
  readonly category: string
  readonly categoryName: string | null
  /** 登记管理机关行政区划码 */
  readonly division: string
  /** 主体标识码(组织机构代码, GB 11714) */
  readonly organisation: string
  readonly check: string
}

/** GB 11714: the check character of the eight-character body; letters count A = 10 … Z = 35. */
export function organisationCheck(body: string): string {
  let sum = 0
  for (let index = 0; index < organisationWeights.length; index++)
    sum += organisationWeights[index]! * Number.parseInt(body[index]!, 36)
  return '0X987654321'[sum % 11]!
}

/** GB 32100: the check character of the first seventeen. */
export function usccCheck(body: string): string {
  let sum = 0
  for (let index = 0; index < weights.length; index++) sum += weights[index]! * alphabet.indexOf(body[index]!)
  return alphabet[(31 - (sum % 31)) % 31]!
}

/** 组织机构代码 GB 11714, nine characters with or without the hyphen before the check character. */
export function isOrganisationCode(text: string): boolean {
  const plain = text.replace(/^(.{8})-(.)$/, '$1$2')
  return /^[0-9A-Z]{8}[0-9X]$/.test(plain) && organisationCheck(plain) === plain[8]
}

const repeats = (text: string) => /^(.)\1*$/.test(text)
const sound = /^[0-9A-HJ-NP-RTUWXY]{18}$/

/** Everything a USCC must be; `where` names it when it stands inside a longer code. */
export function checkUscc(value: string, found: Findings, where = '统一社会信用代码'): boolean {
  const before = found.problems.length
  if (!found.expect(value.length === 18, 'length', `${where}应为 18 位,现为 ${value.length} 位`)) return false
  if (!sound.test(value)) {
    const foreign = [...value].filter(character => !alphabet.includes(character))
    const small = foreign.some(character => alphabet.includes(character.toUpperCase()))
    const text = small ? '字母应为大写' : '只用数字和大写字母,不用 I O S V Z'
    found.expect(false, small ? 'lower-case' : 'alphabet', `${where}含有“${foreign.join('')}”:${text}`)
    return false
  }
  found.expect(Object.hasOwn(registrars, value[0]!), 'registrar', `${where}第 1 位“${value[0]}”不是登记管理部门代码`)
  found.expect(/^[1-9]$/.test(value[1]!), 'category', `${where}第 2 位“${value[1]}”不是机构类别代码`)
  const division = value.slice(2, 8)
  // 10: the central organs; 66 and 99: the Xinjiang Production and Construction Corps, outside GB/T 2260.
  const plausible = /^\d{6}$/.test(division) && (isProvince(division.slice(0, 2)) || /^(10|66|99)/.test(division))
  found.expect(plausible, 'division', `${where}第 3–8 位“${division}”不是行政区划代码`)
  const organisation = value.slice(8, 17)
  found.expect(!repeats(organisation.slice(0, 8)), 'dummy', `${where}的主体标识码“${organisation}”是占位代码`)
  found.expect(
    organisationCheck(organisation) === organisation[8],
    'organisation-check',
    `${where}第 9–17 位“${organisation}”不符合组织机构代码校验(GB 11714)`,
  )
  found.expect(usccCheck(value) === value[17], 'check', `${where}校验码应为“${usccCheck(value)}”,现为“${value[17]}”`)
  return found.problems.length === before
}

export const usccParts = (value: string): UsccParts => ({
  registrar: value[0]!,
  registrarName: registrars[value[0]!] ?? null,
  category: value[1]!,
  categoryName: categories[value.slice(0, 2)] ?? null,
  division: value.slice(2, 8),
  organisation: value.slice(8, 17),
  check: value[17]!,
})

/** 统一社会信用代码 GB 32100-2015, with the organisation code inside it (GB 11714). Upper case only. */
export function parseUscc(value: string): Parsed<UsccParts> {
  const found = findings()
  return checkUscc(value, found) ? acceptedCode('uscc', value, usccParts(value)) : refusedCode('uscc', found.problems)
}

/** Makes a sound code, for synthetic firms: registrar and category (`91`), division, eight characters of body. */
export function composeUscc(kind: string, division: string, body: string): string {
  const first = `${kind}${division}${body}${organisationCheck(body)}`
  return `${first}${usccCheck(first)}`
}
