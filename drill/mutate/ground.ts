import type { ItemDefinition } from '#kernel/definition'
import type { Mutation, Mutator } from './mutator.ts'

const papers = [
  '居民身份证复印件',
  '户口簿',
  '收入证明',
  '财产状况证明',
  '银行存款证明',
  '工资收入证明',
  '社会保险缴费证明',
  '个人所得税纳税证明',
  '营业执照副本',
  '结婚证',
  '残疾人证',
  '不动产权证书',
]

const known: Mutator = {
  rule: 'LAW_KNOWN_RECORD',
  wording: 'a material or field that a voucher, register or means check already gives (社会救助法62)',
  at: item =>
    papers.flatMap((name): readonly Mutation[] => [
      { what: `asks for ${name}`, apply: one => void one.materials.push({ id: 'one-more', name, from: 'applicant' }) },
      {
        what: `asks to fill in ${name}`,
        apply: one => {
          one.content.form['one.more'] = {
            type: 'string',
            label: name,
            ...(item.content.parties.subject?.unit !== 'firm' && { personal: true }),
          }
        },
      },
    ]),
}

const inForce: Mutator = {
  rule: 'LAW_BASIS_IN_FORCE',
  wording: 'a basis not in force on the effective date',
  at: (item, laws) => {
    const day = item.effective.from
    const gone = laws.laws.filter(({ inForce: { to } }) => to !== undefined && to <= day)
    return [
      ...gone.map(law => ({
        what: `stands on ${law.law}`,
        apply: (one: ItemDefinition) => void one.category.basis.push({ law: law.law, articles: [8] }),
      })),
      ...item.category.basis.flatMap(({ law }, at): readonly Mutation[] => {
        const found = laws.find(law)
        // a law that binds in a later revision was in force before it
        const begins = found?.earlier?.[0]?.from ?? found?.inForce.from
        return [
          ...(found?.articles === undefined
            ? []
            : [
                {
                  what: `${law}: an article too many`,
                  apply: (one: ItemDefinition) => {
                    one.category.basis[at]!.articles = [found.articles! + 1]
                  },
                },
              ]),
          {
            what: `${law}: binding until the day before`,
            apply: one => {
              one.category.basis[at]!.to = Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()
            },
          },
          ...(begins !== undefined && begins > '1990-01-01'
            ? [
                {
                  what: `in force before ${law}`,
                  apply: (one: ItemDefinition) => {
                    one.effective = {
                      from: Temporal.PlainDate.from(begins).subtract({ days: 1 }).toString(),
                    }
                  },
                },
              ]
            : []),
        ]
      }),
    ]
  },
}

const revision: Mutator = {
  rule: 'LAW_BASIS_IN_FORCE',
  wording: 'a basis not in force on the effective date: a revision before the one that binds',
  at: (item, laws) =>
    laws.laws.flatMap(law =>
      (law.earlier ?? [])
        .filter(({ to }) => to <= item.effective.from)
        .map(({ to, became }) => ({
          what: `${law.law} as it stood before ${to}`,
          apply: (one: ItemDefinition) =>
            void one.category.basis.push({
              law: law.law,
              articles: [Number(Object.keys(became ?? {})[0] ?? 4)],
              to: Temporal.PlainDate.from(to).subtract({ days: 1 }).toString(),
            }),
        })),
    ),
}

/** Where provisions are cited besides the bases of the item itself: by limits, papers, gates, remedies, stops. */
function citedElsewhere(item: ItemDefinition): readonly (readonly string[])[] {
  const found: (readonly string[])[] = []
  const visit = (value: unknown, path: readonly string[]): void => {
    if (typeof value !== 'object' || value === null) return
    if ('law' in value && 'articles' in value) found.push(path)
    else for (const [key, part] of Object.entries(value)) visit(part, [...path, key])
  }
  visit(item, [])
  return found.filter(([setting, key]) => !(setting === 'category' && key === 'basis'))
}

const citedAt = (item: ItemDefinition, path: readonly string[]) =>
  path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], item) as {
    law: string
    articles: (number | string)[]
  }

const elsewhere: Mutator = {
  rule: 'LAW_BASIS_IN_FORCE',
  wording: 'a basis not in force on the effective date, wherever one is cited',
  at: (item, laws) => {
    const gone = laws.laws.find(({ inForce: { to } }) => to !== undefined && to <= item.effective.from)
    return citedElsewhere(item).flatMap((path): readonly Mutation[] => {
      const articles = laws.find(citedAt(item, path).law)?.articles
      return [
        ...(articles === undefined
          ? []
          : [
              {
                what: `${path.join('.')}: an article too many`,
                apply: (one: ItemDefinition) => Object.assign(citedAt(one, path), { articles: [articles + 1] }),
              },
            ]),
        ...(gone
          ? [
              {
                what: `${path.join('.')}: stands on ${gone.law}`,
                apply: (one: ItemDefinition) => Object.assign(citedAt(one, path), { law: gone.law, articles: [4] }),
              },
            ]
          : []),
      ]
    })
  },
}

const unlisted: Mutator = {
  rule: 'LAW_ARTICLE_UNLISTED',
  wording: 'every article used by an item is in the library or is reported',
  at: (item, laws) =>
    item.category.basis.flatMap(({ law }, at): readonly Mutation[] => {
      const { articles, topics, verified } = laws.find(law) ?? {}
      if (articles === undefined || !topics || verified === false) return []
      const free = Array.from({ length: articles }, (_, place) => place + 1).filter(one => !(String(one) in topics))
      return free.slice(0, 3).map(article => ({
        what: `${law} ${article}`,
        apply: one => void one.category.basis[at]!.articles.push(article),
      }))
    }),
}

const guide: Mutator = {
  rule: 'LAW_NOT_IN_GUIDE',
  wording: 'a condition not in the guide',
  at: item => [
    ...item.conditions.map(({ id }, at) => ({
      what: `condition ${id}: no words`,
      apply: (one: ItemDefinition) => {
        one.conditions[at]!.text = ' '
      },
    })),
    ...item.rules.flatMap(({ id, else: otherwise, text }, at): readonly Mutation[] => {
      const turnsAway =
        otherwise === 'refuse' ||
        (typeof otherwise === 'object' && ('refuse' in otherwise || 'refuseAcceptance' in otherwise))
      return text !== undefined && turnsAway
        ? [
            {
              what: `rule ${id}: turns away unexplained`,
              apply: (one: ItemDefinition) => {
                delete one.rules[at]!.text
                if (typeof otherwise === 'object' && 'refuse' in otherwise) one.rules[at]!.else = 'refuse'
              },
            },
          ]
        : []
    }),
  ],
}

const data: Mutator = {
  rule: 'LAW_DATA_BASIS',
  wording: 'a comparison or patrol without basis',
  at: item => {
    const faults = [
      { law: '本局内部通知', articles: [] },
      { law: '工作会议纪要', articles: [3] },
      { law: '行政处罚法', articles: [] },
    ]
    return (['comparison', 'patrol'] as const).flatMap(list =>
      item[list].flatMap(({ id }, at) =>
        faults.map(fault => ({
          what: `${list} ${id}: ${fault.law}`,
          apply: (one: ItemDefinition) => {
            one[list][at]!.basis = structuredClone(fault)
          },
        })),
      ),
    )
  },
}

/** 依据与指南 What the power stands on, what it may ask, and what the guide must say. */
export const ofGround: readonly Mutator[] = [known, inForce, elsewhere, revision, unlisted, guide, data]
