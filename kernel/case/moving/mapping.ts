import type { CompiledItem } from '#kernel/definition'
import { refusal } from '#kernel/refusal'

export const mappingWrong = refusal(
  'MIGRATION_MAPPING_WRONG',
  422,
  'What became of the names of the earlier version does not fit both versions',
)
export const notOneItem = refusal(
  'MIGRATION_NOT_ONE_ITEM',
  422,
  'Cases move between two versions of one item, to the later one',
)

/** 名称对照 What each name of the old version is called in the new one, where that changed. */
export interface Mapping {
  readonly stages: Readonly<Record<string, string>>
  readonly fields: Readonly<Record<string, string>>
  readonly limits: Readonly<Record<string, string>>
  /** Questions whose answers count for nothing any more. */
  readonly drops: ReadonlySet<string>
}

const byName = /^(hearing|statement|answer|urgent|publication|pay|stop)\b/

export const nameIn = (changed: Readonly<Record<string, string>>, name: string): string =>
  Object.hasOwn(changed, name) ? changed[name]! : name

/**
 * 对照 How the names of one version carry over to a later one of the same item, as the later one's `migrates` says. A new name that the
 * old version used for something else is refused: what lies in a case under that name could not be told apart.
 * @throws MIGRATION_NOT_ONE_ITEM, MIGRATION_MAPPING_WRONG with every name that does not fit.
 */
export function mappingOf(from: CompiledItem, to: CompiledItem): Mapping {
  const [before, after] = [from.definition, to.definition]
  if (before.item !== after.item || before.version >= after.version)
    throw notOneItem({ facts: { from: before.version, to: after.version } })
  const entry = after.migrates?.find(one => one.from === before.version)
  const { stages = {}, fields = {}, limits = {}, drops = [] } = entry ?? {}
  const wrong: Record<string, string> = {}
  const say = (kind: string, name: string, code: string) => {
    wrong[`${kind}.${name}`] ??= code
  }
  const check = (
    kind: string,
    changed: Readonly<Record<string, string>>,
    known: (name: string) => boolean,
    exists: (name: string) => boolean,
  ) => {
    for (const [old, now] of Object.entries(changed)) {
      if (!known(old)) say(kind, old, 'UNKNOWN_IN_OLD_VERSION')
      if (!exists(now)) say(kind, old, 'UNKNOWN_IN_NEW_VERSION')
      if (known(now)) say(kind, old, 'NAME_OF_ANOTHER')
    }
  }
  check(
    'stages',
    stages,
    name => from.stages.has(name),
    name => to.stages.has(name),
  )
  check(
    'limits',
    limits,
    name => from.limits.has(name),
    name => to.limits.has(name),
  )
  // What the engine itself knows by name: a limit that takes or loses such a name would begin or lose what the law attaches to it.
  for (const [old, now] of Object.entries(limits))
    if (byName.test(old) || byName.test(now)) say('limits', old, 'KNOWN_BY_NAME')
  const asked = ({ content }: CompiledItem['definition'], name: string) => Object.hasOwn(content.form, name)
  check(
    'fields',
    fields,
    name => asked(before, name),
    name => asked(after, name),
  )
  // A personal answer is sealed under its name with a key that may be gone: it cannot be given another.
  for (const [old, now] of Object.entries(fields))
    if (from.personal.has(old) || to.personal.has(now)) say('fields', old, 'SEALED_UNDER_ITS_NAME')
  for (const name of drops) if (!asked(before, name)) say('drops', name, 'UNKNOWN_IN_OLD_VERSION')
  if (Object.keys(wrong).length > 0)
    throw mappingWrong({
      detail: Object.entries(wrong)
        .map(([name, code]) => `${name} ${code}`)
        .join(', '),
      facts: { wrong },
      remedy: `Correct \`migrates\` (from: ${before.version}) in a later version of the item.`,
    })
  return { stages, fields, limits, drops: new Set(drops) }
}
