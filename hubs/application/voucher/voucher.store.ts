import { type Sql, statement } from '#kernel/storage'

export const endings = ['annulled', 'withdrawn', 'revoked', 'cancelled'] as const
/** 撤销 annulled (许可法 69), 撤回 withdrawn (8), 吊销 revoked (a penalty), 注销 cancelled (70). */
export type Ending = (typeof endings)[number]

export interface Voucher {
  readonly id: string
  readonly caseId: string
  readonly seq: number
  readonly kind: string
  readonly organ: string
  /** 代字 */
  readonly series: string
  readonly year: number
  readonly serial: number
  /** 文号 `沈和审批〔2026〕12号` */
  readonly number: string
  readonly item: string
  readonly itemHash: string
  readonly outcome: string
  readonly party: string | null
  readonly issuedOn: string
  /** Last day it holds. */
  readonly validUntil: string | null
  readonly status: 'valid' | Ending
  readonly endedOn: string | null
  readonly endedReason: string | null
  /** What anybody may see of it. */
  readonly public: Readonly<Record<string, unknown>>
  readonly contentHash: Buffer
  readonly checkCode: string
  readonly jws: string
}

const columns = `id, case_id as "caseId", seq, kind, organ, series, year, serial, number, item, item_hash as "itemHash", outcome, party,
  issued_on as "issuedOn", valid_until as "validUntil", status, ended_on as "endedOn", ended_reason as "endedReason", public,
  content_hash as "contentHash", check_code as "checkCode", jws`
const next = statement('voucher.number', 'select application.next_voucher_number($1, $2) as serial')
const insert = statement(
  'voucher.insert',
  `insert into application.vouchers (id, case_id, seq, kind, organ, series, year, serial, number, item, item_hash, outcome, party, issued_on, valid_until, public, content_hash, check_code, jws)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
)
const byId = statement('voucher.by.id', `select ${columns} from application.vouchers where id = $1`)
const byCode = statement('voucher.by.code', `select ${columns} from application.vouchers where check_code = $1`)
const byCase = statement(
  'voucher.by.case',
  `select ${columns} from application.vouchers where case_id = $1 order by seq, id`,
)
// By way of the cases the party stands in, which are found by an index; a voucher names one party of its case.
const byParty = statement(
  'voucher.by.party',
  `select ${columns} from application.vouchers where party = $1 and case_id in (select case_id from kernel.case_parties where party = $1)
   and ($2::uuid is null or case_id < $2 or (case_id = $2 and id < $3)) order by case_id desc, id desc limit $4`,
)
const end = statement(
  'voucher.end',
  `update application.vouchers set status = $2, ended_on = $3, ended_reason = $4, ended_by = $5 where id = $1 and status = 'valid' returning id`,
)

/** Takes the next number of a series and year; nobody else gets one of the series until this transaction ends. */
export const takeSerial = async (sql: Sql, series: string, year: number): Promise<number> =>
  (await sql.run<{ serial: number }>(next, [series, year]))[0]!.serial

export async function addVoucher(
  sql: Sql,
  voucher: Omit<Voucher, 'status' | 'endedOn' | 'endedReason'>,
): Promise<void> {
  const {
    id,
    caseId,
    seq,
    kind,
    organ,
    series,
    year,
    serial,
    number,
    item,
    itemHash,
    outcome,
    party,
    issuedOn,
    validUntil,
  } = voucher
  await sql.run(insert, [
    id,
    caseId,
    seq,
    kind,
    organ,
    series,
    year,
    serial,
    number,
    item,
    itemHash,
    outcome,
    party,
    issuedOn,
    validUntil,
    JSON.stringify(voucher.public),
    voucher.contentHash,
    voucher.checkCode,
    voucher.jws,
  ])
}
const one = async (rows: Promise<Voucher[]>): Promise<Voucher | undefined> => (await rows)[0]
export const voucherById = (sql: Sql, id: string) => one(sql.run<Voucher>(byId, [id]))
export const voucherByCode = (sql: Sql, code: string) => one(sql.run<Voucher>(byCode, [code]))
/** 本案凭证 What a case issued, in order. */
export const vouchersOf = (sql: Sql, caseId: string): Promise<Voucher[]> => sql.run<Voucher>(byCase, [caseId])
/** 持证 What a party holds or held, the latest case first; `before` the case and id of the last one of the page before. */
export const vouchersHeldBy = (
  sql: Sql,
  party: string,
  { before, limit }: { readonly before?: readonly [caseId: string, id: string]; readonly limit: number },
): Promise<Voucher[]> => sql.run<Voucher>(byParty, [party, before?.[0] ?? null, before?.[1] ?? null, limit])
export const markEnded = async (
  sql: Sql,
  id: string,
  status: Ending,
  on: string,
  reason: string,
  by: string,
): Promise<boolean> => (await sql.run(end, [id, status, on, reason, by])).length > 0
