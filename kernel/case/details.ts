import type { Keyring } from '#kernel/party'
import { Refusal } from '#kernel/refusal'
import { type Sql, statement } from '#kernel/storage'
import type { Actor } from './event.ts'
import { type OpenedDetail, openDetail } from './seal.ts'

const detailsOf = statement(
  'case.said',
  `select d.seq, d.subject, d.ciphertext, coalesce(k.wrapped, own.wrapped) as wrapped, s.verb, s.at, s.actor::text as actor
   from kernel.case_details d join kernel.case_steps s on s.case_id = d.case_id and s.last = d.seq
   left join kernel.case_keys k on k.case_id = d.case_id and k.subject = d.subject
   left join kernel.case_keys own on own.case_id = d.case_id and own.subject = d.case_id
   where d.case_id = $1 and d.seq > $2 and d.seq <= (select max(seq) from
     (select distinct seq from kernel.case_details where case_id = $1 and seq > $2 order by seq limit $3) as page)
   order by d.seq, d.subject`,
)

/** 案中所言 What was said in one step about one person (or, with the case's own id, about nobody in particular). */
export interface CaseDetail extends OpenedDetail {
  readonly seq: number
  readonly verb: string
  readonly at: string
  readonly actor: Actor
  readonly subject: string
  /** Destroyed with the person's key. */
  readonly erased: boolean
}

const destroyed: OpenedDetail = { fields: {}, text: {} }

/** How many steps are opened at once, where all are wanted. */
const atOnce = 100

/** 全部细节 Whatever was said in a case, to its last step: a reason given late in a long case is as good as an early one. */
export async function openAllDetails(sql: Sql, keyring: Keyring, caseId: string): Promise<readonly CaseDetail[]> {
  const all: CaseDetail[] = []
  for (;;) {
    const page = await openDetails(sql, keyring, { caseId, after: all.at(-1)?.seq ?? 0, steps: atOnce })
    all.push(...page)
    if (new Set(page.map(({ seq }) => seq)).size < atOnce) return all
  }
}

/**
 * 打开细节 The erasable detail of a case's steps after `after`, of at most `steps` of them. It opens; whoever calls has asked
 * kernel/grant, shows only what the answer allows, and records it before anybody sees it.
 */
export async function openDetails(
  sql: Sql,
  keyring: Keyring,
  { caseId, after, steps }: { readonly caseId: string; readonly after: number; readonly steps: number },
): Promise<readonly CaseDetail[]> {
  type Row = Pick<CaseDetail, 'seq' | 'verb' | 'at' | 'subject'> & {
    readonly actor: string
    readonly ciphertext: Buffer | null
    readonly wrapped: Buffer | null
  }
  const rows = await sql.run<Row>(detailsOf, [caseId, after, steps])
  return rows.map(({ ciphertext, wrapped, actor, ...row }) => {
    const whole = { ...row, actor: JSON.parse(actor) as Actor }
    if (!ciphertext || !wrapped) return { ...whole, ...destroyed, erased: true }
    try {
      const key = keyring.unwrap(wrapped)
      const { content } = openDetail(keyring, key, caseId, row.seq, row.subject, ciphertext)
      return { ...whole, ...content, erased: false }
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault
      return { ...whole, ...destroyed, erased: true }
    }
  })
}
