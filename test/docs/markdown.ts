/** One row of a Markdown table, by the header of its columns. */
export type Row = Readonly<Record<string, string>>

const cells = (line: string): string[] =>
  line
    .replaceAll('\\|', ' ')
    .split('|')
    .slice(1, -1)
    .map(cell => cell.trim())

/** The tables of a document under the heading they stand below. */
export function tablesOf(markdown: string): ReadonlyMap<string, readonly Row[]> {
  const tables = new Map<string, Row[]>()
  let heading = ''
  let header: string[] = []
  for (const line of markdown.split('\n')) {
    if (line.startsWith('#')) {
      heading = line.replace(/^#+\s*/, '')
      header = []
    } else if (!line.startsWith('|')) header = []
    else if (header.length === 0) header = cells(line)
    else if (!/^\|[\s|:-]+\|$/.test(line)) {
      const row = Object.fromEntries(cells(line).map((cell, index) => [header[index] ?? '', cell]))
      tables.set(heading, [...(tables.get(heading) ?? []), row])
    }
  }
  return tables
}

export interface CodeBlock {
  readonly language: string
  readonly text: string
  readonly line: number
}

export const codeBlocksOf = (markdown: string): readonly CodeBlock[] =>
  [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(({ index, 1: language, 2: text }) => ({
    language: language!,
    text: text!,
    line: markdown.slice(0, index).split('\n').length,
  }))

/** Where the links of a document point, without those that leave the house. */
export const linksOf = (markdown: string): readonly string[] =>
  [...markdown.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, to]) => to!)
    .filter(to => !/^(?:https?:|mailto:|#)/.test(to))
