import type { CaseDependencies, Evidence } from '#kernel/case'
import { type Clock, uuidv7 } from '#kernel/clock'
import { Refusal } from '#kernel/refusal'
import type { Registers } from '#kernel/register'
import { type Db, type Sql, statement } from '#kernel/storage'
import type { Comparison } from './verdict.ts'

// The rows are flushed with the step that relies on them, whose commit comes later in the same log.
const insert = statement(
  'comparison.record',
  `with quietly as (select set_config('synchronous_commit', 'off', true))
insert into data.comparison_evidence (id, case_id, comparison, question, with_tag, value, fault, source, obtained_at, valid_until)
select r.id, $1, r.comparison, r.question, decode(r.tag, 'hex'), nullif(r.value, 'null'), r.fault, r.source, $2, $3
from quietly, jsonb_to_recordset($4) as r(id uuid, comparison text, question text, tag text, value jsonb, fault text, source text)`,
)
const read = statement(
  'comparison.read',
  `select comparison, question, value, fault, source, obtained_at as "obtained", valid_until as "validUntil"
from data.comparison_evidence where case_id = $1 order by obtained_at, comparison`,
)

export interface RecordedEvidence extends Evidence {
  readonly question: string
  readonly fault: string | null
  readonly source: string
}

export interface ComparisonsNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly ask: Registers['ask']
  /** A keyed tag of 32 bytes (kernel/party's blind index). */
  readonly tag: (text: string) => Buffer
  /** How long an answer counts; default one hour. */
  readonly validFor?: Temporal.DurationLike
}

type Question = Parameters<CaseDependencies['compare']>[0]

/** 比对取证 Everything that was asked for a case, in order. */
export const evidenceOf = (sql: Sql, caseId: string): Promise<RecordedEvidence[]> =>
  sql.run<RecordedEvidence>(read, [caseId])

/**
 * 数据比对 Puts an item's questions to the registers before the case is locked, and records question, answer and how long it
 * counts. A fact that is not known is not asked with; a register that refuses to answer leaves the answer unknown.
 */
export function makeComparisons({ db, clock, ask, tag, validFor = { hours: 1 } }: ComparisonsNeeds) {
  const put = async ({ id, ask: question, with: asked }: Comparison, facts: Question['facts'], today: string) => {
    const wanted = Object.fromEntries(Object.entries(asked).map(([name, source]) => [name, facts.value(source)]))
    const common = {
      comparison: id,
      question,
      source: `register:${question.slice(0, question.indexOf('.'))}`,
      tag: tag(JSON.stringify(wanted)),
    }
    if (Object.values(wanted).some(value => value === null || value === undefined))
      return { ...common, value: null, fault: 'FACT_UNKNOWN' }
    try {
      return { ...common, value: await ask(question, wanted, today), fault: null }
    } catch (error) {
      if (error instanceof Refusal) return { ...common, value: null, fault: error.code }
      throw error
    }
  }

  /** Fits the engine's `compare`. */
  const compare = async ({ caseId, facts, comparisons }: Question): Promise<readonly Evidence[]> => {
    const wanted = comparisons.filter(({ when }) => when === undefined || facts.test(when) !== false)
    if (wanted.length === 0) return []
    const today = clock.today().toString()
    const answers = await Promise.all(wanted.map(comparison => put(comparison, facts, today)))
    const obtained = clock.now()
    const validUntil = obtained.toZonedDateTimeISO(clock.zone).add(validFor).toInstant()
    const rows = answers.map(answer => ({ ...answer, id: uuidv7(clock), tag: answer.tag.toString('hex') }))
    await db.run(insert, [caseId, obtained, validUntil, JSON.stringify(rows)])
    return answers.map(({ comparison, value }) => ({
      comparison,
      value,
      obtained: obtained.toString(),
      validUntil: validUntil.toString(),
    }))
  }

  return { compare }
}
