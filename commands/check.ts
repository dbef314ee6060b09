import { existsSync, readdirSync, statSync } from 'node:fs'
import { makeThreads } from './check/share-out.ts'
import type { Command } from './command.ts'
import { usage } from './line.ts'

/** With more files than this other threads start to load before it is known which of them are to be checked. */
const few = 500

const filesUnder = (path: string): number =>
  statSync(path).isDirectory() ? readdirSync(path, { recursive: true }).length : 1

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
    const threads = makeThreads()
    if (args.reduce((sum, path) => sum + filesUnder(path), 0) > few) threads.start()
    try {
      const { checkPaths } = await import('./check/check-paths.ts')
      return await checkPaths({ paths: args, anew: options.anew === true, share: threads.share, say })
    } finally {
      await threads.end()
    }
  },
}
