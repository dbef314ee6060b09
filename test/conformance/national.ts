/** A shipment of national tables, held against what it becomes when it is taken in and written again: `conformance -- national DIR [--json]`. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  filesOf,
  nationalTables,
  readManifest,
  readNationalCodes,
  readTables,
  rowFormats,
  takeBack,
  writeRows,
  writeShipment,
} from '#systems/national'
import { contentDirectory } from '../../content.ts'

const write = (line: string) => process.stdout.write(`${line}\n`)
const [directory = ''] = process.argv.slice(2).filter(word => !word.startsWith('--'))
const json = process.argv.includes('--json')

const manifest = await readManifest(directory)
const tables = await readTables(await filesOf(directory))
const rows = [...tables.values()].reduce((sum, one) => sum + one.length, 0)

/** Written in either format and read again: a row that is not there any more, or says something else, is lost. */
const lost: string[] = []
for (const format of rowFormats) {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-national-'))
  const files = new Map(
    [...tables].map(([name, all]) => [`${name}.${format}`, writeRows(nationalTables.get(name)!, all, format)]),
  )
  await writeShipment(folder, { files }, false)
  const again = await readTables(await filesOf(folder))
  for (const [name, all] of tables)
    for (const [at, row] of all.entries()) {
      const other = again.get(name)?.[at] ?? {}
      const differs = Object.keys({ ...row, ...other }).find(column => (row[column] ?? '') !== (other[column] ?? ''))
      if (differs !== undefined) lost.push(`${format} ${name}:${at + 1} ${differs}`)
    }
  await rm(folder, { recursive: true })
}

const codesFile = join(contentDirectory, 'national/codes.yaml')
const codes = readNationalCodes(codesFile, await readFile(codesFile, 'utf8'))
const back = manifest?.kind === 'items' ? takeBack(tables, manifest, codes) : undefined
const figures = {
  tables: tables.size,
  rows,
  lost: lost.length,
  items: back?.items.length ?? 0,
  implementations: back?.items.reduce((sum, one) => sum + one.implementations.length, 0) ?? 0,
  differing: back?.differing.length ?? 0,
}
const ok = rows > 0 && figures.lost === 0 && figures.differing === 0
if (!json) for (const place of lost) write(`lost ${place}`)
write(JSON.stringify({ name: 'national', ok, figures }))
process.exitCode = ok ? 0 : 1
