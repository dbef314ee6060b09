import { existsSync } from 'node:fs'
import { mkdir, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDay, systemClock } from '#kernel/clock'
import { readSurroundings } from '#kernel/definition'
import { type Intake, largestSource, leavesOf, readSource, takeIn } from '#systems/catalogue'
import { contentDirectory } from '../content.ts'
import type { Command } from './command.ts'
import { usage } from './line.ts'

/** One byte more than is read is enough to refuse: a file of any size is judged at once. */
async function readStart(file: string): Promise<Buffer> {
  const handle = await open(file)
  try {
    const buffer = Buffer.alloc(largestSource + 1)
    let filled = 0
    while (filled < buffer.length) {
      const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return buffer.subarray(0, filled)
  } finally {
    await handle.close()
  }
}

function* linesOf(intake: Intake): Generator<string> {
  for (const { source, setting, text } of intake.understood) yield `understood ${source} → ${setting}: ${text}`
  for (const { source, setting, text, basis } of intake.decided)
    yield `decided ${source === undefined ? '' : `${source} → `}${setting}: ${text}${basis === undefined ? '' : `（${basis.law}${basis.articles.map(article => `第${article}条`).join('、')}）`}`
  for (const { source, text } of intake.contradictory) yield `contradictory ${source}: ${text}`
  for (const { source, rule, text, doubtful, repaired } of intake.faulty)
    yield `${doubtful ? 'doubtful' : 'faulty'} ${source}: ${rule} ${text}${repaired === undefined ? '' : ` → ${repaired}`}`
  for (const { source, value } of intake.listed) yield `listed ${source}: ${value}`
}

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
        remedy: 'Name a published item as JSON, CSV or HTML: plumbline import FILE.',
      })
    const effective = typeof options.effective === 'string' ? options.effective : systemClock().today().toString()
    if (!isDay(effective))
      throw usage({ detail: `--effective is a day, not ${effective}.`, remedy: 'Write it as 2026-07-01.' })
    const how: string[] = []
    const source = readSource(file, await readStart(file), said => how.push(said))
    const taken = takeIn(file, source, { surroundings: await readSurroundings(contentDirectory), effective })
    const read = how.map(text => ({ setting: 'source', text }))
    const intake: Intake = { ...taken, decided: [...read, ...taken.decided] }
    for (const line of linesOf(intake)) say(line)
    const written: string[] = []
    if (typeof options.out === 'string' && options['dry-run'] !== true) {
      await mkdir(options.out, { recursive: true })
      for (const { item, yaml } of intake.drafts) {
        const path = join(options.out, `${item}.yaml`)
        await writeFile(path, yaml)
        written.push(path)
      }
    }
    const { drafts, shape, ...report } = intake
    const figures = {
      ...report,
      shape,
      elements: leavesOf(source).length,
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
