import { type Static, Type } from 'typebox'
import { type Bilingual, type Finding, readShaped } from '#kernel/definition'

const strict = { additionalProperties: false } as const
const Words = Type.Object({ zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, strict)
const Key = Type.String({ pattern: '^[a-z][A-Za-z0-9]*(-[a-z0-9]+)*$' })
const more = { gives: Type.Optional(Words), onlyIf: Type.Optional(Words) } as const

const LifeEventFile = Type.Object(
  {
    id: Key,
    name: Words,
    says: Type.Optional(Words),
    for: Type.Enum(['person', 'firm']),
    joint: Type.Optional(Key),
    steps: Type.Array(
      Type.Union([
        Type.Object({ item: Key, ...more }, strict),
        Type.Object({ entry: Type.String({ pattern: '^[a-z][a-z0-9-]{2,63}$' }), ...more }, strict),
        Type.Object({ named: Words, organ: Type.String({ minLength: 1 }), ...more }, strict),
      ]),
      { minItems: 2 },
    ),
  },
  strict,
)

/**
 * 一件事主题 What somebody sets out to do, as the items it takes, in order: each says what it gives the next. `joint` is the item that does
 * several of them from one form. A step that does not run here is an entry of the directory, or only named.
 */
export type LifeEvent = Static<typeof LifeEventFile>

/** What a life event is held against. */
export interface LifeEventGround {
  /** The keys of the items there are. */
  readonly items: ReadonlySet<string>
  /** Of joint items, the items they do. */
  readonly parts: ReadonlyMap<string, readonly string[]>
  readonly entries: ReadonlySet<string>
}

export interface ReadLifeEvent {
  readonly event?: LifeEvent
  readonly findings: readonly Finding[]
}

/** Reads one file of `content/life-events` and holds it against what there is; what is wrong comes back with its place. */
export function readLifeEvent(file: string, bytes: Uint8Array, ground?: LifeEventGround): ReadLifeEvent {
  const read = readShaped(file, bytes, LifeEventFile)
  if ('findings' in read) return { findings: read.findings }
  const { value: event, positions } = read
  const findings: Finding[] = []
  const say = (path: readonly (string | number)[], rule: string, text: Bilingual): void =>
    void findings.push({ severity: 'error', rule, ...positions.at(path), path: positions.shown(path), text })
  if (!new RegExp(`(?:^|/)${event.id}\\.ya?ml$`).test(file.replaceAll('\\', '/')))
    say(['id'], 'LIFE_EVENT_ID', { zh: '文件名应与 id 相同', en: 'The file is named as its id' })
  event.steps.forEach((step, at) => {
    const path = ['steps', at]
    if (at + 1 < event.steps.length && step.gives === undefined)
      say(path, 'LIFE_EVENT_GIVES', { zh: '没有写明给下一步什么', en: 'It does not say what it gives the next' })
    if (!ground) return
    if ('item' in step && !ground.items.has(step.item))
      say([...path, 'item'], 'LIFE_EVENT_ITEM', { zh: `没有事项“${step.item}”`, en: `There is no item “${step.item}”` })
    if ('entry' in step && !ground.entries.has(step.entry))
      say([...path, 'entry'], 'LIFE_EVENT_ENTRY', {
        zh: `没有条目“${step.entry}”`,
        en: `There is no entry “${step.entry}”`,
      })
  })
  const { joint } = event
  const parts = joint === undefined ? [] : ground?.parts.get(joint)
  if (ground && joint !== undefined && parts === undefined)
    say(['joint'], 'LIFE_EVENT_JOINT', { zh: `“${joint}”不是一并办理的事项`, en: `“${joint}” is no joint item` })
  const own = new Set(event.steps.flatMap(step => ('item' in step ? [step.item] : [])))
  const left = (parts ?? []).filter(part => !own.has(part))
  if (ground && left.length > 0)
    say(['joint'], 'LIFE_EVENT_PARTS', {
      zh: `一并办理的“${left.join('、')}”没有列为步骤`,
      en: `Parts of the joint item are no steps: ${left.join(', ')}`,
    })
  return { event, findings }
}

/** The events of a folder's files, by id; a file that cannot be used is said and left out. */
export function readLifeEvents(
  files: readonly { readonly file: string; readonly bytes: Uint8Array }[],
  ground?: LifeEventGround,
): { readonly events: readonly LifeEvent[]; readonly findings: readonly Finding[] } {
  const read = files.map(({ file, bytes }) => readLifeEvent(file, bytes, ground))
  return {
    events: read.flatMap(({ event }) => event ?? []).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    findings: read.flatMap(({ findings }) => findings),
  }
}
