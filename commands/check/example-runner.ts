import type { ExampleRunner } from '#kernel/definition'
import { readCalendar } from '../../content.ts'

/** Walks examples with the engine that runs the city, which is loaded when the first one is due. */
export function exampleRunner(): ExampleRunner {
  let engine: Promise<ExampleRunner> | undefined
  const load = async (): Promise<ExampleRunner> => {
    const { isRunnable, runExample } = await import('#systems/power')
    const calendar = readCalendar()
    return (item, example) => (isRunnable(example) ? runExample(item, example, calendar) : undefined)
  }
  return async (item, example) => {
    engine ??= load()
    return (await engine)(item, example)
  }
}
