import type { Provision } from '#kernel/definition'

type Words = readonly (readonly [RegExp, string])[]

/** 程序 A template as the importer knows it: for which kind of power, and how publishers name its stages. */
export interface Procedure {
  readonly template: string
  readonly drawer: string
  /** Among procedures of one drawer the one whose words the item's name or steps have. */
  readonly words?: RegExp
  /** The stage, not the moment, from which the whole time runs, and the limit that holds it. */
  readonly whole: { readonly limit: string; readonly from: string; readonly to: string }
  /** The law that sets the whole time; without one it is the organ's promise. */
  readonly law?: Provision
  readonly stages: Words
  /** Stages that may be added, with the stage they follow and what they are. */
  readonly added?: readonly Added[]
  /** The stage in which an officer confirms what cannot be measured, the verb that then asks for it, and the outcome it is needed for. */
  readonly confirmAt: string
  readonly outcome: string
  readonly party: 'subject' | 'respondent' | 'none'
  /** What the law wants done on the way, in the words a published flow would use; the template has it. */
  readonly must?: readonly Must[]
  /** What the template leaves to the item and no source says: setting, value, reason, law. */
  readonly defaults?: readonly (readonly [string, unknown, string, Provision?])[]
}

export interface Must {
  readonly words: RegExp
  readonly what: string
  readonly basis: Provision
}

export interface Added {
  readonly words: RegExp
  readonly after: string
  readonly stage: Readonly<Record<string, unknown>>
  /** The act by which an example passes it, after the act that completes the stage before. */
  readonly act: unknown
}

const onApplication: Words = [
  [/转办|交办|派单/, 'assign'],
  [/申请|申报|受理|登记|收件|收到/, 'accept'],
  [/核定|审查|审核|核查|调查|初审|办理|调解/, 'review'],
  [/告知/, 'tell'],
  [/决定|审批|批准|确认|登记|发证|答复|立案|裁决|评定|报.*审批/, 'decide'],
  [/送达|办结|颁发|发证|发放|通知|告知/, 'deliver'],
  [/缴|征收|入库/, 'pay'],
]

const expert: Added = {
  words: /专家|评审|论证|评估|机构评审/,
  after: 'accept',
  stage: {
    stage: 'expert',
    name: { zh: '专家评审', en: 'Expert review' },
    kind: 'expert',
    by: 'reviewer',
    may: ['withdraw'],
  },
  act: { complete: 'expert' },
}
const survey: Added = {
  words: /现场|踏勘|勘察|勘验|实地/,
  after: 'accept',
  stage: { stage: 'survey', name: { zh: '现场核查', en: 'Survey on the spot' }, kind: 'survey', by: 'reviewer' },
  act: { complete: 'survey' },
}

const compelled = (article: string, what: string, words: RegExp): Must => ({
  words,
  what,
  basis: { law: '行政强制法', articles: [article] },
})
const twoOfficers = /两名|二名|两人|二人|[2２]\s*[名人]|[≥≧]\s*2/

const decided = { limit: 'decide', from: 'accept', to: 'decide' } as const
const licensing = { law: '行政许可法', articles: [42] }
const penalties = { law: '行政处罚法', articles: [60] }

export const procedures: readonly Procedure[] = [
  {
    template: 'templates/permit-ordinary',
    drawer: 'permit',
    whole: decided,
    law: licensing,
    stages: onApplication,
    added: [expert, survey],
    confirmAt: 'review',
    outcome: 'grant',
    party: 'subject',
  },
  {
    template: 'templates/penalty-ordinary-procedure',
    drawer: 'penalty',
    whole: { limit: 'decide', from: 'file', to: 'decide' },
    law: penalties,
    must: [
      { words: twoOfficers, what: '两名以上执法人员调查', basis: { law: '行政处罚法', articles: ['42'] } },
      { words: /回避/, what: '应当回避的回避', basis: { law: '行政处罚法', articles: ['43'] } },
    ],
    stages: [
      [/立案/, 'file'],
      [/调查|取证|检查/, 'investigate'],
      [/审理|法制审核|合法性|审核/, 'review'],
      [/告知|听取意见|陈述/, 'notify'],
      [/听证/, 'hear'],
      [/集体讨论/, 'deliberate'],
      [/决定/, 'decide'],
      [/送达/, 'serve'],
      [/执行|履行|缴/, 'pay'],
    ],
    confirmAt: 'investigate',
    outcome: 'fine',
    party: 'respondent',
    defaults: [
      [
        'content.facts.hearingDue',
        {
          test: 'finding.proposedFine >= 3000000',
          text: '拟罚款数额较大，应当告知听证权',
          basis: { law: '行政处罚法', articles: ['63(1)'] },
        },
        '听证的数额标准由地方规定，暂按三万元',
        { law: '行政处罚法', articles: ['63(1)'] },
      ],
      ['authority.discretion', 'none', '裁量基准由本机关制定，草稿暂缺', { law: '行政处罚法', articles: [34] }],
      [
        'publicity.decision.mask',
        ['respondent.name'],
        '公开的处罚决定遮盖个人姓名',
        { law: '政府信息公开条例', articles: [15] },
      ],
    ],
  },
  {
    template: 'templates/substitute-performance',
    drawer: 'compulsion',
    words: /代履行|强制执行|拆除|恢复原状/,
    whole: { limit: 'decide', from: 'file', to: 'decide' },
    must: [
      compelled('35', '决定前书面催告', /催告/),
      compelled('36', '听取陈述申辩', /陈述|申辩|听取意见/),
      compelled('51(2)', '代履行三日前再次催告', /三个?工作日|3\s*个?工作日|三日前|3日前|再次?催告/),
      compelled('51(3)', '到场监督', /监督/),
    ],
    stages: [
      [/启动|立案/, 'file'],
      [/催告/, 'urge'],
      [/听取意见|复核|核查/, 'check'],
      [/决定/, 'decide'],
      [/送达/, 'serve'],
      [/执行|代履行|实施/, 'perform'],
      [/费用|缴/, 'pay'],
    ],
    confirmAt: 'check',
    outcome: 'perform',
    party: 'respondent',
  },
  {
    template: 'templates/seizure',
    drawer: 'compulsion',
    words: /查封|扣押|冻结|封存|先行登记/,
    whole: { limit: 'hold', from: 'execute', to: 'release' },
    law: { law: '行政强制法', articles: [25] },
    must: [
      compelled('18(1)', '实施前报负责人批准', /负责人|批准|审批/),
      compelled('18(2)', '两名以上执法人员实施', twoOfficers),
      compelled('18(5)', '当场告知理由、依据和权利', /告知/),
      compelled('18(7)', '制作现场笔录', /笔录/),
      compelled('24', '当场交付决定书和清单', /清单/),
      compelled('28', '解除查封、扣押', /解除/),
    ],
    stages: [
      [/启动|立案|线索|催告|责令/, 'file'],
      [/拟议|审批|呈批/, 'propose'],
      [/批准/, 'approve'],
      [/告知|出示/, 'tell'],
      [/决定/, 'decide'],
      [/查封|扣押|执行|实施/, 'execute'],
      [/检验|检测|鉴定/, 'test'],
      [/解除|处理|返还|退还/, 'release'],
    ],
    confirmAt: 'propose',
    outcome: 'seize',
    party: 'respondent',
  },
  {
    template: 'templates/levy-assessment',
    drawer: 'levy',
    whole: decided,
    stages: onApplication,
    added: [expert, survey],
    confirmAt: 'review',
    outcome: 'levy',
    party: 'subject',
  },
  {
    template: 'templates/personal-allowance',
    drawer: 'benefit',
    whole: decided,
    stages: [
      [/申请|受理/, 'accept'],
      [/入户|调查|核查|核对/, 'check'],
      [/审核|初审/, 'review'],
      [/公示/, 'announce'],
      [/确认|审批|决定|批准/, 'decide'],
      [/送达|告知|通知/, 'deliver'],
      [/发放|给付|支付/, 'pay'],
      [/复核|动态/, 'recheck'],
    ],
    confirmAt: 'check',
    outcome: 'grant',
    party: 'subject',
  },
  {
    template: 'templates/inspection-plan',
    drawer: 'inspection',
    words: /计划|双随机|抽查|比例/,
    whole: { limit: 'finish', from: 'draw', to: 'decide' },
    stages: [
      [/计划/, 'plan'],
      [/公示|公开/, 'announce'],
      [/抽取|随机/, 'draw'],
      [/检查|实施/, 'visits'],
      [/汇总|结果/, 'decide'],
    ],
    confirmAt: 'visits',
    outcome: 'completed',
    party: 'none',
  },
  {
    template: 'templates/inspection-visit',
    drawer: 'inspection',
    whole: { limit: 'result', from: 'visit', to: 'publication' },
    law: { law: '政府信息公开条例', articles: [26] },
    stages: [
      [/检查|实施|调阅/, 'visit'],
      [/告知|说明|听取/, 'hearOut'],
      [/结果|处理|决定/, 'decide'],
      [/送达/, 'deliver'],
    ],
    confirmAt: 'visit',
    outcome: 'clean',
    party: 'subject',
  },
  {
    template: 'templates/selection-reward',
    drawer: 'reward',
    whole: decided,
    stages: [[/专家|评审/, 'expert'], [/公示/, 'announce'], ...onApplication],
    added: [survey],
    confirmAt: 'review',
    outcome: 'grant',
    party: 'subject',
  },
  {
    template: 'templates/adjudication',
    drawer: 'adjudication',
    whole: decided,
    stages: [
      [/申请|受理/, 'accept'],
      [/答辩|送达副本/, 'answer'],
      [/调解/, 'mediate'],
      [/审理|调查|拟/, 'propose'],
      [/审核/, 'legality'],
      [/裁决|决定/, 'decide'],
      [/送达/, 'serve'],
    ],
    confirmAt: 'propose',
    outcome: 'ruled',
    party: 'subject',
  },
  {
    template: 'templates/complaint-answer',
    drawer: 'service',
    words: /投诉|举报|信箱|来信|热线|求助|信访/,
    whole: decided,
    stages: onApplication,
    added: [survey],
    confirmAt: 'review',
    outcome: 'grant',
    party: 'subject',
  },
  ...['confirmation', 'other', 'service'].map(
    (drawer): Procedure => ({
      template: 'templates/application-ordinary',
      drawer,
      whole: decided,
      stages: onApplication,
      added: [expert, survey],
      confirmAt: 'review',
      outcome: 'grant',
      party: 'subject',
    }),
  ),
]
