import type { CitySettings } from '../city-settings.ts'
import { type City, openCity } from '../main.ts'
import type { CommandLine } from './command.ts'
import { configOf } from './settings.ts'

/** Opens the city of the data directory for one command; it is closed whatever happens. */
export async function withCity<T>(
  { options, fold, closing }: CommandLine,
  work: (city: City) => Promise<T>,
  { content = false, join = false }: Pick<CitySettings, 'content' | 'join'> = {},
): Promise<T> {
  const config = configOf(options, { logLevel: 'error' })
  const progress = (step: string) => {
    closing.refuseWhenStopped()
    fold(`… ${step}`)
  }
  return work(await closing.open(openCity({ config, content, progress, join }), city => city.close()))
}
