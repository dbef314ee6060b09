import type { PaperKind } from '#hubs/application/paper'
import type { VouchersNeeds } from '#hubs/application/voucher'
import { nonAcceptance } from '#kernel/case'
import type { Directory, Identity } from '#kernel/identity'
import type { PaperWords } from './paper-words.ts'

/** What is numbered: a paper of a case, of which organ, on which day. */
export interface Numbered {
  readonly organ: string
  readonly on: string
  readonly drawer: string
  readonly kind: PaperKind
}

const decides: ReadonlySet<PaperKind> = new Set(['decision', 'certificate'])

/**
 * 发文机关代字 What stands before the year in the number of a paper: the organ's own initials, and a sign for what kind of paper it is (GB/T 9704-2012 7.2.5; 党政机关公文处理工作条例9(5)).
 * Permits have the organ's initials alone: 沈和审批〔2026〕1号, 沈和审批受〔2026〕1号, 沈和市监罚〔2026〕1号.
 */
export function seriesOf({ say }: PaperWords, offices: Directory, { organ, on, drawer, kind }: Numbered): string {
  const office = offices.organ(organ, on)
  const initials = office?.initials ?? office?.name ?? organ
  return initials + say(decides.has(kind) ? `papers.series.${drawer}` : `papers.series.${kind}`)
}

/** 凭证的代字 The same for what a step issues, in its own transaction. */
export const makeVoucherSeries =
  (identity: Pick<Identity, 'directory'>, words: PaperWords): VouchersNeeds['seriesOf'] =>
  async (sql, { organ, on, drawer, effect }) => {
    const kind = (effect as { readonly voucher?: string }).voucher === nonAcceptance ? 'non-acceptance' : 'decision'
    return seriesOf(words, await identity.directory(sql), { organ, on, drawer, kind })
  }
