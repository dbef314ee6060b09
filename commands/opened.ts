import { readConfig } from '#kernel/config'
import { type City, openCity } from '../main.ts'
import type { CommandLine } from './command.ts'

/** Opens the city of the data directory for one command, and closes it whatever happens. */
export async function withCity<T>(
  { options, say }: CommandLine,
  work: (city: City) => Promise<T>,
  content: string | false = false,
): Promise<T> {
  const config = readConfig({
    given: {
      mode: options['demo'] ? 'demo' : undefined,
      ...(typeof options['data'] === 'string' && { dataDirectory: options['data'] }),
      logLevel: 'error',
    },
  })
  const city = await openCity({ config, content, progress: step => say(`… ${step}`) })
  try {
    return await work(city)
  } finally {
    await city.close()
  }
}
