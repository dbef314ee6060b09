import type { ItemDefinition } from '#kernel/definition'
import { type Mutation, type Mutator, zhOf } from './mutator.ts'

const assessment: Mutator = {
  rule: 'LAW_IMPACT_ASSESSMENT',
  wording: 'personal data without a current impact assessment',
  at: item => {
    if (!item.content.impactAssessment) return []
    const day = Temporal.PlainDate.from(item.effective.from)
    return [
      { what: 'no assessment', apply: one => void delete one.content.impactAssessment },
      {
        what: 'it ran out the day before',
        apply: one => {
          one.content.impactAssessment!.validUntil = day.subtract({ days: 1 }).toString()
        },
      },
      {
        what: 'it is made afterwards',
        apply: one => {
          one.content.impactAssessment!.done = day.add({ days: 1 }).toString()
        },
      },
      {
        what: 'it holds for ten years',
        apply: one => {
          one.content.impactAssessment!.validUntil = day.add({ years: 10 }).toString()
        },
      },
    ]
  },
}

/** 个人信息保护法28 in its own words. */
const sensitiveWords = [
  '指纹',
  '人脸识别特征',
  '宗教信仰',
  '特定身份',
  '医疗健康信息',
  '病历',
  '金融账户',
  '银行账号',
  '行踪轨迹',
  '不满十四周岁未成年人姓名',
  '民族',
]

/** An account is personal where it may be a person’s. */
const ofPersons = ({ content: { parties } }: ItemDefinition): boolean =>
  [parties.subject, parties.respondent, parties.opponent].some(role =>
    [role?.unit ?? []].flat().some(unit => unit === 'person' || unit === 'household'),
  )

const sensitive: Mutator = {
  rule: 'LAW_SENSITIVE_FIELD',
  wording: 'sensitive fields outside the case (个人信息保护法28)',
  at: item => [
    ...sensitiveWords
      .filter(word => ofPersons(item) || !/账/.test(word))
      .map(label => ({
        what: `${label}: not marked personal`,
        apply: (one: ItemDefinition) => {
          one.content.form['one.more'] = { type: 'string', label, personal: false }
        },
      })),
    ...(item.publicity.decision && item.publicity.decision !== 'none'
      ? sensitiveWords
          .filter(word => ofPersons(item) || !/账/.test(word))
          .map(label => ({
            what: `${label}: published`,
            apply: (one: ItemDefinition) => {
              one.content.form['one.more'] = { type: 'string', label, personal: true }
              const { decision } = one.publicity
              if (decision && decision !== 'none') decision.fields.push('one.more')
            },
          }))
      : []),
    ...Object.entries(item.content.outcomes).flatMap(([name, { effects }]) =>
      effects.flatMap((effect, at) =>
        'register' in effect && effect.set
          ? [
              {
                what: `${name}: 宗教信仰 into the register ${effect.register}`,
                apply: (one: ItemDefinition) => {
                  one.content.form['one.more'] = { type: 'string', label: '宗教信仰', personal: true }
                  const row = one.content.outcomes[name]!.effects[at]!
                  const [column] = Object.keys(effect.set!)
                  if ('register' in row && row.set && column) row.set[column] = 'one.more'
                },
              },
            ]
          : [],
      ),
    ),
  ],
}

const persons: Mutator = {
  rule: 'LAW_NAMED_PERSONS',
  wording: 'a comparison or patrol over named persons without a case',
  at: item => [
    ...item.patrol.flatMap(({ id, find }, at) =>
      ['name = "张三"', 'citizen = "210102199001011234"'].map(who => ({
        what: `patrol ${id}: ${who}`,
        apply: (one: ItemDefinition) => {
          one.patrol[at]!.find = `${who} and (${find})`
        },
      })),
    ),
    ...item.patrol.map(({ id }, at) => ({
      what: `patrol ${id}: one person’s number among the population`,
      apply: (one: ItemDefinition) => {
        one.patrol[at]!.population = '王五（210102199001011234）等三人'
      },
    })),
    ...item.comparison.flatMap(({ id, with: asked }, at) =>
      Object.keys(asked).map(name => ({
        what: `comparison ${id}: asks about somebody who is not in the case`,
        apply: (one: ItemDefinition) => {
          for (const key of Object.keys(asked))
            one.comparison[at]!.with[key] = key === name ? '"210102199001011234"' : '"x"'
        },
      })),
    ),
  ],
}

/** What some office has been told to reach, in the drawer where it would be written. */
const targetsOf: Readonly<Partial<Record<ItemDefinition['category']['drawer'], readonly string[]>>> = {
  penalty: ['annual-fine-target', '罚款任务数', '处罚案件数量考核', '罚没收入完成率'],
  benefit: ['stopped-aid-ranking', '停发人数指标', '清退率考核'],
  inspection: ['inspection-quota', '年度检查任务指标', '检查次数考核', '处罚案件数量排名'],
  levy: ['annual-levy-target', '收入指标', '征收任务数', '收费完成率排名'],
  compulsion: ['罚没任务数', 'penalty-ranking'],
  service: ['处罚案件数量考核'],
}

const targets: Mutator = {
  rule: 'LAW_FINE_TARGET',
  wording: 'an indicator or target on fines, penalties or aid stopped (行政处罚法74、预算法55、优化营商环境条例59)',
  at: item => {
    const words = targetsOf[item.category.drawer] ?? []
    const stage = item.checkpoints[0]?.at ?? item.flow.flatMap(node => ('stage' in node ? node.stage : []))[0]
    return words.flatMap((watch): readonly Mutation[] => [
      { what: `watches ${watch}`, apply: one => void one.checkpoints.push({ at: stage!, watch, by: 'organHead' }) },
      ...(item.patrol.length > 0 && /^[a-z-]+$/.test(watch)
        ? [
            {
              what: `patrols ${watch}`,
              apply: (one: ItemDefinition) => void one.patrol.push({ ...one.patrol[0]!, id: watch }),
            },
          ]
        : []),
    ])
  },
}

const names: Mutator = {
  rule: 'LAW_LOCAL_NAME',
  wording: 'same item, same name and code in every district',
  at: item =>
    ['content.name', 'category.codes', 'category.drawer', 'category.basis', 'content'].map(path => ({
      what: `${zhOf(item.content.name)}: ${path} may differ`,
      apply: (one: ItemDefinition) => {
        one.local = [...(one.local ?? []), path]
      },
    })),
}

const coerces: Mutator = {
  rule: 'LAW_SERVICE_COERCES',
  wording: 'service (公共服务, no coercive verb)',
  at: item =>
    item.category.drawer !== 'service'
      ? []
      : [
          ...Object.keys(item.content.outcomes).map(name => ({
            what: `${name} makes somebody pay`,
            apply: (one: ItemDefinition) => {
              one.content.outcomes[name]!.money = { direction: 'in', payer: 'subject' }
            },
          })),
          {
            what: 'somebody it is done to',
            apply: one => void Object.assign(one.content.parties, { respondent: { unit: 'firm', min: 0, max: 1 } }),
          },
        ],
}

/** 个人与各区 What may be known of persons, what must not be counted, and what is the same everywhere. */
export const ofPrivacy: readonly Mutator[] = [assessment, sensitive, persons, targets, coerces, names]
