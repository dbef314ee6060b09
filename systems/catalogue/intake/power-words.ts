type Words = readonly (readonly [RegExp, string])[]

/** 事项类型 Of GB/T 39554, by number and by name. */
export const drawerOfCode: Readonly<Record<string, string>> = {
  '01': 'permit',
  '02': 'penalty',
  '03': 'compulsion',
  '04': 'levy',
  '05': 'benefit',
  '06': 'inspection',
  '07': 'confirmation',
  '08': 'reward',
  '09': 'adjudication',
  '10': 'other',
  '20': 'service',
}
export const drawerWords: Words = [
  [/行政许可/, 'permit'],
  [/行政处罚/, 'penalty'],
  [/行政强制/, 'compulsion'],
  [/行政征收/, 'levy'],
  [/行政给付/, 'benefit'],
  [/行政检查/, 'inspection'],
  [/行政确认/, 'confirmation'],
  [/行政奖励/, 'reward'],
  [/行政裁决/, 'adjudication'],
  [/其他行政权力|其他职权/, 'other'],
  [/公共服务/, 'service'],
]
/** By the words of its name, for a source that does not say its kind, or says one we do not know. */
export const drawerByName: Words = [
  [/处罚|罚款|吊销/, 'penalty'],
  [/查封|扣押|冻结|代履行|强制/, 'compulsion'],
  [/裁决|争议.*处理/, 'adjudication'],
  [/抽查|检查|巡查/, 'inspection'],
  [/奖励|表彰|评选/, 'reward'],
  [/补贴|津贴|救助|保障金|低保|给付|抚恤/, 'benefit'],
  [/征收|收费|费$|费征/, 'levy'],
  [/审批|许可|核准|批准|审查/, 'permit'],
  [/确认|登记|认定|鉴定/, 'confirmation'],
  [/投诉|信箱|咨询|查询|服务/, 'service'],
]

/** What an approval is called: filed under a kind that approves nothing, it contradicts itself. */
export const approving = /审批|许可|核准|批准/

/** Kinds of organ by words that the names of their type do not have. */
export const organWords: Words = [
  [/行政审批|政务服务/, 'approval-bureau'],
  [/发展和?改革|发改|能源/, 'energy-bureau'],
  [/市场监督|市场监管|市监|工商/, 'market-regulation-bureau'],
  [/民政|婚姻/, 'civil-affairs-bureau'],
  [/林业|草原/, 'forestry-bureau'],
  [/国土|自然资源|规划/, 'natural-resources-bureau'],
  [/人防|国防动员/, 'civil-defence-office'],
  [/知识产权/, 'intellectual-property-bureau'],
  [/城市管理|城管|综合执法/, 'urban-management-bureau'],
  [/住房|住建|城乡建设/, 'housing-bureau'],
  [/生态环境|环保/, 'ecology-bureau'],
  [/交通/, 'transport-bureau'],
  [/水务|水利/, 'water-bureau'],
  [/农业|农村/, 'agriculture-bureau'],
  [/文化|旅游|文广|文旅/, 'culture-bureau'],
  [/卫生|卫健|健康/, 'health-bureau'],
  [/教育|教科/, 'education-bureau'],
  [/人力资源|人社|社会保障/, 'labour-bureau'],
  [/应急/, 'emergency-bureau'],
  [/财政/, 'finance-bureau'],
  [/司法/, 'justice-bureau'],
]

export const organNatures: Words = [
  [/法定|^1/, 'statutory'],
  [/授权|^2/, 'authorised'],
  [/委托|^3/, 'entrusted'],
]
export const levelOfCode: Readonly<Record<string, string>> = {
  '2': 'city',
  '3': 'city',
  '4': 'county',
  '5': 'street',
  '6': 'community',
}
export const levelWords: Words = [
  [/市级|省级/, 'city'],
  [/县|区/, 'county'],
  [/乡|镇|街道/, 'street'],
  [/村|社区/, 'community'],
]
export const channelWords: Words = [
  [/window|窗口|现场/, 'window'],
  [/online|网上|网办|互联网/, 'online'],
  [/phone|电话/, 'phone'],
  [/letter|post|邮|信函/, 'post'],
]
/** 实施对象 1 is the natural person, 2 to 6 are kinds of firm, 9 others. */
export const unitWords: Words = [
  [/^1$|自然人|个人|公民|居民|老年人|农户|家庭/, 'person'],
  [/^[2-6]$|法人|企业|单位|组织|个体/, 'firm'],
]

/** What the law wants before a decision, in the words a published flow would use for it. */
export const gateWords: Readonly<Record<string, RegExp>> = {
  evidence: /调查|取证|证据/,
  notice: /告知|通知|催告/,
  statement: /陈述|申辩|听取意见|意见/,
  'hearing-offered': /听证/,
  'legal-review': /法制|合法性|审理|审核/,
  collective: /集体讨论/,
}
