import { type Config, type ConfigSources, type ReadSettings, readConfig, readSettings } from '#kernel/config'
import { makeDataDirectory } from '#kernel/storage'
import type { CommandLine, Option } from './command.ts'

/** What every command that looks at a city knows. */
export const cityOptions: Readonly<Record<string, Option>> = {
  data: { value: 'DIRECTORY', about: '数据目录 the data directory (default: PLUMBLINE_DATA_DIRECTORY, or .data)' },
  demo: { about: '演示城市 a demonstration (default: what the city was first opened as)' },
}

type Options = CommandLine['options']

const sourcesOf = (options: Options, more: Readonly<Record<string, unknown>>): ConfigSources => ({
  given: {
    ...(options['demo'] === true && { mode: 'demo' }),
    ...(typeof options['data'] === 'string' && { dataDirectory: options['data'] }),
    ...more,
  },
})

/** The settings of a city as they are, without making anything. */
export const readConfigOf = (options: Options, more: Readonly<Record<string, unknown>> = {}): Config =>
  readConfig(sourcesOf(options, more))

/** The settings of the city the command line means, and its data directory made. @throws CONFIG_…, CITY_MODE_DIFFERS, DATA_DIRECTORY_UNWRITABLE. */
export function configOf(options: Options, more: Readonly<Record<string, unknown>> = {}): Config {
  const config = readConfigOf(options, more)
  makeDataDirectory(config.dataDirectory)
  return config
}

/** The same for commands that prepare a city and open no door: nothing is missing yet. */
export const settingsOf = (options: Options, more: Readonly<Record<string, unknown>> = {}): ReadSettings =>
  readSettings(sourcesOf(options, more))
