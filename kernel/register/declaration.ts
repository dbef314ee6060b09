import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { refusal } from '#kernel/refusal'
import { columnOf, fieldTypePattern, mayBeKey } from './field-type.ts'

export const registerInvalid = refusal('REGISTER_INVALID', 422, 'The register declaration is not valid')

const strict = { additionalProperties: false } as const
const fieldName = '^[a-z][A-Za-z0-9]*$'
const Text = Type.Union([
  Type.String({ minLength: 1 }),
  Type.Object({ zh: Type.String({ minLength: 1 }), en: Type.Optional(Type.String({ minLength: 1 })) }, strict),
])
const Plain = Type.Union([Type.String(), Type.Boolean(), Type.Number()])

/** 台账字段 One column: its type (that of a form field), its label, and whether it may be unknown or must be erasable. */
export const RegisterField = Type.Object(
  {
    type: Type.String({ pattern: fieldTypePattern }),
    label: Text,
    unit: Type.Optional(Type.String()),
    options: Type.Optional(Type.Array(Plain, { minItems: 1 })),
    nullable: Type.Optional(Type.Boolean()),
    personal: Type.Optional(Type.Boolean()),
    help: Type.Optional(Text),
  },
  strict,
)
export type RegisterField = Static<typeof RegisterField>

/** 核验问题 A question others may ask of the register without seeing a row; `text` is what it is called where its answer is shown, `none` the answer where there is no row. */
const Question = Type.Object(
  {
    text: Type.Optional(Text),
    with: Type.Array(Type.String(), { minItems: 1 }),
    answer: Type.String({ minLength: 1 }),
    none: Type.Optional(Plain),
  },
  strict,
)

/** 台账声明 One register at one version, as `content/registers/README.md` describes it. */
export const RegisterDeclaration = Type.Object(
  {
    register: Type.String({ pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', maxLength: 48 }),
    version: Type.Integer({ minimum: 1 }),
    name: Text,
    kind: Type.Enum(['outcome', 'base']),
    key: Type.Array(Type.String(), { minItems: 1, uniqueItems: true }),
    basis: Type.Optional(
      Type.Array(
        Type.Object({ law: Type.String(), articles: Type.Array(Type.Union([Type.Integer(), Type.String()])) }, strict),
      ),
    ),
    fields: Type.Record(Type.String({ pattern: fieldName }), RegisterField, strict),
    /** 查阅机关 Functions of the organs whose officers may list the rows; left out: every officer. Questions may be asked all the same. */
    listedBy: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { minItems: 1, uniqueItems: true })),
    writtenBy: Type.Optional(
      Type.Array(Type.Object({ item: Type.String(), outcome: Type.Optional(Type.String()) }, strict), { minItems: 1 }),
    ),
    feed: Type.Optional(
      Type.Object({ from: Type.String(), every: Type.String(), organ: Type.Optional(Type.String()) }, strict),
    ),
    /** How the rows of the version before come into this one, where that is more than a field added or widened. */
    change: Type.Optional(
      Type.Object(
        {
          from: Type.Integer({ minimum: 1 }),
          /** New field ← old field. */
          fields: Type.Optional(Type.Record(Type.String({ pattern: fieldName }), Type.String(), strict)),
          /** New field ← one value for all rows that are there. */
          fill: Type.Optional(Type.Record(Type.String({ pattern: fieldName }), Plain, strict)),
          /** Fields given up; refused while any row has a value. */
          drop: Type.Optional(Type.Array(Type.String(), { uniqueItems: true })),
        },
        strict,
      ),
    ),
    questions: Type.Optional(Type.Record(Type.String({ pattern: fieldName }), Question, strict)),
  },
  strict,
)
export type RegisterDeclaration = Static<typeof RegisterDeclaration>

const checker = Compile(RegisterDeclaration)

/** Names the table keeps for itself, in the words of a field. */
const reserved = new Set(['valid', 'recorded', 'case', 'event', 'seq', 'organ', 'feed', 'entry', 'party', 'row'])
const ownColumns = /^(row_id|entry|party|valid_(from|to)|recorded_(from|to)|by_(case|seq|feed|organ)|ended_(by|entry))$/
const alwaysPersonal = /^(citizen|phone)$/

function* faultsOf(declaration: RegisterDeclaration): Generator<string> {
  const { key, fields, kind, feed, writtenBy, basis, questions } = declaration
  if (kind === 'base' && (!feed || writtenBy)) yield 'a base register names its feed, and only its feed, as writer'
  if (kind === 'outcome' && (!writtenBy || feed)) yield 'an outcome register names the items that write it, and no feed'
  const columns = new Set<string>()
  for (const [name, field] of Object.entries(fields)) {
    const column = columnOf(name)
    if (reserved.has(name) || ownColumns.test(column)) yield `field ${name}: the table keeps this name for itself`
    if (columns.has(column)) yield `field ${name}: another field has the same column ${column}`
    columns.add(column)
    if (field.type === 'choice' && !field.options) yield `field ${name}: a choice lists its options`
    if (alwaysPersonal.test(field.type) && !field.personal)
      yield `field ${name}: a ${field.type} is personal and must say personal: true`
    if (field.personal && (!basis || basis.length === 0)) yield `field ${name}: personal data needs a basis in law`
  }
  for (const name of key) {
    const field = fields[name]
    if (!field) yield `key ${name} is not a field`
    else if (field.nullable || field.personal || !mayBeKey(field.type))
      yield `key ${name}: a key is neither nullable, personal, nor of type ${field.type}`
  }
  for (const [name, question] of Object.entries(questions ?? {}))
    for (const asked of question.with)
      if (!fields[asked] || fields[asked].personal) yield `question ${name}: ${asked} is not a plain field`
}

/** Reads a declaration; refuses it with everything that is wrong, by field. */
export function readDeclaration(raw: unknown): RegisterDeclaration {
  const faults = checker.Check(raw)
    ? [...faultsOf(raw)]
    : checker.Errors(raw).map(({ instancePath, message }) => `${instancePath || '/'}: ${message}`)
  if (faults.length > 0) {
    const named = typeof raw === 'object' && raw !== null && 'register' in raw ? String(raw.register) : 'register'
    throw registerInvalid({
      detail: `${named}: ${faults.slice(0, 20).join('; ')}`,
      facts: { faults: faults.slice(0, 20) },
    })
  }
  return raw as RegisterDeclaration
}
