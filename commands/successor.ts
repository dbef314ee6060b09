import { refusal } from '#kernel/refusal'
import type { Command } from './command.ts'
import { withCity } from './opened.ts'
import { cityOptions } from './settings.ts'

const successorUnsigned = refusal(
  'SUCCESSOR_UNSIGNED',
  422,
  'A successor log is started by two administrators together, with a reason',
)

/**
 * 续接日志 After a rollback the log refuses to sign. The security and the audit administrator, two persons at one console,
 * start a successor whose first entry names both heads and what is lost between them.
 */
export const successor: Command = {
  summary: {
    zh: '日志回退后由安全、审计管理员共同续接',
    en: 'start a successor log after a rollback, two administrators together',
  },
  usage: 'successor --security NUMBER --audit NUMBER --reason TEXT',
  options: {
    ...cityOptions,
    security: { value: 'NUMBER', about: '安全管理员工号 personnel number of the security administrator' },
    audit: { value: 'NUMBER', about: '审计管理员工号 personnel number of the audit administrator' },
    reason: { value: 'TEXT', about: '理由 why' },
  },
  run: line =>
    withCity(line, async city => {
      const { security, audit, reason } = line.options
      if (typeof security !== 'string' || typeof audit !== 'string' || typeof reason !== 'string')
        throw successorUnsigned({ remedy: 'Name both by their personnel numbers, and say why.' })
      const directory = await city.identity.directory()
      const personOf = (number: string): string => directory.personByNumber(number)?.id ?? number
      const opened = await city.sequencer.startSuccessorLog({
        security: personOf(security),
        audit: personOf(audit),
        reason,
      })
      const appended = await city.sequencer.drain()
      return {
        ok: true,
        figures: { ...opened, appended },
        text: `log ${opened.log} ${opened.origin}: ${appended} entries that had waited`,
      }
    }),
}
