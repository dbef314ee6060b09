import type { CodeContext } from '#kernel/code'
import { basicOf, faultsOfCode, regionIn } from './codes.ts'
import {
  digestOf,
  type Entry,
  type EntryCode,
  type EntryFault,
  type EntrySaid,
  idOf,
  type Standing,
  staysWithdrawn,
  wrongWith,
} from './entry.ts'
import { drawerOf, type ListRow, levelsOf, type ReadList } from './list.ts'
import type { OfflineReason } from './offline.ts'

/** An item that runs here, as far as a list can mean it. */
export interface RunningItem {
  readonly item: string
  readonly name: string
  readonly codes: Readonly<Record<string, string>>
}

export interface PlanGround {
  readonly context: CodeContext
  readonly reasons: ReadonlyMap<string, OfflineReason>
  readonly items: readonly RunningItem[]
  /** The latest version of every entry, withdrawn ones too. */
  readonly known: readonly Entry[]
  /** Where rows belong that do not say it; left out, where most of the others belong, else the city itself. */
  readonly region?: string
  readonly home: string
}

export interface FaultyRow extends EntryFault {
  readonly row: number
  readonly name: string | null
  /** Whether the row was taken all the same. */
  readonly taken: boolean
}

export interface PlannedVersion {
  readonly id: string
  readonly version: number
  readonly said: EntrySaid
  readonly row: number
}

/** What a row says otherwise than the entry did before. */
export interface AlteredRow {
  readonly row: number
  readonly id: string
  readonly name: string
  readonly fields: readonly string[]
}

/** 导入计划 What becomes of every row of a list: new, changed, as it was, or not taken and why. */
export interface ImportPlan {
  readonly rows: number
  readonly entries: number
  readonly new: number
  readonly unchanged: number
  readonly changed: number
  readonly refused: number
  readonly runs: number
  readonly altered: readonly AlteredRow[]
  readonly faulty: readonly FaultyRow[]
  readonly versions: readonly PlannedVersion[]
}

const plainName = (name: string): string => name.normalize('NFKC').replaceAll(/[\s“”"'‘’]/g, '')
const keyOf = ({ scheme, value }: EntryCode): string => `${scheme} ${value}`

/** The running item that a row means: by a code of it, or by its whole name. */
export function runningItemFinder(items: readonly RunningItem[]) {
  const byCode = new Map<string, string>(
    items.flatMap(({ item, codes }) =>
      Object.entries(codes).map(([scheme, value]) => [`${scheme} ${value}`, item] as const),
    ),
  )
  const byName = new Map(items.map(({ item, name }) => [plainName(name), item]))
  return (name: string, codes: readonly EntryCode[]): string | undefined => {
    for (const code of codes) {
      const basic = basicOf(code)
      const found = byCode.get(keyOf(code)) ?? (basic === undefined ? undefined : byCode.get(`gb39554.basic ${basic}`))
      if (found !== undefined) return found
    }
    return byName.get(plainName(name))
  }
}

const compared = [
  ...(['name', 'nameEn', 'drawer', 'levels', 'region', 'organ', 'organName', 'organUscc', 'standing', 'item'] as const),
  ...(['reason', 'note', 'confirmedBy', 'confirmedOn'] as const),
] as const
const codesIn = ({ codes }: EntrySaid): string => codes.map(keyOf).join('\n')

const fieldsChanged = (before: EntrySaid, now: EntrySaid): readonly string[] => [
  ...compared.filter(field => JSON.stringify(before[field]) !== JSON.stringify(now[field])),
  ...(codesIn(before) === codesIn(now) ? [] : ['codes']),
]

const missing = (place: string, zh: string, en: string): EntryFault => ({
  code: 'ROW_INCOMPLETE',
  place,
  text: { zh, en },
})

/** Where a row says it belongs: in its own column, or in its code. */
const regionOf = ({ region, codes }: ListRow): string | undefined =>
  region !== undefined && /^(?:\d{6}|\d{9}|\d{12})$/.test(region)
    ? region
    : codes.map(regionIn).find(one => one !== undefined)

/** Where most rows of the list belong. */
function usualRegion(rows: ReadList['rows']): string | undefined {
  const counts = new Map<string, number>()
  for (const row of rows) {
    const region = 'refused' in row ? undefined : regionOf(row)
    if (region !== undefined) counts.set(region, (counts.get(region) ?? 0) + 1)
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0]
}

/** What a row says, with what is doubtful about it. */
function saidBy(
  row: ListRow,
  ground: PlanGround,
  usual: string,
  itemOf: ReturnType<typeof runningItemFinder>,
): EntrySaid {
  const { name, codes, kind } = row
  const faults: EntryFault[] = codes.flatMap(code => faultsOfCode(code, ground.context))
  const drawer = drawerOf(kind)
  if (drawer === undefined)
    faults.push(
      kind === undefined
        ? missing(
            'kind',
            '没有写明事项类型，暂列“其他行政权力”',
            'It does not say of which kind it is; filed under other',
          )
        : missing(
            'kind',
            `没有“${kind}”这一事项类型，暂列“其他行政权力”`,
            `“${kind}” is no kind of item; filed under other`,
          ),
    )
  if (row.organName === undefined && row.organ === undefined)
    faults.push(missing('organ', '没有写明实施主体', 'It does not say which organ carries it out'))
  if (codes.length === 0) faults.push(missing('codes', '没有编码', 'It has no code'))
  const region = regionOf(row) ?? usual
  const item = row.item ?? itemOf(name, codes) ?? null
  const standing: Standing = row.standing === 'offline' ? 'offline' : item === null ? 'listed' : 'runs'
  return {
    name,
    nameEn: row.nameEn ?? null,
    drawer: drawer ?? 'other',
    levels: levelsOf(row, region),
    region,
    organ: row.organ ?? null,
    organName: row.organName ?? null,
    organUscc: row.organUscc ?? null,
    codes,
    standing,
    item,
    reason: row.reason ?? null,
    note: row.note ?? null,
    confirmedBy: row.confirmedBy ?? null,
    confirmedOn: row.confirmedOn ?? null,
    faults,
  }
}

/**
 * 计划导入 Lays a list beside what is known, and decides of every row what becomes of it. Pure: the same list again is all unchanged.
 */
export function planImport({ rows, faults }: ReadList, ground: PlanGround): ImportPlan {
  const itemOf = runningItemFinder(ground.items)
  const known = new Map(ground.known.map(entry => [entry.id, entry]))
  const holders = new Map<string, string>()
  for (const { id, codes, standing } of ground.known)
    if (standing !== 'withdrawn') for (const code of codes) holders.set(keyOf(code), id)
  const faulty: FaultyRow[] = faults.map(fault => ({ ...fault, row: 0, name: null, taken: true }))
  const versions: PlannedVersion[] = []
  const altered: AlteredRow[] = []
  const met = new Map<string, number>()
  const counts = { new: 0, unchanged: 0, changed: 0, refused: 0, runs: 0 }
  const today = ground.context.today.toString()
  const usual = ground.region ?? usualRegion(rows) ?? ground.home

  const refuse = (row: number, name: string | null, found: readonly EntryFault[]): void => {
    counts.refused++
    for (const fault of found) faulty.push({ ...fault, row, name, taken: false })
  }

  for (const row of rows) {
    if ('refused' in row) {
      refuse(row.row, null, [row.refused])
      continue
    }
    const said = saidBy(row, ground, usual, itemOf)
    const wrong = wrongWith(said, ground.reasons, today)
    if (wrong.length > 0) {
      refuse(row.row, row.name, wrong)
      continue
    }
    const holder = said.codes.map(code => holders.get(keyOf(code))).find(one => one !== undefined)
    const id = holder ?? row.id ?? idOf(said)
    const before = met.get(id)
    const foreign = said.codes.find(code => (holders.get(keyOf(code)) ?? id) !== id)
    if (before !== undefined || foreign) {
      refuse(row.row, row.name, [
        before === undefined
          ? {
              code: 'ENTRY_CODE_TAKEN',
              place: foreign!.scheme,
              text: {
                zh: `编码 ${foreign!.value} 已属于另一条目`,
                en: `The code ${foreign!.value} belongs to another entry`,
              },
            }
          : {
              code: 'ROW_REPEATED',
              place: `row ${row.row}`,
              text: { zh: `与第${before}行是同一条目`, en: `The same entry as row ${before}` },
            },
      ])
      continue
    }
    const latest = known.get(id)
    if (staysWithdrawn(latest, said)) {
      refuse(row.row, row.name, [
        {
          code: 'ENTRY_WITHDRAWN',
          place: id,
          text: {
            zh: '该条目已撤下，清单所写没有变化，不再收录',
            en: 'The entry was withdrawn, and the list says what it said then',
          },
        },
      ])
      continue
    }
    met.set(id, row.row)
    for (const code of said.codes) holders.set(keyOf(code), id)
    for (const fault of said.faults) faulty.push({ ...fault, row: row.row, name: row.name, taken: true })
    if (said.standing === 'runs') counts.runs++
    if (latest && latest.standing !== 'withdrawn' && latest.digest === digestOf(said)) counts.unchanged++
    else {
      counts[latest ? 'changed' : 'new']++
      if (latest) altered.push({ row: row.row, id, name: latest.name, fields: fieldsChanged(latest, said) })
      versions.push({ id, version: (latest?.version ?? 0) + 1, said, row: row.row })
    }
  }
  return {
    rows: rows.length,
    entries: counts.new + counts.unchanged + counts.changed,
    ...counts,
    altered,
    faulty,
    versions,
  }
}
