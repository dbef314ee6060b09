import { createHash } from 'node:crypto'
import { type Bilingual, canonicalJson, drawers, levels } from '#kernel/definition'
import type { OfflineReason } from './offline.ts'

/** 编码 A code with the scheme it belongs to; several stand side by side. */
export interface EntryCode {
  readonly scheme: string
  readonly value: string
}

/** What is wrong with what a list says; the entry is taken all the same. */
export interface EntryFault {
  readonly code: string
  readonly place: string
  readonly text: Bilingual
}

export const standings = ['listed', 'offline', 'runs', 'withdrawn'] as const
export type Standing = (typeof standings)[number]

/**
 * 条目所载 What the city lists, as a version of it says: `listed` is named and nothing more is known, `offline` is done at a counter
 * only, with the reason of the closed list and who confirmed it when, `runs` is an item of this system.
 */
export interface EntrySaid {
  readonly name: string
  readonly nameEn: string | null
  readonly drawer: string
  readonly levels: readonly string[]
  readonly region: string
  /** The organ's id here, or what it is called outside. */
  readonly organ: string | null
  readonly organName: string | null
  readonly organUscc: string | null
  readonly codes: readonly EntryCode[]
  readonly standing: Standing
  readonly item: string | null
  readonly reason: string | null
  readonly note: string | null
  readonly confirmedBy: string | null
  readonly confirmedOn: string | null
  readonly faults: readonly EntryFault[]
}

/** Where it was read and since when it holds. */
export interface EntryOrigin {
  readonly sourceFile: string
  readonly sourceRow: number | null
  readonly batch: string
  /** First and last day. */
  readonly from: string
  readonly to: string | null
  readonly by: string
}

export interface Entry extends EntrySaid, Omit<EntryOrigin, 'by'> {
  readonly id: string
  readonly version: number
  readonly withdrawnBecause: string | null
  readonly digest: string
  readonly recordedAt: string
  readonly recordedBy: string
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** What tells two versions apart: what is said, not where it was read. */
export const digestOf = ({
  name,
  nameEn,
  drawer,
  levels: at,
  region,
  organ,
  organName,
  organUscc,
  codes,
  standing,
  item,
  reason,
  note,
  confirmedBy,
  confirmedOn,
}: EntrySaid): string =>
  sha256(
    canonicalJson({
      ...{ name, nameEn, drawer, levels: at, region, organ, organName, organUscc, codes, standing, item },
      ...{ reason, note, confirmedBy, confirmedOn },
    }),
  )

/** 撤下不变 Whether an entry was withdrawn, and is said again just as it was: it stays withdrawn. */
export const staysWithdrawn = (last: EntrySaid | undefined, said: EntrySaid): boolean =>
  last?.standing === 'withdrawn' && digestOf({ ...last, standing: said.standing }) === digestOf(said)

/** 稳定标识 An id that the same row of the same list gets again: of its first code, else of who lists it under which name. */
export const idOf = ({ codes, region, organName, organ, name }: EntrySaid): string => {
  const [code] = codes
  const told = code ? ['code', code.scheme, code.value] : ['name', region, organ ?? organName ?? '', name]
  return `e-${sha256(JSON.stringify(told)).slice(0, 16)}`
}

const fault = (code: string, place: string, zh: string, en: string): EntryFault => ({ code, place, text: { zh, en } })

/** What no entry may lack: each a reason to refuse it whole. */
export function wrongWith(said: EntrySaid, reasons: ReadonlyMap<string, OfflineReason>, today: string): EntryFault[] {
  const found: EntryFault[] = []
  const { name, drawer, levels: at, region, standing, item, reason, confirmedBy, confirmedOn, codes } = said
  if (name.trim() === '' || name.length > 300)
    found.push(
      fault('ENTRY_NAME', 'name', '没有名称，或者名称超过三百字', 'It has no name, or one of more than 300 characters'),
    )
  if (!(drawers as readonly string[]).includes(drawer))
    found.push(fault('ENTRY_DRAWER', 'drawer', `没有“${drawer}”这一类别`, `There is no drawer “${drawer}”`))
  if (at.length === 0 || at.some(level => !(levels as readonly string[]).includes(level)))
    found.push(
      fault('ENTRY_LEVEL', 'levels', '行使层级应为市、区县、街道、社区', 'Levels are city, county, street, community'),
    )
  if (!/^(?:\d{6}|\d{9}|\d{12})$/.test(region))
    found.push(fault('ENTRY_REGION', 'region', '区划代码应为 6、9 或 12 位数字', 'A division has 6, 9 or 12 digits'))
  if (standing === 'runs' && item === null)
    found.push(fault('ENTRY_ITEM', 'item', '写明在本平台办理的，须写明事项', 'What runs here names its item'))
  if (standing === 'offline') {
    if (reason === null || !reasons.has(reason))
      found.push(
        fault(
          'ENTRY_REASON',
          'reason',
          `不能网上办理的理由只有：${[...reasons.values()].map(one => one.name.zh).join('、')}；图方便不是理由`,
          `Reasons not to do it online are: ${[...reasons.keys()].join(', ')}; convenience is none`,
        ),
      )
    if (confirmedBy === null || confirmedBy.trim() === '' || confirmedOn === null)
      found.push(
        fault(
          'ENTRY_CONFIRMATION',
          'confirmedBy',
          '须写明由谁、何日确认不能网上办理',
          'Say who confirmed it and on which day',
        ),
      )
    else if (confirmedOn > today)
      found.push(fault('ENTRY_CONFIRMATION', 'confirmedOn', '确认日期在今天之后', 'It was confirmed after today'))
  }
  const told = codes.map(({ scheme, value }) => `${scheme} ${value}`)
  if (codes.length > 20 || codes.some(({ scheme, value }) => scheme === '' || value === '' || value.length > 200))
    found.push(
      fault(
        'ENTRY_CODE',
        'codes',
        '编码最多二十个，各有方案名和编码',
        'At most twenty codes, each with scheme and value',
      ),
    )
  if (new Set(told).size < told.length)
    found.push(fault('ENTRY_CODE', 'codes', '同一编码写了两次', 'A code is said twice'))
  return found
}
