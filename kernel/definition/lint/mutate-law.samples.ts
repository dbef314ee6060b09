import { namedLimits } from '../limits.ts'
import type { ItemDefinition } from '../settings/item.ts'
import { stagesOf } from '../stages.ts'
import { library } from './content.samples.ts'

/** One way to spoil one place of an item. */
export interface Mutation {
  readonly what: string
  readonly apply: (item: ItemDefinition) => void
}

export type Sites = (item: ItemDefinition) => readonly Mutation[]

export const legal = (item: ItemDefinition) =>
  namedLimits(item).filter(
    ([, { basis, promised }]) => basis && !promised && (library.find(basis.law)?.limits.length ?? 0) > 0,
  )
export const limit = (item: ItemDefinition, id: string) => namedLimits(item).find(([name]) => name === id)![1]
export const stage = (item: ItemDefinition, key: string) =>
  stagesOf(item.flow).find(one => one.stage.stage === key)!.stage
export const decision = (item: ItemDefinition) => {
  const found = item.publicity.decision
  return found === 'none' ? undefined : found
}
export const demands = (item: ItemDefinition) =>
  library.laws.flatMap(law => (law.gates ?? []).filter(gate => gate.drawers.includes(item.category.drawer)))

const ofLimits: Sites = item =>
  legal(item).flatMap(([id, { kind, unit, extend, onExpiry, binds, basis }]) => [
    {
      what: `${id}: ${kind === 'max' ? 'longer' : 'shorter'}`,
      apply: one => {
        limit(one, id).value =
          kind === 'max' ? limit(one, id).value * 2 + 1 : Math.max(1, Math.floor(limit(one, id).value / 2))
      },
    },
    ...(unit === 'day' || unit === 'workday'
      ? [
          {
            what: `${id}: unit`,
            apply: (one: ItemDefinition) => {
              limit(one, id).unit = unit === 'day' ? 'workday' : 'day'
            },
          },
        ]
      : []),
    { what: `${id}: no basis`, apply: one => void delete limit(one, id).basis },
    // how many articles a law has is only known of a law that was read
    ...(library.find(basis!.law)?.articles === undefined
      ? []
      : [
          {
            what: `${id}: article`,
            apply: (one: ItemDefinition) => {
              limit(one, id).basis!.articles = [999]
            },
          },
        ]),
    {
      what: `${id}: ends nowhere`,
      apply: one => {
        limit(one, id).to = 'nowhere'
      },
    },
    ...(extend
      ? [
          {
            what: `${id}: extension`,
            apply: (one: ItemDefinition) => {
              limit(one, id).extend!.by = '90 workday'
            },
          },
        ]
      : []),
    ...(onExpiry?.effect === 'alarm' && binds !== 'party'
      ? [
          {
            what: `${id}: lapse`,
            apply: (one: ItemDefinition) => {
              limit(one, id).onExpiry = { effect: 'lapse' }
            },
          },
        ]
      : []),
  ])

const ofRequired: Sites = item => {
  const required = library.laws.flatMap(law =>
    law.limits.filter(entry => entry.required?.includes(item.category.drawer)).map(entry => entry.article),
  )
  return legal(item)
    .filter(([, { basis }]) => basis!.articles.some(article => required.includes(String(article))))
    .map(([id]) => ({ what: `${id}: left out`, apply: one => void delete (one.limits as Record<string, unknown>)[id] }))
}

const ofStops: Sites = item =>
  (item.limits.stops ?? []).flatMap((stop, at) => [
    {
      what: `stop ${stop.for}: basis`,
      apply: one => {
        one.limits.stops![at]!.basis.articles = [1]
      },
    },
    {
      what: `stop ${stop.for}: no notice`,
      apply: one => {
        one.limits.stops![at]!.notice = false
      },
    },
  ])

const ofGates: Sites = item =>
  [...new Set(demands(item).map(({ need }) => need))].map(need => ({
    what: `gate ${need}`,
    apply: one => {
      for (const { stage: row } of stagesOf(one.flow)) row.gates = (row.gates ?? []).filter(gate => gate.need !== need)
    },
  }))

const ofPublication: Sites = item => {
  const due = library.laws.some(law =>
    law.publication?.some(
      duty =>
        duty.drawers.includes(item.category.drawer) &&
        (duty.starts?.some(start => item.category.starts.includes(start)) ?? true),
    ),
  )
  const found = decision(item)
  if (!due || !found) return []
  return [
    {
      what: 'not published',
      apply: one => {
        one.publicity.decision = 'none'
      },
    },
    ...(found.fields.length > 0
      ? [
          {
            what: 'publishes what is not there',
            apply: (one: ItemDefinition) => void decision(one)!.fields.push('nobody.knows'),
          },
        ]
      : []),
  ]
}

/** What the law itself asks: time, gates, publication. */
export const lawMutations: Sites = item =>
  [ofLimits, ofRequired, ofStops, ofGates, ofPublication].flatMap(sites => sites(item))

/** Changes that leave an item lawful: less time for the organ, other words, one more comparison of the same kind. */
export const harmlessOf: Sites = item => [
  {
    what: 'another name',
    apply: one => {
      one.content.name = '另一名称'
    },
  },
  ...legal(item)
    .filter(([, { kind, binds, value }]) => kind === 'max' && binds !== 'party' && value > 3)
    .map(([id]) => ({
      what: `${id}: a day less`,
      apply: (one: ItemDefinition) => {
        limit(one, id).value -= 1
      },
    })),
  ...legal(item)
    .filter(([, { kind, unit }]) => kind === 'min' && unit === 'day')
    .map(([id]) => ({
      what: `${id}: a day more`,
      apply: (one: ItemDefinition) => {
        limit(one, id).value += 1
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
    what: 'fields in another order',
    apply: one => {
      one.content.form = Object.fromEntries(Object.entries(one.content.form).reverse())
    },
  },
  { what: 'one more alarm', apply: one => void one.alarms.push({ ...one.alarms[0]!, id: 'one-more' }) },
]
