import { assetSubject, decisionSubject, personnelSubject, projectSubject } from './internal-subjects.ts'
import type { Making } from './making.ts'
import { aids, checks, disputes, fields, groups, objects, qualifiers, type Subject } from './subjects.ts'
import { allowance, complaint, dispute, levy, onApplication, reward } from './vary-application.ts'
import { fine, performance, plan, seizure, visit } from './vary-ex-officio.ts'
import { asset, decision, fund, personnel, project } from './vary-internal.ts'

/** 造法 One kind of power: its template, how often a city has it, its name, and what varies in it. */
export interface Power {
  readonly template: string
  readonly drawer: string
  readonly weight: number
  /** The kind of organ, where it is not the subject's. */
  readonly organ?: string
  /** What it is about, where it is not about a matter of one of the bureaus; then its law is its template's. */
  readonly subject?: Subject
  /** Whether a street office could do it alone. */
  readonly atTheStreet?: true
  name(making: Making): string
  vary(making: Making): void
}

const matter = ({ chance, subject }: Making): string => `${chance.pick(subject.matters)}`
const qualified = (making: Making, word: string): string => `${matter(making)}${word}${making.chance.pick(qualifiers)}`

export const powers: readonly Power[] = [
  {
    template: 'permit-ordinary',
    drawer: 'permit',
    weight: 21,
    name: making => qualified(making, '许可'),
    vary: onApplication,
  },
  {
    template: 'penalty-ordinary-procedure',
    drawer: 'penalty',
    weight: 34,
    name: ({ chance, subject }) => `对${chance.pick(objects)}${chance.pick(subject.breaches)}的处罚`,
    vary: fine,
  },
  {
    template: 'seizure',
    drawer: 'compulsion',
    weight: 4,
    name: ({ chance, subject }) =>
      `${chance.pick(['查封', '扣押'])}${chance.pick(objects)}${chance.pick(subject.things)}`,
    vary: seizure,
  },
  {
    template: 'substitute-performance',
    drawer: 'compulsion',
    weight: 2,
    name: ({ chance, subject }) => `对${chance.pick(subject.breaches)}逾期不改正的代履行`,
    vary: performance,
  },
  { template: 'levy-assessment', drawer: 'levy', weight: 2, name: making => `${matter(making)}费征收`, vary: levy },
  {
    template: 'personal-allowance',
    drawer: 'benefit',
    weight: 3,
    organ: 'civil-affairs-bureau',
    name: ({ chance }) => `${chance.pick(groups)}${chance.pick(aids)}`,
    vary: allowance,
  },
  {
    template: 'inspection-visit',
    drawer: 'inspection',
    weight: 6,
    name: ({ chance }) => `对${chance.pick(objects)}${chance.pick(checks)}的检查`,
    vary: visit,
  },
  {
    template: 'inspection-plan',
    drawer: 'inspection',
    weight: 1,
    name: ({ chance }) => `${chance.pick(objects)}${chance.pick(checks)}年度检查计划`,
    vary: plan,
  },
  {
    template: 'application-ordinary',
    drawer: 'confirmation',
    weight: 6,
    atTheStreet: true,
    name: making => qualified(making, making.chance.pick(['认定', '登记', '确认'])),
    vary: onApplication,
  },
  {
    template: 'selection-reward',
    drawer: 'reward',
    weight: 2,
    name: ({ chance }) =>
      `对在${chance.pick(fields)}工作中作出突出成绩的${chance.pick(['单位', '个人', '集体'])}的奖励`,
    vary: reward,
  },
  {
    template: 'adjudication',
    drawer: 'adjudication',
    weight: 2,
    name: ({ chance }) => `${chance.pick(disputes)}争议裁决${chance.pick(qualifiers)}`,
    vary: dispute,
  },
  {
    template: 'application-ordinary',
    drawer: 'other',
    weight: 10,
    atTheStreet: true,
    name: making => qualified(making, making.chance.pick(['备案', '审核转报', '验收'])),
    vary: onApplication,
  },
  {
    template: 'application-ordinary',
    drawer: 'service',
    weight: 10,
    atTheStreet: true,
    name: making => qualified(making, making.chance.pick(['查询', '咨询服务', '信息变更'])),
    vary: onApplication,
  },
  {
    template: 'complaint-answer',
    drawer: 'service',
    weight: 2,
    name: making => `${matter(making)}投诉举报的处理`,
    vary: complaint,
  },
  {
    template: 'project-approval',
    drawer: 'project',
    weight: 2,
    subject: projectSubject,
    name: making =>
      qualified(
        making,
        making.chance.pick(['建议书审批', '可行性研究报告审批', '初步设计审批', '概算调整审批', '竣工验收']),
      ),
    vary: project,
  },
  {
    template: 'fund-ordinary',
    drawer: 'fund',
    weight: 2,
    name: making =>
      `${matter(making)}${making.chance.pick(['扶持资金', '补助资金', '贴息资金', '改造资金', '奖补资金'])}`,
    vary: fund,
  },
  {
    template: 'asset-approval',
    drawer: 'asset',
    weight: 1,
    subject: assetSubject,
    name: making => qualified(making, making.chance.pick(['调剂', '出租', '出借', '报废', '对外投资', '置换'])),
    vary: asset,
  },
  {
    template: 'personnel-approval',
    drawer: 'personnel',
    weight: 2,
    subject: personnelSubject,
    name: making => qualified(making, making.chance.pick(['审批', '审核', '备案'])),
    vary: personnel,
  },
  {
    template: 'major-decision',
    drawer: 'decision',
    weight: 1,
    subject: decisionSubject,
    name: making => qualified(making, '的决策'),
    vary: decision,
  },
]
