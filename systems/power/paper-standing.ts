import { type Sql, statement } from '#kernel/storage'

/** 文书现状 Whether what a paper says still holds, since when it does not, and why. */
export interface PaperStanding {
  readonly status:
    | 'valid'
    | 'corrected'
    | 'changed'
    | 'unlawful'
    | 'annulled'
    | 'withdrawn'
    | 'cancelled'
    | 'expired'
    | 'replaced'
  readonly endedOn: string | null
  /** Names a sentence of ours. */
  readonly reason: string | null
}

interface Later {
  readonly type: string
  readonly on: string
  readonly data: Readonly<Record<string, unknown>>
}

const types = `('decision.made', 'decision.annulled', 'decision.ceased', 'decision.expired', 'decision.changed', 'remedy.ended', 'document.corrected', 'case.reopened')`
const laterThan = statement(
  'power.laterThanPaper',
  `select type, on_date as "on", data::text as data from kernel.case_events
   where case_id = $1 and seq > $2 and type in ${types} order by seq`,
)
const laterThanVoucher = statement(
  'power.laterThanVoucher',
  `select e.type, e.on_date as "on", e.data::text as data from application.vouchers v
   join kernel.case_events e on e.case_id = v.case_id and e.seq > v.seq
   where v.number = $1 and (e.type in ('decision.made', 'decision.annulled', 'remedy.ended') or (e.type = 'document.corrected' and e.data ->> 'document' = v.kind)) order by e.seq`,
)

const valid: PaperStanding = { status: 'valid', endedOn: null, reason: null }
const over = ({ status, endedOn }: PaperStanding): boolean => endedOn !== null && status !== 'changed'

/** One thing that happened after a decision was put on paper. */
function since(standing: PaperStanding, { type, on, data }: Later): PaperStanding {
  // What has fallen falls no further; only that there is another decision in its place is told besides.
  if (type === 'decision.made') return { ...standing, status: 'replaced', endedOn: standing.endedOn ?? on }
  if (over(standing)) return standing
  switch (type) {
    case 'decision.annulled':
      return { status: 'annulled', endedOn: on, reason: String(data['ground']) }
    case 'decision.ceased':
      return data['how'] === 'revoked'
        ? { status: 'withdrawn', endedOn: on, reason: 'ceased' }
        : { status: 'cancelled', endedOn: on, reason: 'cancelled' }
    case 'decision.expired':
      return { status: 'expired', endedOn: String(data['until']), reason: null }
    case 'decision.changed':
      return { status: 'changed', endedOn: on, reason: 'changed' }
    case 'remedy.ended':
      if (data['result'] === 'changed') return { status: 'changed', endedOn: on, reason: 'changed' }
      return data['result'] === 'declaredUnlawful'
        ? { status: 'unlawful', endedOn: null, reason: 'unlawful' }
        : standing
    case 'document.corrected':
      return standing.status === 'valid' ? { status: 'corrected', endedOn: null, reason: 'corrected' } : standing
    default:
      return standing
  }
}

type Row = Omit<Later, 'data'> & { readonly data: string }
const read = (rows: readonly Row[]): readonly Later[] =>
  rows.map(({ data, ...rest }) => ({ ...rest, data: JSON.parse(data) as Later['data'] }))

/** A paper that was made, by what happened in its case since; receipts and notices say what was so on their day, and hold. */
export async function paperStanding(
  sql: Sql,
  { caseId, key, kind }: { readonly caseId: string; readonly key: string; readonly kind: string },
): Promise<PaperStanding> {
  if (kind !== 'decision' && kind !== 'non-acceptance') return valid
  const seq = Number(/-(\d+)$/.exec(key)?.[1] ?? 0)
  const later = read(await sql.run<Row>(laterThan, [caseId, seq]))
  if (kind === 'non-acceptance') {
    const again = later.find(({ type }) => type === 'case.reopened')
    return again ? { status: 'replaced', endedOn: again.on, reason: null } : valid
  }
  return later.filter(({ type }) => type !== 'document.corrected').reduce(since, valid)
}

/** What a voucher's own row does not know, as long as it stands and once it was set aside. */
const untold: Readonly<Record<string, readonly PaperStanding['status'][]>> = {
  valid: ['corrected', 'unlawful'],
  annulled: ['changed', 'replaced'],
}

/** A voucher: whether its words were corrected, or its decision was found unlawful, changed or replaced rather than only set aside. */
export async function voucherStanding<Known extends { readonly number: string; readonly status: string }>(
  sql: Sql,
  known: Known,
): Promise<Known | PaperStanding> {
  const told = untold[known.status]
  if (!told) return known
  const later = read(await sql.run<Row>(laterThanVoucher, [known.number])).reduce(since, valid)
  return told.includes(later.status) ? later : known
}
