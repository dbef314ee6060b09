import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { parseDocument, stringify } from 'yaml'
import { systemClock } from '#kernel/clock'
import { loadDefinition } from '#kernel/definition'
import { answerApart } from '#kernel/dmn'
import { markupBounds } from '#kernel/markup'
import { type DecisionIntake, takeInDecisions, writeDecisions } from '#systems/catalogue'
import { readTemplates } from '../content.ts'
import type { Command } from './command.ts'
import { usage } from './line.ts'
import { readStart } from './read-start.ts'

async function readModelFile(file: string): Promise<Uint8Array> {
  if (!existsSync(file))
    throw usage({
      detail: `There is no ${file}.`,
      remedy: 'Name a decision model (.dmn), or an item (.yaml) to export.',
    })
  return readStart(file, markupBounds.bytes)
}

function* linesOf(intake: DecisionIntake): Generator<string> {
  for (const { source, setting, text } of intake.understood) yield `understood ${source} → ${setting}: ${text}`
  for (const { setting, text } of intake.decided) yield `decided ${setting}: ${text}`
  for (const { source, decision, text } of intake.apart) yield `apart ${source} ${decision}: ${text}`
  for (const { source, value } of intake.listed) yield `listed ${source}: ${value}`
}

/** Rules and fields as a draft writes them; a verb to decide at is the editor's to change. */
const rulesOf = (intake: DecisionIntake) =>
  intake.rules.map(({ id, name, table, test }) => ({
    id,
    at: ['decide'],
    text: name,
    ...(table ? { table } : { test }),
  }))

const formOf = (intake: DecisionIntake) =>
  Object.fromEntries(
    Object.entries(intake.fields).map(([name, { type, label, values }]) => [
      name,
      { type, label, ...(values && { options: values.map(value => ({ value, label: value })) }) },
    ]),
  )

/** The draft with the rules added to its own; a field it already asks stays as it is. */
function withRules(draft: string, intake: DecisionIntake): string {
  const document = parseDocument(draft)
  if (document.errors.length > 0)
    throw usage({ detail: `The draft is no YAML: ${document.errors[0]!.message}`, remedy: 'Correct the draft first.' })
  for (const rule of rulesOf(intake)) {
    if (document.hasIn(['rules'])) document.addIn(['rules'], document.createNode(rule))
    else document.setIn(['rules'], document.createNode([rule]))
  }
  for (const [name, field] of Object.entries(formOf(intake)))
    if (!document.hasIn(['content', 'form', name]))
      document.setIn(['content', 'form', name], document.createNode(field))
  return document.toString({ lineWidth: 0 })
}

/** 决策模型 DMN files: what would become of one, its tables into a draft, one of its decisions run, the tables of an item written as one. */
export const dmn: Command = {
  summary: {
    zh: '导入、试算、导出 DMN 决策模型',
    en: 'take in, run and write decision models (DMN)',
  },
  usage: 'dmn FILE [--dry-run] [--into DRAFT] [--run DECISION]',
  options: {
    'dry-run': { about: '只说明,不写文件 say what would become of it, write nothing' },
    into: { about: '规则加入这份草稿 the draft that takes the rules', value: 'DRAFT.yaml' },
    out: { about: '写到这里 where files are written', value: 'DIRECTORY' },
    run: { about: '试算这个决策 run this decision of the model', value: 'DECISION' },
    facts: { about: '试算所用的事实 the facts it runs on, as JSON', value: 'JSON' },
  },
  takes: [1, 1],
  run: async ({ args: [file = ''], options, say }) => {
    const bytes = await readModelFile(file)
    const dry = options['dry-run'] === true
    const written: string[] = []
    const write = async (name: string, text: string) => {
      if (dry || typeof options.out !== 'string') return
      await mkdir(options.out, { recursive: true })
      await writeFile(join(options.out, name), text)
      written.push(join(options.out, name))
    }
    if (/\.ya?ml$/.test(file)) {
      const item = loadDefinition(basename(file), bytes, await readTemplates())
      const text = writeDecisions(item)
      await write(`${item.definition.item}.dmn`, text)
      const tables = item.definition.rules.filter(({ table }) => table).length
      return { ok: tables > 0, figures: { item: item.definition.item, tables, written }, text }
    }
    if (typeof options.run === 'string') {
      const facts = factsFrom(options.facts)
      const now = systemClock().now().epochNanoseconds
      const beside = await importedBeside(file, bytes)
      const { value, problems } = await answerApart({
        files: [{ name: basename(file), bytes }, ...beside],
        decision: options.run,
        facts,
        now,
      })
      for (const { kind, detail } of problems) say(`${kind}: ${detail}`)
      return { ok: true, figures: { decision: options.run, value, problems }, text: JSON.stringify(value) }
    }
    const intake = takeInDecisions(basename(file), bytes)
    for (const line of linesOf(intake)) say(line)
    const draft = typeof options.into === 'string' ? withRules(await readFile(options.into, 'utf8'), intake) : undefined
    const text = draft ?? stringify({ rules: rulesOf(intake), content: { form: formOf(intake) } }, { lineWidth: 0 })
    await write(typeof options.into === 'string' ? basename(options.into) : `${basename(file, '.dmn')}.yaml`, text)
    const { rules, fields, ...report } = intake
    const figures = {
      ...report,
      rules: rules.map(({ id, name, agreement }) => ({ id, name, ...agreement })),
      fields: Object.keys(fields),
      written,
    }
    return { ok: true, figures, text }
  },
}

function factsFrom(option: string | true | undefined): Readonly<Record<string, unknown>> {
  const refuse = () =>
    usage({ detail: '--facts is no JSON object.', remedy: `Write it as --facts '{"Income": 3200}'.` })
  if (option === undefined) return {}
  try {
    const facts: unknown = JSON.parse(String(option))
    if (typeof facts !== 'object' || facts === null || Array.isArray(facts)) throw refuse()
    return facts as Readonly<Record<string, unknown>>
  } catch (fault) {
    throw fault instanceof SyntaxError ? refuse() : fault
  }
}

/** Models that a file imports are looked for beside it, where it imports any. */
async function importedBeside(file: string, bytes: Uint8Array): Promise<{ name: string; bytes: Uint8Array }[]> {
  if (!/<(?:[\w-]+:)?import\s/.test(Buffer.from(bytes).toString('utf8'))) return []
  const { globSync } = await import('node:fs')
  const others = globSync('*.dmn', { cwd: dirname(file) })
    .filter(name => name !== basename(file))
    .slice(0, 20)
  return Promise.all(others.map(async name => ({ name, bytes: await readModelFile(join(dirname(file), name)) })))
}
