import { isDay } from '#kernel/clock'
import {
  type CaseExport,
  cursorOf,
  filesOf,
  makeCaseExport,
  makeReceivedExport,
  makeReceiving,
  type Shipment,
  type Signed,
  writeShipment,
} from '#systems/national'
import type { City } from '../main.ts'
import type { CommandLine, Outcome } from './command.ts'
import { usage } from './line.ts'
import { counted, nationalCodes, outOf, shown } from './national-items.ts'
import { withCity } from './opened.ts'

type Options = CommandLine['options']

/** Who takes it out and who stands beside: all four, or nothing is opened. */
function signedIn({ officer, post, audit, purpose }: Options): Signed {
  if ([officer, post, audit, purpose].some(said => typeof said !== 'string'))
    throw usage({
      detail: 'Case records are taken out by two persons, for a purpose.',
      remedy: '--officer NUMBER --post ORGAN/POST --audit NUMBER --purpose PURPOSE',
    })
  return { officer: String(officer), post: String(post), audit: String(audit), purpose: String(purpose) }
}

function dayOf(options: Options, name: 'from' | 'to'): Record<string, string> {
  const said = options[name]
  if (said === undefined) return {}
  if (typeof said !== 'string' || !isDay(said))
    throw usage({ detail: `--${name} is a day, not ${String(said)}.`, remedy: 'Write it as 2026-03-02.' })
  return { [name]: said }
}

function sinceIn(said: string | true | undefined): Pick<CaseExport, 'since'> {
  if (said === undefined) return {}
  const since = cursorOf(String(said))
  if (!since)
    throw usage({
      detail: `--changed-since is the cursor an export gave, not ${String(said)}.`,
      remedy: 'Take it from the last line of the export before: {"cursor": "1.4711"}.',
    })
  return { since }
}

const rowsIn = ({ manifest }: Shipment) => Object.fromEntries(manifest.tables.map(({ table, rows }) => [table, rows]))

/** What was read is in the log before the command says that it is done. */
async function out(city: City, directory: string, shipment: Shipment): Promise<void> {
  await writeShipment(directory, shipment, true)
  await city.sequencer.drain()
}

export function exportCasesOf(line: CommandLine): Promise<Outcome> {
  const { options } = line
  const [directory, signed] = [outOf(line), signedIn(options)]
  const wanted = { ...dayOf(options, 'from'), ...dayOf(options, 'to'), ...sinceIn(options['changed-since']) }
  return withCity(line, async city => {
    await city.sequencer.drain()
    const { shipment, ...counts } = await makeCaseExport(city)({ signed, codes: await nationalCodes(), ...wanted })
    await out(city, directory, shipment)
    const { findings } = shipment.manifest
    for (const found of findings) line.say(shown(found))
    return {
      ok: true,
      figures: { out: directory, ...counts, tables: rowsIn(shipment), findings: counted(findings) },
      text: `${counts.cases} 个办件写入 ${directory} (cases written, files 0600); 未受理 not accepted yet ${counts.open}, 当事人已删除 erased ${counts.erased}; ${findings.length} 条发现 findings; 下次接着导出 go on with --changed-since ${counts.cursor}`,
    }
  })
}

export function exportRowsOf(line: CommandLine): Promise<Outcome> {
  const [directory, signed] = [outOf(line), signedIn(line.options)]
  return withCity(line, async city => {
    const shipment = await makeReceivedExport(city)(signed, await nationalCodes())
    await out(city, directory, shipment)
    const tables = rowsIn(shipment)
    const rows = Object.values(tables).reduce((sum, one) => sum + one, 0)
    return {
      ok: true,
      figures: { out: directory, rows, tables },
      text: `${rows} 行写入 ${directory} (rows written, files 0600)`,
    }
  })
}

/** The codes of every item this city carries out: what a case record may name. */
async function knownCodes(city: City): Promise<ReadonlySet<string>> {
  const today = city.clock.today()
  const items = (await city.definitions.directory()).allInForce(today)
  const all = await Promise.all(items.map(({ item }) => city.implementations.inForce(item, today)))
  return new Set(all.flat().map(({ implementation }) => implementation.taskCode))
}

/** 导入 Rows of another system; what cannot be taken is set apart and shown, by place and reason. */
export async function importRows(line: CommandLine): Promise<Outcome> {
  const {
    args: [, directory = ''],
    options,
    say,
    fold,
    closing,
  } = line
  const files = await filesOf(directory)
  return withCity(line, async city => {
    const receiving = makeReceiving({ ...city, codes: await nationalCodes() })
    const known = await knownCodes(city)
    const dryRun = options['dry-run'] === true
    const reports = await receiving.take(files, {
      dryRun,
      isKnown: code => known.has(code),
      progress: () => {
        closing.refuseWhenStopped()
        fold('…')
      },
    })
    for (const { table, unknownTasks, told } of reports) {
      for (const code of unknownTasks) say(`${table}: 不认识的事项编码 nobody here knows the item ${code}`)
      for (const { line: at, code, column, reason, remedy } of told)
        say(
          `${table}:${at} ${code}${column === null ? '' : ` ${column}`} ${reason.zh} ${reason.en}\n    → ${remedy.zh} ${remedy.en}`,
        )
    }
    const sum = (name: 'taken' | 'known' | 'bad') => reports.reduce((total, one) => total + one[name], 0)
    const figures = { taken: sum('taken'), known: sum('known'), bad: sum('bad'), dryRun, files: reports }
    return {
      ok: figures.bad === 0,
      figures,
      text: `${figures.taken} 行收下 taken, ${figures.known} 行已有 known, ${figures.bad} 行隔离 set apart${dryRun ? ';试导,什么也没有留下 tried, nothing was kept' : ''}`,
    }
  })
}
