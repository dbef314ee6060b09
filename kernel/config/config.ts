import { join, resolve } from 'node:path'
import { Value } from 'typebox/value'
import { refusal } from '#kernel/refusal'
import { defaultsOf } from './config.default.ts'
import { type Config, ConfigSchema, type Mode, modes } from './config.schema.ts'
import { configUnknown, type Environment, fromEnvironment, fromFile, merge, type Settings } from './config.source.ts'
import { agreedMode, keptMode } from './mode.ts'
import { refuseUnsafe } from './safety.ts'

export const configInvalid = refusal('CONFIG_INVALID', 500, 'A setting has a value it cannot have')

export interface ConfigSources {
  /** The process's environment unless a test says otherwise. */
  readonly environment?: Environment
  /** What the command line said; it wins over everything. */
  readonly given?: Settings
}

interface Fault {
  readonly keyword: string
  readonly instancePath: string
  readonly message: string
  readonly params: object
}

/** What the sources say, before it is asked whether it is enough and safe. */
export interface ReadSettings {
  readonly settings: Partial<Config> & Pick<Config, 'mode' | 'dataDirectory'>
  /** false when nobody named a mode and the directory keeps none: production is then only assumed. */
  readonly modeIsNamed: boolean
}

function gather({ environment = process.env, given = {} }: ConfigSources) {
  const around = fromEnvironment(environment)
  const outside = merge(around, given)
  const dataDirectory = resolve(String(outside.dataDirectory ?? join(import.meta.dirname, '../../.data')))
  const file = fromFile(dataDirectory)
  const named = agreedMode([
    ['the city in the data directory', keptMode(dataDirectory)],
    ['plumbline.yaml', file.mode],
    ['PLUMBLINE_MODE', around.mode],
    ['the command line', given.mode],
  ])
  const mode = (named ?? 'production') as Mode
  const chosen = merge(file, outside, { dataDirectory })
  // Who answers no requests shows only how it is: at any free port, unless one is named.
  const aside = Array.isArray(chosen.roles) && !chosen.roles.includes('web') ? { port: 0 } : {}
  const settings = modes.includes(mode)
    ? merge(defaultsOf(mode, dataDirectory), aside, chosen, { mode })
    : merge(defaultsOf('production', dataDirectory), aside, chosen)
  const config = Value.Default(ConfigSchema, settings)
  const faults = [...Value.Errors(ConfigSchema, config)] as Fault[]
  refuseUnknown(faults)
  return { config: config as Partial<Config>, mode, faults, modeIsNamed: named !== undefined }
}

const refuseWrong = (faults: readonly Fault[]): void => {
  if (faults.length === 0) return
  const detail = `${faults.map(told).join('; ')}.`
  throw configInvalid({ detail, remedy: 'kernel/config/README.md lists the settings.' })
}

/**
 * 读取配置 Reads every setting once: defaults of the mode, then plumbline.yaml in the data directory, then the environment,
 * then the command line. Refuses what does not exist, what cannot be, and what would be dangerous. The mode is the one the
 * city was first opened in; without any it is production. This is the only reader of the environment.
 */
export function readConfig(sources: ConfigSources = {}): Config {
  const { config, mode, faults } = gather(sources)
  // Missing settings of production are told with the rest of what makes it unsafe.
  if (mode === 'production') refuseUnsafe(config)
  refuseWrong(faults)
  refuseUnsafe(config)
  return Object.freeze(config as Config)
}

/** The same for who prepares a city and opens no door: what is missing or unsafe is not refused yet, what is wrong is. */
export function readSettings(sources: ConfigSources = {}): ReadSettings {
  const { config, faults, modeIsNamed } = gather(sources)
  refuseWrong(faults.filter(({ keyword, instancePath }) => !(keyword === 'required' && instancePath === '')))
  return { settings: Object.freeze(config) as ReadSettings['settings'], modeIsNamed }
}

function refuseUnknown(faults: readonly Fault[]): void {
  const unknown = faults.flatMap(fault => {
    const names = 'additionalProperties' in fault.params ? (fault.params.additionalProperties as string[]) : []
    return names.map(name => `${fault.instancePath.slice(1).replaceAll('/', '.')}.${name}`.replace(/^\./, ''))
  })
  if (unknown.length > 0)
    throw configUnknown({
      detail: `No setting is called ${unknown.join(', ')}.`,
      remedy: 'Remove it or correct its name; kernel/config/README.md lists the settings.',
    })
}

const told = (fault: Fault): string => {
  const name = fault.instancePath.slice(1).replaceAll('/', '.')
  return `${name === '' ? 'The settings' : name} ${fault.message}`
}

/** The settings as they may be shown to an operator: addresses of databases without their passwords, and no secret. */
export function describeConfig(config: Config): Settings {
  const shown: Settings = { ...config }
  for (const key of ['databaseUrl', 'migratorUrl'] as const) {
    const url = config[key]
    if (url !== undefined) shown[key] = url.replace(/\/\/[^@/]*@/, '//***@')
  }
  if (config.filesSecretKey !== undefined) shown['filesSecretKey'] = '***'
  return shown
}
