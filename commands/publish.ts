import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { countDifferences, type Finding } from '#kernel/definition'
import { contentDirectory } from '../content.ts'
import { type Published, publishFiles, putToUse } from '../publication.ts'
import type { Command, CommandLine, Outcome } from './command.ts'
import { summaryOfDifferences } from './differences.ts'
import { usage } from './line.ts'
import { openForPublication } from './opened-publication.ts'
import { cityOptions } from './settings.ts'

/** What became of it, for the eye and in numbers. */
function told(say: CommandLine['say'], results: readonly Published[], listed: readonly Finding[]): Outcome {
  const publications = results.flatMap(one => one.publications)
  const published = results.reduce((sum, one) => sum + one.published, 0)
  const implementations = results.reduce((sum, one) => sum + one.implementations, 0)
  const faults = [...results.flatMap(one => one.faults), ...listed]
  for (const { item, version, since } of publications)
    if (since)
      say(`${item} ${since.version} → ${version}: ${summaryOfDifferences(countDifferences(since.differences))}`)
  for (const fault of faults) say(`${fault.file}:${fault.line} ${fault.rule} ${fault.text.zh}`)
  return {
    ok: faults.length === 0,
    figures: {
      published,
      implementations,
      faults: faults.length,
      changed: publications.flatMap(({ item, version, since }) =>
        since ? [{ item, from: since.version, to: version, ...countDifferences(since.differences) }] : [],
      ),
    },
    text: `${published} items and ${implementations} implementations published, ${faults.length} faults`,
  }
}

/** All of a city's content: offices, budget, items, what it lists beside them. The whole city is opened for it. */
async function publishCity(line: CommandLine, name: string): Promise<Outcome> {
  const [{ withCity }, { publishContent }, { loadEntries }] = await Promise.all([
    import('./opened.ts'),
    import('../publication.ts'),
    import('../city-content.ts'),
  ])
  return withCity(
    line,
    async city => {
      const result = await publishContent(city, name)
      await putToUse(city, result.publications)
      return told(line.say, [result], await loadEntries(city.entries, name))
    },
    { join: true },
  )
}

/** A city that serves goes on: its processes see the new version with the next request. */
async function publishPaths(line: CommandLine, paths: readonly string[]): Promise<Outcome> {
  const needs = await openForPublication(line)
  const results: Published[] = []
  for (const path of paths) results.push(await publishFiles(needs, path))
  await putToUse(
    needs,
    results.flatMap(one => one.publications),
  )
  return told(line.say, results, [])
}

/** 发布 Puts the good files of `content/`, or those that are named, in force; broken ones are shown and stop nothing. */
export const publish: Command = {
  summary: { zh: '发布内容:机关、事项、实施清单', en: 'publish content: offices, items, implementations' },
  usage: 'publish [CITY | PATH …]   (default: shenyang; a path is a file or folder of items and implementations)',
  options: cityOptions,
  takes: [0, Number.POSITIVE_INFINITY],
  run: async line => {
    const { args } = line
    const names = readdirSync(join(contentDirectory, 'cities'))
    const [name = 'shenyang'] = args
    if (args.length <= 1 && names.includes(name)) return publishCity(line, name)
    const missing = args.find(path => !existsSync(path))
    if (missing !== undefined)
      throw usage({
        detail: `There is no content/cities/${missing}. A file or folder ${missing} is not there either.`,
        remedy: `Cities are: ${names.join(', ')}.`,
      })
    return publishPaths(line, args)
  },
}
