import { tileWidth } from './frontier.ts'

/** A resource of a C2SP tlog-tiles log: a tile of hashes, or a bundle of entries. `width` 256 is a full one. */
export interface TilePath {
  readonly kind: 'tile' | 'entries'
  readonly level: number
  readonly index: number
  readonly width: number
}

/** 1234067 → `x001/x234/067`: groups of three digits, all but the last marked. */
function encodeIndex(index: number): string {
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? []
  return groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join('/')
}

export function encodeTilePath({ kind, level, index, width }: TilePath): string {
  const partial = width === tileWidth ? '' : `.p/${width}`
  return `tile/${kind === 'entries' ? 'entries' : level}/${encodeIndex(index)}${partial}`
}

const shape = /^tile\/(entries|\d|[1-5]\d|6[0-3])\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/

/** Reads a path strictly: one resource has one path, so caches cannot be filled with doubles. */
export function decodeTilePath(path: string): TilePath | undefined {
  const [, place, groups, partial] = shape.exec(path) ?? []
  if (place === undefined || groups === undefined) return undefined
  const index = Number(groups.replaceAll(/[x/]/g, ''))
  const width = partial === undefined ? tileWidth : Number(partial)
  const found: TilePath = {
    kind: place === 'entries' ? 'entries' : 'tile',
    level: place === 'entries' ? 0 : Number(place),
    index,
    width,
  }
  const wellFormed = Number.isSafeInteger(index) && (partial === undefined || width < tileWidth)
  return wellFormed && encodeTilePath(found) === path ? found : undefined
}

/** How many hashes tile `index` of `level` holds in a tree of this size: 0 when it does not exist yet. */
export const widthOf = (size: number, level: number, index: number): number =>
  Math.max(0, Math.min(Math.floor(size / tileWidth ** level) - index * tileWidth, tileWidth))
