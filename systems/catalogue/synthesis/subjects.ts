import { builtSubjects } from './built-subjects.ts'
import { socialSubjects } from './social-subjects.ts'

/** 领域 What invented items are about: the organ that holds them, its matters, what is measured of them, and its papers. */
export interface Subject {
  readonly organ: string
  readonly office: string
  readonly matters: readonly string[]
  readonly breaches: readonly string[]
  readonly things: readonly string[]
  /** Field, label, unit, and about how large it is. */
  readonly measures: readonly (readonly [field: string, label: string, unit: string, about: number])[]
  readonly papers: readonly string[]
  readonly law: { readonly law: string; readonly articles: readonly number[] }
}

export const subjects: readonly Subject[] = [...builtSubjects, ...socialSubjects]

export const qualifiers = [
  '（新办）',
  '（变更）',
  '（延续）',
  '（补办）',
  '（临时）',
  '（跨区）',
  '（小型）',
  '（规模以上）',
  '（简易）',
  '（联合办理）',
  '（试点）',
  '（园区内）',
] as const
export const groups = [
  '高龄老年人',
  '困难残疾人',
  '孤儿',
  '困境儿童',
  '退役士兵',
  '失能老人',
  '独生子女家庭',
  '大学生村官',
  '见义勇为人员',
  '低收入农户',
  '环卫工人',
  '特困供养人员',
] as const
export const aids = [
  '生活补贴',
  '护理补贴',
  '营养补助',
  '交通补贴',
  '取暖补贴',
  '临时救助',
  '住房补贴',
  '就学补助',
  '康复补助',
  '通讯补贴',
] as const
export const fields = [
  '科技创新',
  '安全生产',
  '环境保护',
  '文物保护',
  '节水',
  '植树造林',
  '志愿服务',
  '教学',
  '防汛抗旱',
  '公共卫生',
  '养老服务',
  '城市管理',
] as const
export const disputes = [
  '水事',
  '林木林地权属',
  '草原权属',
  '民间纠纷',
  '专利侵权',
  '政府采购',
  '拆迁补偿',
  '水利工程收益',
  '渔业权属',
  '医疗服务收费',
] as const
export const checks = [
  '经营条件',
  '安全生产',
  '计量器具',
  '公示信息',
  '从业资格',
  '消防通道',
  '环境保护设施',
  '收费公示',
  '档案台账',
  '广告内容',
] as const
export const objects = [
  '企业',
  '个体工商户',
  '学校',
  '医疗机构',
  '宾馆旅店',
  '餐饮单位',
  '加油站',
  '物流园区',
  '施工单位',
  '培训机构',
  '旅行社',
  '农资门店',
] as const
export const watches = [
  'no-request-beyond-the-guide',
  'materials-asked-once',
  'same-case-same-result',
  'time-as-promised',
  'reasons-given-in-writing',
  'avoidance-declared',
] as const
