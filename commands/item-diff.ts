import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  type CarriedOut,
  countDifferences,
  type Finding,
  type ItemDefinition,
  implementationDifference,
  implementationsIn,
  readDefinition,
  readSurroundings,
  refuseFindings,
  tellDifferences,
} from '#kernel/definition'
import { readLocales } from '#portals/public'
import { readLeaving } from '#systems/power'
import { makeVersions } from '#systems/service'
import { contentDirectory, readItemFiles, readTemplates } from '../content.ts'
import type { CommandLine, Outcome } from './command.ts'
import { lineOfDifference, summaryOfDifferences } from './differences.ts'
import { readSourceFile } from './import.ts'
import { usage } from './line.ts'
import { withCity } from './opened.ts'

const how = 'item diff ITEM [--from V] [--to V2] [--organ O] [--against O2], or item diff FILE_A FILE_B'

const phrasesOf = () => readLocales(join(contentDirectory, 'locales'))

/** The item of a name among the city's files. */
async function shipped(item: string): Promise<ItemDefinition> {
  const named = new RegExp(`^item:[ \\t]+${item}[ \\t]*$`, 'm')
  const found = (await readItemFiles()).find(({ bytes }) => named.test(Buffer.from(bytes).toString()))
  const read = found && readDefinition(found.file, found.bytes, await readTemplates())
  if (!read?.loaded)
    throw usage({
      detail: `There is no item ${item} in content/items.`,
      remedy: 'Compare the files of two items instead.',
    })
  return read.loaded.definition
}

/** What a file holds: an item, or how one organ carries it out. */
async function readSide(file: string): Promise<CarriedOut> {
  if (!existsSync(file)) throw usage({ detail: `There is no ${file}.`, remedy: how })
  const bytes = await readSourceFile(file)
  const item = readDefinition(file, bytes, await readTemplates())
  if (item.loaded) return { definition: item.loaded.definition }
  const { said, findings } = implementationsIn(file, bytes)
  if (said.length > 1)
    throw usage({
      detail: `${file} says how ${said.length} organs carry the item out.`,
      remedy: 'Compare two of them: item diff ITEM --organ O --against O2.',
    })
  const implementation = said[0]?.implementation
  if (implementation) return { definition: await shipped(implementation.item), implementation }
  // an implementation names its organ; whatever does not was meant as an item
  const meant: readonly Finding[] = /^organs?:/m.test(bytes.toString()) ? findings : item.findings
  throw refuseFindings(meant)
}

async function ofFiles(files: readonly string[], say: CommandLine['say']): Promise<Outcome> {
  const [before, after] = [await readSide(files[0]!), await readSide(files[1]!)]
  const differences = tellDifferences(implementationDifference(before, after), phrasesOf())
  for (const one of differences) say(lineOfDifference(one))
  const counts = countDifferences(differences)
  return {
    ok: true,
    figures: { before: files[0], after: files[1], counts, differences },
    text: summaryOfDifferences(counts),
  }
}

/** 两版的不同 Of what is published: what differs, and which running cases go on under the earlier version, until when. */
const ofVersions = (line: CommandLine, item: string): Promise<Outcome> =>
  withCity(line, async ({ db, clock, definitions, implementations, identity }) => {
    const { from, to, organ, against } = line.options
    const versions = makeVersions({
      clock,
      definitions,
      implementations,
      directory: () => identity.directory(),
      laws: (await readSurroundings(contentDirectory)).laws,
      phrases: phrasesOf(),
    })
    const shown = await versions.difference(item, {
      ...(from !== undefined && { from: Number(from) }),
      ...(to !== undefined && { to: Number(to) }),
      ...(typeof organ === 'string' && { organ }),
      ...(typeof against === 'string' && { against }),
    })
    for (const one of shown.differences) line.say(lineOfDifference(one))
    const row = (await versions.list(item)).versions.find(({ version }) => version === shown.from)!
    const stays = shown.from === shown.to ? undefined : await readLeaving(db, row.hash)
    return {
      ok: true,
      figures: { ...shown, ...(stays && { stays }) },
      text: [
        `${item} ${shown.from} → ${shown.to}: ${summaryOfDifferences(shown.counts)}`,
        ...(stays
          ? [
              `${stays.cases} 件在办，按第 ${shown.from} 版办结为止 running cases go by version ${shown.from} until they end${stays.latest === null ? '' : `；最晚到期 last day known ${stays.latest}`}`,
            ]
          : []),
      ].join('\n'),
    }
  })

/** 版本对比 Two published versions of an item, or two files before anything is published. */
export function diff(line: CommandLine): Promise<Outcome> {
  const [, first, second] = line.args
  if (first === undefined) throw usage({ detail: 'Nothing to compare was named.', remedy: how })
  if (second === undefined) return ofVersions(line, first)
  const { from, to, organ, against } = line.options
  if ([from, to, organ, against].some(option => option !== undefined))
    throw usage({ detail: 'Files have no published versions to choose from.', remedy: how })
  return ofFiles([first, second], line.say)
}
