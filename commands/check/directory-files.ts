import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '#kernel/clock'
import { type CheckedFile, type Finding, readDefinition, readLimited, stagesOf } from '#kernel/definition'
import { readEntries, readLifeEvents, readOfflineReasons } from '#systems/directory'
import { readLifeEventFiles, readTemplates } from '../../content.ts'

/** 未确认线下 An item without the online channel of which no entry says by the closed list why, and who confirmed it. */
const unconfirmed = ({ file, place }: CheckedFile): Finding => ({
  severity: 'warning',
  rule: 'OFFLINE_UNCONFIRMED',
  ...(place ?? { file, line: 1, column: 1 }),
  path: 'content.channels',
  text: {
    zh: '不能网上办理，但目录中没有条目按闭合清单写明理由、由谁何日确认',
    en: 'It is not done online, and no entry of the directory says by the closed list why, and who confirmed it when',
  },
  basis: { law: '国务院关于在线政务服务的若干规定', articles: [4] },
})

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
  const known = items.flatMap(one => {
    const definition = readDefinition(one.file, readLimited(one.file), template).loaded?.definition
    return definition ? [{ one, definition }] : []
  })
  const parts = new Map(
    known
      .filter(({ one }) => one.joint)
      .map(({ definition }) => [
        definition.item,
        stagesOf(definition.flow).flatMap(({ stage }) => stage.joint?.parts.map(part => part.item) ?? []),
      ]),
  )
  const confirmed = new Set(
    read.flatMap(({ entries }) =>
      entries.flatMap(({ said }) => (said.standing === 'offline' ? (said.item ?? []) : [])),
    ),
  )
  const offline = known.filter(
    ({ definition }) => !definition.content.channels.includes('online') && !confirmed.has(definition.item),
  )
  const events = readLifeEvents(await readLifeEventFiles(content), {
    items: new Set(items.flatMap(({ item }) => item ?? [])),
    parts,
    entries: new Set(read.flatMap(({ entries }) => entries.map(({ id }) => id))),
  })
  return [
    ...findings,
    ...read.flatMap(one => one.findings),
    ...events.findings,
    ...offline.map(({ one }) => unconfirmed(one)),
  ]
}
