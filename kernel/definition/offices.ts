import { readDocument } from './document.ts'
import { plain } from './located.ts'

/** 机关类型 Kinds of organ by key and by further name, each with the codes of its posts: what an item's roles may point at. */
export type OfficeSource = ReadonlyMap<string, ReadonlySet<string>>

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads keys and post codes of `organ-types.yaml`. Only identity judges the rest of that file. */
export function officesOf(file: string, bytes: Uint8Array): OfficeSource | undefined {
  const read = readDocument(file, bytes)
  if ('findings' in read) return undefined
  const offices = new Map<string, Set<string>>()
  for (const [key, type] of Object.entries(plain(read.root) as Readonly<Record<string, unknown>>)) {
    if (!isMap(type)) continue
    const names = [key, ...(Array.isArray(type.functions) ? type.functions.map(String) : [])]
    const posts = isMap(type.posts) ? Object.keys(type.posts) : []
    for (const name of names) offices.set(name, new Set([...(offices.get(name) ?? []), ...posts]))
  }
  return offices
}
