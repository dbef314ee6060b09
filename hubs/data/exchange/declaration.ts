import { type Static, Type } from 'typebox'
import { type Finding, type Positions, readShaped, type Segment } from '#kernel/definition'

const strict = { additionalProperties: false } as const
const Text = Type.String({ minLength: 1, maxLength: 120 })
/** A dotted name within JSON: `data.items.0.status`. */
const Member = Type.String({ pattern: '^[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*$', maxLength: 200 })
const Header = Type.String({ pattern: '^[A-Za-z0-9-]{1,64}$' })
const Secret = Type.String({
  pattern: '^[a-z0-9][a-z0-9-]{0,63}$',
  description: 'name of a file in the secrets directory',
})
const Plain = Type.Union([Type.Boolean(), Type.Integer(), Type.String(), Type.Null()])
const Span = Type.String({ pattern: '^P(?!$)(\\d+D)?(T(?=\\d)(\\d+H)?(\\d+M)?(\\d+S)?)?$' })

/** How the system knows that it is the city who asks: a header with a secret, or a signature over the request. */
const Proof = Type.Union([
  Type.Object({ header: Header, prefix: Type.Optional(Type.String({ maxLength: 20 })), secret: Secret }, strict),
  Type.Object(
    {
      sign: Type.Enum(['hmac-sha256', 'hmac-sm3']),
      header: Header,
      time: Header,
      key: Type.Optional(Type.Object({ header: Header, value: Type.String({ maxLength: 200 }) }, strict)),
      secret: Secret,
    },
    strict,
  ),
])

const DeclaredQuestion = Type.Object(
  {
    /** Behind the system's address. */
    path: Type.Optional(Type.String({ pattern: '^/[A-Za-z0-9._~/-]*$', maxLength: 200 })),
    /** Their member ← our fact; `$request`, `$purpose`, `$case` and `$deadline` are of the question itself. */
    with: Type.Record(
      Member,
      Type.String({ pattern: '^([a-z][A-Za-z0-9]*|\\$(request|purpose|case|deadline))$' }),
      strict,
    ),
    answer: Type.Enum(['boolean', 'integer', 'string']),
    /** Where their answer has the value, and what it means where they have words of their own. */
    value: Type.Optional(
      Type.Object({ at: Member, means: Type.Optional(Type.Record(Type.String(), Plain, strict)) }, strict),
    ),
    /** Where their answer repeats the request, its source, when it was obtained, and until when it counts. */
    echo: Type.Optional(Member),
    source: Type.Optional(Member),
    obtained: Type.Optional(Member),
    validUntil: Type.Optional(Member),
    validFor: Type.Optional(Span),
  },
  strict,
)
export type DeclaredQuestion = Static<typeof DeclaredQuestion>

const DeclaredSystem = Type.Object(
  {
    name: Type.Object({ zh: Text, en: Text }, strict),
    /** The organ that answers for its answers. */
    organ: Type.String({ pattern: '^\\d{6,12}-[a-z]+(-[a-z]+)*$' }),
    url: Type.String({ pattern: '^https?://[^\\s?#]+$', maxLength: 500 }),
    method: Type.Optional(Type.Enum(['POST', 'GET'])),
    /** Milliseconds somebody waits for an answer. */
    within: Type.Integer({ minimum: 50, maximum: 30_000 }),
    /** After so long without a usable answer a named person decides, also where the item would wait. */
    humanAfter: Type.Optional(Span),
    /** Bytes of an answer, and questions under way at once, at most. */
    most: Type.Optional(Type.Integer({ minimum: 256, maximum: 1_048_576 })),
    together: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    proof: Type.Optional(Proof),
    /** Ed25519, PEM: an answer without its signature is then none. */
    publicKey: Type.Optional(Type.String({ pattern: '^-----BEGIN PUBLIC KEY-----' })),
    questions: Type.Record(
      Type.String({ pattern: '^[a-z][A-Za-z0-9-]*\\.[a-z][A-Za-z0-9]*$' }),
      DeclaredQuestion,
      strict,
    ),
  },
  strict,
)
export type DeclaredSystem = Static<typeof DeclaredSystem>

/** 外部系统清单 `exchanges.yaml` of a city: which question is asked of which system, and how. */
const ExchangesFile = Type.Record(Type.String({ pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' }), DeclaredSystem, strict)

export interface ReadExchanges {
  readonly systems: ReadonlyMap<string, DeclaredSystem>
  readonly findings: readonly Finding[]
  /** Where a part of the file was written, for what is found later. */
  readonly positions?: Positions
}

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/
const typeOf = (value: unknown): string => (Number.isSafeInteger(value) ? 'integer' : typeof value)

export const findingAt = (
  positions: Positions,
  path: readonly Segment[],
  [rule, zh, en]: readonly [rule: string, zh: string, en: string],
): Finding => ({ severity: 'error', rule, ...positions.at(path), path: positions.shown(path), text: { zh, en } })

function* faultsOf(
  name: string,
  system: DeclaredSystem,
): Generator<readonly [path: readonly Segment[], told: readonly [string, string, string]]> {
  const url = URL.parse(system.url)
  if (url?.username !== '')
    yield [
      [name, 'url'],
      ['EXCHANGE_URL', '地址不成立,或含有口令', 'The address is none, or holds a password'],
    ]
  else if (url.protocol === 'http:' && !loopback.test(url.hostname))
    yield [
      [name, 'url'],
      ['EXCHANGE_URL_OPEN', '本机之外须用 https', 'Outside this machine it is https: what is asked is somebody’s'],
    ]
  for (const [question, { answer, value, ...more }] of Object.entries(system.questions)) {
    const at = [name, 'questions', question]
    if (value && system.publicKey !== undefined)
      yield [
        [...at, 'value'],
        [
          'EXCHANGE_SIGNED_AND_MAPPED',
          '须签名的答复不能再作字段对照',
          'An answer that is signed comes in the form of the exchange; it is not mapped',
        ],
      ]
    const mapping = (['echo', 'source', 'obtained', 'validUntil', 'validFor'] as const).find(
      key => more[key] !== undefined,
    )
    if (!value && mapping !== undefined)
      yield [
        [...at, mapping],
        ['EXCHANGE_VALUE_MISSING', '没有写明答复值在何处(value)', 'Where the value stands is not said (value)'],
      ]
    for (const [word, meant] of Object.entries(value?.means ?? {}))
      if (meant !== null && typeOf(meant) !== answer)
        yield [
          [...at, 'value', 'means', word],
          ['EXCHANGE_MEANS_TYPE', `“${word}”的含义不是 ${answer}`, `What “${word}” means is no ${answer}`],
        ]
  }
}

/** 读取外部系统清单 Reads `exchanges.yaml`. A system with a fault is left out and told of with file and line; the others stand. */
export function readExchanges(file: string, bytes: Uint8Array): ReadExchanges {
  const read = readShaped(file, bytes, ExchangesFile)
  if ('findings' in read) return { systems: new Map(), findings: read.findings }
  const { value, positions } = read
  const systems = new Map<string, DeclaredSystem>()
  const findings: Finding[] = []
  const askedOf = new Map<string, string>()
  for (const [name, system] of Object.entries(value)) {
    const found = [...faultsOf(name, system)]
    for (const question of Object.keys(system.questions)) {
      const other = askedOf.get(question)
      if (other !== undefined)
        found.push([
          [name, 'questions', question],
          ['EXCHANGE_QUESTION_TWICE', `“${question}”已由 ${other} 答复`, `“${question}” is asked of ${other} already`],
        ])
      else askedOf.set(question, name)
    }
    if (found.length === 0) systems.set(name, system)
    findings.push(...found.map(([path, told]) => findingAt(positions, path, told)))
  }
  return { systems, findings, positions }
}
