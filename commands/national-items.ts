import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '#kernel/clock'
import { exportDefinition, type Implementation, type ItemDefinition, readSurroundings } from '#kernel/definition'
import { takeIn } from '#systems/catalogue'
import {
  type ExportedItem,
  exportItems,
  type Found,
  filesOf,
  type NationalCodes,
  type NationalOrgan,
  readManifest,
  readNationalCodes,
  readTables,
  sourcesOf,
  takeBack,
  writeShipment,
} from '#systems/national'
import { contentDirectory } from '../content.ts'
import type { City } from '../main.ts'
import type { CommandLine, Outcome } from './command.ts'
import { usage } from './line.ts'
import { withCity } from './opened.ts'

const codesPath = join(contentDirectory, 'national/codes.yaml')

export const nationalCodes = async (): Promise<NationalCodes> =>
  readNationalCodes('content/national/codes.yaml', await readFile(codesPath, 'utf8'))

/** 本地时间 The moment as the tables write it. */
const momentOf = ({ clock }: Pick<City, 'clock'>): string =>
  clock.now().toZonedDateTimeISO(clock.zone).toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ')

/** The published items of today with what their organs say, those asked for. */
async function itemsOf(
  city: City,
  item: string | undefined,
  organ: string | undefined,
): Promise<readonly ExportedItem[]> {
  const today = city.clock.today()
  const rows = (await city.definitions.directory())
    .allInForce(today)
    .filter(row => item === undefined || row.item === item)
  const items: ExportedItem[] = []
  for (const row of rows) {
    const { definition } = await city.definitions.byHash(row.hash)
    const all = (await city.implementations.inForce(row.item, today)).map(({ implementation }) => implementation)
    const implementations: readonly Implementation[] = all.filter(one => organ === undefined || one.organ === organ)
    if (organ === undefined || implementations.length > 0) items.push({ definition, implementations })
  }
  return items
}

async function organsOf(city: City): Promise<ReadonlyMap<string, NationalOrgan>> {
  const directory = await city.identity.directory()
  const on = city.clock.today().toString()
  const ids = new Set(
    (await city.db.query<{ id: string }>('select distinct id from kernel.organs')).map(({ id }) => id),
  )
  return new Map(
    [...ids].sort().flatMap((id): (readonly [string, NationalOrgan])[] => {
      const organ = directory.organ(id, on)
      return organ ? [[id, { id, name: organ.name, uscc: organ.uscc, region: organ.region }]] : []
    }),
  )
}

export const shown = ({ rule, table, column, of, zh, en }: Found): string =>
  `${rule} ${table}${column === null ? '' : `.${column}`} ${of}: ${zh} ${en}`

/** How many of each rule: what a reader wants to know first. */
export const counted = (findings: readonly Found[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const { rule } of findings) counts[rule] = (counts[rule] ?? 0) + 1
  return counts
}

export function outOf({ options: { out } }: CommandLine): string {
  if (typeof out !== 'string')
    throw usage({ detail: 'Nothing says where the tables are written.', remedy: 'Name a folder: --out DIR.' })
  return out
}

export function exportItemsOf(line: CommandLine): Promise<Outcome> {
  const { item, organ } = line.options
  const text = (named: string | true | undefined) => (typeof named === 'string' ? named : undefined)
  const out = outOf(line)
  return withCity(line, async city => {
    const items = await itemsOf(city, text(item), text(organ))
    const shipment = exportItems({
      items,
      organs: await organsOf(city),
      codes: await nationalCodes(),
      at: momentOf(city),
    })
    await writeShipment(out, shipment, false)
    const { tables, findings, unplaced = {}, batch } = shipment.manifest
    for (const found of findings) line.say(shown(found))
    const figures = {
      out,
      batch,
      items: items.length,
      implementations: items.reduce((sum, one) => sum + one.implementations.length, 0),
      tables: Object.fromEntries(tables.map(({ table, rows }) => [table, rows])),
      findings: counted(findings),
      unplaced: Object.values(unplaced).reduce((sum, paths) => sum + paths.length, 0),
    }
    return {
      ok: true,
      figures,
      text: `${figures.items} 个事项、${figures.implementations} 份实施清单写入 ${out} (items and implementations written); ${findings.length} 条发现 findings; 没有列可放的 ${figures.unplaced} 项列在 manifest.json,随 plumbline 表保留 settings without a column travel in the table plumbline`,
    }
  })
}

/** Ours as they were; those of other systems through the intake of published items. */
export async function importDrafts({ args: [, directory = ''], options, say }: CommandLine): Promise<Outcome> {
  const into = String(options['drafts'])
  const [files, manifest, known] = [await filesOf(directory), await readManifest(directory), await nationalCodes()]
  const tables = await readTables(files)
  const written: string[] = []
  await mkdir(into, { recursive: true })
  const write = async (item: string, yaml: string) => {
    const path = join(into, `${item}.yaml`)
    await writeFile(path, yaml)
    written.push(path)
  }
  const back = manifest && takeBack(tables, manifest, known)
  for (const { definition } of back?.items ?? [])
    await write(definition.item, exportDefinition(definition as ItemDefinition))
  for (const { table, rowGuid, column } of back?.differing ?? [])
    say(
      `NATIONAL_CELL_DIFFERS ${table} ${rowGuid} ${column ?? ''}: 表与事项定义不一致 the table says something else than the definition`,
    )
  const ours = new Set((back?.items ?? []).length > 0 ? sourcesOf(back!.again.tables).map(({ name }) => name) : [])
  const surroundings = await readSurroundings(contentDirectory)
  const effective = typeof options['effective'] === 'string' ? options['effective'] : systemClock().today().toString()
  let sound = true
  for (const { name, source } of sourcesOf(tables).filter(one => !ours.has(one.name))) {
    const intake = takeIn(`${name}.json`, source, { surroundings, effective })
    for (const { item, yaml, loaded } of intake.drafts) {
      sound &&= loaded !== undefined
      await write(item, yaml)
    }
    for (const { source: place, value, why } of intake.listed)
      say(`listed ${name} ${place}: ${value}${why === undefined ? '' : ` （${why}）`}`)
  }
  const differing = back?.differing.length ?? 0
  return {
    ok: sound && differing === 0,
    figures: { directory, drafts: written, own: back?.items.length ?? 0, differing },
    text: `${written.length} 个事项写入 ${into} drafts written; 其中 ${back?.items.length ?? 0} 个与导出时相同 of which so many are as they were exported`,
  }
}
