import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isDay, systemClock } from '#kernel/clock'
import { type Provision, readSurroundings } from '#kernel/definition'
import { markupBounds, writeXml } from '#kernel/markup'
import {
  type Intake,
  isModel,
  largestSource,
  leavesOf,
  readModel,
  readSource,
  takeIn,
  takeInModel,
} from '#systems/catalogue'
import { contentDirectory } from '../content.ts'
import type { Command } from './command.ts'
import { usage } from './line.ts'
import { readStart } from './read-start.ts'

/** What an item may be read from: a source, or a model. */
export const readSourceFile = (file: string): Promise<Buffer> =>
  readStart(file, Math.max(largestSource, markupBounds.bytes))

const cited = (basis: Provision | undefined): string =>
  basis === undefined ? '' : `（${basis.law}${basis.articles.map(article => `第${article}条`).join('、')}）`

function* linesOf(intake: Intake): Generator<string> {
  for (const { source, setting, text } of intake.understood) yield `understood ${source} → ${setting}: ${text}`
  for (const { source, setting, text, basis } of intake.decided)
    yield `decided ${source === undefined ? '' : `${source} → `}${setting}: ${text}${cited(basis)}`
  for (const { source, text, basis } of intake.contradictory) yield `contradictory ${source}: ${text}${cited(basis)}`
  for (const { source, rule, text, doubtful, basis, repaired } of intake.faulty)
    yield `${doubtful ? 'doubtful' : 'faulty'} ${source}: ${rule} ${text}${cited(basis)}${repaired === undefined ? '' : ` → ${repaired}`}`
  for (const { source, value, why } of intake.listed)
    yield `listed ${source}: ${value}${why === undefined ? '' : ` （${why}）`}`
}

interface Taken {
  readonly intake: Intake
  readonly elements: number
  /** The model a process was drawn as, to be kept beside its drafts: it says more than they do. */
  readonly model?: string
}

/** What cannot be read is refused before anything else is opened. */
async function taken(file: string, bytes: Buffer, effective: string): Promise<Taken> {
  if (isModel(file, bytes)) {
    const read = readModel(file, bytes)
    const options = { surroundings: await readSurroundings(contentDirectory), effective }
    const { model, elements, ...intake } = takeInModel(file, read, options)
    return { intake, elements, model: writeXml(model) }
  }
  const how: string[] = []
  const source = readSource(file, bytes, said => how.push(said))
  const intake = takeIn(file, source, { surroundings: await readSurroundings(contentDirectory), effective })
  const read = how.map(text => ({ setting: 'source', text }))
  return { intake: { ...intake, decided: [...read, ...intake.decided] }, elements: leavesOf(source).length }
}

const modelName = (file: string): string => `${basename(file).replace(/\.(?:bpmn20\.xml|bpmn2?|xml)$/i, '')}.bpmn`

/** 导入 A published item becomes a draft: what was understood, what the statute decides, what contradicts itself, what is unlawful. */
export const importItem: Command = {
  summary: {
    zh: '把公开的事项文件转成草稿并说明',
    en: 'turn a published item into drafts and say what was made of it',
  },
  usage: 'import FILE [--dry-run] [--out DIRECTORY]',
  options: {
    'dry-run': { about: '只说明,不写文件 say what would become of it, write nothing' },
    out: { about: '草稿写到这里 where the drafts are written', value: 'DIRECTORY' },
    effective: { about: '草稿生效日 the day the drafts would take effect; today', value: 'YYYY-MM-DD' },
  },
  takes: [1, 1],
  run: async ({ args: [file = ''], options, say }) => {
    if (!existsSync(file))
      throw usage({
        detail: `There is no ${file}.`,
        remedy: 'Name a published item as JSON, CSV or HTML, or a process as BPMN: plumbline import FILE.',
      })
    const effective = typeof options.effective === 'string' ? options.effective : systemClock().today().toString()
    if (!isDay(effective))
      throw usage({ detail: `--effective is a day, not ${effective}.`, remedy: 'Write it as 2026-07-01.' })
    const { intake, elements, model } = await taken(file, await readSourceFile(file), effective)
    for (const line of linesOf(intake)) say(line)
    const written: string[] = []
    if (typeof options.out === 'string' && options['dry-run'] !== true) {
      await mkdir(options.out, { recursive: true })
      for (const { item, yaml } of intake.drafts) {
        const path = join(options.out, `${item}.yaml`)
        await writeFile(path, yaml)
        written.push(path)
      }
      if (model !== undefined) {
        const path = join(options.out, modelName(file))
        await writeFile(path, model)
        written.push(path)
      }
    }
    const { drafts, shape, ...report } = intake
    const figures = {
      ...report,
      shape,
      elements,
      drafts: drafts.map(({ item, drawer, template, loaded }) => ({
        item,
        drawer,
        template,
        sound: loaded !== undefined,
      })),
      written,
    }
    return {
      ok: drafts.every(({ loaded }) => loaded !== undefined),
      figures,
      text: drafts.map(({ yaml }) => yaml).join('---\n'),
    }
  },
}
