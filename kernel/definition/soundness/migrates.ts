import type { Ground } from './ground.ts'

/** 转版对照 Every name that an earlier version's became exists here, and no two became one: what two stages were cannot be told apart again. */
export function checkMigrates({ definition, stageAt, say }: Ground): void {
  const { form } = definition.content
  const seen = new Set<number>()
  for (const [index, entry] of (definition.migrates ?? []).entries()) {
    const path = ['migrates', index]
    if (entry.from >= definition.version)
      say(
        'MIGRATES_NOT_EARLIER',
        [...path, 'from'],
        `版本 ${entry.from} 不早于本版本`,
        `Version ${entry.from} is not earlier than this one`,
      )
    if (seen.has(entry.from))
      say('MIGRATES_TWICE', [...path, 'from'], `版本 ${entry.from} 写了两次`, `Version ${entry.from} is written twice`)
    seen.add(entry.from)
    const there = {
      stages: (name: string) => stageAt.has(name),
      fields: (name: string) => Object.hasOwn(form, name),
      limits: (name: string) => name !== 'stops' && Object.hasOwn(definition.limits, name),
    }
    for (const kind of ['stages', 'fields', 'limits'] as const) {
      const taken = new Set<string>()
      for (const [old, now] of Object.entries(entry[kind] ?? {})) {
        const at = [...path, kind, old]
        if (!there[kind](now)) say('MIGRATES_UNKNOWN', at, `本版本没有“${now}”`, `There is no “${now}” in this version`)
        if (taken.has(now))
          say('MIGRATES_ONE_OF_TWO', at, `两个旧名都对应“${now}”`, `Two old names have become “${now}”`)
        taken.add(now)
      }
    }
    for (const name of entry.drops ?? [])
      if (Object.hasOwn(form, name))
        say(
          'MIGRATES_DROPS_ASKED',
          [...path, 'drops'],
          `“${name}”本版本仍然要填,不能作废`,
          `“${name}” is still asked in this version`,
        )
  }
}
