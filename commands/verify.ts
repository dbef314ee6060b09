import { replayCity, verifyCity } from '#systems/power'
import type { Command } from './command.ts'
import { withCity } from './opened.ts'

/** 验证 Recomputes the log from its entries. */
export const verify: Command = {
  summary: { zh: '验证轨迹日志', en: 'verify the trail' },
  usage: 'verify',
  run: line =>
    withCity(line, async city => {
      const report = await verifyCity(city.audit, (done, of) => line.say(`${done}/${of}`))
      return {
        ok: report.ok,
        figures: { entries: report.entries, logs: report.logs.length, faults: report.faults },
        text: report.ok ? `${report.entries} entries verified` : JSON.stringify(report.faults, null, 1),
      }
    }),
}

/** 审计 The log, and every case replayed against it. `audit replay` is this. */
export const audit: Command = {
  summary: { zh: '验证轨迹并重演全部办件', en: 'verify the trail and replay every case' },
  usage: 'audit [replay]',
  run: line =>
    withCity(line, async city => {
      await city.sequencer.drain()
      const log = await verifyCity(city.audit)
      const replayed = await replayCity(city.audit, done => line.say(`${done} cases`))
      const ok = log.ok && replayed.faults.length === 0
      return {
        ok,
        figures: {
          verified: log.ok,
          entries: log.entries,
          cases: replayed.cases,
          replayed: replayed.equal,
          erased: replayed.erased,
          faults: [...log.faults, ...replayed.faults].slice(0, 20),
        },
        text: `${log.entries} entries ${log.ok ? 'verified' : 'NOT verified'}; ${replayed.equal} of ${replayed.cases} cases replayed equal`,
      }
    }),
}
