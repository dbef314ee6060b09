import { join, resolve } from 'node:path'
import { Value } from 'typebox/value'
import { refusal } from '#kernel/refusal'
import { defaultsOf } from './config.default.ts'
import { type Config, ConfigSchema, type Mode, modes } from './config.schema.ts'
import { configUnknown, type Environment, fromEnvironment, fromFile, merge, type Settings } from './config.source.ts'
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

/**
 * 读取配置 Reads every setting once: defaults of the mode, then plumbline.yaml in the data directory, then the environment,
 * then the command line. Refuses what does not exist, what cannot be, and what would be dangerous. Without a mode it is
 * production. This is the only reader of the environment.
 */
export function readConfig({ environment = process.env, given = {} }: ConfigSources = {}): Config {
  const outside = merge(fromEnvironment(environment), given)
  const dataDirectory = resolve(String(outside.dataDirectory ?? join(import.meta.dirname, '../../.data')))
  const chosen = merge(fromFile(dataDirectory), outside, { dataDirectory })
  const mode = (chosen.mode ?? 'production') as Mode
  const settings = modes.includes(mode)
    ? merge(defaultsOf(mode, dataDirectory), { mode }, chosen)
    : merge(defaultsOf('production', dataDirectory), chosen)
  const config = Value.Default(ConfigSchema, settings)
  const faults = [...Value.Errors(ConfigSchema, config)] as Fault[]
  refuseUnknown(faults)
  const wrong = faults.map(told)
  // Missing settings of production are told with the rest of what makes it unsafe.
  if (mode === 'production') refuseUnsafe(config as Partial<Config>)
  if (wrong.length > 0)
    throw configInvalid({ detail: `${wrong.join('; ')}.`, remedy: 'kernel/config/README.md lists the settings.' })
  refuseUnsafe(config as Config)
  return Object.freeze(config as Config)
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

/** The settings as they may be shown to an operator: addresses of databases without their passwords. */
export function describeConfig(config: Config): Settings {
  const shown: Settings = { ...config }
  for (const key of ['databaseUrl', 'migratorUrl'] as const) {
    const url = config[key]
    if (url !== undefined) shown[key] = url.replace(/\/\/[^@/]*@/, '//***@')
  }
  return shown
}
