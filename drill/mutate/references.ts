import { effectsOf, type ItemDefinition } from '#kernel/definition'
import { type Mutation, type Mutator, zhOf } from './mutator.ts'

/** Where an expression stands that nothing else is said of. */
const expressions = (rule: string, wording: string, faults: readonly (readonly [string, string])[]): Mutator => ({
  rule,
  wording,
  at: item =>
    faults.flatMap(([what, fault]) => [
      ...item.conditions.map(({ id }, at) => ({
        what: `condition ${id}: ${what}`,
        apply: (one: ItemDefinition) => {
          one.conditions[at]!.test = fault
        },
      })),
      {
        what: `a fact: ${what}`,
        apply: (one: ItemDefinition) => {
          one.content.facts = { ...one.content.facts, oneMore: { test: fault } }
        },
      },
    ]),
})

/** Certificates an item issues, as people call them. */
const issued = (item: ItemDefinition): readonly string[] => {
  const given = new Set(effectsOf(item).flatMap(({ effect }) => ('voucher' in effect ? [effect.voucher] : [])))
  return (item.content.documents ?? []).flatMap(({ id, name }) => {
    const called = name === undefined ? '' : zhOf(name)
    return given.has(id) && called.length > 3 ? [called] : []
  })
}

/** An item like it, which asks for what the other has issued. */
const asking = (item: ItemDefinition, name: string): ItemDefinition => {
  const other = structuredClone(item)
  other.item = `${item.item}-once-more`
  other.content.name = `${zhOf(item.content.name)}（再次）`
  delete other.category.codes
  other.content.documents = []
  for (const outcome of Object.values(other.content.outcomes)) outcome.effects = []
  other.materials.push({ id: 'one-more', name, from: 'applicant' })
  return other
}

const tables = (item: ItemDefinition) => item.rules.flatMap(({ id, table }, at) => (table ? [{ id, at }] : []))

/** 指向 What points at an item, a question, a table or a function that is not there, or asks it otherwise than it can be asked. */
export const ofReferences: readonly Mutator[] = [
  {
    rule: 'NAME_UNKNOWN_ITEM',
    wording: 'a name that points nowhere: what follows an outcome',
    at: item =>
      Object.keys(item.content.outcomes).map(name => ({
        what: name,
        apply: one => {
          const outcome = one.content.outcomes[name]!
          outcome.next = [...(outcome.next ?? []), 'no-such-item']
        },
      })),
  },
  {
    rule: 'NAME_UNKNOWN_QUESTION',
    wording: 'a name that points nowhere: a question no register answers',
    at: item =>
      item.comparison.map(({ id, ask }, at) => ({
        what: id,
        apply: one => {
          one.comparison[at]!.ask = `${ask.split('.')[0]}.whatever`
        },
      })),
  },
  {
    rule: 'COMPARISON_WITH',
    wording: 'a register that is asked without what it is asked with',
    at: item =>
      item.comparison.flatMap(({ id }, at): readonly Mutation[] => [
        {
          what: `${id}: one thing too many`,
          apply: one => {
            const { with: given } = one.comparison[at]!
            one.comparison[at]!.with = { ...given, shoeSize: Object.values(given)[0]! }
          },
        },
      ]),
  },
  {
    rule: 'NAME_UNKNOWN_RULE',
    wording: 'a name that points nowhere: the table of discretion',
    at: item =>
      item.authority.discretion === 'none'
        ? []
        : [
            {
              what: 'discretion',
              apply: one => {
                if (one.authority.discretion !== 'none') one.authority.discretion.table = 'no-such-table'
              },
            },
          ],
  },
  {
    rule: 'ALARM_RUNGS',
    wording: 'dead alarm routes: rungs of what has no length',
    at: item =>
      item.alarms.flatMap(({ id, on }, at): readonly Mutation[] =>
        on.startsWith('limits.')
          ? []
          : [
              {
                what: id,
                apply: one => {
                  one.alarms[at]!.rungs = { yellow: '80%' }
                },
              },
            ],
      ),
  },
  {
    rule: 'DEFINITION_NAME_TWICE',
    wording: 'schema errors: a fact under the name of a field',
    at: item =>
      Object.keys(item.content.form).map(name => ({
        what: name,
        apply: one => {
          one.content.facts = { ...one.content.facts, [name]: { test: 'true' } }
        },
      })),
  },
  {
    rule: 'LAW_KNOWN_RECORD',
    wording: 'a material that a voucher already gives',
    seer: 'together',
    at: item =>
      issued(item).flatMap(name =>
        [name, `${name}复印件`, `《${name}》原件`].map(written => ({
          what: `another asks for ${written}`,
          beside: () => [asking(item, written)],
        })),
      ),
  },
  {
    rule: 'RULE_SCOPE_INVALID',
    wording: 'FEEL over a field of no value: its least above its greatest',
    at: item =>
      Object.entries(item.content.form)
        .filter(([, { type }]) => type === 'integer' || type === 'money')
        .map(([name]) => ({
          what: name,
          apply: (one: ItemDefinition) => Object.assign(one.content.form[name]!, { min: 5, max: 3 }),
        })),
  },
  expressions('RULE_UNKNOWN_FUNCTION', 'FEEL that calls what there is not', [
    ['a function of nobody', 'approve specially(1)'],
    ['another one', 'weigh("heavy") > 3'],
  ]),
  expressions('RULE_TOO_LARGE', 'FEEL outside the compiled subset: too large to be read', [
    ['nested too deep', `${'('.repeat(300)}true${')'.repeat(300)}`],
    ['too long', Array.from({ length: 4_000 }, () => '1 = 1').join(' and ')],
  ]),
  {
    rule: 'RULE_TABLE_INVALID',
    wording: 'a decision table that is none',
    at: item =>
      tables(item).flatMap(({ id, at }): readonly Mutation[] => [
        {
          what: `${id}: a result that is no value`,
          apply: one => {
            const [row] = one.rules[at]!.table!.rules
            ;(row!.then as unknown[])[0] = ['a', 'list']
          },
        },
        {
          what: `${id}: a column of no type`,
          apply: one => {
            one.rules[at]!.table!.outputs[0]!.type = 'percentage'
          },
        },
        {
          what: `${id}: a cell too many`,
          apply: one => {
            const [row] = one.rules[at]!.table!.rules
            ;(row!.then as unknown[]).push('more')
          },
        },
      ]),
  },
]
