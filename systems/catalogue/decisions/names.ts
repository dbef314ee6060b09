const ours = /^[a-z][A-Za-z0-9]*$/

/** One name of a model as one of ours: `Monthly Income` is `monthlyIncome`; what has no Latin letter gets the word and a number. */
function oneName(name: string, word: string, number: number): string {
  if (ours.test(name)) return name
  const words = name.normalize('NFKD').match(/[A-Za-z0-9]+/g) ?? []
  const joined = words
    .map((part, index) => {
      const lower = /^[A-Z0-9]+$/.test(part) ? part.toLowerCase() : part
      return index === 0 ? lower[0]!.toLowerCase() + lower.slice(1) : lower[0]!.toUpperCase() + lower.slice(1)
    })
    .join('')
  if (ours.test(joined)) return joined
  return /^\d/.test(joined) ? `${word}${joined}` : `${word}${number}`
}

/** 命名 Names of a model as names of a form: the same for the same, no two alike. */
export interface OurNames {
  /** Of a path: `Loan`, `Loan.amount`. */
  of(path: readonly string[]): string
}

export function makeOurNames(word = 'fact'): OurNames {
  const known = new Map<string, string>()
  const taken = new Set<string>()
  const part = (path: readonly string[]): string => {
    const key = path.join('\u0000')
    const found = known.get(key)
    if (found !== undefined) return found
    const above = path.length > 1 ? `${part(path.slice(0, -1))}.` : ''
    const wanted = `${above}${oneName(path.at(-1)!, word, known.size + 1)}`
    let name = wanted
    for (let more = 2; taken.has(name); more++) name = `${wanted}${more}`
    known.set(key, name)
    taken.add(name)
    return name
  }
  return { of: part }
}
