import { parentPort, workerData } from 'node:worker_threads'
import {
  type CheckedFile,
  type CheckWork,
  makeItemChecker,
  readLimited,
  readSurroundings,
  summaryOf,
} from '#kernel/definition'
import { exampleRunner } from './example-runner.ts'

/** One thread of `plumbline check`: file names in, what was said of them out. */
const { content, known } = workerData as Pick<CheckWork, 'content' | 'known'>
const surroundings = await readSurroundings(content)
const check = makeItemChecker(surroundings, { run: exampleRunner(), ...(known && { known }) })

parentPort?.on('message', async (files: readonly string[]) => {
  const said: CheckedFile[] = []
  for (const file of files) said.push(summaryOf(await check(file, readLimited(file))))
  parentPort?.postMessage(said)
})
