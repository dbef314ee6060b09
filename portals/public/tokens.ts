import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** 设计令牌 The one list of colours, sizes and type, for every skin. */
export const tokenSheet = readFileSync(join(import.meta.dirname, 'style/tokens.css'), 'utf8')

const usual = /:root \{([^}]*)\}/.exec(tokenSheet)?.[1] ?? ''

/** What the tokens are worth in usual type on the public pages, by name and in their order. */
export const tokens: ReadonlyMap<string, string> = new Map(
  [...usual.matchAll(/--([a-z0-9-]+):\s*([^;]+);/g)].map(([, name, value]) => [
    name!,
    value!.replaceAll(/\s+/g, ' ').trim(),
  ]),
)

/** One of them, for a drawing that no style sheet reaches. */
export function tokenOf(name: string): string {
  const value = tokens.get(name)
  if (value === undefined) throw new TypeError(`there is no token ${name}`)
  return value
}

/** The same as a number of pixels, for a drawing that must know how wide its words stand. */
export const pixelsOf = (name: string): number => Number.parseFloat(tokenOf(name))
