import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { refusal } from '#kernel/refusal'
import { ConfigSchema } from './config.schema.ts'

export const configUnknown = refusal('CONFIG_UNKNOWN', 500, 'A setting does not exist')
export const configUnreadable = refusal('CONFIG_UNREADABLE', 500, 'plumbline.yaml cannot be read')

export type Environment = Readonly<Record<string, string | undefined>>
export type Settings = Record<string, unknown>

interface SchemaNode {
  readonly type?: string
  readonly properties?: Readonly<Record<string, SchemaNode>>
}

/** Each setting as the environment names it: `tls.cert` → `PLUMBLINE_TLS_CERT`. */
export function settingNames(): Map<string, { path: readonly string[]; type: string }> {
  const names = new Map<string, { path: readonly string[]; type: string }>()
  const walk = (node: SchemaNode, path: readonly string[]) => {
    for (const [key, child] of Object.entries(node.properties ?? {})) {
      const at = [...path, key]
      if (child.properties) walk(child, at)
      else names.set(variable(at), { path: at, type: child.type ?? 'string' })
    }
  }
  walk(ConfigSchema as SchemaNode, [])
  return names
}

const variable = (path: readonly string[]): string =>
  `PLUMBLINE_${path
    .map(part => part.replace(/[A-Z]/g, letter => `_${letter}`))
    .join('_')
    .toUpperCase()}`

/** A word for what was probably meant: the known name with the most letters in common at its end or beginning. */
function nearest(name: string, known: Iterable<string>): string | undefined {
  const tail = name.toLowerCase().replace(/[^a-z]/g, '')
  return [...known].find(candidate => {
    const other = candidate.toLowerCase().replace(/[^a-z]/g, '')
    return other.includes(tail) || tail.includes(other) || other.slice(0, 14) === tail.slice(0, 14)
  })
}

/** Names that belong to every PostgreSQL client and so carry no prefix. */
const aliases: Readonly<Record<string, string>> = {
  DATABASE_URL: 'PLUMBLINE_DATABASE_URL',
  DATABASE_MIGRATOR_URL: 'PLUMBLINE_MIGRATOR_URL',
}

function convert(text: string, type: string): unknown {
  if (type === 'integer' && /^-?\d+$/.test(text)) return Number(text)
  if (type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true'
  if (type === 'array') return text.split(',').map(part => part.trim())
  return text
}

/** The settings the environment carries. A `PLUMBLINE_` name that means nothing is refused, not ignored. */
export function fromEnvironment(environment: Environment): Settings {
  const names = settingNames()
  const settings: Settings = {}
  for (const [name, text] of Object.entries(environment)) {
    if (text === undefined || text === '') continue
    const known = names.get(aliases[name] ?? name)
    if (known) assign(settings, known.path, convert(text, known.type))
    else if (name.startsWith('PLUMBLINE_')) {
      const meant = nearest(
        name.slice(10),
        [...names.keys()].map(key => key.slice(10)),
      )
      throw configUnknown({
        detail: `The environment has ${name}, and no setting is called that.`,
        remedy: `Remove ${name}${meant ? `, or did you mean PLUMBLINE_${meant}?` : '; kernel/config/README.md lists the settings.'}`,
      })
    }
  }
  return settings
}

function assign(settings: Settings, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path
  if (rest.length === 0) settings[key!] = value
  else {
    settings[key!] ??= {}
    assign(settings[key!] as Settings, rest, value)
  }
}

/** The settings of `plumbline.yaml` in the data directory, if it is there. */
export function fromFile(dataDirectory: string): Settings {
  const path = join(dataDirectory, 'plumbline.yaml')
  if (!existsSync(path)) return {}
  try {
    const settings: unknown = parse(readFileSync(path, 'utf8')) ?? {}
    if (typeof settings !== 'object' || Array.isArray(settings)) throw new TypeError('it is not a table of settings')
    return settings as Settings
  } catch (cause) {
    throw configUnreadable({
      detail: `${path}: ${cause instanceof Error ? cause.message.split('\n')[0] : cause}`,
      remedy: 'Correct the file, or remove it to use the defaults and the environment.',
      cause,
    })
  }
}

/** Later ones win, setting by setting; what is not said wins nothing. */
export function merge(...sources: readonly Settings[]): Settings {
  const merged: Settings = {}
  for (const source of sources)
    for (const [key, value] of Object.entries(source)) {
      if (value === undefined) continue
      const before = merged[key]
      merged[key] = isTable(before) && isTable(value) ? merge(before, value) : value
    }
  return merged
}

const isTable = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
