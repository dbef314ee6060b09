import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { parse } from 'yaml'
import { refusal } from '#kernel/refusal'
import { drawers, starts } from '../settings/category.ts'
import { gateNeeds, stageKinds } from '../settings/flow.ts'
import { expiryEffects } from '../settings/limits.ts'
import { IsoDate, Provision, Unit } from '../settings/words.ts'

const strict = { additionalProperties: false } as const
const Drawers = Type.Array(Type.Enum(drawers), { minItems: 1 })
const Article = Type.String({ minLength: 1 })
const duty = { article: Article, what: Type.String(), drawers: Drawers }

/** 法定期限 A limit as its article writes it; `from` and `to` are stage kinds or moments of a case. */
const LawLimit = Type.Object(
  {
    id: Type.String(),
    article: Type.Optional(Article),
    what: Type.String(),
    kind: Type.Enum(['max', 'min', 'before']),
    value: Type.Integer({ minimum: 1 }),
    unit: Unit,
    binds: Type.Enum(['organ', 'party']),
    from: Type.Optional(Type.Array(Type.String())),
    to: Type.Optional(Type.Array(Type.String())),
    extend: Type.Optional(
      Type.Object({ value: Type.Integer({ minimum: 1 }), unit: Unit, approver: Type.String() }, strict),
    ),
    onExpiry: Type.Optional(Type.Enum(expiryEffects)),
    lastDay: Type.Optional(Type.Literal('stays')),
    clear: Type.Optional(Type.Literal(true)),
    required: Type.Optional(Drawers),
    notRequiredOf: Type.Optional(
      Type.Array(Article, { minItems: 1, description: 'items that exist by these articles' }),
    ),
    remedy: Type.Optional(Type.Enum(['reconsideration', 'litigation'])),
    verified: Type.Boolean(),
  },
  strict,
)
export type LawLimit = Static<typeof LawLimit>

/** 位阶 What kind of instrument it is: what it may set up depends on that (行政处罚法10—16、行政强制法10—13、行政许可法14—17). */
export const ranks = ['law', 'regulation', 'local-regulation', 'rule', 'local-rule', 'document'] as const

/** 旧版 A revision that no longer binds: its days, how many articles it had, and what some of them have become. */
const EarlierRevision = Type.Object(
  {
    revised: Type.Optional(IsoDate),
    from: IsoDate,
    to: Type.Unsafe<string>({ ...IsoDate, description: 'the first day on which it no longer bound' }),
    articles: Type.Optional(Type.Integer({ minimum: 1 })),
    became: Type.Optional(Type.Record(Type.String({ pattern: '^[1-9][0-9]*$' }), Type.Array(Article, { minItems: 1 }))),
    verified: Type.Boolean(),
  },
  strict,
)
export type EarlierRevision = Static<typeof EarlierRevision>

/** 法规 One law as facts: since when it binds, how it counts days, and what it demands of which drawer. */
export const Law = Type.Object(
  {
    law: Type.String({ minLength: 1 }),
    name: Type.Optional(Type.String()),
    aliases: Type.Optional(Type.Array(Type.String())),
    number: Type.Optional(Type.String()),
    issued: Type.Optional(IsoDate),
    revised: Type.Optional(Type.Array(IsoDate)),
    inForce: Type.Object({ from: IsoDate, to: Type.Optional(IsoDate) }, strict),
    yieldsTo: Type.Optional(
      Type.String({ minLength: 1, description: 'the later law of higher rank on the same matter' }),
    ),
    rank: Type.Optional(Type.Enum(ranks)),
    general: Type.Optional(
      Type.Literal(true, {
        description: 'a law of procedure or remedies for all matters: it gives no power of its own',
      }),
    ),
    articles: Type.Optional(Type.Integer({ minimum: 1 })),
    topics: Type.Optional(
      Type.Record(Type.String({ pattern: '^[1-9][0-9]*$' }), Type.String({ minLength: 1 }), {
        description: 'what an article is about, in a few words of ours; a citation of another one is doubted',
      }),
    ),
    governs: Type.Optional(
      Type.Array(Type.String({ minLength: 2 }), {
        minItems: 1,
        description: 'words in the name of an item that cannot do without this law',
      }),
    ),
    earlier: Type.Optional(Type.Array(EarlierRevision, { minItems: 1 })),
    verified: Type.Optional(Type.Boolean()),
    unitRule: Type.Optional(
      Type.Object(
        {
          article: Type.Integer(),
          workday: Type.Optional(Type.Literal('all')),
          workdayValues: Type.Optional(Type.Array(Type.Integer())),
          workdayUpTo: Type.Optional(Type.Integer()),
          binds: Type.Optional(Type.Enum(['organ', 'party'])),
        },
        strict,
      ),
    ),
    limits: Type.Array(LawLimit),
    stops: Type.Optional(
      Type.Array(
        Type.Object(
          { article: Article, what: Type.String(), notice: Type.Boolean(), verified: Type.Boolean() },
          strict,
        ),
      ),
    ),
    gates: Type.Optional(
      Type.Array(
        Type.Object(
          {
            need: Type.Enum(gateNeeds),
            ...duty,
            adverse: Type.Optional(Type.Boolean()),
            notOnSpot: Type.Optional(
              Type.Literal(true, {
                description: 'of the ordinary procedure alone: not before what is fined on the spot',
              }),
            ),
          },
          strict,
        ),
      ),
    ),
    separate: Type.Optional(
      Type.Array(
        Type.Object({ ...duty, kinds: Type.Array(Type.Enum(stageKinds), { minItems: 2, maxItems: 2 }) }, strict),
      ),
    ),
    officers: Type.Optional(
      Type.Array(
        Type.Object(
          { article: Article, min: Type.Integer({ minimum: 1 }), certificate: Type.Boolean(), drawers: Drawers },
          strict,
        ),
      ),
    ),
    publication: Type.Optional(
      Type.Array(
        Type.Object(
          {
            ...duty,
            outcomes: Type.Enum(['favourable', 'adverse', 'all']),
            conditional: Type.Optional(Type.Boolean()),
            scope: Type.Optional(Type.Enum(['city', 'organ', 'community'])),
            starts: Type.Optional(Type.Array(Type.Enum(starts))),
            withdraw: Type.Optional(Type.Array(Type.String())),
          },
          strict,
        ),
      ),
    ),
    deliberation: Type.Optional(
      Type.Object(
        {
          ...duty,
          chiefLast: Type.Optional(Type.Boolean()),
          minutes: Type.Optional(Type.Boolean()),
          dissent: Type.Optional(Type.Boolean()),
          reasonsIfAgainstMajority: Type.Optional(Type.Boolean()),
        },
        strict,
      ),
    ),
    surcharge: Type.Optional(
      Type.Object(
        {
          article: Article,
          perDay: Type.String(),
          cap: Type.String(),
          stopsDuring: Type.Array(Type.String()),
          stopsArticle: Article,
        },
        strict,
      ),
    ),
    fines: Type.Optional(
      Type.Array(
        Type.Object({ article: Article, what: Type.String(), min: Type.Integer(), max: Type.Integer() }, strict),
      ),
    ),
    noEntrustment: Type.Optional(Type.Object(duty, strict)),
    noTargets: Type.Optional(Type.Object(duty, strict)),
    noRepeat: Type.Optional(Type.Object(duty, strict)),
    impactAssessment: Type.Optional(
      Type.Object({ article: Article, years: Type.Integer({ minimum: 1 }), keepArticle: Article }, strict),
    ),
    sensitive: Type.Optional(Type.Object({ article: Article }, strict)),
  },
  strict,
)
export type Law = Static<typeof Law>

const Records = Type.Object(
  {
    records: Type.Array(
      Type.Object(
        {
          words: Type.Array(Type.String(), { minItems: 1 }),
          by: Type.Union([
            Type.Object({ register: Type.String() }, strict),
            Type.Object({ voucher: Type.String() }, strict),
          ]),
          basis: Provision,
        },
        strict,
      ),
    ),
  },
  strict,
)
export type KnownRecord = Static<typeof Records>['records'][number]

/** 法规库 The laws by name, and what the city already holds and may therefore not ask for. */
export interface LawLibrary {
  readonly laws: readonly Law[]
  find(name: string): Law | undefined
  readonly records: readonly KnownRecord[]
}

export const lawInvalid = refusal('LAW_INVALID', 422, 'A file of the law library is not valid')

const law = Compile(Law)
const known = Compile(Records)

/** Reads the text of one law file. @throws LAW_INVALID with what is wrong and where. */
export function readLaw(file: string, text: string): Law {
  const raw: unknown = parse(text)
  if (law.Check(raw)) return raw
  const faults = law.Errors(raw).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`)
  throw lawInvalid({ detail: `${file}: ${faults.slice(0, 8).join('; ')}`, facts: { file, faults: faults.slice(0, 8) } })
}

/** Reads the list of what the city already holds. @throws LAW_INVALID. */
export function readRecords(file: string, text: string): readonly KnownRecord[] {
  const raw: unknown = parse(text)
  if (known.Check(raw)) return raw.records
  const faults = known.Errors(raw).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`)
  throw lawInvalid({ detail: `${file}: ${faults.slice(0, 8).join('; ')}`, facts: { file } })
}

/** A law is found by its short name, its full name or an alias; book-title marks do not matter. */
export function makeLawLibrary(laws: readonly Law[], records: readonly KnownRecord[] = []): LawLibrary {
  const byName = new Map<string, Law>()
  for (const entry of laws)
    for (const name of [entry.law, entry.name, entry.number, ...(entry.aliases ?? [])])
      if (name) byName.set(name, entry)
  return { laws, records, find: name => byName.get(name.replace(/^《|》$/g, '')) }
}
