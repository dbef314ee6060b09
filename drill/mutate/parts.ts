import { exportDefinition, type ItemDefinition, type Part, stagesOf } from '#kernel/definition'
import { isOne, type Mutation, type Mutator } from './mutator.ts'

/** The parts of an item, changed where it is asked. */
const partsOf = (item: ItemDefinition): readonly Part[] =>
  stagesOf(item.flow).flatMap(({ stage }) => stage.joint?.parts ?? [])

const parts = (
  rule: string,
  wording: string,
  faults: (part: Part, item: ItemDefinition) => readonly (readonly [what: string, change: (part: Part) => unknown])[],
): Mutator => ({
  rule,
  wording,
  at: item =>
    partsOf(item).flatMap((part, at) =>
      faults(part, item).map(
        ([what, change]): Mutation => ({
          what: `${part.part}: ${what}`,
          apply: one => change(partsOf(one)[at]!),
        }),
      ),
    ),
})

/** The item beside the items its parts are cases of: files as they lie in a folder. */
const besideItsParts = (
  rule: string,
  wording: string,
  faults: (item: ItemDefinition) => readonly (readonly [what: string, change: (one: ItemDefinition) => unknown])[],
): Mutator => ({
  rule,
  wording,
  seer: 'files',
  at: item =>
    partsOf(item).length === 0
      ? []
      : faults(item).map(
          ([what, change]): Mutation => ({
            what,
            apply: change,
            files: (one, items) => {
              const keys = [...new Set(partsOf(one).map(({ item: key }) => key))]
              const others = keys.flatMap(key => items.find(({ item: other }) => other === key) ?? [])
              return Object.fromEntries(
                [one, ...others].map(each => [`items/${each.item}.yaml`, exportDefinition(each)]),
              )
            },
          }),
        ),
})

const changePart = (at: number, change: (part: Part) => unknown) => (one: ItemDefinition) => change(partsOf(one)[at]!)

const joint: readonly Mutator[] = [
  parts('JOINT_OF_ITSELF', 'a verb nobody may do: an item that is a part of itself', (_, item) => [
    [
      'itself',
      part => {
        part.item = item.item
      },
    ],
  ]),
  parts('JOINT_AFTER_UNKNOWN', 'a stage that cannot be reached: waits for a part there is not', () => [
    [
      'after nobody',
      part => {
        part.after = ['no-such-part']
      },
    ],
  ]),
  besideItsParts('JOINT_PART_START', 'a verb nobody may do: a part that nobody can apply for', item =>
    partsOf(item).map(
      ({ part }, at) => [part, changePart(at, one => Object.assign(one, { item: 'market-double-random' }))] as const,
    ),
  ),
  besideItsParts('JOINT_FIELD_NOT_ASKED', 'a field handed over that nobody asked for', item => {
    const [field] = Object.keys(item.content.form)
    return partsOf(item).map(
      ({ part }, at) =>
        [
          part,
          changePart(at, one => Object.assign(one, { fields: { ...one.fields, 'nobody.asked': field! } })),
        ] as const,
    )
  }),
  besideItsParts('JOINT_FIELD_MISSING', 'a field that a part asks and the one form does not', item =>
    Object.keys(item.content.form)
      .filter(name => name.startsWith('entity.') || name.startsWith('project.') || name.startsWith('land.'))
      .map(name => [`without ${name}`, (one: ItemDefinition) => void delete one.content.form[name]] as const),
  ),
  besideItsParts('JOINT_PAPER_MISSING', 'a paper that a part asks and the one list does not', item =>
    item.materials
      .filter(({ from, onlyIf }) => from === 'applicant' && onlyIf === undefined)
      .map(
        ({ id }) =>
          [
            `without ${id}`,
            (one: ItemDefinition) => {
              one.materials = one.materials.filter(paper => paper.id !== id)
            },
          ] as const,
      ),
  ),
]

const deposits: readonly Mutator[] = [
  {
    rule: 'DEPOSIT_NO_COLLECTOR',
    wording: 'a verb nobody may do: a deposit that nobody takes',
    at: item =>
      item.content.deposits
        ? [{ what: 'nobody collects', apply: one => void delete one.authority.posts['collector'] }]
        : [],
  },
  {
    rule: 'DEPOSIT_FORFEIT_FAVOURABLE',
    wording: 'a deposit kept by a decision that is said to favour the party',
    at: item =>
      Object.keys(item.content.deposits ?? {}).flatMap(deposit =>
        Object.keys(item.content.outcomes).map(name => ({
          what: `${name} keeps ${deposit}`,
          apply: (one: ItemDefinition) => {
            const outcome = one.content.outcomes[name]!
            outcome.deposits = { ...outcome.deposits, [deposit]: 'forfeit' }
            outcome.favourable = true
          },
        })),
      ),
  },
  {
    rule: 'NAME_UNKNOWN_DEPOSIT',
    wording: 'a name that points nowhere: a deposit',
    at: item =>
      Object.keys(item.content.outcomes).map(name => ({
        what: name,
        apply: one => {
          one.content.outcomes[name]!.deposits = { nothing: 'return' }
        },
      })),
  },
  {
    rule: 'NEXT_NEVER_DUE',
    wording: 'a stage that cannot be reached: what follows an order that orders nothing',
    at: item =>
      isOne(item, 'penalty', 'levy', 'compulsion')
        ? []
        : Object.entries(item.content.outcomes)
            .filter(([, { effects }]) => effects.every(effect => !('ledger' in effect)))
            .map(([name]) => ({
              what: name,
              apply: (one: ItemDefinition) => {
                const basis = { law: '行政强制法', articles: [53] }
                one.content.outcomes[name]!.next = [{ item: item.item, when: 'unperformed', basis }]
              },
            })),
  },
]

/** 并联、保证金和后续 Parts of one application, deposits, and what follows a decision. */
export const ofParts: readonly Mutator[] = [...joint, ...deposits]
