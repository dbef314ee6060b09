import type { ledgerEffects } from '#hubs/application/ledger'
import { type Ending, type Vouchers, vouchersOf } from '#hubs/application/voucher'
import type { EffectRun, Effects, EventRun } from '#kernel/case'
import { legalDate } from '#kernel/clock'
import type { Effect } from '#kernel/definition'
import type { makeUndoEffect, RegisterRun } from '#kernel/register'
import type { Sql } from '#kernel/storage'

export interface UndoingNeeds {
  readonly ledger: ReturnType<typeof ledgerEffects>
  readonly vouchers: Pick<Vouchers, 'endVoucher' | 'issueVoucher'>
  readonly register: ReturnType<typeof makeUndoEffect>
}

/** What the public is told of a voucher whose decision fell. */
const words: Readonly<Record<string, string>> = {
  revoked: '原决定已被依法撤销',
  declaredInvalid: '原决定已被依法确认无效',
  ceased: '原决定已被依法撤回',
  cancelled: '已依法注销',
  changed: '原决定已被依法变更，以变更后的决定为准',
}

type Fallen =
  | EventRun<'decision.annulled'>
  | EventRun<'decision.changed'>
  | EventRun<'decision.ceased'>
  | EventRun<'renewal.decided'>

const effectsOf = ({ definition, outcome }: Fallen): readonly Effect[] =>
  definition.definition.content.outcomes[outcome]?.effects ?? []

/** The rows that the outcome wrote, each with an id of its own, so that repeating is harmless. */
const registerRuns = (run: Fallen): readonly RegisterRun[] =>
  effectsOf(run).flatMap((effect, index) => {
    if (!('register' in effect)) return []
    const { event: _, text: __, ...base } = run
    return [{ ...(base as Omit<EffectRun, 'effect'>), id: idAt(run.id, index), effect }]
  })

/** The effect's id with its place in the last two digits. */
const idAt = (id: string, index: number): string => `${id.slice(0, -2)}${index.toString(16).padStart(2, '0')}`

/**
 * 决定失效 What a decision set going is undone in the step in which it falls: what was booked is taken back by a further entry,
 * its papers end, its rows in the registers end. A changed one keeps its rows with the amount as changed.
 */
export function undoing({ ledger, vouchers, register }: UndoingNeeds): Effects['event'] {
  const endPapers = async (sql: Sql, run: Fallen, why: string, ending: Ending = 'annulled') => {
    const kinds = new Set(effectsOf(run).flatMap(effect => ('voucher' in effect ? [effect.voucher as string] : [])))
    for (const { id, kind, status } of await vouchersOf(sql, run.caseId))
      if (kinds.has(kind) && status === 'valid')
        await vouchers.endVoucher(sql, id, {
          status: ending,
          on: run.on,
          reason: words[why] ?? words['revoked']!,
          by: `${run.caseId}:${run.seq}`,
        })
  }
  const today = (run: Fallen) => legalDate(Temporal.Instant.from(run.at)).toString()
  return {
    'decision.annulled': async (sql, run) => {
      await ledger['decision.annulled'](sql, run)
      await endPapers(sql, run, run.event.data.ground)
      for (const one of registerRuns(run)) await register.end(sql, one, today(run))
    },
    // 撤回、注销: from this day on only; what the row and the paper were good for until then stays so.
    'decision.ceased': async (sql, run) => {
      const { how } = run.event.data
      if (how === 'revoked') await endPapers(sql, run, 'ceased', 'withdrawn')
      else await endPapers(sql, run, 'cancelled', 'cancelled')
      for (const one of registerRuns(run)) await register.end(sql, one, today(run), run.on)
    },
    // 延续: the row holds on, and a new paper says until when; the old one is good until its own last day.
    'renewal.decided': async (sql, run) => {
      const { until } = run.event.data
      if (until === undefined) return
      for (const one of registerRuns(run)) await register.extend(sql, one, until, today(run))
      for (const [index, effect] of effectsOf(run).entries()) {
        if (!('voucher' in effect)) continue
        const { event: _, text: __, ...base } = run
        await vouchers.issueVoucher(sql, { ...base, id: idAt(run.id, index), effect, until })
      }
    },
    'decision.changed': async (sql, run) => {
      await ledger['decision.changed'](sql, run)
      await endPapers(sql, run, 'changed')
      for (const one of registerRuns(run)) await register.change(sql, one, run.event.data.amount, today(run))
    },
  }
}
