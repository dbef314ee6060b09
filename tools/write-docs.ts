import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { EventType } from '#kernel/case'
import { moments } from '#kernel/definition'
import { declaredRefusals } from '#kernel/refusal'
import { eventWords } from './event-words.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const intro = (title: string, text: string): string =>
  `# ${title}\n\n<!-- Written by tools/write-docs.ts from the code; edit there. -->\n\n${text}\n`
/** How wide a text stands on a screen of fixed letters: Chinese signs take two. */
const widthOf = (text: string): number =>
  [...text].reduce(
    (sum, sign) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u.test(sign)
        ? 2
        : 1),
    0,
  )

/** A table laid out as the formatter would, so that writing it again changes nothing. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows.map(row => row.map(cell => cell.replaceAll('|', '\\|')))]
  const widths = header.map((_, column) => Math.max(3, ...lines.map(line => widthOf(line[column] ?? ''))))
  const laidOut = lines.map(
    line => `| ${line.map((cell, column) => cell + ' '.repeat(widths[column]! - widthOf(cell))).join(' | ')} |`,
  )
  return [laidOut[0], `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`, ...laidOut.slice(1)].join('\n')
}

/** `'case.opened': { … }` as written in `EventData` and what it extends, one line each. */
function eventShapes(): ReadonlyMap<string, string> {
  const source = read('kernel/case/event.ts')
  const own = source.slice(source.indexOf('export interface EventData '), source.indexOf('export type EventType'))
  const body = [own, ...['deposit', 'part', 'service'].map(name => read(`kernel/case/${name}-events.ts`))].join('\n')
  const shapes = new Map<string, string>()
  for (const [, type, shape] of body.matchAll(/^ {2}'([a-z]+\.[a-z-]+)': ([\s\S]*?)(?=\n {2}'|\n\}|\n {2}\/\*\*)/gm))
    shapes.set(type!, shape!.replaceAll(/\s+/g, ' ').replaceAll('readonly ', ''))
  return shapes
}

/** Which moments an event marks, as written in `evolve/moments.ts`. */
function eventMoments(): ReadonlyMap<string, readonly string[]> {
  const source = read('kernel/case/evolve/moments.ts')
  const marks = new Map<string, readonly string[]>()
  for (const [, type, marked] of source.matchAll(/^ {2}'([a-z]+\.[a-z-]+)': [^=]*=>\s*([\s\S]*?),\n(?= {2}'|\})/gm)) {
    const words = [...marked!.matchAll(/(?<=[[`'])([a-z][a-z-]*)(?=['`$])/g)]
      .map(([word]) => word.replace(/-$/, '-…'))
      .filter(word => word !== 'decision' || type === 'decision.made')
    marks.set(
      type!,
      marked!.includes('data.stage')
        ? ['the stage’s key']
        : words.filter(word => !['upheld', 'withdrawn'].includes(word)),
    )
  }
  return marks
}

const groupOf = (type: string): string => type.split('.')[0]!

/** 事件目录 Every event there is, what it says, what it holds, and the moments it marks. */
export function eventsDocument(): string {
  const shapes = eventShapes()
  const marks = eventMoments()
  const types = Object.keys(eventWords) as EventType[]
  const groups = [...new Set(types.map(groupOf))]
  const sections = groups.map(group => {
    const rows = types
      .filter(type => groupOf(type) === group)
      .map(type => {
        const [zh, en] = eventWords[type]
        const marked = marks.get(type) ?? []
        return [
          `\`${type}\``,
          zh,
          en,
          `\`${shapes.get(type) ?? ''}\``,
          marked.map(mark => (mark.includes(' ') ? mark : `\`${mark}\``)).join(', ') || '–',
        ]
      })
    return `## ${group}\n\n${table(['type', '中文', 'says', 'data, version 1', 'marks'], rows)}\n`
  })
  const marked = new Map(
    moments.map(moment => [
      moment,
      [...marks]
        .filter(([, list]) =>
          list.some(mark => mark === moment || (mark.endsWith('…') && moment.startsWith(mark.slice(0, -1)))),
        )
        .map(([type]) => `\`${type}\``),
    ]),
  )
  const momentRows = [...marked].map(([moment, by]) => [`\`${moment}\``, by.join(', ') || 'no event of version 1'])
  const text = [
    `Every change of a case is one of these ${types.length} events. An event is a row of the view \`kernel.case_events\` (a step is stored as one row, docs/adr/0017): case, \`seq\` from 1 without gaps, \`type\`, \`v\`, the instant,`,
    'the legal day it counts from, who, by which verb, the verdicts that were given, and `data`. Released types never change (docs/adr/0002). Data holds codes,',
    'dates, amounts and internal ids, never what a person is called or said: that lies encrypted beside it and is not folded.',
    '',
    'A limit runs from and to **moments**: a stage’s key means its completion; the other words are below.',
  ].join('\n')
  return `${intro('Events 事件', text)}\n${sections.join('\n')}\n## Moments 时点\n\n${table(['moment', 'marked by'], momentRows)}\n`
}

/** Loads whatever declares a refusal, and tells which file declares which code. */
async function refusalFiles(): Promise<ReadonlyMap<string, string>> {
  const declaring = globSync('{kernel,hubs,systems,portals,gate,commands}/**/*.ts', { cwd: root })
    .filter(path => !/\.(?:test|fixture|samples)\.ts$/.test(path) && !path.includes('node_modules'))
    .sort()
  const places = new Map<string, string>()
  for (const path of declaring) {
    const codes = [...read(path).matchAll(/\brefusal\(\s*'([A-Z0-9_]+)'/g)].map(([, code]) => code!)
    if (codes.length === 0) continue
    await import(join(root, path))
    for (const code of codes) places.set(code, dirname(path))
  }
  return places
}

/** 拒绝目录 Every permanent code, its status and its title, by the module that refuses. */
export async function errorsDocument(): Promise<string> {
  const places = await refusalFiles()
  const kinds = declaredRefusals().filter(({ code }) => places.has(code))
  const modules = [...new Set(kinds.map(({ code }) => places.get(code)!))].sort()
  const sections = modules.map(module => {
    const rows = kinds
      .filter(({ code }) => places.get(code) === module)
      .map(({ code, status, title }) => [`\`${code}\``, String(status), title])
    return `## ${module}\n\n${table(['code', 'status', 'title'], rows)}\n`
  })
  const text = [
    `The ${kinds.length} refusals of the program, each with a permanent code. Over HTTP a refusal is \`application/problem+json\` (RFC 9457): \`type\` is \`/errors/CODE\`, with`,
    '`title`, `status`, `code`, and where there is something to say `detail`, `reasons` (rule, article, facts) and `remedy`. Programs look at the code; titles may be',
    'reworded. Anything that is not here is a bug and answers 500 without detail. On the command line the same code stands first and the exit code is 1, or 2 for `USAGE`.',
    '',
    'Findings about item files (`plumbline check`) have codes of their own, beside their rule in `kernel/definition`.',
  ].join('\n')
  return `${intro('Refusals 拒绝', text)}\n${sections.join('\n')}`
}

/** What is written where; a test holds the files against this. */
export const documents: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/events.md': eventsDocument,
  'docs/errors.md': errorsDocument,
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [path, write] of Object.entries(documents)) {
    writeFileSync(join(root, path), await write())
    process.stdout.write(`${path}\n`)
  }
