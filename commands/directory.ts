import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isDay } from '#kernel/clock'
import { readLocales } from '#portals/public'
import { canonicalKey, ofAList, readSource } from '#systems/catalogue'
import { type Measure, makeStatistics, writeList } from '#systems/directory'
import { contentDirectory } from '../content.ts'
import type { City } from '../main.ts'
import type { Command, CommandLine, Outcome } from './command.ts'
import { usage } from './line.ts'
import { withCity } from './opened.ts'
import { readStart } from './read-start.ts'
import { cityOptions } from './settings.ts'

const textOf = (line: CommandLine, name: string): string | undefined =>
  typeof line.options[name] === 'string' ? line.options[name] : undefined

/** The city's own region: where rows belong that say nothing, in a list in which no other row says it either. */
async function homeOf({ identity }: City): Promise<string> {
  return (await identity.directory()).regions().find(({ kind }) => kind === 'city')?.code ?? '000000'
}

async function take(line: CommandLine): Promise<Outcome> {
  const [, file] = line.args
  if (file === undefined || !existsSync(file))
    throw usage({
      detail: file === undefined ? 'Nothing says what is taken in.' : `There is no ${file}.`,
      remedy: 'Name a list as JSON, CSV or HTML: plumbline directory import FILE.',
    })
  const [scheme, region, from] = [textOf(line, 'scheme'), textOf(line, 'region'), textOf(line, 'from')]
  if (from !== undefined && !isDay(from))
    throw usage({ detail: `--from is a day, not ${from}.`, remedy: 'Write it as 2026-03-02.' })
  if (region !== undefined && !/^(?:\d{6}|\d{9}|\d{12})$/.test(region))
    throw usage({ detail: `--region has 6, 9 or 12 digits, not ${region}.`, remedy: 'Write it as 210102.' })
  const source = readSource(file, await readStart(file, ofAList.bytes), how => line.say(how), ofAList)
  return withCity(line, async city => {
    const { faulty, ...taken } = await city.entries.import({
      ...{ file: basename(file), source, keyOf: canonicalKey, home: await homeOf(city), by: 'system:command' },
      dryRun: line.options['dry-run'] === true,
      ...(scheme !== undefined && { scheme }),
      ...(region !== undefined && { region }),
      ...(from !== undefined && { from }),
    })
    for (const { row, name, code, place, text, taken: kept } of faulty)
      line.say(
        `第${row}行 row ${row} ${name ?? ''} [${place}] ${code}: ${text.zh} ${text.en}${kept ? '' : ' — 未收录 not taken'}`,
      )
    for (const { row, name, fields } of taken.altered)
      line.say(`第${row}行 row ${row} ${name}: 变更 changed ${fields.join(', ')}`)
    const { rows, entries, new: added, unchanged, changed, refused, runs } = taken
    return {
      ok: refused === 0,
      figures: { ...taken, faulty },
      text: `共${rows}行：收录${entries}（新增${added}、变更${changed}、未变${unchanged}），未收录${refused}，有问题注明${faulty.length}处，本平台已办理${runs}\n${rows} rows: ${entries} taken (${added} new, ${changed} changed, ${unchanged} as they were), ${refused} not taken, ${faulty.length} faults noted, ${runs} run here${line.options['dry-run'] === true ? ' — dry run, nothing was written' : ''}`,
    }
  })
}

function give(line: CommandLine): Promise<Outcome> {
  const [source, out] = [textOf(line, 'source'), textOf(line, 'out')]
  return withCity(line, async city => {
    const entries = await city.entries.list(source)
    const text = writeList(source ?? 'plumbline', entries)
    if (out !== undefined) await writeFile(out, text)
    return {
      ok: true,
      figures: { source: source ?? null, entries: entries.length, bytes: Buffer.byteLength(text), out: out ?? null },
      text: out === undefined ? text.trimEnd() : `${entries.length}条 entries → ${out}`,
    }
  })
}

const said = ({ id, how, columns, rows }: Measure): string =>
  [
    `${how.zh} ${how.en}`,
    ...rows
      .slice(0, 40)
      .map(
        row =>
          `  ${id}.${row.key}${'name' in row ? ` ${String(row['name'])}` : ''}: ${columns.map(column => `${column} ${row[column] ?? '–'}`).join(', ')}`,
      ),
    ...(rows.length > 40 ? [`  … ${rows.length - 40} more with --json`] : []),
  ].join('\n')

function count(line: CommandLine): Promise<Outcome> {
  const locales = readLocales(join(contentDirectory, 'locales'))
  return withCity(line, async city => {
    const how = (measure: string) => {
      const key = `statistics.how.${measure}`
      return { zh: locales.zh.get(key) ?? key, en: locales.en.get(key) ?? key }
    }
    const told = await makeStatistics({ db: city.db, clock: city.clock, how })()
    for (const { what, item, values } of told.differing)
      line.say(
        `${item}: ${what === 'name' ? '名称不一致 names differ' : '编码不一致 codes differ'}: ${values.join(' / ')}`,
      )
    for (const { item } of told.unconfirmed)
      line.say(`${item}: 不能网上办理，但没有按闭合清单确认 offline, and nobody confirmed why`)
    return { ok: true, figures: told, text: told.measures.map(said).join('\n') }
  })
}

function withdraw(line: CommandLine): Promise<Outcome> {
  const [, id] = line.args
  const reason = textOf(line, 'reason')
  if (id === undefined || reason === undefined)
    throw usage({
      detail: 'Nothing says which entry is withdrawn, or why.',
      remedy: 'directory withdraw ID --reason TEXT.',
    })
  return withCity(line, async city => {
    const { version, name } = await city.entries.withdraw(id, reason, 'system:command')
    return { ok: true, figures: { id, version }, text: `已撤下 withdrawn: ${name} (${id}, 第${version}版)` }
  })
}

const actions: Readonly<Record<string, (line: CommandLine) => Promise<Outcome>>> = {
  import: take,
  export: give,
  statistics: count,
  withdraw,
}

/** 事项目录 Lists of other offices taken in and given out, the directory's counts, an entry withdrawn. */
export const directory: Command = {
  summary: {
    zh: '事项目录:导入导出清单、统计、撤下条目',
    en: 'the directory: take lists in and give them out, count, withdraw an entry',
  },
  usage: 'directory import FILE | export | statistics | withdraw ID --reason TEXT',
  options: {
    ...cityOptions,
    'dry-run': { about: '只说明,不写入 import: say what would become of each row, write nothing' },
    scheme: { value: 'SCHEME', about: '编码列的方案 import: the scheme of the column of codes (default: by its form)' },
    region: { value: 'CODE', about: '未写明区划的行归入 import: where rows belong that do not say it' },
    from: { value: 'DATE', about: '生效日 import: first day of what is new; today' },
    source: { value: 'NAME', about: '只导出该来源 export: the entries of this source alone' },
    out: { value: 'FILE', about: '写到这里 export: where the list is written; standard output' },
    reason: { value: 'TEXT', about: '撤下的理由 withdraw: why' },
  },
  takes: [1, 2],
  run: line => {
    const [first = ''] = line.args
    const action = Object.hasOwn(actions, first) ? actions[first] : undefined
    if (!action)
      throw usage({ detail: `${first} cannot be done.`, remedy: `One of ${Object.keys(actions).join(', ')}.` })
    return action(line)
  },
}
