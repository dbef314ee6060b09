import { tight } from './sent-named.ts'
import type { SentRules } from './sent-rules.ts'

/** How many first lines a title stands in, and how long one is at most. */
const head = 5
const longest = 40
/** Lines at the beginning that still may say what the paper is. */
const beginning = 14

/** A list of what lies with a paper names other papers. */
const enclosed = /附件|附:|清单|目录/

/** What stands around a title and says nothing of what it is. */
const bare = (line: string): string =>
  line
    .replace(/[《》「」“”【】]/g, '')
    .replace(/\((?:副本|正本|草案|复印件|扫描件|修订稿|盖章|报批稿|送审稿|\d{4}年.{0,6})\)$/g, '')

/** The kinds of paper that a name asks for: by what its parts end with, or else by what they speak of. */
function kindsIn(name: string, rules: SentRules): readonly (readonly string[])[] {
  const parts = name.replace(/\([^)]*\)/g, '').split(/或者|以及|[和及、或]/)
  return parts.flatMap(part => {
    const end = kindAtEnd(part, rules)
    return end ? [end] : rules.kinds.filter(words => words.some(word => part.includes(word)))
  })
}

/** The kind that a line ends with, by its longest word. */
function kindAtEnd(line: string, { kinds }: SentRules): readonly string[] | undefined {
  const ends = kinds.flatMap(words => words.filter(word => line.endsWith(word)).map(word => ({ word, words })))
  return ends.sort((one, other) => other.word.length - one.word.length)[0]?.words
}

/**
 * 交错了文件 The title of a paper that is of another kind than was asked for; undefined where it is of the kind, where anything may be right, or
 * where no title is known. `others`: the names of the other papers that this application asks for.
 */
export function otherTitleIn(
  lines: readonly string[],
  { name, others, rules }: { readonly name: string; readonly others: readonly string[]; readonly rules: SentRules },
): string | undefined {
  const read = lines.map(tight).filter(line => line !== '')
  const asked = kindsIn(tight(name), rules)
  const open = asked.length === 0 || rules.open.some(word => name.includes(word))
  const begins = read.slice(0, beginning).filter(line => line.length <= longest && !enclosed.test(line))
  // A title is often broken over two lines.
  const joined = begins.slice(0, -1).map((line, at) => line + begins[at + 1]!)
  const own = [...asked.flat(), tight(name)]
  // "Application for approval of the design" is no design.
  const isIt = (line: string): boolean => {
    const end = kindAtEnd(bare(line), rules)
    return end !== undefined && asked.includes(end)
  }
  const speaksOfIt = (line: string): boolean =>
    kindAtEnd(bare(line), rules) === undefined && !line.includes(':') && own.some(word => line.includes(word))
  if ([...begins, ...joined].some(isIt) || begins.some(speaksOfIt)) return undefined
  for (const line of read.slice(0, head)) {
    if (line.length > longest) continue
    const title = bare(line)
    const kind = kindAtEnd(title, rules)
    if (!kind) continue
    const elsewhere = others.some(other => kind.some(word => tight(other).includes(word)))
    return open && !elsewhere ? undefined : title
  }
  return undefined
}
