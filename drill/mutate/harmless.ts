import { type ItemDefinition, type LawLibrary, namedLimits } from '#kernel/definition'
import { limitOf, type Mutation, onRecord } from './mutator.ts'

/** 无害的改动 Changes that leave an item lawful: less time for the organ, longer waiting, other words, more care. */
export const harmless = (item: ItemDefinition, laws: LawLibrary): readonly Mutation[] => [
  { what: 'nothing at all', apply: () => {} },
  {
    what: 'another name',
    apply: one => {
      one.content.name = '另一名称'
    },
  },
  ...namedLimits(item)
    .filter(([, { kind, binds, value, promised }]) => kind === 'max' && binds !== 'party' && value > 3 && !promised)
    .filter(([, limit]) => onRecord(laws, limit))
    .map(([id]) => ({
      what: `${id}: a day less`,
      apply: (one: ItemDefinition) => {
        limitOf(one, id).value -= 1
        const promised = Object.values(one.limits).find(row => !Array.isArray(row) && row?.promised) as
          | { value: number }
          | undefined
        if (promised && promised.value > limitOf(one, id).value) promised.value = limitOf(one, id).value
      },
    })),
  {
    what: 'one more channel',
    apply: one => {
      one.content.channels = [...new Set([...one.content.channels, 'window' as const])]
    },
  },
  {
    what: 'three officers',
    apply: one => {
      one.authority.officers &&= { ...one.authority.officers, min: 3 }
    },
  },
  {
    what: 'the organ may be challenged',
    apply: one => {
      one.authority.avoid = { ...one.authority.avoid, challenge: true }
    },
  },
  {
    what: 'fields in another order',
    apply: one => {
      one.content.form = Object.fromEntries(Object.entries(one.content.form).reverse())
    },
  },
  {
    what: 'the contacts may be local',
    apply: one => {
      one.local = [...new Set([...(one.local ?? []), 'content.guide.hours'])]
    },
  },
  {
    what: 'a question more in the guide',
    apply: one => {
      one.content.guide = { ...one.content.guide, faq: [{ question: '需要本人到场吗？', answer: '不需要。' }] }
    },
  },
]
