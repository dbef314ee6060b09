import type { CompiledItem } from '#kernel/definition'
import type { FeelType, RawFacts, ScalarType } from '#kernel/rules'

/** Numbers below `bound`, the same for the same seed. */
export type Below = (bound: number) => number

export function chance(seed: number): Below {
  let state = seed >>> 0
  return bound => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * bound)
  }
}

const two = (value: number) => String(value).padStart(2, '0')

/** Texts and numbers the item itself compares with, so that comparisons fall either way. */
function namedIn(item: CompiledItem): { readonly texts: readonly string[]; readonly numbers: readonly number[] } {
  const written = [...item.expressions.keys(), ...item.definition.rules.map(({ table }) => JSON.stringify(table ?? ''))]
  const all = (shape: RegExp) => written.flatMap(text => [...text.matchAll(shape)].map(([, found]) => found!))
  return {
    texts: [...new Set(all(/"([^"\\]+)\\?"/g))],
    numbers: [...new Set(all(/\b(\d{1,12})\b/g).map(Number))],
  }
}

/** One value of a type; one in twenty is not known. */
function drawnOf(type: FeelType, named: ReturnType<typeof namedIn>, below: Below): unknown {
  if (below(20) === 0) return null
  if (type.kind === 'relation')
    return Array.from({ length: below(4) }, () =>
      Object.fromEntries(Object.entries(type.fields).map(([name, field]) => [name, drawnOf(field, named, below)])),
    )
  return scalarOf(type, named, below)
}

function scalarOf(type: ScalarType, { texts, numbers }: ReturnType<typeof namedIn>, below: Below): unknown {
  switch (type.kind) {
    case 'boolean':
      return below(2) === 0
    case 'string': {
      const from = type.values ?? texts
      return from.length === 0 ? `text ${below(1_000)}` : from[below(from.length)]
    }
    case 'date':
      return `${2020 + below(8)}-${two(1 + below(12))}-${two(1 + below(28))}`
    case 'decimal':
      return (type.scale ?? 0) === 0 ? String(below(10_000)) : `${below(10_000)}.${below(10)}`
    default:
      return numbers.length > 0 && below(2) === 0
        ? numbers[below(numbers.length)]! + below(3) - 1
        : below(10 ** (1 + below(9)))
  }
}

/** Facts of as many different cases of the item. */
export function casesOf(item: CompiledItem, count: number, below: Below): readonly RawFacts[] {
  const named = namedIn(item)
  const derived = new Set(Object.keys(item.definition.content.facts ?? {}))
  const fields = Object.entries(item.scope).filter(([name]) => !derived.has(name))
  return Array.from({ length: count }, () =>
    Object.fromEntries(fields.map(([name, type]) => [name, drawnOf(type, named, below)])),
  )
}
