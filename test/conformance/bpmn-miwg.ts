/**
 * Reference models of the BPMN Model Interchange Working Group: `conformance -- bpmn-miwg <folder> [--json]`. Each is imported: into
 * drafts of items, and into a copy of the model that is kept beside them. Read, written and read again, that copy is held against the
 * original in canonical form: every element, attribute, text and namespace. Drafts are not written back to BPMN and so not compared; what
 * import makes of each element is: understood, decided or listed with why, each in exactly one of the three.
 */
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { readSurroundings } from '#kernel/definition'
import { canonicalXml, writeXml } from '#kernel/markup'
import { readModel, takeInModel } from '#systems/catalogue'
import { contentDirectory } from '../../content.ts'

/** The suite has models of three series; a folder with some of each of them is meant to be the whole of it. */
const whole = { models: 21, series: ['A', 'B', 'C'] } as const

const write = (line: string) => process.stdout.write(`${line}\n`)

/** What fell short is for people: the last line of the output is the figures, and with `--json` the only one. */
const tell = (line: string) => process.stderr.write(`${line}\n`)
const json = process.argv.includes('--json')
const folder = process.argv.slice(2).find(word => !word.startsWith('--')) ?? join('..', 'shared', 'suites', 'bpmn-miwg')
const options = { surroundings: await readSurroundings(contentDirectory), effective: '2026-07-01' }
const figures = { models: 0, lost: 0, elements: 0, understood: 0, decided: 0, listed: 0, drafts: 0, sound: 0 }
const causes = new Map<string, number>()
const lost: string[] = []

/** What is exported from the model that import wrote beside the drafts. */
const again = (kept: string): string => writeXml(readModel('kept.bpmn', Buffer.from(kept)))

/** The first line in which two files differ, in both. */
function difference(one: readonly string[], other: readonly string[]): string | undefined {
  const at = Array.from({ length: Math.max(one.length, other.length) }, (_, index) => index).find(
    index => one[index] !== other[index],
  )
  return at === undefined ? undefined : `${at + 1}: ${one[at] ?? 'nothing'} ≠ ${other[at] ?? 'nothing'}`
}

const paths = globSync('**/*.bpmn', { cwd: folder }).sort()
const isSuite = whole.series.every(one => paths.some(path => basename(path).startsWith(`${one}.`)))
for (const path of paths) {
  figures.models++
  const bytes = readFileSync(join(folder, path))
  try {
    const intake = takeInModel(basename(path), readModel(path, bytes), options)
    const differs = difference(canonicalXml(bytes.toString('utf8')), canonicalXml(again(writeXml(intake.model))))
    const { understood, decided, listed } = intake
    const placed = [...understood, ...decided, ...listed].filter(({ source }) => source !== undefined)
    const unaccounted = intake.elements - new Set(placed.map(({ source }) => source)).size
    if (differs !== undefined) lost.push(`${path}: ${differs}`)
    else if (unaccounted !== 0 || placed.length !== intake.elements)
      lost.push(`${path}: ${unaccounted} places in no list`)
    figures.elements += intake.elements
    figures.understood += understood.length
    figures.decided += decided.filter(({ source }) => source !== undefined).length
    figures.listed += listed.length
    figures.drafts += intake.drafts.length
    figures.sound += intake.drafts.filter(({ loaded }) => loaded !== undefined).length
    for (const { why = '' } of listed) causes.set(why, (causes.get(why) ?? 0) + 1)
  } catch (error) {
    lost.push(`${path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  }
}
figures.lost = lost.length
for (const one of lost) tell(`lost: ${one}`)
const byCause = Object.fromEntries([...causes].sort((a, b) => b[1] - a[1]))
if (!json) {
  for (const [cause, count] of Object.entries(byCause)) write(`listed ${String(count).padStart(5)}  ${cause}`)
  write(`bpmn-miwg ${figures.models - figures.lost}/${figures.models} without loss`)
}
if (isSuite && figures.models !== whole.models)
  tell(`the suite has ${whole.models} models, and here are ${figures.models}`)
const ok = figures.models > 0 && (!isSuite || figures.models === whole.models) && figures.lost === 0
const compared = 'the model kept beside the drafts, written and read again, with the original; not the drafts'
const suite = isSuite ? whole.models : null
write(JSON.stringify({ name: 'bpmn-miwg', ok, figures: { ...figures, suite, compared, listedByCause: byCause } }))
process.exitCode = ok ? 0 : 1
