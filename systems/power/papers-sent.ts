import type { Caller } from '#hubs/application/access'
import type { Uploads, WordsRead } from '#hubs/data/upload'
import type { CompiledItem } from '#kernel/definition'
import { ownGround } from './access.ts'
import { ownData } from './details.routes.ts'
import { type Finding, nothing } from './precheck.ts'
import type { RouteNeeds } from './routes.ts'
import { expiredOn } from './sent-lasting.ts'
import { anotherIn, type KnownHere, namedByAnswers } from './sent-named.ts'
import type { SentRules } from './sent-rules.ts'
import { otherTitleIn } from './sent-title.ts'

export interface SentPapers {
  readonly compiled: CompiledItem
  readonly fields: Readonly<Record<string, unknown>>
  /** Ids of files, by the paper they were sent for. */
  readonly files: Readonly<Record<string, readonly string[]>>
}

type Material = CompiledItem['definition']['materials'][number]

const has = (name: string, words: readonly string[]): boolean => words.some(word => name.includes(word))
const nameOf = ({ id, name }: Material): string => (typeof name === 'string' ? name : (name?.zh ?? id))

/** 看出来的 What the words on one paper say against it; each is only a reason to look. */
export function findingsOfWords(
  { lines, whole }: WordsRead,
  {
    paper,
    others,
    known,
    rules,
    today,
  }: {
    readonly paper: Material
    readonly others: readonly Material[]
    readonly known: KnownHere
    readonly rules: SentRules
    readonly today: Temporal.PlainDate
  },
): readonly Finding[] {
  const name = nameOf(paper)
  const look = (code: string, read: Readonly<Record<string, string>>): Finding => ({
    ...{ ...nothing, kind: 'look', code, material: paper.id, read },
  })
  const who = whole ? anotherIn(lines, known, { rules, others: has(name, rules.others), today }) : undefined
  const until = has(name, rules.past) ? undefined : expiredOn(lines, today)
  const title = otherTitleIn(lines, { name, others: others.map(nameOf), rules })
  return [
    ...(who === undefined ? [] : [look('MATERIAL_OF_ANOTHER', { who })]),
    ...(until === undefined ? [] : [look('MATERIAL_EXPIRED', { day: until.toString() })]),
    ...(title === undefined ? [] : [look('MATERIAL_OF_OTHER_KIND', { title })]),
  ]
}

/** 字迹不清 Papers that may not be legible: whoever accepts may ask for them again (行政许可法32). */
export const findingsOfBlurred = ({ definition }: CompiledItem, materials: readonly string[]): readonly Finding[] =>
  definition.materials
    .filter(({ id }) => materials.includes(id))
    .map(({ id }) => ({ ...nothing, kind: 'look', code: 'MATERIAL_BLURRED', material: id }))

export type PapersSentNeeds = Pick<RouteNeeds, 'db' | 'clock' | 'parties' | 'reads'> & {
  readonly uploads: Pick<Uploads, 'words'>
}

/**
 * 看材料 Reads the papers that have text as whoever accepts would, for this one answer: what was read is kept nowhere. The applicant's own name and
 * numbers are looked up for it, and that is on record.
 */
export const makePapersSent =
  ({ db, clock, parties, reads, uploads }: PapersSentNeeds, rules: SentRules) =>
  async (caller: Caller, { compiled, fields, files }: SentPapers): Promise<readonly Finding[]> => {
    const { actor } = caller
    const ids = Object.values(files).flat()
    if (actor.kind !== 'party' || ids.length === 0) return []
    const words = await uploads.words(actor.party, ids)
    if (words.size === 0) return []
    const record = reads.recorder({
      ...{ actor, purpose: ownData, ground: ownGround(caller), grants: [], source: 'party' },
      disclosure: { kind: 'at-once' },
    })
    const own = await db.transaction(sql => parties.reveal(sql, actor.party, record))
    const known: KnownHere = {
      kind: own.kind === 'person' || own.kind === 'household' ? 'person' : 'firm',
      names: [own.name, ...own.identifiers.map(({ value }) => value), ...namedByAnswers(compiled, fields)],
    }
    const { materials } = compiled.definition
    return materials.flatMap(paper => {
      const others = materials.filter(({ id, from }) => id !== paper.id && from !== 'officer')
      const about = { paper, others, known, rules, today: clock.today() }
      // Several files are one paper: what one of them does not say, another may.
      const read = (files[paper.id] ?? []).map(id => words.get(id))
      const all = read.filter(one => one !== undefined)
      if (all.length === 0) return []
      const together = {
        lines: all.flatMap(({ lines }) => lines),
        whole: all.length === read.length && all.every(({ whole }) => whole),
      }
      return findingsOfWords(together, about)
    })
  }
export type PapersSent = ReturnType<typeof makePapersSent>
