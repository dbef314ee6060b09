import { budgetEffects, depositEffects, type Ledger, ledgerConcerns, ledgerEffects } from '#hubs/application/ledger'
import type { Vouchers } from '#hubs/application/voucher'
import { type PublicationKind, publicFields, publish, type WithdrawalGround, withdraw } from '#hubs/business/publicity'
import type { Calendar } from '#kernel/calendar'
import { type EffectRun, type Effects, type EventRun, nonAcceptance } from '#kernel/case'
import type { Reads } from '#kernel/grant'
import { makeSetEffect, makeUndoEffect, type Registers } from '#kernel/register'
import { showsReadsOnClose } from './naming.ts'
import { undoing } from './undoing.ts'

export interface EffectDependencies {
  readonly registers: Registers
  readonly ledger: Ledger
  readonly vouchers: Vouchers
  readonly calendar: Pick<Calendar, 'due'>
  readonly reads: Pick<Reads, 'discloseCase'>
}

/** What is published of a decision: the fields the item names, persons not by default. */
function publication(run: EventRun<'publication.made'>): Parameters<typeof publish>[1] {
  const kind = run.event.data.kind as PublicationKind
  const { decision, draft, result } = run.definition.definition.publicity
  const decided = decision && decision !== 'none' ? decision : undefined
  const declared = kind === 'decision' ? decided : kind === 'draft' ? draft : result
  const known = {
    number: run.number,
    outcome: run.outcome,
    decidedOn: run.state.moments['decision'] ?? run.on,
    'discretion.amount': run.state.amount,
    'comments.received': run.state.comments?.received ?? 0,
    'comments.adopted': run.state.comments?.adopted ?? 0,
    'comments.partly': run.state.comments?.partly ?? 0,
    'comments.declined': run.state.comments?.declined ?? 0,
  }
  return {
    id: run.id,
    caseId: run.caseId,
    number: run.number,
    item: run.item,
    organ: run.organ,
    region: run.region,
    kind,
    scope: declared?.scope ?? 'organ',
    from: run.on,
    until: run.event.data.until ?? null,
    fields: publicFields({
      values: { ...run.facts, ...known },
      fields: declared?.fields ?? [],
      personal: run.definition.personal,
      ...(decided?.mask && { mask: decided.mask }),
    }),
  }
}

/** The form field that the item says comes from this field of a register. */
const sourced = ({ definition }: EffectRun, register: string, field: string): string | undefined =>
  Object.entries(definition.definition.content.form).find(
    ([, { source }]) => source?.register === register && source.field === field,
  )?.[0]

// A duty is an obligation of the case itself; a fine, the budget and a release are events of their own: the step writes them.
const writtenByTheStep = async () => {}

/** 效果 Which hub answers which consequence of a step, inside the step's own transaction. */
export function makeEffects({ registers, ledger, vouchers, calendar, reads }: EffectDependencies): Effects {
  const books = ledgerEffects(ledger, calendar)
  const register = makeUndoEffect(registers, (run, name, field) => sourced(run as EffectRun, name, field))
  return {
    outcome: {
      register: makeSetEffect(registers, (run, register, field) => sourced(run as EffectRun, register, field)),
      voucher: vouchers.issueVoucher,
      ledger: writtenByTheStep,
      obligation: writtenByTheStep,
      release: writtenByTheStep,
    },
    event: {
      ...books,
      ...budgetEffects(ledger.budget),
      ...depositEffects(ledger.deposits),
      ...undoing({ ledger: books, vouchers, register }),
      'acceptance.refused': async (sql, run) => {
        const declared = run.definition.definition.content.documents?.some(({ id }) => id === nonAcceptance)
        if (declared) await vouchers.issueVoucher(sql, { ...run, effect: { voucher: nonAcceptance } })
      },
      'publication.made': (sql, run) => publish(sql, publication(run)),
      'publication.withdrawn': async (sql, run) => {
        const ground = run.event.data.ground as WithdrawalGround
        const kind = run.event.data.kind as PublicationKind
        // Why the case went back may speak of somebody: what is only posted comes down with the same words for everybody.
        const reason = kind === 'decision' ? (run.text['reason'] ?? '') : '公示内容正在核实，核实后重新公示'
        await withdraw(sql, { caseId: run.caseId, kind, on: run.on, ground, reason })
      },
      // 办结告知: whoever looked while the case ran is shown to the person from now on.
      'case.closed': async (sql, run) => {
        await reads.discloseCase(sql, run.caseId)
      },
    },
    concerns: { ...ledgerConcerns, 'case.closed': (_, definition) => showsReadsOnClose(definition) },
  }
}
