/** Where a value of a definition stands: `content.guide.windows`, `materials.report.name`. Lists go by their rows' own ids. */
function* leavesOf(value: unknown, path: string): Generator<string> {
  if (Array.isArray(value)) {
    for (const [at, one] of value.entries()) yield* leavesOf(one, `${path}.${idOf(one) ?? at}`)
    if (value.length === 0) yield path
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
    for (const [name, inner] of entries) yield* leavesOf(inner, path === '' ? name : `${path}.${name}`)
    if (entries.length === 0) yield path
  } else yield path
}

/** What names a row of a list inside a definition. */
export function idOf(row: unknown): string | undefined {
  if (typeof row !== 'object' || row === null) return undefined
  const { id, stage, parallel } = row as Readonly<Record<string, unknown>>
  const named = id ?? stage ?? parallel
  return typeof named === 'string' ? named : undefined
}

/** 落位 Keeps account of which settings have found a column, so that what has none can be told by its path. */
export interface Placing {
  /** Notes that the settings at these paths are in this value; a path that ends in `.*` is all beneath it. */
  put<T>(value: T, ...paths: readonly string[]): T
  /** Paths of the definition that nothing has taken, sorted. */
  unplaced(definition: object): readonly string[]
  readonly count: () => number
}

export function makePlacing(): Placing {
  const exact = new Set<string>()
  const beneath = new Set<string>()
  const isPlaced = (leaf: string): boolean => {
    if (exact.has(leaf) || exact.has(leaf.replace(/\.zh$/, ''))) return true
    for (let end = leaf.lastIndexOf('.'); end > 0; end = leaf.lastIndexOf('.', end - 1))
      if (beneath.has(leaf.slice(0, end))) return true
    return false
  }
  return {
    put(value, ...paths) {
      if (value === undefined || value === '') return value
      for (const path of paths)
        if (path.endsWith('.*')) beneath.add(path.slice(0, -2))
        else exact.add(path)
      return value
    },
    unplaced: definition => [...new Set(leavesOf(definition, ''))].filter(leaf => !isPlaced(leaf)).sort(),
    count: () => exact.size + beneath.size,
  }
}
