import { isProvince, provinces } from './province.ts'
import { acceptedCode, type Findings, findings, type Parsed, refusedCode } from './scheme.ts'
import { checkUscc } from './uscc.ts'

/** 事项类型 */
export const itemTypes: Readonly<Record<string, string>> = {
  '01': '行政许可',
  '02': '行政处罚',
  '03': '行政强制',
  '04': '行政征收',
  '05': '行政给付',
  '06': '行政检查',
  '07': '行政确认',
  '08': '行政奖励',
  '09': '行政裁决',
  '10': '其他行政权力',
  '20': '公共服务',
}

/** 行使层级 */
export const itemLevels: Readonly<Record<string, string>> = {
  '1': '国家级',
  '2': '省级',
  '3': '市级',
  '4': '县级',
  '5': '乡镇(街道)级',
  '6': '村(社区)级',
}

export interface ItemParts {
  /** 基本编码, 12 digits: the same for every organ that carries the item out. */
  readonly basic: string
  /** `00` is the national list. */
  readonly sourceRegion: string
  readonly sourceRegionName: string
  readonly itemType: string
  readonly itemTypeName: string
  readonly department: string
  readonly mainItem: string
  /** `000`: the main item has no sub-items. */
  readonly subItem: string
  /** 实施编码 parts, absent from a basic code. */
  readonly uscc: string | null
  readonly level: string | null
  readonly levelName: string | null
  /** 办理项, absent below 33 characters. */
  readonly handlingSequence: string | null
}

function checkBasic(basic: string, found: Findings): void {
  if (!found.expect(/^\d{12}$/.test(basic), 'digits', `基本编码“${basic}”应为 12 位数字`)) return
  const [region, type, main] = [basic.slice(0, 2), basic.slice(2, 4), basic.slice(6, 9)]
  found.expect(region === '00' || isProvince(region), 'source-region', `来源“${region}”不是 00(国家)或省级代码`)
  found.expect(Object.hasOwn(itemTypes, type), 'item-type', `事项类型“${type}”不在 01–10、20 之内`)
  found.expect(main !== '000', 'main-item', '主项序号不能为 000')
}

const basicParts = (basic: string) => ({
  basic,
  sourceRegion: basic.slice(0, 2),
  sourceRegionName: provinces[basic.slice(0, 2)] ?? '国家',
  itemType: basic.slice(2, 4),
  itemTypeName: itemTypes[basic.slice(2, 4)]!,
  department: basic.slice(4, 6),
  mainItem: basic.slice(6, 9),
  subItem: basic.slice(9, 12),
})

/**
 * 政务服务事项编码 GB/T 39554: basic (12), implementation (31 = USCC 18 + level 1 + basic 12) or handling item (33 = 31 + 2).
 */
export function parseItem(value: string): Parsed<ItemParts> {
  const found = findings()
  const refuse = () => refusedCode<ItemParts>('item', found.problems)
  if (
    !found.expect([12, 31, 33].includes(value.length), 'length', `事项编码应为 12、31 或 33 位,现为 ${value.length} 位`)
  )
    return refuse()
  const basic = value.length === 12 ? value : value.slice(19, 31)
  checkBasic(basic, found)
  const [uscc, level, sequence] = [value.slice(0, 18), value.slice(18, 19), value.slice(31)]
  if (value.length > 12) {
    checkUscc(uscc, found, '实施主体代码')
    found.expect(Object.hasOwn(itemLevels, level), 'level', `行使层级“${level}”不在 1–6 之内`)
  }
  if (value.length === 33)
    found.expect(/^\d\d$/.test(sequence) && sequence !== '00', 'handling-sequence', `办理项序号“${sequence}”应为 01–99`)
  if (found.problems.length > 0) return refuse()
  const whole = value.length > 12
  return acceptedCode('item', value, {
    ...basicParts(basic),
    uscc: whole ? uscc : null,
    level: whole ? level : null,
    levelName: whole ? itemLevels[level]! : null,
    handlingSequence: value.length === 33 ? sequence : null,
  })
}

/** Puts an implementation code together; check it with `parseItem`. */
export const composeItem = (uscc: string, level: string, basic: string, handlingSequence = ''): string =>
  `${uscc}${level}${basic}${handlingSequence}`
