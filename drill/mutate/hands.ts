import type { ItemDefinition } from '#kernel/definition'
import { type Drawer, isOne, type Mutation, type Mutator, ofKind, stageOf, stages } from './mutator.ts'

const entrusted: Mutator = {
  rule: 'LAW_ENTRUSTED',
  wording: 'a compulsory measure entrusted (行政强制法17)',
  at: item => [
    ...(isOne(item, 'compulsion')
      ? [
          {
            what: 'entrusted to somebody else',
            apply: (one: ItemDefinition) => {
              one.category.organ = { ...one.category.organ, nature: 'entrusted', entruster: 'city-government' }
            },
          },
          {
            what: 'may be delegated',
            apply: (one: ItemDefinition) => {
              one.authority.delegable = true
            },
          },
          ...Object.keys(item.authority.posts).map(role => ({
            what: `${role} may delegate`,
            apply: (one: ItemDefinition) => {
              one.authority.delegable = [role]
            },
          })),
        ]
      : []),
    {
      what: 'entrusted, nobody says by whom',
      apply: one => {
        one.category.organ = { post: one.category.organ.post, nature: 'entrusted' }
      },
    },
  ],
}

const kept: readonly { readonly drawer: Drawer; readonly kinds: readonly [string, string]; readonly law: string }[] = [
  { drawer: 'penalty', kinds: ['evidence', 'legal-review'], law: '行政处罚法58' },
  { drawer: 'penalty', kinds: ['evidence', 'hearing'], law: '行政处罚法64(4)' },
  { drawer: 'penalty', kinds: ['decision', 'payment'], law: '行政处罚法67' },
  { drawer: 'permit', kinds: ['review', 'hearing'], law: '行政许可法48(3)' },
]

const separation: Mutator = {
  rule: 'LAW_SEPARATION',
  wording:
    'separation the posts make impossible without ifSeparationImpossible; a separation of the law that is missing',
  at: item => {
    const pairs = item.authority.separate ?? []
    const role = (side: string) =>
      side.includes('.') ? side.split('.')[1] : [stages(item).find(({ stage }) => stage === side)?.by ?? []].flat()[0]
    return [
      ...kept
        .filter(
          ({ drawer, kinds }) =>
            drawer === item.category.drawer && kinds.every(kind => stages(item).some(one => one.kind === kind)),
        )
        .map(({ kinds, law }) => ({
          what: `${kinds.join(' and ')} in one hand (${law})`,
          apply: (one: ItemDefinition) => {
            const of = (side: string) => stages(item).find(({ stage }) => stage === side.split('.')[0])?.kind
            one.authority.separate = pairs.filter(pair => !kinds.every(kind => pair.some(side => of(side) === kind)))
          },
        })),
      ...pairs.flatMap(([left = '', right = '']): readonly Mutation[] => {
        const [one, other] = [role(left), role(right)]
        if (one === undefined || other === undefined || one === other) return []
        return [
          {
            what: `${left} and ${right} have one post`,
            apply: item => {
              item.authority.posts[other] = item.authority.posts[one]!
              delete item.authority.ifSeparationImpossible
            },
          },
        ]
      }),
    ]
  },
}

const officers: Mutator = {
  rule: 'LAW_OFFICERS',
  wording: 'no fewer than two officers, each with a certificate (行政处罚法42、行政强制法18)',
  at: item =>
    isOne(item, 'penalty', 'compulsion')
      ? [
          {
            what: 'one officer',
            apply: one => {
              one.authority.officers = { ...one.authority.officers, min: 1 }
            },
          },
          { what: 'nothing about officers', apply: one => void delete one.authority.officers },
          { what: 'no certificate', apply: one => void delete one.authority.certificate },
        ]
      : [],
}

const collector: Mutator = {
  rule: 'LAW_COLLECTOR',
  wording: 'who decides a fine does not collect it (行政处罚法67)',
  at: item => [
    ...Object.entries(item.content.outcomes)
      .filter(([, { money }]) => money?.direction === 'in')
      .flatMap(([name]): readonly Mutation[] => [
        {
          what: `${name}: collected by the organ itself`,
          apply: one => {
            one.content.outcomes[name]!.money!.collector = item.category.organ.post
          },
        },
        { what: `${name}: nobody is named`, apply: one => void delete one.content.outcomes[name]!.money!.collector },
        ...ofKind(item, 'payment').flatMap(({ stage }) => {
          const by = ofKind(item, 'decision')[0]?.by
          return by === undefined
            ? []
            : [
                {
                  what: `${name}: ${stage} by the post that decides`,
                  apply: (one: ItemDefinition) => {
                    stageOf(one, stage).by = by
                  },
                },
              ]
        }),
      ]),
  ],
}

const discussion: Mutator = {
  rule: 'LAW_DISCUSSION',
  wording: 'the chief speaks last, dissent is on record, against the majority with reasons (条例30)',
  at: item =>
    isOne(item, 'decision')
      ? ofKind(item, 'deliberation').flatMap(({ stage }) => [
          ...(['chiefLast', 'minutes', 'dissent', 'reasonsIfAgainstMajority'] as const).map(mark => ({
            what: `${stage}: no ${mark}`,
            apply: (one: ItemDefinition) => {
              stageOf(one, stage).deliberation![mark] = false
            },
          })),
          {
            what: `${stage}: nothing said`,
            apply: (one: ItemDefinition) => void delete stageOf(one, stage).deliberation,
          },
        ])
      : [],
}

/** 谁来办 Who may do it, with whom, and who may not be the same. */
export const ofHands: readonly Mutator[] = [entrusted, separation, officers, collector, discussion]
