import { type Static, Type } from 'typebox'
import { Enforcement } from './enforcement.ts'
import { Later } from './later.ts'
import { Expression, fieldPattern, IsoDate, Key, Provision, Remedy, Span, Text } from './words.ts'

const strict = { additionalProperties: false } as const

/** 字段类型 `decimal(2)` is exact to two places; `choice` needs `options`; codes are checked digit by digit. */
export const fieldTypePattern =
  '^(boolean|string|text|integer|decimal\\([0-9]\\)|money|date|choice|uscc|citizen|phone|projectCode|person|file)$'

/**
 * 字段 One thing the form asks. `personal` says whether it must be erasable; where it is left out, everything a person
 * or household gives is personal, and of a firm's answers only free text, names and phones are.
 */
export const Field = Type.Object(
  {
    type: Type.String({ pattern: fieldTypePattern }),
    label: Text,
    at: Type.Optional(Key),
    unit: Type.Optional(Type.String()),
    options: Type.Optional(Type.Array(Type.Object({ value: Type.String(), label: Text }, strict), { minItems: 2 })),
    required: Type.Optional(Type.Union([Type.Boolean(), Expression])),
    min: Type.Optional(Type.Number()),
    max: Type.Optional(Type.Number()),
    maxLength: Type.Optional(Type.Integer({ minimum: 1 })),
    repeat: Type.Optional(Type.Object({ max: Type.Integer({ minimum: 1 }) }, strict)),
    source: Type.Optional(Type.Object({ register: Type.String(), field: Type.String() }, strict)),
    personal: Type.Optional(Type.Boolean()),
    help: Type.Optional(Text),
  },
  strict,
)
export type Field = Static<typeof Field>

const unitOfParty = Type.Enum(['person', 'household', 'firm', 'organ'])

/** 当事人 Who stands in the case and in which role. */
export const PartyRole = Type.Object(
  {
    unit: Type.Optional(Type.Union([unitOfParty, Type.Array(unitOfParty, { minItems: 1 })])),
    min: Type.Optional(Type.Integer({ minimum: 0 })),
    max: Type.Optional(Type.Integer({ minimum: 1 })),
    members: Type.Optional(
      Type.Union([Type.Boolean(), Type.String({ pattern: fieldPattern, description: 'the field that counts them' })]),
    ),
    consent: Type.Optional(Type.Union([Type.Boolean(), Type.Enum(['each-member'])])),
    named: Type.Optional(
      Type.String({ pattern: fieldPattern, description: 'the field in which the applicant names them' }),
    ),
    sealed: Type.Optional(Type.Boolean()),
    /** 不具名 Nobody has to say who he is; whoever has the code of the receipt then reads the answer. */
    unnamed: Type.Optional(Type.Boolean()),
  },
  strict,
)

export const partyRoles = ['subject', 'respondent', 'opponent', 'interested', 'agent', 'member', 'informant'] as const

/** 文书 A document the case makes, and what the law says it must state. */
export const Document = Type.Object(
  {
    id: Key,
    name: Type.Optional(Text),
    template: Type.String(),
    mustState: Type.Optional(Type.Array(Key)),
    number: Type.Optional(Type.Boolean()),
    seal: Type.Optional(Type.Boolean()),
    signature: Type.Optional(Type.Boolean()),
    basis: Type.Optional(Provision),
  },
  strict,
)

/** 款项 Who pays whom, how much, by when; a fine's collector is never its decider (行政处罚法67). */
export const Money = Type.Object(
  {
    direction: Type.Enum(['in', 'out', 'hold']),
    payer: Type.Optional(Type.String()),
    payee: Type.Optional(Type.String()),
    collector: Type.Optional(Type.String()),
    amount: Type.Optional(Type.String()),
    budgetLine: Type.Optional(Type.String()),
    refund: Type.Optional(Type.Boolean()),
    reduce: Type.Optional(Type.Object({ approver: Key, basis: Type.Optional(Provision) }, strict)),
    surcharge: Type.Optional(
      Type.Object(
        {
          rate: Type.String({ pattern: '^0\\.[0-9]{1,6}/day$' }),
          cap: Type.Enum(['principal']),
          stopsDuring: Type.Optional(Type.Array(Type.Enum(['reconsideration', 'litigation']))),
          basis: Type.Optional(Provision),
        },
        strict,
      ),
    ),
  },
  strict,
)

const RegisterRow = Type.Object(
  {
    register: Key,
    set: Type.Optional(Type.Record(Type.String(), Type.String())),
    end: Type.Optional(Type.Boolean()),
    once: Type.Optional(
      Type.Boolean({ description: '不得重复: refused where the key holds a row already, whoever wrote it' }),
    ),
  },
  strict,
)

/** 效果 What an outcome does beyond the case: a register row, a voucher, money, a duty, a release. */
export const Effect = Type.Union([
  RegisterRow,
  Type.Object({ voucher: Key }, strict),
  Type.Object(
    {
      ledger: Key,
      amount: Expression,
      due: Type.Optional(Span),
      instalment: Type.Optional(Type.Object({ maxMonths: Type.Integer({ minimum: 1 }), approver: Key }, strict)),
      budget: Type.Optional(Type.Enum(['reserve', 'commit', 'release'])),
      every: Type.Optional(Type.Enum(['month', 'year'])),
    },
    strict,
  ),
  Type.Object(
    {
      obligation: Key,
      binds: Type.Enum(['party', 'organ']),
      text: Text,
      within: Type.Optional(Span),
      met: Type.Optional(
        Type.Array(RegisterRow, { minItems: 1, description: 'what the registers say once the duty is done' }),
      ),
    },
    strict,
  ),
  Type.Object({ release: Key }, strict),
])
export type Effect = Static<typeof Effect>

/** `unperformed`: 期满不复议、不起诉又不履行 (行政强制法53). `decided`: with the decision itself, as a lead is followed at once (行政处罚法54). */
export const nextGrounds = ['unperformed', 'decided'] as const

/**
 * 后续办件 The case that may follow an outcome: a bare item is opened by an officer or not; with `when` the program opens it, once,
 * as soon as the ground is there. `fields` says where an answer of its form comes from: a field here, or `case.number`,
 * `case.decidedOn`, `case.owed`; what is not said comes from the field of the same name.
 */
export const Next = Type.Union([
  Key,
  Type.Object(
    {
      item: Key,
      when: Type.Enum(nextGrounds),
      fields: Type.Optional(
        Type.Record(Type.String({ pattern: fieldPattern }), Type.String({ pattern: fieldPattern }), strict),
      ),
      basis: Provision,
    },
    strict,
  ),
])
export type Next = Static<typeof Next>
/** What a case knows of itself besides its form. */
export const caseWords: readonly string[] = ['case.number', 'case.decidedOn', 'case.owed']

/**
 * 保证金 Money of the party that is held until the decision says whose it is. None without a law (优化营商环境条例25); `interest`: what it earned
 * goes back with it.
 */
export const Deposit = Type.Object(
  { name: Text, amount: Expression, interest: Type.Optional(Type.Boolean()), basis: Provision },
  strict,
)
export type Deposit = Static<typeof Deposit>

/** `return` where nothing is said: what is not forfeited goes back. */
export const depositEnds = ['return', 'forfeit'] as const

/** 结果 One way the case may be decided. */
export const Outcome = Type.Object(
  {
    name: Type.Optional(Text),
    deposits: Type.Optional(Type.Record(Key, Type.Enum([...depositEnds]))),
    effects: Type.Array(Effect),
    favourable: Type.Optional(Type.Boolean()),
    validity: Type.Optional(Span),
    returnsTo: Type.Optional({
      ...Key,
      description: '再议: this outcome decides nothing; the case goes back to the stage and is decided again',
    }),
    money: Type.Optional(Money),
    remedies: Type.Optional(Type.Array(Remedy)),
    next: Type.Optional(Type.Array(Next)),
    enforcement: Type.Optional(Enforcement),
    later: Type.Optional(Later),
  },
  strict,
)
export type Outcome = Static<typeof Outcome>

export const Guide = Type.Partial(
  Type.Object(
    {
      caseType: Type.Enum(['immediate', 'promised']),
      windows: Type.Array(Text),
      hours: Text,
      contacts: Type.Array(Text),
      supervision: Text,
      visits: Type.Integer({ minimum: 0 }),
      quantityLimit: Text,
      anywhere: Text,
      intermediary: Text,
      commitment: Text,
      lateMaterials: Text,
      faq: Type.Array(Type.Object({ question: Text, answer: Text }, strict)),
      express: Type.Boolean(),
      appointment: Type.Boolean(),
      fee: Type.Union([Type.Literal('none'), Text]),
    },
    strict,
  ),
)

const channels = ['online', 'window', 'phone', 'post', 'community'] as const

/** 登记对象 Objects the case runs over: register rows, each a sub-case if so. */
const Objects = Type.Object(
  { register: Key, max: Type.Optional(Type.Integer({ minimum: 1 })), subCase: Type.Optional(Type.Boolean()) },
  strict,
)

/** 2 内容 What is asked, of whom, and what may come of it. */
export const Content = Type.Object(
  {
    name: Text,
    parties: Type.Partial(
      Type.Object(
        Object.fromEntries(partyRoles.map(role => [role, PartyRole])) as Record<
          (typeof partyRoles)[number],
          typeof PartyRole
        >,
        strict,
      ),
    ),
    objects: Type.Optional(Objects),
    form: Type.Record(Type.String({ pattern: fieldPattern }), Field, strict),
    facts: Type.Optional(
      Type.Record(
        Type.String({ pattern: fieldPattern }),
        Type.Object({ test: Expression, text: Type.Optional(Text), basis: Type.Optional(Provision) }, strict),
        strict,
      ),
    ),
    documents: Type.Optional(Type.Array(Document)),
    deposits: Type.Optional(Type.Record(Key, Deposit)),
    outcomes: Type.Record(Key, Outcome, strict),
    guide: Type.Optional(Guide),
    channels: Type.Array(Type.Enum(channels), { minItems: 1, uniqueItems: true }),
    notOnline: Type.Optional(Type.Object({ reason: Text, confirmedBy: Type.String() }, strict)),
    impactAssessment: Type.Optional(Type.Object({ done: IsoDate, validUntil: IsoDate, by: Type.String() }, strict)),
  },
  strict,
)
