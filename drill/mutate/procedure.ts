import type { ItemDefinition } from '#kernel/definition'
import { adverse, type Drawer, isOne, type Mutation, type Mutator, publicationOf, stageOf, stages } from './mutator.ts'

const favourable = (item: ItemDefinition) =>
  Object.entries(item.content.outcomes).find(([, one]) => one.favourable !== false && one.effects.length > 0)?.[0]

/** What each law wants before a decision, in its own words. */
const demanded: readonly {
  readonly drawer: Drawer
  readonly need: string
  readonly law: string
  readonly adverse?: true
}[] = [
  { drawer: 'penalty', need: 'evidence', law: '行政处罚法40', adverse: true },
  { drawer: 'penalty', need: 'notice', law: '行政处罚法44', adverse: true },
  { drawer: 'penalty', need: 'statement', law: '行政处罚法62', adverse: true },
  { drawer: 'penalty', need: 'hearing-offered', law: '行政处罚法63' },
  { drawer: 'penalty', need: 'legal-review', law: '行政处罚法58' },
  { drawer: 'penalty', need: 'collective', law: '行政处罚法57' },
  { drawer: 'permit', need: 'statement', law: '行政许可法36', adverse: true },
  { drawer: 'permit', need: 'hearing-offered', law: '行政许可法47' },
  { drawer: 'compulsion', need: 'notice', law: '行政强制法18(5)', adverse: true },
  { drawer: 'compulsion', need: 'statement', law: '行政强制法18(6)', adverse: true },
  { drawer: 'benefit', need: 'statement', law: '社会救助法48', adverse: true },
  { drawer: 'decision', need: 'legal-review', law: '重大行政决策程序暂行条例25' },
  { drawer: 'decision', need: 'collective', law: '重大行政决策程序暂行条例30' },
]

const gate: Mutator = {
  rule: 'LAW_GATE_MISSING',
  wording: 'a missing gate (legal review, statement, hearing)',
  at: item =>
    demanded.flatMap(({ drawer, need, law, adverse: onlyAdverse }): readonly Mutation[] => {
      if (item.category.drawer !== drawer) return []
      const guarded = stages(item).filter(stage => stage.gates?.some(one => one.need === need))
      if (guarded.length === 0) return []
      const spared = favourable(item)
      return [
        {
          what: `no ${need} (${law})`,
          apply: one => {
            for (const stage of stages(one)) stage.gates = (stage.gates ?? []).filter(row => row.need !== need)
          },
        },
        ...(onlyAdverse && spared !== undefined && adverse(item).length > 0
          ? guarded.map(({ stage }) => ({
              what: `${need} only where it is granted (${law})`,
              apply: (one: ItemDefinition) => {
                for (const row of stageOf(one, stage).gates ?? [])
                  if (row.need === need) row.when = `outcome = "${spared}"`
              },
            }))
          : []),
      ]
    }),
}

const publication: Mutator = {
  rule: 'LAW_PUBLICATION',
  wording: 'a decision the law wants published and the file does not, or the other way round',
  at: item => {
    const shown = publicationOf(item)
    const due =
      isOne(item, 'permit', 'penalty', 'inspection', 'decision') ||
      (isOne(item, 'benefit') && item.category.starts.includes('application'))
    const spoil = (what: string, apply: (one: NonNullable<typeof shown>) => unknown): Mutation => ({
      what,
      apply: one => apply(publicationOf(one)!),
    })
    if (!shown)
      return due
        ? []
        : [
            {
              what: 'published without a law that says so',
              apply: one => {
                one.publicity.decision = {
                  within: '7 workday',
                  for: 'validity',
                  scope: 'city',
                  fields: ['number', 'outcome'],
                  withdraw: {
                    on: ['changed', 'revoked', 'declaredUnlawful', 'declaredInvalid'],
                    within: '3 workday',
                    reason: true,
                  },
                }
              },
            },
          ]
    const others = Object.keys(item.content.outcomes).filter(name => !(shown.outcomes ?? []).includes(name))
    return [
      ...(due
        ? [
            {
              what: 'not published',
              apply: (one: ItemDefinition) => {
                one.publicity.decision = 'none'
              },
            },
            { what: 'nothing is said', apply: (one: ItemDefinition) => void delete one.publicity.decision },
          ]
        : [spoil('no basis for publishing', one => void delete one.basis)]),
      ...(isOne(item, 'permit', 'benefit', 'decision') && shown.outcomes
        ? others.map(name => spoil(`${name} is published too`, one => one.outcomes!.push(name)))
        : []),
      ...(isOne(item, 'penalty') && shown.when
        ? [spoil('every penalty is published', one => void delete one.when)]
        : []),
      ...(isOne(item, 'penalty') && shown.withdraw
        ? [
            spoil('what fell stays published', one => void delete one.withdraw),
            spoil('withdrawn without a reason', one => {
              one.withdraw!.reason = false
            }),
            ...shown.withdraw.on
              .filter(ground => ['changed', 'revoked', 'declaredUnlawful', 'declaredInvalid'].includes(ground))
              .map(ground =>
                spoil(`stays published though ${ground}`, one => {
                  one.withdraw!.on = one.withdraw!.on.filter(other => other !== ground)
                }),
              ),
          ]
        : []),
      ...(isOne(item, 'benefit') && due
        ? [
            spoil('the whole city reads who gets aid', one => {
              one.scope = 'city'
            }),
          ]
        : []),
    ]
  },
}

const person: Mutator = {
  rule: 'LAW_PUBLISHES_PERSON',
  wording: 'what the whole city reads does not expose a person',
  at: item => {
    const shown = publicationOf(item)
    if (!shown) return []
    return [
      ...(['phone', 'citizen'] as const).map(type => ({
        what: `publishes a ${type}`,
        apply: (one: ItemDefinition) => {
          one.content.form['one.more'] = { type, label: type === 'phone' ? '联系电话' : '公民身份号码', personal: true }
          publicationOf(one)!.fields.push('one.more')
        },
      })),
      ...(shown.mask ?? []).map(name => ({
        what: `${name} is not masked`,
        apply: (one: ItemDefinition) => {
          const open = publicationOf(one)!
          open.mask = open.mask!.filter(other => other !== name)
          open.scope = 'city'
        },
      })),
    ]
  },
}

/** 程序与公开 What comes before a decision, and what is shown of it. */
export const ofProcedure: readonly Mutator[] = [gate, publication, person]
