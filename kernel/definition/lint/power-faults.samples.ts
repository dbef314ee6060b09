import {
  benefit,
  decision,
  type Fault,
  inspection,
  levy,
  penalty,
  permit,
  published,
  seizure,
  service,
  stageOf,
  ungate,
} from './spoil.samples.ts'

/** Faults of who may act, what comes before a decision, and what is shown. */
export const powerFaults: readonly Fault[] = [
  {
    what: '公共服务里有强制环节',
    in: service,
    spoil: item => (stageOf(item, 'assign').kind = 'enforcement'),
    found: 'LAW_SERVICE_COERCES',
  },
  {
    what: '公共服务收款',
    in: service,
    spoil: item => (item.content.outcomes['grant']!.money = { direction: 'in', collector: 'collecting-bank' }),
    found: 'LAW_SERVICE_COERCES',
  },
  {
    what: '准予许可不公开',
    in: permit,
    spoil: item => (item.publicity = { ...item.publicity, decision: 'none' }),
    found: 'LAW_PUBLICATION',
  },
  { what: '处罚一律公开', in: penalty, spoil: item => delete published(item).when, found: 'LAW_PUBLICATION' },
  {
    what: '不予许可也公开',
    in: permit,
    spoil: item => published(item).outcomes!.push('refuse'),
    found: 'LAW_PUBLICATION',
  },
  {
    what: '许可被变更后不能撤回公开',
    in: permit,
    spoil: item => (published(item).withdraw!.on = ['revoked']),
    found: 'LAW_PUBLICATION',
  },
  { what: '处罚公开后不撤回', in: penalty, spoil: item => delete published(item).withdraw, found: 'LAW_PUBLICATION' },
  { what: '低保名单全市公布', in: benefit, spoil: item => (published(item).scope = 'city'), found: 'LAW_PUBLICATION' },
  {
    what: '公示电话',
    in: permit,
    spoil: item => published(item).fields.push('contact.phone'),
    found: 'LAW_PUBLISHES_PERSON',
  },
  {
    what: '没有法制审核',
    in: penalty,
    spoil: item => ungate(item, 'decide', 'legal-review'),
    found: 'LAW_GATE_MISSING',
  },
  { what: '没有证据', in: penalty, spoil: item => ungate(item, 'decide', 'evidence'), found: 'LAW_GATE_MISSING' },
  { what: '没有陈述申辩', in: penalty, spoil: item => ungate(item, 'decide', 'statement'), found: 'LAW_GATE_MISSING' },
  {
    what: '没有告知听证权利',
    in: penalty,
    spoil: item => ungate(item, 'decide', 'hearing-offered'),
    found: 'LAW_GATE_MISSING',
  },
  {
    what: '不予许可不听意见',
    in: permit,
    spoil: item => (stageOf(item, 'decide').gates![0]!.when = 'outcome = "grant"'),
    found: 'LAW_GATE_MISSING',
  },
  {
    what: '强制措施委托他人',
    in: seizure,
    spoil: item =>
      (item.category.organ = { ...item.category.organ, nature: 'entrusted', entruster: 'market-regulation-bureau' }),
    found: 'LAW_ENTRUSTED',
  },
  {
    what: '强制措施可以转委托',
    in: seizure,
    spoil: item => (item.authority.delegable = ['officer']),
    found: 'LAW_ENTRUSTED',
  },
  {
    what: '调查人主持听证',
    in: penalty,
    spoil: item => (item.authority.separate = item.authority.separate!.filter(pair => !pair.includes('hear'))),
    found: 'LAW_SEPARATION',
  },
  {
    what: '同一岗位无法分离',
    in: permit,
    spoil: item => {
      item.authority.posts = { ...item.authority.posts, head: 'post/review' }
      delete item.authority.ifSeparationImpossible
    },
    found: 'LAW_SEPARATION',
  },
  { what: '一人执法', in: penalty, spoil: item => (item.authority.officers = { min: 1 }), found: 'LAW_OFFICERS' },
  { what: '不要执法证', in: seizure, spoil: item => delete item.authority.certificate, found: 'LAW_OFFICERS' },
  {
    what: '编码类型与抽屉不符',
    in: permit,
    spoil: item => (item.category.codes!['gb39554.basic'] = '000204002000'),
    found: 'LAW_CODES',
  },
  {
    what: '校验位不对',
    in: permit,
    spoil: item => (item.category.codes!['gb39554.implementation'] = '11450721MB155808124000104002000'),
    found: 'LAW_CODES',
  },
  { what: '没有权责清单条目', in: permit, spoil: item => (item.category.listed.entry = '无'), found: 'LAW_POWER_LIST' },
  {
    what: '清单自己批准',
    in: permit,
    spoil: item => (item.category.listed.approvedBy = 'approval-bureau'),
    found: 'LAW_POWER_LIST',
  },
  {
    what: '没有影响评估',
    in: benefit,
    spoil: item => delete item.content.impactAssessment,
    found: 'LAW_IMPACT_ASSESSMENT',
  },
  {
    what: '影响评估过期',
    in: permit,
    spoil: item => (item.content.impactAssessment!.validUntil = '2025-12-31'),
    found: 'LAW_IMPACT_ASSESSMENT',
  },
  {
    what: '登记疾病',
    in: permit,
    spoil: item => (item.content.form['contact.illness'] = { type: 'string', label: '疾病诊断' }),
    found: 'LAW_SENSITIVE_FIELD',
  },
  {
    what: '民族写进台账',
    in: benefit,
    spoil: item => {
      item.content.form['applicant.people'] = { type: 'string', label: '民族', personal: true }
      item.content.outcomes.grant!.effects.push({ register: 'allowance', set: { area: 'applicant.people' } })
    },
    found: 'LAW_SENSITIVE_FIELD',
  },
  {
    what: '罚款指标',
    in: penalty,
    spoil: item => item.checkpoints.push({ at: 'decide', watch: 'annual-fine-target', by: 'organHead' }),
    found: 'LAW_FINE_TARGET',
  },
  {
    what: '检查任务指标',
    in: inspection,
    spoil: item => item.checkpoints.push({ at: 'visits', watch: '年度检查任务指标', by: 'organHead' }),
    found: 'LAW_FINE_TARGET',
  },
  {
    what: '征收任务数',
    in: levy,
    spoil: item => item.checkpoints.push({ at: 'review', watch: '征收任务数', by: 'organHead' }),
    found: 'LAW_FINE_TARGET',
  },
  {
    what: '停发救助排名',
    in: benefit,
    spoil: item => item.patrol.push({ ...item.patrol[0]!, id: 'stopped-aid-ranking' }),
    found: 'LAW_FINE_TARGET',
  },
  { what: '报警无人收到', in: permit, spoil: item => (item.alarms[0]!.to = ['nobody']), found: 'LAW_ALARM_ROUTE' },
  {
    what: '法定期限不报监督',
    in: permit,
    spoil: item => (item.alarms.find(({ id }) => id === 'statutory')!.to = ['holder']),
    found: 'LAW_ALARM_ROUTE',
  },
  { what: '自己验收整改', in: permit, spoil: item => (item.problems[0]!.verifyBy = 'organ'), found: 'LAW_ALARM_ROUTE' },
  {
    what: '自己收罚款',
    in: penalty,
    spoil: item => (item.content.outcomes.fine!.money!.collector = 'energy-bureau'),
    found: 'LAW_COLLECTOR',
  },
  { what: '没有写明法定罚款幅度', in: penalty, spoil: item => delete item.authority.fine, found: 'LAW_FINE_BAND' },
  {
    what: '法定罚款幅度写高了',
    in: penalty,
    spoil: item => (item.authority.fine!.max = 10_000_000),
    found: 'LAW_FINE_BAND',
  },
  {
    what: '罚款可以超过告知的数额',
    in: penalty,
    spoil: item => (item.rules = item.rules.filter(({ id }) => id !== 'not-beyond-notice')),
    found: 'LAW_TOLD_AMOUNT',
  },
  {
    what: '超过告知的数额只报警',
    in: penalty,
    spoil: item => (item.rules.find(({ id }) => id === 'not-beyond-notice')!.else = 'alarm'),
    found: 'LAW_TOLD_AMOUNT',
  },
  {
    what: '首长不最后发言',
    in: decision,
    spoil: item => delete stageOf(item, 'deliberate').deliberation!.chiefLast,
    found: 'LAW_DISCUSSION',
  },
]
