import { canonicalJson } from '../canonical.ts'

/** Says that something became wider: where, and what. */
export type Widened = (path: string, zh: string, en: string) => void

export const same = (a: unknown, b: unknown): boolean =>
  a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b))

/** What the second list has and the first has not. */
export const added = (before: readonly string[] = [], after: readonly string[] = []): readonly string[] =>
  after.filter(name => !before.includes(name))
