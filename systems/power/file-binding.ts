import { bind } from '#kernel/file'
import { statement } from '#kernel/storage'
import type { Subscription } from '#kernel/subscription'

const mainParty = statement(
  'power.mainPartyOf',
  `select party from kernel.case_parties where case_id = $1 and role in ('subject', 'respondent') order by role limit 1`,
)

/** 文件归案 A step referred to a file: from now on the case has it, whoever sent it in, and it goes with the main party's erasure. */
export const fileBinding: Subscription = {
  name: 'power.files',
  types: ['evidence.recorded'],
  async consume(sql, events) {
    for (const { caseId, data } of events) {
      const file = data['file']
      if (typeof file !== 'string') continue
      const [main] = await sql.run<{ party: string }>(mainParty, [caseId])
      await bind(sql, file, caseId, main?.party ?? null)
    }
  },
}
