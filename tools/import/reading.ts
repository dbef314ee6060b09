/**
 * 说明 What was made of one element of the source: understood (where it went), decided by default (from which statute),
 * contradictory (with what), legally faulty (why), or left for an editor.
 */
export interface Remark {
  readonly kind: 'understood' | 'default' | 'contradictory' | 'faulty' | 'left'
  /** Of the source, as `limits.statutory.value` or `materials[0].name`; of the draft where the source says nothing. */
  readonly path: string
  readonly text: string
}

type Tree = Readonly<Record<string, unknown>>

const join = (path: string, key: string | number): string =>
  typeof key === 'number' ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`

/** Every place of a JSON text where a value ends: a word, a number, null, or an empty list. */
export function leavesOf(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [path]
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((one, at) => [at, one] as const)
    : Object.entries(value)
  return entries.length === 0 ? [path] : entries.flatMap(([key, one]) => leavesOf(one, join(path, key)))
}

/** 读源 A source being read: what is taken from it is said, and what nobody took is said at the end. Nothing is dropped in silence. */
export function readingOf(source: unknown) {
  const remarks: Remark[] = []
  const told = new Set<string>()
  const placed: { readonly draft: string; readonly path: string }[] = []

  function at(path: string): unknown {
    let value: unknown = source
    for (const key of path.split(/[.[\]]/).filter(Boolean)) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
      value = (value as Tree)[key]
    }
    return value
  }
  const say = (kind: Remark['kind'], path: string, text: string): void => {
    const value = at(path)
    // A fault is said once, of the whole element it lies in.
    if (kind === 'faulty' || kind === 'contradictory') {
      remarks.push({ kind, path, text })
      told.add(path)
      return
    }
    for (const leaf of value === undefined ? [path] : leavesOf(value, path)) {
      remarks.push({ kind, path: leaf, text })
      told.add(leaf)
    }
  }

  return {
    remarks,
    at,
    say,
    /** The element went to this place of the draft; what the law says against that place is told of the element. */
    understood(path: string, draft: string, more = ''): void {
      placed.push({ draft, path })
      say('understood', path, `→ ${draft}${more === '' ? '' : ` ${more}`}`)
    },
    text(path: string): string | undefined {
      const value = at(path)
      return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
    },
    number(path: string): number | undefined {
      const value = at(path)
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined
    },
    /** Paths of a list's elements. */
    each(path: string): readonly string[] {
      const value = at(path)
      return Array.isArray(value) ? value.map((_one, index) => join(path, index)) : []
    },
    /** The source of a place of the draft, or the place itself. */
    sourceOf(draft: string): string {
      const found = placed
        .filter(one => draft === one.draft || draft.startsWith(`${one.draft}.`))
        .sort((a, b) => b.draft.length - a.draft.length)[0]
      return found?.path ?? draft
    },
    /** Whatever nobody spoke about is left, and said to be. */
    finish(): readonly Remark[] {
      for (const leaf of leavesOf(source))
        if (!told.has(leaf)) say('left', leaf, '未能归入十四个设定，留给编辑 no setting takes it; left for an editor')
      return remarks
    },
  }
}
export type Reading = ReturnType<typeof readingOf>
