import { bind } from '#kernel/file'
import { statement } from '#kernel/storage'
import type { Subscription } from '#kernel/subscription'

const mainParty = statement(
  'power.mainPartyOf',
  `select party from kernel.case_parties where case_id = $1 and role in ('subject', 'respondent') order by role limit 1`,
)

/** What an event refers to: one piece of evidence, or the scans of papers. */
function filesOf(data: Readonly<Record<string, unknown>>): readonly string[] {
  const { file, files } = data
  const scans = Object.values((files ?? {}) as Readonly<Record<string, readonly string[]>>).flat()
  return typeof file === 'string' ? [file, ...scans] : scans
}

/** 文件归案 A step referred to a file: from now on the case has it, whoever sent it in, and it goes with the main party's erasure. */
export const fileBinding: Subscription = {
  name: 'power.files',
  types: ['evidence.recorded', 'materials.recorded'],
  async consume(sql, events) {
    for (const { caseId, data } of events) {
      const files = filesOf(data)
      if (files.length === 0) continue
      const [main] = await sql.run<{ party: string }>(mainParty, [caseId])
      for (const file of files) await bind(sql, file, caseId, main?.party ?? null)
    }
  },
}
