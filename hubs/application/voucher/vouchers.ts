import type { EffectFunction, EffectRun } from '#kernel/case'
import type { Clock } from '#kernel/clock'
import { refusal } from '#kernel/refusal'
import { lastValidDay, subjectOf } from '#kernel/register'
import type { Sql } from '#kernel/storage'
import { newCheckCode, readCheckCode } from './check-code.ts'
import { contentHash, type Signer, signClaims } from './signature.ts'
import {
  addVoucher,
  type Ending,
  markEnded,
  takeSerial,
  type Voucher,
  voucherByCode,
  voucherById,
} from './voucher.store.ts'

export const voucherUnknown = refusal('VOUCHER_UNKNOWN', 404, 'No such voucher')
export const voucherEnded = refusal('VOUCHER_ENDED', 409, 'The voucher has ended already')

export interface VouchersNeeds {
  readonly clock: Clock
  readonly signer: Signer
  /** 代字 What stands before the year: `沈和审批`; numbers run without gaps within it. Asked in the step's own transaction. */
  seriesOf(sql: Sql, run: EffectRun): Promise<string>
  /** What anybody may see of the voucher besides number, organ, item and dates; never a person's detail. */
  publicFields?(run: EffectRun, kind: string): Readonly<Record<string, unknown>>
}

/** 查验结果 What the public is told of a code. */
export type VoucherChecked =
  | { readonly found: false; readonly reason: 'mistyped' | 'unknown' }
  | {
      readonly found: true
      readonly number: string
      readonly kind: string
      readonly item: string
      readonly organ: string
      readonly issuedOn: string
      readonly validUntil: string | null
      readonly status: 'valid' | 'expired' | Ending
      readonly endedOn: string | null
      readonly reason: string | null
      readonly public: Readonly<Record<string, unknown>>
      readonly jws: string
    }

/** 发文字号 As it is written: the year in full in its own brackets, the serial without noughts before it (GB/T 9704-2012 7.2.5). */
export const numberSaid = ({ series, year, serial }: Pick<Voucher, 'series' | 'year' | 'serial'>): string =>
  `${series}〔${year}〕${serial}号`

/** 凭证 Issues, ends and checks the city's vouchers. */
export function makeVouchers({ clock, signer, seriesOf, publicFields }: VouchersNeeds) {
  /**
   * 发证效果 Issues the voucher of `{ voucher: kind }`. The number is taken last, since its series stands still until the
   * step commits; a step that fails gives it back.
   */
  const issueVoucher: EffectFunction = async (sql, run) => {
    const { voucher: kind } = run.effect as { voucher: string }
    if (await voucherById(sql, run.id)) return
    const year = Number(run.on.slice(0, 4))
    const validUntil = run.until ?? (run.validity ? lastValidDay(run.on, run.validity) : null)
    const shown = publicFields?.(run, kind) ?? {}
    const checkCode = newCheckCode()
    const series = await seriesOf(sql, run)
    const serial = await takeSerial(sql, series, year)
    const number = numberSaid({ series, year, serial })
    const claims = {
      jti: run.id,
      number,
      kind,
      organ: run.organ,
      item: run.item,
      itemHash: run.itemHash,
      outcome: run.outcome,
      case: run.number,
      issuedOn: run.on,
      validUntil,
      checkCode,
      fields: shown,
    }
    await addVoucher(sql, {
      id: run.id,
      caseId: run.caseId,
      seq: run.seq,
      kind,
      organ: run.organ,
      series,
      year,
      serial,
      number,
      item: run.item,
      itemHash: run.itemHash,
      outcome: run.outcome,
      party: subjectOf(run) ?? null,
      issuedOn: run.on,
      validUntil,
      public: shown,
      checkCode,
      contentHash: contentHash(claims),
      jws: signClaims(claims, signer),
    })
  }

  return {
    issueVoucher,

    /** 撤销、撤回、吊销、注销 Ends a voucher, once, with a reason the public is told; `by` is the case event that says so. */
    async endVoucher(
      sql: Sql,
      id: string,
      ending: { status: Ending; on: string; reason: string; by: string },
    ): Promise<void> {
      if (await markEnded(sql, id, ending.status, ending.on, ending.reason, ending.by)) return
      const there = await voucherById(sql, id)
      if (!there) throw voucherUnknown()
      if (there.status === ending.status && there.endedOn === ending.on && there.endedReason === ending.reason) return
      throw voucherEnded({ facts: { number: there.number, status: there.status } })
    },

    /** 查验 What a check code stands for today: a code not to be guessed is all it takes, and all it shows is public. */
    async checkVoucher(sql: Sql, typed: string): Promise<VoucherChecked> {
      const code = readCheckCode(typed)
      if (code === undefined) return { found: false, reason: 'mistyped' }
      const voucher = await voucherByCode(sql, code)
      return voucher
        ? { found: true, item: voucher.item, ...statementOf(voucher, clock.today().toString()) }
        : { found: false, reason: 'unknown' }
    },
  }
}

export type Vouchers = ReturnType<typeof makeVouchers>

/** What the public is told of a voucher on a day. */
export function statementOf(voucher: Voucher, today: string) {
  const { number, kind, organ, issuedOn, validUntil, endedOn, endedReason, jws } = voucher
  const expired = voucher.status === 'valid' && validUntil !== null && validUntil < today
  const status: 'valid' | 'expired' | Ending = expired ? 'expired' : voucher.status
  return {
    number,
    kind,
    organ,
    issuedOn,
    validUntil,
    status,
    endedOn,
    reason: endedReason,
    public: voucher.public,
    jws,
  }
}
