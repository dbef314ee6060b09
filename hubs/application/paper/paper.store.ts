import { numberSaid, takeSerial } from '#hubs/application/voucher'
import { type Sql, statement } from '#kernel/storage'

export const paperKinds = ['receipt', 'acceptance', 'supplement', 'non-acceptance', 'decision', 'certificate'] as const
/** Receipt 收件回执, 受理通知书, 补正告知书, 不予受理决定书, 决定书, 证照 */
export type PaperKind = (typeof paperKinds)[number]

/** 已制文书 A paper that was made; what it says lies in its file. */
export interface MadePaper {
  readonly id: string
  readonly caseId: string
  readonly key: string
  readonly kind: PaperKind
  readonly number: string
  readonly checkCode: string
  readonly item: string
  readonly organ: string
  readonly dated: string
  readonly file: string
}

const columns = `id, case_id as "caseId", key, kind, number, check_code as "checkCode", item, organ, dated, file`
const insert = statement(
  'paper.insert',
  `insert into application.papers (id, case_id, key, kind, number, check_code, item, organ, dated, file, made_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
)
const lock = statement('paper.lock', `select pg_advisory_xact_lock(hashtextextended('paper ' || $1 || ' ' || $2, 0))`)
const byKey = statement('paper.byKey', `select ${columns} from application.papers where case_id = $1 and key = $2`)
const byNumber = statement('paper.byNumber', `select ${columns} from application.papers where number = $1`)
const insertNumber = statement(
  'paper.insertNumber',
  'insert into application.paper_numbers (case_id, key, series, year, serial, number) values ($1, $2, $3, $4, $5, $6)',
)
const numberedAs = statement(
  'paper.numberedAs',
  'select number from application.paper_numbers where case_id = $1 and key = $2',
)
const numbersOfCase = statement(
  'paper.numbersOf',
  `select key, number from application.papers where case_id = $1
   union select key, number from application.paper_numbers where case_id = $1`,
)
const addLeaf = statement('paper.addLeaf', 'insert into kernel.trail_outbox (leaf) values ($1)')

export async function addPaper(sql: Sql, paper: MadePaper, madeAt: Temporal.Instant): Promise<void> {
  const { id, caseId, key, kind, number, checkCode, item, organ, dated, file } = paper
  await sql.run(insert, [id, caseId, key, kind, number, checkCode, item, organ, dated, file, madeAt])
}
/** 编号 The number of a paper, taken now where it has none; nobody else numbers in its series until the transaction ends. */
export async function numberPaper(
  sql: Sql,
  { caseId, key }: Pick<MadePaper, 'caseId' | 'key'>,
  { series, year }: { readonly series: string; readonly year: number },
): Promise<string> {
  await lockPaper(sql, caseId, key)
  const [there] = await sql.run<{ number: string }>(numberedAs, [caseId, key])
  if (there) return there.number
  const serial = await takeSerial(sql, series, year)
  const number = numberSaid({ series, year, serial })
  await sql.run(insertNumber, [caseId, key, series, year, serial, number])
  return number
}
/** 已编的号 By the key of the paper; one that nobody has asked for yet has none. */
export const paperNumbersOf = async (sql: Sql, caseId: string): Promise<ReadonlyMap<string, string>> =>
  new Map((await sql.run<{ key: string; number: string }>(numbersOfCase, [caseId])).map(one => [one.key, one.number]))
/** One at a time makes a paper of a case; the others wait and find it made. */
export const lockPaper = async (sql: Sql, caseId: string, key: string): Promise<void> =>
  void (await sql.run(lock, [caseId, key]))
const one = async (rows: Promise<MadePaper[]>): Promise<MadePaper | undefined> => (await rows)[0]
export const paperOf = (sql: Sql, caseId: string, key: string) => one(sql.run<MadePaper>(byKey, [caseId, key]))
export const paperByNumber = (sql: Sql, number: string) => one(sql.run<MadePaper>(byNumber, [number]))
export const addPaperLeaf = async (sql: Sql, leaf: Buffer): Promise<void> => void (await sql.run(addLeaf, [leaf]))
