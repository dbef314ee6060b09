import { auditDraw, replayCity, verifyCity } from '#systems/power'
import type { Command, CommandLine } from './command.ts'
import { usage } from './line.ts'
import { withCity } from './opened.ts'
import { cityOptions } from './settings.ts'

/** 验证 Recomputes the log from its entries, and holds every kept file against its commitments. */
export const verify: Command = {
  summary: { zh: '验证轨迹日志与所存文件', en: 'verify the trail and the kept files' },
  usage: 'verify',
  options: cityOptions,
  run: line =>
    withCity(line, async city => {
      const report = await verifyCity(city.audit, (done, of) => line.fold(`${done}/${of}`))
      const { seen, missing, damaged } = await city.files.inspect(city.db, true)
      const ok = report.ok && missing.length === 0 && damaged.length === 0
      const files = { seen, missing, damaged }
      return {
        ok,
        figures: { entries: report.entries, logs: report.logs.length, faults: report.faults, files },
        text: ok
          ? `${report.entries} entries and ${seen} files verified`
          : JSON.stringify({ faults: report.faults, files }, null, 1),
      }
    }),
}

/** 复算抽取 Casts the lots of one case again, and says where they differ. */
const castAgain = (line: CommandLine, number: string): ReturnType<Command['run']> =>
  withCity(line, async city => {
    await city.sequencer.drain()
    const report = await auditDraw(city, number)
    const ok = report.made && report.faults.length === 0
    return {
      ok,
      figures: report,
      text: ok
        ? `${report.drawn} of ${report.population} drawn, cast again: equal; ${report.cases} cases opened`
        : report.made
          ? report.faults.join('\n')
          : 'not drawn yet',
    }
  })

/** 审计 The log, and every case replayed against it. `audit replay` is this; `audit draw NUMBER` casts a draw again. */
export const audit: Command = {
  summary: { zh: '验证轨迹并重演全部办件', en: 'verify the trail and replay every case' },
  usage: 'audit [replay | draw NUMBER]',
  options: cityOptions,
  takes: [0, 2],
  run: async line => {
    const [what = 'replay'] = line.args
    const number = line.args[1]
    if (what === 'draw' && number !== undefined) return castAgain(line, number)
    if (what !== 'replay' || number !== undefined)
      throw usage({
        detail: `There is no audit ${line.args.join(' ')}.`,
        remedy: 'usage: plumbline audit [replay | draw NUMBER]',
      })
    return withCity(line, async city => {
      await city.sequencer.drain()
      const log = await verifyCity(city.audit)
      const replayed = await replayCity(city.audit, done => line.fold(`${done} cases`))
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
    })
  },
}
