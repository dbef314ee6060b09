import { type Static, Type } from 'typebox'
import { readDocument } from './document.ts'
import { type Finding, hasErrors } from './finding.ts'
import { checkImplementation, Implementation, implementationFault } from './implementation.ts'
import { type Positions, plain, positionsOf } from './located.ts'
import type { ItemDefinition } from './settings/item.ts'
import { checkShape } from './shape.ts'

const strict = { additionalProperties: false } as const
const { item, organ, region, version, effective, taskCode, ...said } = Implementation.properties

/**
 * 各机关实施清单 One item and the organs that carry it out: what stands above holds for each of them that does not say otherwise.
 * Each row is published as if it stood in a file of its own.
 */
const ImplementationList = Type.Object(
  {
    item,
    version,
    effective,
    ...said,
    organs: Type.Array(
      Type.Object(
        { organ, region, taskCode, version: Type.Optional(version), effective: Type.Optional(effective), ...said },
        strict,
      ),
      { minItems: 1 },
    ),
  },
  strict,
)
type ImplementationList = Static<typeof ImplementationList>

/** What one organ says, and where it says it. */
export interface Said {
  readonly implementation: Implementation
  readonly positions: Positions
}

/** A part of a row stands in the row, or above where the row says nothing of it. */
function positionsInRow(positions: Positions, at: number, row: object): Positions {
  const full = (path: Parameters<Positions['at']>[0]) =>
    path.length > 0 && Object.hasOwn(row, String(path[0])) ? ['organs', at, ...path] : path
  return { at: path => positions.at(full(path)), shown: path => positions.shown(full(path)) }
}

/** Reads a file by itself, organ by organ: what it is about, before the item is at hand. */
export function implementationsIn(
  file: string,
  bytes: Uint8Array | string,
): { readonly said: readonly Said[]; readonly findings: readonly Finding[] } {
  const read = readDocument(file, typeof bytes === 'string' ? Buffer.from(bytes) : bytes)
  if ('findings' in read) return { said: [], findings: read.findings }
  const positions = positionsOf(read.root)
  const value = plain(read.root)
  const several = read.root.kind === 'map' && read.root.entries.has('organs')
  const findings = checkShape(several ? ImplementationList : Implementation, value, positions)
  if (findings.length > 0) return { said: [], findings }
  if (!several) return { said: [{ implementation: value as Implementation, positions }], findings }
  const { organs, ...head } = value as ImplementationList
  return {
    said: organs.map((row, at) => ({
      implementation: { ...head, ...row },
      positions: positionsInRow(positions, at, row),
    })),
    findings: twice(organs, positions),
  }
}

function twice(organs: ImplementationList['organs'], positions: Positions): readonly Finding[] {
  const seen = new Set<string>()
  return organs.flatMap(({ organ: id, region: where }, at) => {
    const key = `${id} ${where}`
    if (!seen.has(key)) {
      seen.add(key)
      return []
    }
    return [
      implementationFault(
        positions,
        ['organs', at, 'organ'],
        'IMPLEMENTATION_TWICE',
        `“${id}”已写在上面`,
        `“${id}” stands above already`,
      ),
    ]
  })
}

/** Holds what organs say against the item in force on their first day. */
export function checkSaid(
  said: readonly Said[],
  itemOf: (item: string, from: string) => ItemDefinition | undefined,
): { readonly good: readonly Said[]; readonly findings: readonly Finding[] } {
  const findings: Finding[] = []
  const good = said.filter(({ implementation, positions }) => {
    const { item: key, effective: since } = implementation
    const definition = itemOf(key, since.from)
    const found = definition
      ? checkImplementation(implementation, definition, positions)
      : [
          implementationFault(
            positions,
            ['item'],
            'IMPLEMENTATION_NO_ITEM',
            `没有事项“${key}”`,
            `There is no item “${key}”`,
          ),
        ]
    findings.push(...found)
    return !hasErrors(found)
  })
  return { good, findings }
}

/** 读实施清单 Reads one file against the item it belongs to; what is not good is left out, and said. */
export function readImplementations(
  file: string,
  bytes: Uint8Array | string,
  itemOf: (item: string, from: string) => ItemDefinition | undefined,
): {
  readonly implementations: readonly Implementation[]
  /** The same, each with where it stands. */
  readonly good: readonly Said[]
  readonly findings: readonly Finding[]
} {
  const read = implementationsIn(file, bytes)
  const { good, findings } = hasErrors(read.findings) ? { good: [], ...read } : checkSaid(read.said, itemOf)
  return { implementations: good.map(({ implementation }) => implementation), good, findings }
}
