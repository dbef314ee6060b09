import { parentPort } from 'node:worker_threads'
import {
  type CheckedFile,
  type CheckWork,
  makeItemChecker,
  readLimited,
  readSurroundings,
  summaryOf,
} from '#kernel/definition'
// The engine is loaded at once, while the first thread still looks for files.
import '#systems/power'
import { exampleRunner } from './example-runner.ts'

/** What a thread is told: first where the surroundings lie, then portion by portion which files it checks. */
export type ForThread = Pick<CheckWork, 'content' | 'known'> | readonly string[]

async function makeCheck({ content, known }: Pick<CheckWork, 'content' | 'known'>) {
  return makeItemChecker(await readSurroundings(content), { run: exampleRunner(), ...(known && { known }) })
}

let check: ReturnType<typeof makeCheck> | undefined

/** One thread of `plumbline check`: file names in, what was said of them out. */
parentPort?.on('message', async (told: ForThread) => {
  if ('content' in told) {
    check = makeCheck(told)
    return
  }
  const judge = await check!
  const said: CheckedFile[] = []
  for (const file of told) said.push(summaryOf(await judge(file, readLimited(file))))
  parentPort?.postMessage(said)
})
