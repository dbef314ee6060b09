import type { Chance } from '../fuzz/chance.ts'
import { citizenNumber, firmCode } from '../house.ts'

/** Of whom a paper is. */
interface PaperOwner {
  readonly kind: 'person' | 'firm'
  readonly name: string
  readonly number: string
}

type Lines = readonly string[]
/** What papers of one sort look like; each is written in one of several ways. */
type Sheet = (owner: PaperOwner, title: string, chance: Chance) => Lines

const auditors = { name: '沈阳诚信会计师事务所（普通合伙）', number: firmCode(888_001) }
const advisers = { name: '辽宁方圆工程咨询有限公司', number: firmCode(888_002) }
const landlord = { name: '孙立民', number: citizenNumber(888_003) }
const landlordFirm = { name: '沈阳和平商业地产有限公司', number: firmCode(888_004) }
const spouse = { name: '周晓岚', number: citizenNumber(888_005) }
const chief = { name: '赵一平', number: citizenNumber(888_006) }

const day = ['2026年6月20日', '二〇二六年六月十八日', '2026-06-15', '2026.6.12'] as const
const codeOf = ({ kind, number }: PaperOwner): string =>
  kind === 'firm' ? `统一社会信用代码：${number}` : `公民身份号码：${number}`

const application: Sheet = (owner, title, chance) =>
  owner.kind === 'firm'
    ? chance.pick([
        [
          title,
          '沈阳市人民政府有关部门：',
          `　　根据有关规定，我单位现提出申请，请予审查。`,
          `申请单位（盖章）：${owner.name}`,
          codeOf(owner),
          `法定代表人：${chief.name}　身份证号码：${chief.number}`,
          chance.pick(day),
        ],
        [
          `${owner.name}${title}`,
          `一、申请人基本情况　${owner.name}，${codeOf(owner)}，营业期限：长期。`,
          `二、联系人　${chief.name}　三、附件　审计报告、营业执照复印件各一份`,
          `申请人：${owner.name}　　${chance.pick(day)}`,
        ],
        [
          '申　请　表',
          title,
          '单位名称',
          owner.name,
          '信用代码',
          owner.number.replace(/(.{4})/g, '$1 '),
          chance.pick(day),
        ],
      ])
    : chance.pick([
        [
          title,
          `声明人：${owner.name}　性别：男　民族：汉族`,
          codeOf(owner),
          `对方：${spouse.name}　公民身份号码：${spouse.number}`,
          `本人与对方均无配偶，没有直系血亲和三代以内旁系血亲关系。`,
          `声明人（签名）：${owner.name}　　${chance.pick(day)}`,
        ],
        [title, '姓名', owner.name, '身份证号', owner.number, '住址　沈阳市和平区南京街1号', chance.pick(day)],
      ])

const audit: Sheet = (owner, _, chance) => [
  chance.pick([`${owner.name}`, '审计报告书']),
  '2025年度审计报告',
  '辽诚会审字〔2026〕第118号',
  `被审计单位：${owner.name}`,
  `${owner.name}全体股东：`,
  '我们审计了后附的财务报表，包括2024年12月31日、2025年12月31日的资产负债表。',
  `${auditors.name}　统一社会信用代码：${auditors.number}`,
  `中国注册会计师：钱明　　2026年3月20日`,
]

const report: Sheet = (owner, title, chance) =>
  chance.pick([
    [
      `${owner.name}二期工程`,
      title,
      `建设单位：${owner.name}`,
      codeOf(owner),
      `编制单位：${advisers.name}`,
      `统一社会信用代码：${advisers.number}`,
      '资质证书有效期至2028年12月31日',
      '2026年4月',
    ],
    [
      advisers.name,
      title,
      `受${owner.name}委托，我公司编制本件。委托合同有效期至2026年3月31日，已经履行完毕。`,
      `委托单位：${owner.name}`,
      codeOf(owner),
      `编制人：李工　　${chance.pick(day)}`,
    ],
  ])

const opinion: Sheet = (owner, title, chance) => [
  chance.pick(['沈阳市自然资源局', '沈阳市发展和改革委员会']),
  `关于${owner.name}项目的${title}`,
  '沈自然资〔2025〕66号',
  `${owner.name}：`,
  `你单位（${codeOf(owner)}）报来的材料收悉。经研究，原则同意。`,
  chance.pick(['本意见自印发之日起三年内有效。', '本意见有效期三年，自2025年7月10日起计算。', '有效期至2028年7月9日']),
  '2025年7月10日',
]

const premises: Sheet = (owner, _, chance) =>
  chance.pick([
    [
      '房屋租赁合同',
      `出租方：${landlordFirm.name}　统一社会信用代码：${landlordFirm.number}`,
      `承租方：${owner.name}`,
      codeOf(owner),
      '租赁期限自2024年7月1日至2029年6月30日。合同有效期五年。',
      '签订日期：2024年6月20日',
    ],
    [
      '房屋租赁合同',
      `甲方（出租人）：${landlord.name}，身份证号${landlord.number}`,
      `乙方（承租人）：${owner.name}`,
      '租期三年，自2025年1月1日起算。',
      '2024年12月20日',
    ],
  ])
/** The house is somebody else's, and the paper names nobody but him: that is right. */
const landlordPaper: Lines = [
  '不动产权证书',
  `权利人：${landlord.name}`,
  `证件号码：${landlord.number}`,
  '坐落：沈阳市和平区南京街1号　用途：商业',
  '使用期限：2010年1月1日起2050年12月31日止',
]

const charter: Sheet = (owner, title) => [
  `${owner.name}${title.includes('章程') ? '章程' : title}`,
  '第一章　总则',
  `第一条　公司名称：${owner.name}。第二条　住所：沈阳市和平区南京街1号。`,
  `第三条　股东：${chief.name}，身份证号${chief.number}；${landlordFirm.name}。`,
  '第四条　公司营业期限为长期。',
  '2024年5月6日',
]

const resolution: Sheet = (owner, title, chance) => [
  chance.pick([`${owner.name}${title}`, title]),
  `会议时间：2026年5月8日　地点：${owner.name}会议室`,
  `出席股东：${chief.name}（${chief.number}）、${landlordFirm.name}（${landlordFirm.number}）`,
  `经全体股东一致同意，${owner.name}作出如下决定。`,
  `公司名称：${owner.name}　${codeOf(owner)}`,
  '2026年5月8日',
]

const consent: Sheet = (owner, title, chance) => [
  title,
  `授权人：${owner.name}`,
  codeOf(owner),
  `家庭成员：${spouse.name}　公民身份号码：${spouse.number}`,
  '授权民政部门通过核对机制查询家庭经济状况，授权有效期至救助结束。',
  chance.pick(day),
]

const letter: Sheet = (owner, title, chance) => [
  title,
  `${owner.name}：`,
  `兹说明，单位名称：${owner.name}，${codeOf(owner)}，情况属实。`,
  `出具单位：${landlordFirm.name}　统一社会信用代码：${landlordFirm.number}`,
  chance.pick(day),
]

const sheets: readonly (readonly [words: RegExp, title: string | undefined, sheet: Sheet])[] = [
  [/申请(?:书|文件)|声明书/, undefined, application],
  [/授权/, undefined, consent],
  [/审计/, '审计报告', audit],
  [/章程/, '章程', charter],
  [/住所|场所/, '房屋租赁合同', premises],
  [/决议/, '股东会决议', resolution],
  [/合并协议/, '合并协议', resolution],
  [/可行性/, '可行性研究报告', report],
  [/节能报告/, '节能报告', report],
  [/初步设计/, '初步设计文件', report],
  [/风险评估/, '社会稳定风险评估意见', opinion],
  [/意见/, undefined, opinion],
  [/项目建议书/, '项目建议书批复', opinion],
  [/资金/, '资金来源落实材料', letter],
]

/** What a paper of this name is called in its title, and how it looks. */
function sheetFor(name: string): readonly [title: string, sheet: Sheet] {
  const found = sheets.find(([words]) => words.test(name))
  return found ? [found[1] ?? name, found[2]] : ['情况说明', letter]
}

/** 电子材料 The text of a paper of this name, of this owner; some papers rightly name somebody else alone. */
export function paperText(name: string, owner: PaperOwner, chance: Chance): Lines {
  const [title, sheet] = sheetFor(name)
  if (sheet === premises && chance.once(3)) return landlordPaper
  return sheet(owner, title, chance)
}

/** The same, of somebody who has nothing to do with the application: never one that names nobody but the landlord. */
export function strangerText(name: string, owner: PaperOwner, chance: Chance): Lines {
  const [title, sheet] = sheetFor(name)
  return sheet(owner, title, chance)
}

/** Whether papers of this name have a time in which they hold. */
export const mayRunOut = (name: string): boolean => ![application, audit, charter, consent].includes(sheetFor(name)[1])

/** Ways in which a paper says until when it held; the days are past in July 2026. */
const runOut: readonly string[] = [
  '有效期至：2026年5月31日',
  '有效期：2023年6月1日至2026年5月31日',
  '有效期限　2021.06.01—2026.05.31',
  '本件有效期三年，自2023年6月1日起计算。',
  '有效期至二〇二六年五月三十一日',
  '本件于2026年5月31日前有效，逾期须重新办理。',
]

/** The same paper, with a time that is over. */
export function expiredText(name: string, owner: PaperOwner, chance: Chance): Lines {
  const [title, sheet] = sheetFor(name)
  const lines = sheet(owner, title, chance).filter(line => !/有效|期限|租期/.test(line))
  return [...lines, chance.pick(runOut)]
}

/** Papers that everybody has at hand and nobody asked for. */
const atHand: Readonly<Record<PaperOwner['kind'], (owner: PaperOwner) => Lines>> = {
  firm: ({ name, number }) => [
    '营业执照',
    '（副本）',
    `统一社会信用代码　${number}`,
    `名称　${name}`,
    '类型　有限责任公司',
    '营业期限　长期',
  ],
  person: ({ name, number }) => [
    '居民户口簿',
    `户主姓名　${name}`,
    `公民身份号码　${number}`,
    '户别　家庭户',
    '签发日期　2019年3月4日',
  ],
}

/** 交错的材料 A paper of the applicant's own that is not the one asked for: another of this application, or one that lay at hand. */
export function otherText(
  name: string,
  others: readonly string[],
  owner: PaperOwner,
  chance: Chance,
): Lines | undefined {
  const sorts = others.filter(other => sheetFor(other)[0] !== sheetFor(name)[0] && sheetFor(other)[1] !== letter)
  // Where the name of the paper says no more than "papers that show it", what lies at hand may well be right.
  const any = [letter, premises].includes(sheetFor(name)[1])
  if (sorts.length > 0 && (any || chance.below(4) > 0)) return strangerText(chance.pick(sorts), owner, chance)
  return any ? undefined : atHand[owner.kind](owner)
}
