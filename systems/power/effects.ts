import { type Ledger, owedOfOrder } from '#hubs/application/ledger'
import type { Vouchers } from '#hubs/application/voucher'
import { publicFields, publish, withdraw } from '#hubs/business/publicity'
import type { Calendar } from '#kernel/calendar'
import type { CaseState, Effects, EffectRun, EventRun, Facts, OrderState } from '#kernel/case'
import { type SpanValue, spanOf } from '#kernel/definition'
import { makeSetEffect, type Registers } from '#kernel/register'
import type { Sql } from '#kernel/storage'

export interface EffectDependencies {
  readonly registers: Registers
  readonly ledger: Ledger
  readonly vouchers: Vouchers
  readonly calendar: () => Calendar
}

/** 应缴日 Fifteen days from service, or as the item says; none before the decision is served. */
function dueOf(calendar: Calendar, order: OrderState): string | undefined {
  if (order.servedOn === undefined) return undefined
  const within: SpanValue = spanOf(order.within)
  return calendar.due(Temporal.PlainDate.from(order.servedOn), within).due.toString()
}

/** What an order of a case owes on a day: the ledger's own rule over the case's own facts. */
export const owedBy =
  (calendar: () => Calendar): Facts['owed'] =>
  (order, on, remedies) => {
    const dueOn = dueOf(calendar(), order)
    return owedOfOrder({ ...order, ...(dueOn !== undefined && { dueOn }) }, on, remedies)
  }

/** The terms of every order as the case now has them: due day, instalments, days that stop the surcharge. */
async function tellTerms({ ledger, calendar }: EffectDependencies, sql: Sql, run: { caseId: string; on: string; state: CaseState }): Promise<void> {
  for (const [key, order] of Object.entries(run.state.orders)) {
    const dueOn = dueOf(calendar(), order)
    const stops = run.state.remedies.filter(({ kind }) => order.stopsDuring.includes(kind)).map(({ from, to }) => ({ from, to }))
    await ledger.setTerms(sql, run.caseId, key, { stops, ...(dueOn !== undefined && { dueOn }), ...(order.instalments && { instalments: order.instalments }) }, run.on)
  }
}

function publication(run: EventRun<'publication.made'>): Parameters<typeof publish>[1] {
  const { decision } = run.definition.definition.publicity
  const declared = decision && decision !== 'none' ? decision : undefined
  const values = { ...run.facts, number: run.number, outcome: run.outcome, decidedOn: run.state.moments['decision'] ?? run.on, 'discretion.amount': run.state.amount }
  return {
    id: run.id, caseId: run.caseId, number: run.number, item: run.item, organ: run.organ, region: run.region, kind: 'decision',
    scope: declared?.scope ?? 'organ', from: run.on, until: run.event.data.until ?? null,
    fields: publicFields({ values, fields: declared?.fields ?? [], personal: run.definition.personal, ...(declared?.mask && { mask: declared.mask }) }),
  }
}

/** 效果 Which hub answers which consequence of a step, inside the step's own transaction. */
export function makeEffects(deps: EffectDependencies): Effects {
  const { registers, ledger, vouchers } = deps
  const nothing = async () => {}
  return {
    outcome: {
      register: makeSetEffect(registers, {
        value: (run, expression) => (run as EffectRun).value(expression),
        sourced: (run, register, field) => {
          const form = (run as EffectRun).definition.definition.content.form
          const found = Object.entries(form).find(([, declared]) => declared.source?.register === register && declared.source.field === field)
          return found ? run.facts[found[0]] : undefined
        },
      }),
      voucher: vouchers.issueVoucher,
      ledger: ledger.orderFine,
      // A duty is an obligation row of the case itself; a release ends one. Both are written by the step.
      obligation: nothing,
      release: nothing,
    },
    event: {
      'service.made': async (sql, run) => (run.event.data.of === 'decision' ? tellTerms(deps, sql, run) : undefined),
      'instalment.granted': (sql, run) => tellTerms(deps, sql, run),
      'remedy.started': (sql, run) => tellTerms(deps, sql, run),
      'remedy.ended': (sql, run) => tellTerms(deps, sql, run),
      'payment.received': async (sql, run) => {
        const { order, amount, on, collector, reference } = run.event.data
        await ledger.recordPayment(sql, { id: run.id, caseId: run.caseId, order, amount, on, collector, ...(reference !== undefined && { reference }) })
      },
      'publication.made': (sql, run) => publish(sql, publication(run)),
      'publication.withdrawn': async (sql, run) => {
        await withdraw(sql, { caseId: run.caseId, kind: 'decision', on: run.on, ground: run.event.data.ground as Parameters<typeof withdraw>[1]['ground'], reason: run.text['reason'] ?? '' })
      },
    },
  }
}
