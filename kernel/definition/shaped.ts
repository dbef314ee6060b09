import type { Static, TSchema } from 'typebox'
import { readDocument } from './document.ts'
import type { Finding } from './finding.ts'
import { type Positions, plain, positionsOf } from './located.ts'
import { checkShape } from './shape.ts'

export type ReadShaped<Schema extends TSchema> =
  | { readonly value: Static<Schema>; readonly positions: Positions }
  | { readonly findings: readonly Finding[] }

/** 读配置文件 Reads a file of the city's content that is no item, with the same care: what is wrong comes back with file and line. */
export function readShaped<Schema extends TSchema>(
  file: string,
  bytes: Uint8Array,
  schema: Schema,
): ReadShaped<Schema> {
  const read = readDocument(file, bytes)
  if ('findings' in read) return read
  const positions = positionsOf(read.root)
  const value = plain(read.root)
  const findings = checkShape(schema, value, positions)
  return findings.length > 0 ? { findings } : { value: value as Static<Schema>, positions }
}
