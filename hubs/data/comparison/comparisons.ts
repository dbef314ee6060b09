import type { CaseDependencies, Evidence } from '#kernel/case'
import { type Clock, uuidv7 } from '#kernel/clock'
import { type Eraser, type Keyring, padded } from '#kernel/party'
import { Refusal } from '#kernel/refusal'
import type { Registers } from '#kernel/register'
import { type Db, type Sql, statement } from '#kernel/storage'
import type { Comparison } from './verdict.ts'

// The rows are flushed with the step that relies on them, whose commit comes later in the same log.
const insert = statement(
  'comparison.record',
  `with quietly as (select set_config('synchronous_commit', 'off', true))
insert into data.comparison_evidence (id, case_id, comparison, question, with_tag, fault, sealed, wrapped, obtained_at, valid_until)
select r.id, $1, r.comparison, r.question, decode(r.tag, 'hex'), r.fault, decode(r.sealed, 'hex'), $3, r.obtained, r.until
from quietly, jsonb_to_recordset($2) as r(id uuid, comparison text, question text, tag text, fault text, sealed text, obtained timestamptz, until timestamptz)`,
)
const read = statement(
  'comparison.read',
  `select comparison, question, with_tag as tag, sealed, wrapped, value, fault, source, obtained_at as "obtained", valid_until as "validUntil"
from data.comparison_evidence where case_id = $1 order by obtained_at, comparison`,
)

export interface RecordedEvidence extends Evidence {
  readonly question: string
  readonly fault: string | null
  readonly source: string
}

const forget = statement(
  'comparison.forget',
  `update data.comparison_evidence e set wrapped = null, value = null, source = null from kernel.case_parties p
where p.case_id = e.case_id and p.party = $1 and p.role in ('subject', 'respondent')
  and (e.wrapped is not null or e.value is not null or e.source is not null) returning 1`,
)

/** An answer from outside, with its own source and times; null where there is none. */
export interface OutsideObtained {
  readonly value: unknown
  readonly fault: string | null
  readonly source: string
  readonly obtained: string | null
  readonly validUntil: string | null
  readonly toHuman?: true
}

/** Whoever asks the systems of departments (hubs/data/exchange); its answers are stored before they come here. */
export interface Outside {
  answers(question: string): boolean
  ask(
    question: string,
    facts: Readonly<Record<string, unknown>>,
    of: { readonly caseId: string; readonly purpose: string },
  ): Promise<OutsideObtained>
}

export interface ComparisonsNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly ask: Registers['ask']
  /** Systems of departments, for questions no register of the city answers. */
  readonly outside?: Outside
  readonly keyring: EvidenceKeyring
  /** A keyed tag of 32 bytes (kernel/party's blind index). */
  readonly tag: (text: string) => Buffer
  /** How long an answer counts; default one hour. */
  readonly validFor?: Temporal.DurationLike
}

type Question = Parameters<CaseDependencies['compare']>[0]

/** As it lies: sealed, or in the open in a row of before. */
interface EvidenceKept extends Omit<RecordedEvidence, 'source'> {
  readonly tag: Buffer
  readonly sealed: Buffer | null
  readonly wrapped: Buffer | null
  readonly source: string | null
}
type EvidenceKeyring = Pick<Keyring, 'newKey' | 'seal' | 'unseal' | 'unwrap'>

const placeOf = (comparison: string, tag: Buffer): string => `comparison|${comparison}|${tag.toString('hex')}`

/** What came back of a question whose answer was erased: nothing any more, of nobody. */
const erased = { value: null, source: '', fault: 'EVIDENCE_ERASED' }

function opened(
  { tag, sealed, wrapped, value, source, ...row }: EvidenceKept,
  keyring: Pick<Keyring, 'unseal' | 'unwrap'>,
): RecordedEvidence {
  if (sealed === null) return source === null ? { ...row, ...erased } : { ...row, value, source }
  if (wrapped === null) return { ...row, ...erased }
  const text = keyring.unseal(keyring.unwrap(wrapped), sealed, placeOf(row.comparison, tag)).toString()
  const [said, from] = JSON.parse(text) as [unknown, string]
  return { ...row, value: said, source: from }
}

/** 比对取证 Everything that was asked for a case, in order. */
export const evidenceOf = async (
  sql: Sql,
  keyring: Pick<Keyring, 'unseal' | 'unwrap'>,
  caseId: string,
): Promise<RecordedEvidence[]> => (await sql.run<EvidenceKept>(read, [caseId])).map(row => opened(row, keyring))

/** 删除比对所得 What registers and departments answered for his cases goes with their main party, as the cases' own keys do; that they were asked stays. */
export const evidenceEraser: Eraser = async (sql, party) => (await sql.run(forget, [party])).length

/**
 * 数据比对 Puts an item's questions to the registers before the case is locked, and records question, answer and how long it
 * counts. A fact that is not known is not asked with; a register that refuses to answer leaves the answer unknown.
 */
export function makeComparisons({ db, clock, ask, outside, keyring, tag, validFor = { hours: 1 } }: ComparisonsNeeds) {
  const answerTo = async (
    question: string,
    wanted: Readonly<Record<string, unknown>>,
    of: { caseId: string; purpose: string },
  ): Promise<OutsideObtained> => {
    if (outside?.answers(question)) return outside.ask(question, wanted, of)
    const source = `register:${question.slice(0, question.indexOf('.'))}`
    const now = { source, obtained: null, validUntil: null }
    try {
      return { ...now, value: await ask(question, wanted, clock.today().toString()), fault: null }
    } catch (error) {
      if (error instanceof Refusal) return { ...now, value: null, fault: error.code }
      throw error
    }
  }

  const put = async (
    { id, ask: question, with: asked }: Comparison,
    facts: Question['facts'],
    of: { caseId: string; purpose: string },
  ) => {
    const wanted = Object.fromEntries(Object.entries(asked).map(([name, source]) => [name, facts.value(source)]))
    const common = { comparison: id, question, tag: tag(JSON.stringify(wanted)) }
    if (Object.values(wanted).some(value => value === null || value === undefined))
      return {
        ...common,
        value: null,
        fault: 'FACT_UNKNOWN',
        source: `register:${question.slice(0, question.indexOf('.'))}`,
        obtained: null,
        validUntil: null,
      }
    return { ...common, ...(await answerTo(question, wanted, of)) }
  }

  /** Fits the engine's `compare`. */
  const compare = async ({ caseId, definition, facts, comparisons }: Question): Promise<readonly Evidence[]> => {
    const wanted = comparisons.filter(({ when }) => when === undefined || facts.test(when) !== false)
    if (wanted.length === 0) return []
    const of = { caseId, purpose: `${definition.definition.item}` }
    const answers = await Promise.all(wanted.map(comparison => put(comparison, facts, of)))
    const now = clock.now()
    const until = now.toZonedDateTimeISO(clock.zone).add(validFor).toInstant().toString()
    const asked = answers.map(({ obtained, validUntil, ...answer }) => ({
      ...answer,
      obtained: obtained ?? now.toString(),
      until: validUntil ?? until,
    }))
    const { key, wrapped } = keyring.newKey()
    const rows = asked.map(({ comparison, question, tag, value, source, ...rest }) => ({
      ...{ id: uuidv7(clock), comparison, question, tag: tag.toString('hex') },
      sealed: keyring
        .seal(key, `[${padded(value ?? null)},${padded(source)}]`, placeOf(comparison, tag))
        .toString('hex'),
      ...{ fault: rest.fault, obtained: rest.obtained, until: rest.until },
    }))
    await db.run(insert, [caseId, JSON.stringify(rows), wrapped])
    return asked.map(({ comparison, value, obtained, until: validUntil, toHuman }) => ({
      comparison,
      value,
      obtained,
      validUntil,
      ...(toHuman && { toHuman }),
    }))
  }

  return { compare }
}
