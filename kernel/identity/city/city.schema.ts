import { type Static, Type } from 'typebox'

const strict = { additionalProperties: false } as const
const Code = Type.String({ pattern: '^[a-z]+(-[a-z]+)*$' })
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const OrganId = Type.String({ pattern: '^\\d{6,12}-[a-z]+(-[a-z]+)*$' })
const PostId = Type.String({ pattern: '^\\d{6,12}-[a-z]+(-[a-z]+)*/[a-z]+(-[a-z]+)*$' })
const Name = Type.String({ minLength: 1, maxLength: 80 })
/** 机关代字 Chinese signs only: it stands in numbers that people say and type. */
const Initials = Type.String({ pattern: '^\\p{Script=Han}{1,20}$' })

/** city.yaml: the city's name, its region, and where the rest lies. Paths are relative to the file. */
export const CityFile = Type.Object(
  {
    city: Code,
    name: Type.Object({ zh: Name, en: Name }, strict),
    /** A demonstration city: its officers are invented. Production refuses it. */
    demo: Type.Boolean(),
    region: Type.String({ pattern: '^\\d{6}$' }),
    /** The day from which the rows hold. */
    from: Day,
    divisions: Type.String(),
    organTypes: Type.String(),
  },
  strict,
)

const Place = Type.Object({
  code: Type.String({ pattern: '^\\d{6,12}$' }),
  name: Name,
  initials: Type.Optional(Initials),
  statistical: Type.Optional(Type.Boolean()),
})

/** The part of a divisions file that is needed here. */
export const DivisionsFile = Type.Object({
  city: Place,
  districts: Type.Array(
    Type.Object({
      code: Type.String({ pattern: '^\\d{6}$' }),
      name: Name,
      initials: Type.Optional(Initials),
      streets: Type.Array(Place),
    }),
  ),
})

/** organ-types.yaml: kinds of organ and the posts each fills. */
export const OrganTypesFile = Type.Record(
  Code,
  Type.Object(
    {
      name: Name,
      initials: Type.Optional(Initials),
      nature: Type.Union([Type.Literal('statutory'), Type.Literal('authorised'), Type.Literal('entrusted')]),
      functions: Type.Optional(Type.Array(Code)),
      posts: Type.Record(
        Code,
        Type.Object(
          {
            name: Name,
            level: Type.Union([Type.Literal('officer'), Type.Literal('section'), Type.Literal('head')]),
            counter: Type.Optional(Type.Literal(true)),
          },
          strict,
        ),
        strict,
      ),
    },
    strict,
  ),
  { additionalProperties: false },
)

/** organs.yaml: the city's organs by type. */
export const OrgansFile = Type.Array(
  Type.Object(
    {
      id: OrganId,
      type: Code,
      name: Name,
      initials: Type.Optional(Initials),
      region: Type.String({ pattern: '^\\d{6,12}$' }),
      parent: Type.Optional(OrganId),
      superior: Type.Optional(OrganId),
      entruster: Type.Optional(OrganId),
      uscc: Type.Optional(Type.String()),
    },
    strict,
  ),
)

/** officers.yaml: officers with their posts and certificates, and the three administrators. */
export const OfficersFile = Type.Object(
  {
    officers: Type.Array(
      Type.Object(
        {
          number: Type.String({ pattern: '^[A-Z]{2,4}-\\d{4,6}$' }),
          name: Name,
          posts: Type.Array(PostId, { minItems: 1 }),
          certificates: Type.Optional(
            Type.Array(
              /** `until` is the last printed day. */
              Type.Object(
                { kind: Code, number: Type.String({ minLength: 1, maxLength: 40 }), from: Day, until: Day },
                strict,
              ),
            ),
          ),
        },
        strict,
      ),
    ),
    administrators: Type.Array(
      Type.Object(
        {
          number: Type.String({ pattern: '^[A-Z]{2,4}-\\d{4,6}$' }),
          name: Name,
          kind: Type.Union([Type.Literal('system'), Type.Literal('security'), Type.Literal('audit')]),
        },
        strict,
      ),
    ),
  },
  strict,
)

export type OrganTypes = Static<typeof OrganTypesFile>
