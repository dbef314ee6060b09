import { existsSync } from 'node:fs'
import { checkFiles, lineOf } from '#kernel/definition'
import { contentDirectory } from '../content.ts'
import { checkDirectory } from './check/directory-files.ts'
import { exampleRunner } from './check/example-runner.ts'
import { openMemory } from './check/memory.ts'
import { shareOut } from './check/share-out.ts'
import type { Command } from './command.ts'
import { usage } from './line.ts'

/** 检查事项 Reads item files as the linter does, and walks their examples through the engine that runs the city. */
export const check: Command = {
  summary: { zh: '检查事项文件:结构、流程、法律、示例', en: 'check item files: shape, flow, law, examples' },
  usage: 'check [PATH …]   (default: content)',
  options: { anew: { about: '全部重新检查 check every file, also those that are as they were' } },
  takes: [0, Number.POSITIVE_INFINITY],
  run: async ({ args, options, say }) => {
    const missing = args.find(path => !existsSync(path))
    if (missing !== undefined)
      throw usage({ detail: `There is no ${missing}.`, remedy: 'Name item files, or folders that hold some.' })
    const memory = openMemory({ anew: options.anew === true })
    const result = await checkFiles(args.length > 0 ? args : [contentDirectory], {
      otherwise: contentDirectory,
      run: exampleRunner(),
      memory: memory.files,
      share: shareOut,
    })
    memory.keep()
    const listed = args.length > 0 ? [] : await checkDirectory(contentDirectory, result.items)
    for (const finding of [...result.findings, ...listed]) say(lineOf(finding))
    const { walked, waiting } = result.examples
    const figures = {
      items: result.items.length,
      implementations: result.implementations.length,
      errors: result.errors + listed.filter(({ severity }) => severity === 'error').length,
      warnings: result.warnings + listed.filter(({ severity }) => severity === 'warning').length,
      examples: walked,
      examplesWaiting: waiting,
    }
    return {
      ok: figures.errors === 0 && result.items.length > 0,
      figures,
      text: `${figures.items} items, ${figures.implementations} implementations, ${walked} examples walked, ${waiting} waiting for later verbs; ${figures.errors} errors, ${figures.warnings} warnings`,
    }
  },
}
