import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '#kernel/clock'
import { type CheckedFile, type Finding, readDefinition, readLimited, stagesOf } from '#kernel/definition'
import { readEntries, readLifeEvents, readOfflineReasons } from '#systems/directory'
import { readLifeEventFiles, readTemplates } from '../../content.ts'

/** 目录内容 What is wrong with the closed list of reasons, the entries kept by hand and the life events of a content folder, held against its items. */
export async function checkDirectory(content: string, items: readonly CheckedFile[]): Promise<readonly Finding[]> {
  const folder = join(content, 'directory')
  if (!existsSync(folder)) return []
  const path = join(folder, 'offline-reasons.yaml')
  const { reasons, findings } = readOfflineReasons(path, readFileSync(path))
  const today = systemClock().today().toString()
  const read = readdirSync(folder)
    .filter(name => name.endsWith('.yaml') && name !== 'offline-reasons.yaml')
    .map(name => readEntries(join(folder, name), readLimited(join(folder, name)), reasons, today))
  const template = await readTemplates(content)
  const parts = new Map(
    items.flatMap(({ file, item, joint }) => {
      const definition =
        joint && item !== undefined ? readDefinition(file, readLimited(file), template).loaded : undefined
      const stages = definition ? stagesOf(definition.definition.flow) : []
      const named = stages.flatMap(({ stage }) => stage.joint?.parts.map(part => part.item) ?? [])
      return definition && item !== undefined ? [[item, named] as const] : []
    }),
  )
  const events = readLifeEvents(await readLifeEventFiles(content), {
    items: new Set(items.flatMap(({ item }) => item ?? [])),
    parts,
    entries: new Set(read.flatMap(({ entries }) => entries.map(({ id }) => id))),
  })
  return [...findings, ...read.flatMap(one => one.findings), ...events.findings]
}
