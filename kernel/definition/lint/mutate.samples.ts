import type { ItemDefinition } from '../settings/item.ts'
import { stagesOf } from '../stages.ts'
import { library } from './content.samples.ts'
import { lawMutations, type Sites, stage } from './mutate-law.samples.ts'

const ofOutcomes: Sites = item =>
  Object.entries(item.content.outcomes).flatMap(([name, outcome]) => [
    ...(outcome.favourable === false && outcome.remedies?.[0]?.basis
      ? [
          {
            what: `${name}: no remedy`,
            apply: (one: ItemDefinition) => void delete one.content.outcomes[name]!.remedies,
          },
          {
            what: `${name}: short remedy`,
            apply: (one: ItemDefinition) => {
              one.content.outcomes[name]!.remedies![0]!.within = '7 day'
            },
          },
        ]
      : []),
    ...(outcome.money?.surcharge
      ? [
          {
            what: `${name}: surcharge`,
            apply: (one: ItemDefinition) => {
              one.content.outcomes[name]!.money!.surcharge!.rate = '0.05/day'
            },
          },
        ]
      : []),
    ...(outcome.money?.direction === 'in'
      ? [
          {
            what: `${name}: collector`,
            apply: (one: ItemDefinition) => void delete one.content.outcomes[name]!.money!.collector,
          },
        ]
      : []),
  ])

const ofFlow: Sites = item =>
  stagesOf(item.flow).flatMap(({ stage: row }) => [
    ...(row.by
      ? [
          {
            what: `${row.stage}: nobody`,
            apply: (one: ItemDefinition) => {
              stage(one, row.stage).by = 'nobody'
            },
          },
        ]
      : []),
    {
      what: `${row.stage}: unknown name`,
      apply: one => {
        stage(one, row.stage).when = 'nobody.knows = true'
      },
    },
    {
      what: `${row.stage}: number for yes or no`,
      apply: one => {
        stage(one, row.stage).when = '1 + 1'
      },
    },
    ...(row.outcomes
      ? [
          {
            what: `${row.stage}: unknown outcome`,
            apply: (one: ItemDefinition) => void stage(one, row.stage).outcomes!.push('nothing'),
          },
        ]
      : []),
    {
      what: `${row.stage}: unknown paper`,
      apply: one => {
        stage(one, row.stage).needs = ['no-such-paper']
      },
    },
  ])

const ofAuthority: Sites = item => [
  ...(library.laws.some(law => law.officers?.some(duty => duty.drawers.includes(item.category.drawer)))
    ? [
        {
          what: 'one officer',
          apply: (one: ItemDefinition) => {
            one.authority.officers = { min: 1 }
          },
        },
        { what: 'no certificate', apply: (one: ItemDefinition) => void delete one.authority.certificate },
      ]
    : []),
  ...(item.category.drawer === 'penalty' || item.category.drawer === 'permit'
    ? [{ what: 'no separation', apply: (one: ItemDefinition) => void delete one.authority.separate }]
    : []),
  {
    what: 'power not listed',
    apply: one => {
      one.category.listed.entry = '-'
    },
  },
  {
    what: 'list approved by itself',
    apply: one => {
      one.category.listed.approvedBy = one.category.organ.post
    },
  },
  {
    what: 'type of another drawer',
    apply: one => {
      one.category.codes = { ...one.category.codes, 'gb39554.basic': '002000002000' }
    },
  },
]

const ofRecords: Sites = item => [
  ...['居民身份证复印件', '收入证明', '营业执照', '结婚证'].map(name => ({
    what: `asks ${name}`,
    apply: (one: ItemDefinition) => void one.materials.push({ id: 'one-more', name, from: 'applicant' }),
  })),
  ...['民族', '宗教信仰', '指纹'].map(label => ({
    what: `field ${label}`,
    apply: (one: ItemDefinition) => {
      one.content.form['one.more'] = { type: 'string', label }
    },
  })),
  ...(item.content.impactAssessment && Object.values(item.content.form).some(({ personal }) => personal)
    ? [{ what: 'no assessment', apply: (one: ItemDefinition) => void delete one.content.impactAssessment }]
    : []),
]

const ofGrounds: Sites = item => [
  ...item.comparison.flatMap(({ id }, at) => [
    {
      what: `${id}: unknown is no`,
      apply: (one: ItemDefinition) => {
        one.comparison[at]!.unknown = 'refuse'
      },
    },
    {
      what: `${id}: no basis`,
      apply: (one: ItemDefinition) => {
        one.comparison[at]!.basis = { law: '内部通知', articles: [] }
      },
    },
  ]),
  ...item.patrol.map(({ id }, at) => ({
    what: `${id}: no basis`,
    apply: (one: ItemDefinition) => {
      one.patrol[at]!.basis = { law: '内部通知', articles: [] }
    },
  })),
  ...item.rules
    .filter(({ test }) => test)
    .flatMap(({ id }) => [
      {
        what: `${id}: syntax`,
        apply: (one: ItemDefinition) => {
          one.rules.find(rule => rule.id === id)!.test = 'and and'
        },
      },
      {
        what: `${id}: unknown name`,
        apply: (one: ItemDefinition) => {
          one.rules.find(rule => rule.id === id)!.test = 'nobody.knows > 1'
        },
      },
    ]),
  ...item.rules
    .filter(({ else: otherwise }) => otherwise === 'refuse')
    .map(({ id }) => ({
      what: `${id}: not explained`,
      apply: (one: ItemDefinition) => void delete one.rules.find(rule => rule.id === id)!.text,
    })),
  ...item.category.basis.flatMap((_, at) => [
    {
      what: 'basis not in force',
      apply: (one: ItemDefinition) => {
        one.category.basis[at] = { law: '固定资产投资项目节能审查办法', articles: [1] }
      },
    },
    {
      what: 'basis article',
      apply: (one: ItemDefinition) => {
        one.category.basis[at] = { law: '行政许可法', articles: [120] }
      },
    },
  ]),
]

const ofOversight: Sites = item => [
  ...item.alarms.flatMap(({ id }, at) => [
    {
      what: `${id}: reaches nobody`,
      apply: (one: ItemDefinition) => {
        one.alarms[at]!.to = ['nobody']
      },
    },
    {
      what: `${id}: watches nothing`,
      apply: (one: ItemDefinition) => {
        one.alarms[at]!.on = 'limits.nothing'
      },
    },
  ]),
  ...item.problems.map((_, at) => ({
    what: 'verifies itself',
    apply: (one: ItemDefinition) => {
      one.problems[at]!.verifyBy = 'organ'
    },
  })),
  ...item.checkpoints.map((_, at) => ({
    what: 'checkpoint nowhere',
    apply: (one: ItemDefinition) => {
      one.checkpoints[at]!.at = 'nowhere'
    },
  })),
]

/** Every way to spoil an item that the samples know. */
export const mutationsOf: Sites = item =>
  [lawMutations, ofOutcomes, ofFlow, ofAuthority, ofRecords, ofGrounds, ofOversight].flatMap(sites => sites(item))
