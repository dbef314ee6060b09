import { effectsOf, type ItemDefinition } from '#kernel/definition'
import { atStages, decides, type Mutator, publicationOf, stageOf, stages } from './mutator.ts'

const names: readonly Mutator[] = [
  {
    rule: 'NAME_TWICE',
    wording: 'schema errors: an id given twice',
    at: item =>
      (['materials', 'conditions', 'rules', 'alarms'] as const)
        .filter(list => item[list].length > 0)
        .map(list => ({
          what: list,
          apply: (one: ItemDefinition) => void (one[list] as unknown[]).push(structuredClone(one[list][0])),
        })),
  },
  {
    rule: 'NAME_UNKNOWN_STAGE',
    wording: 'a name that points nowhere',
    at: item => [
      ...item.checkpoints.map((_, at) => ({
        what: `checkpoint ${at}`,
        apply: (one: ItemDefinition) => {
          one.checkpoints[at]!.at = 'nowhere'
        },
      })),
      ...Object.keys(item.content.form).map(name => ({
        what: `field ${name}`,
        apply: (one: ItemDefinition) => {
          one.content.form[name]!.at = 'nowhere'
        },
      })),
    ],
  },
  atStages(
    'NAME_UNKNOWN_PAPER',
    'a name that points nowhere',
    () => true,
    'needs a paper there is not',
    stage => {
      stage.needs = [...(stage.needs ?? []), 'no-such-paper']
    },
  ),
  atStages(
    'NAME_UNKNOWN_OUTCOME',
    'a name that points nowhere',
    decides,
    'offers an outcome there is not',
    stage => void stage.outcomes?.push('nothing'),
  ),
  {
    rule: 'NAME_UNKNOWN_FIELD',
    wording: 'a name that points nowhere',
    at: item =>
      publicationOf(item)
        ? [
            {
              what: 'publishes a field there is not',
              apply: one => void publicationOf(one)!.fields.push('nobody.knows'),
            },
          ]
        : [],
  },
  {
    rule: 'NAME_UNKNOWN_DOCUMENT',
    wording: 'a name that points nowhere',
    at: item =>
      Object.keys(item.content.outcomes).map(name => ({
        what: name,
        apply: one => void one.content.outcomes[name]!.effects.push({ voucher: 'no-such-paper' }),
      })),
  },
  {
    rule: 'NAME_UNKNOWN_COLUMN',
    wording: 'a register that has no such column',
    at: item =>
      Object.entries(item.content.outcomes).flatMap(([name, { effects }]) =>
        effects.flatMap((effect, at) =>
          'register' in effect
            ? [
                {
                  what: `${name} writes ${effect.register}`,
                  apply: (one: ItemDefinition) => {
                    const row = one.content.outcomes[name]!.effects[at]!
                    if ('register' in row) row.set = { ...row.set, noSuchColumn: 'outcome' }
                  },
                },
              ]
            : [],
        ),
      ),
  },
  {
    rule: 'DEFINITION_REGISTER_UNKNOWN',
    wording: 'a register there is not',
    at: item =>
      effectsOf(item).length === 0
        ? []
        : Object.keys(item.content.outcomes).map(name => ({
            what: name,
            apply: one => void one.content.outcomes[name]!.effects.push({ register: 'no-such-register' }),
          })),
  },
  {
    rule: 'OUTCOME_NEVER_OFFERED',
    wording: 'an outcome nobody can decide',
    at: () => [
      {
        what: 'one more outcome',
        apply: one => {
          one.content.outcomes['never'] = { effects: [] }
        },
      },
    ],
  },
  {
    rule: 'ALARM_UNKNOWN',
    wording: 'dead alarm routes: watches what there is not',
    at: item =>
      item.alarms.map(({ id }, at) => ({
        what: id,
        apply: one => {
          one.alarms[at]!.on = 'limits.nothing'
        },
      })),
  },
  {
    rule: 'PROBLEM_UNKNOWN',
    wording: 'dead alarm routes: a problem from a source there is not',
    at: item =>
      item.problems.map((_, at) => ({
        what: `problem ${at}`,
        apply: one => void one.problems[at]!.from.push('no-such-source'),
      })),
  },
]

/** Where an expression can stand, with what it would be without the fault. */
const tests = (
  item: ItemDefinition,
): readonly { readonly what: string; readonly put: (one: ItemDefinition, test: string) => unknown }[] => [
  ...item.rules
    .filter(({ test }) => test !== undefined)
    .map(({ id }) => ({
      what: `rule ${id}`,
      put: (one: ItemDefinition, test: string) => {
        one.rules.find(rule => rule.id === id)!.test = test
      },
    })),
  ...item.conditions.map(({ id }) => ({
    what: `condition ${id}`,
    put: (one: ItemDefinition, test: string) => {
      one.conditions.find(row => row.id === id)!.test = test
    },
  })),
  ...stages(item)
    .filter(({ kind }) => kind !== 'decision')
    .map(({ stage }) => ({
      what: `stage ${stage}`,
      put: (one: ItemDefinition, test: string) => {
        stageOf(one, stage).when = test
      },
    })),
]

const feel = (rule: string, wording: string, faults: (item: ItemDefinition) => readonly string[]): Mutator => ({
  rule,
  wording,
  at: item =>
    faults(item).flatMap(fault =>
      tests(item).map(({ what, put }) => ({ what: `${what}: ${fault}`, apply: one => put(one, fault) })),
    ),
})

const numbers = (item: ItemDefinition) =>
  Object.entries(item.content.form).filter(
    ([, { type, repeat }]) => !repeat && (type === 'integer' || type === 'money'),
  )

const expressions: readonly Mutator[] = [
  feel('RULE_SYNTAX', 'FEEL that does not parse', () => ['and and', 'outcome = ', '(1 = 1']),
  feel('RULE_OUTSIDE_SUBSET', 'FEEL outside the compiled subset', () => [
    'for x in [1, 2] return x > 1',
    'if outcome instance of string then true else false',
    '2 ** 3 > 1',
  ]),
  feel('RULE_UNKNOWN_NAME', 'FEEL that names an undeclared field', () => [
    'nobody.knows = true',
    'applicant.shoeSize > 40',
  ]),
  feel('RULE_TYPE_MISMATCH', 'FEEL that compares different types', () => ['1 + 1', 'outcome > 3', '"1" = 1']),
  feel('RULE_UNKNOWN_VALUE', 'FEEL that compares with a value there is not', () => ['outcome = "nothing-of-the-kind"']),
  feel('RULE_UNIT_MISMATCH', 'FEEL that compares different units', item => {
    const [first, second] = numbers(item).filter(([, { unit, type }]) => unit !== undefined || type === 'money')
    const unit = (field: typeof first | undefined) => (field?.[1].type === 'money' ? 'fen' : field?.[1].unit)
    const other = numbers(item).find(field => unit(field) !== undefined && unit(field) !== unit(first))
    return first && other ? [`${first[0]} > ${other[0]}`] : second ? [] : []
  }),
  {
    rule: 'DEFINITION_FACT_CYCLE',
    wording: 'facts that are derived from each other',
    at: () => [
      {
        what: 'two facts',
        apply: one => {
          one.content.facts = { ...one.content.facts, chicken: { test: 'egg' }, egg: { test: 'chicken' } }
        },
      },
    ],
  },
]

/** 名称与表达式 Names that point nowhere, and FEEL that means nothing. */
export const ofNames: readonly Mutator[] = [...names, ...expressions]
