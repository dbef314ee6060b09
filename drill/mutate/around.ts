import type { ItemDefinition } from '#kernel/definition'
import { loose, type Mutation, type Mutator, publicationOf, zhOf } from './mutator.ts'

const namedItem = (item: ItemDefinition): string => zhOf(item.content.name)

const examples: Mutator = {
  rule: 'EXAMPLE_FAILS',
  wording: 'examples that fail',
  seer: 'examples',
  at: item =>
    item.examples.flatMap(({ expect }, at): readonly Mutation[] => {
      const others = Object.keys(item.content.outcomes).filter(name => name !== expect.outcome)
      return [
        ...(expect.outcome !== undefined && others[0] !== undefined
          ? [
              {
                what: `example ${at}: another outcome`,
                apply: (one: ItemDefinition) => {
                  one.examples[at]!.expect.outcome = others[0]!
                },
              },
            ]
          : []),
        ...(expect.ended === true
          ? [
              {
                what: `example ${at}: not ended`,
                apply: (one: ItemDefinition) => {
                  one.examples[at]!.expect.ended = false
                },
              },
            ]
          : []),
        ...(expect.refused === undefined
          ? [
              {
                what: `example ${at}: refused`,
                apply: (one: ItemDefinition) => {
                  one.examples[at]!.expect.refused = 'SOMETHING_ELSE'
                },
              },
            ]
          : []),
      ]
    }),
}

const unknownField: Mutator = {
  rule: 'EXAMPLE_UNKNOWN_FIELD',
  wording: 'examples that fail: a field there is not',
  at: item =>
    item.examples.map((_, at) => ({
      what: `example ${at}`,
      apply: one => {
        one.examples[at]!.given['nobody.knows'] = 1
      },
    })),
}

const widening: Mutator = {
  rule: 'DEFINITION_NEEDS_SECOND_APPROVAL',
  wording: 'a change that widens power or data without two approvals',
  seer: 'publication',
  at: item => {
    const more: ItemDefinition['category']['starts'] = [
      'application',
      'clue',
      'plan',
      'complaint',
      'referral',
      'annual',
    ]
    return [
      ...more
        .filter(start => !item.category.starts.includes(start))
        .map(start => ({
          what: `may also be opened by ${start}`,
          apply: (one: ItemDefinition) => void one.category.starts.push(start),
        })),
      ...(['city', 'county', 'street', 'community'] as const)
        .filter(level => item.category.levels[level] === undefined)
        .map(level => ({
          what: `also at the level ${level}`,
          apply: (one: ItemDefinition) => {
            one.category.levels[level] = '新增层级'
          },
        })),
      {
        what: 'asks one more personal field',
        apply: one => {
          one.content.form['one.more'] = { type: 'string', label: '家庭住址', personal: true }
        },
      },
      {
        what: 'asks one more paper',
        apply: one => void one.materials.push({ id: 'one-more', name: '情况说明', from: 'applicant' }),
      },
      ...item.rules.map(({ id }, at) => ({
        what: `rule ${id} is gone`,
        apply: (one: ItemDefinition) => void one.rules.splice(at, 1),
      })),
      ...(publicationOf(item)
        ? [
            {
              what: 'publishes one more field',
              apply: (one: ItemDefinition) => {
                const field = Object.keys(item.content.form).find(name => !publicationOf(item)!.fields.includes(name))
                if (field) publicationOf(one)!.fields.push(field)
              },
            },
          ]
        : []),
      ...Object.entries(item.content.outcomes)
        .filter(([, { remedies }]) => (remedies?.length ?? 0) > 0)
        .map(([name]) => ({
          what: `${name}: a remedy less`,
          apply: (one: ItemDefinition) => void one.content.outcomes[name]!.remedies!.pop(),
        })),
    ]
  },
}

/** Another item like this one, under another key. */
const sister = (item: ItemDefinition, at: number, change: (one: ItemDefinition) => unknown): ItemDefinition => {
  const one = structuredClone(item)
  loose(one)['item'] = `${item.item}-sister-${at}`
  change(one)
  return one
}

const circular: Mutator = {
  rule: 'LAW_CIRCULAR_PROOF',
  wording: 'circular proofs (循环证明): A’s material is B’s outcome, whose material is A’s outcome',
  seer: 'together',
  at: item => {
    if (Object.keys(item.content.outcomes).length === 0) return []
    // a paper that only this item gives: what another gives too can be had there
    const [voucher, name] = [`${item.item}-proof`, `${namedItem(item)}证明书`]
    const gives = (one: ItemDefinition) => {
      one.content.documents = [...(one.content.documents ?? []), { id: voucher, name, template: voucher }]
      Object.values(one.content.outcomes)[0]!.effects.push({ voucher })
    }
    const needs = (
      one: ItemDefinition,
      id: string,
      called: string,
      from: ItemDefinition['materials'][number]['from'],
    ) => void one.materials.push({ id, name: called, from })
    const through = (steps: number): Mutation => ({
      what: `its proof is needed for what it needs, over ${steps} more`,
      apply: one => {
        gives(one)
        needs(one, 'proof-0', '前置证明0', { voucher: 'preceding-0' })
      },
      beside: one =>
        Array.from({ length: steps }, (_, at) =>
          sister(one, at, other => {
            const last = at === steps - 1
            other.content.documents = [{ id: `preceding-${at}`, name: `前置证明${at}`, template: 'proof' }]
            other.content.outcomes = { grant: { effects: [{ voucher: `preceding-${at}` }], favourable: true } }
            other.materials = [
              {
                id: 'needed',
                name: last ? name : `前置证明${at + 1}`,
                from: { voucher: last ? voucher : `preceding-${at + 1}` },
              },
            ]
          }),
        ),
    })
    return [
      {
        what: 'its own proof is what it needs',
        apply: one => {
          gives(one)
          needs(one, 'own-proof', name, { voucher })
        },
      },
      {
        what: 'the applicant is asked for what only this item gives',
        apply: one => {
          gives(one)
          needs(one, 'own-proof', `${name}原件`, 'applicant')
        },
      },
      through(1),
      through(2),
      through(4),
    ]
  },
}

const sameName: Mutator = {
  rule: 'LAW_SAME_NAME_SAME_CODE',
  wording: 'same item → same name and code',
  seer: 'together',
  at: item => {
    const code = item.category.codes?.['gb39554.basic']
    if (code === undefined) return []
    const another = (what: string, change: (one: ItemDefinition) => unknown): Mutation => ({
      what,
      beside: one => [sister(one, 0, change)],
    })
    return [
      another('the same name under another code', one => {
        one.category.codes = { ...one.category.codes, 'gb39554.basic': `${code.slice(0, 9)}999` }
      }),
      another('another name under the same code', one => {
        one.content.name = '另一名称'
      }),
      another('a name a little longer under the same code', one => {
        one.content.name = `${namedItem(one)}（区级）`
      }),
    ]
  },
}

/** 周围 Examples, the next version, and the other items. */
export const around: readonly Mutator[] = [examples, unknownField, widening, circular, sameName]
