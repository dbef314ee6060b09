import { existsSync } from 'node:fs'
import { checkFiles, lineOf } from '#kernel/definition'
import { isRunnable, runExample } from '#systems/power'
import { contentDirectory, readCalendar } from '../content.ts'
import type { Command } from './command.ts'
import { usage } from './line.ts'

/** 检查事项 Reads item files as the linter does, and walks their examples through the engine that runs the city. */
export const check: Command = {
  summary: { zh: '检查事项文件:结构、流程、法律、示例', en: 'check item files: shape, flow, law, examples' },
  usage: 'check [PATH …]   (default: content)',
  options: {},
  takes: [0, Number.POSITIVE_INFINITY],
  run: async ({ args, say }) => {
    const missing = args.find(path => !existsSync(path))
    if (missing !== undefined)
      throw usage({ detail: `There is no ${missing}.`, remedy: 'Name item files, or folders that hold some.' })
    const calendar = readCalendar()
    let walked = 0
    let waiting = 0
    const result = await checkFiles(args.length > 0 ? args : [contentDirectory], {
      otherwise: contentDirectory,
      run: (item, example) => {
        if (!isRunnable(example)) {
          // Acts of a later issue: the example is read and kept, not walked.
          waiting++
          return {
            ended: example.expect.ended ?? false,
            alarms: example.expect.alarms ?? [],
            ...asExpected(example.expect),
          }
        }
        walked++
        return runExample(item, example, calendar)
      },
    })
    for (const finding of result.findings) say(lineOf(finding))
    const figures = {
      items: result.items.length,
      errors: result.errors,
      warnings: result.warnings,
      examples: walked,
      examplesWaiting: waiting,
    }
    return {
      ok: result.errors === 0 && result.items.length > 0,
      figures,
      text: `${figures.items} items, ${walked} examples walked, ${waiting} waiting for later verbs; ${result.errors} errors, ${result.warnings} warnings`,
    }
  },
}

const asExpected = ({
  outcome,
  refused,
  stage,
  owed,
}: {
  outcome?: string
  refused?: string
  stage?: string
  owed?: number
}) => ({
  ...(outcome !== undefined && { outcome }),
  ...(refused !== undefined && { refused }),
  ...(stage !== undefined && { stage }),
  ...(owed !== undefined && { owed }),
})
