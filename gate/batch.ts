import { csvOf, readSheet, rounded, type SheetRow, sheetLimits } from '#hubs/data/sheet'
import { type Clock, uuidv7 } from '#kernel/clock'
import type { CompiledItem } from '#kernel/definition'
import { Refusal } from '#kernel/refusal'
import {
  answerOf,
  type BatchColumn,
  type BatchNeeds,
  type BatchResult,
  type CitizenNeeds,
  columnNamed,
  columnsOf,
  type Draft,
  hasPaper,
  isAsked,
  kindsOf,
  mustAnswer,
  papersOf,
  questionsOf,
  type RowProblem,
  type RowResult,
  type SentFile,
  type SignedIn,
  textsIn,
} from '#portals/public'
import type { Filled, OpeningBody, Openings, Prefill } from '#systems/power'
import { type Batches, batchUnknown, type RowSaid } from '#systems/service'
import { callerOf, coversIn } from './acting.ts'
import type { Pressed } from './pressed.ts'

export interface BatchSettings {
  readonly clock: Clock
  readonly batches: Batches
  readonly openings: Openings
  readonly prefill: Prefill
  readonly apply: Pick<CitizenNeeds['apply'], 'formOf' | 'problemOf' | 'precheck' | 'receive' | 'today'>
  readonly openingOf: (person: SignedIn, draft: Draft) => Promise<OpeningBody>
  readonly pressed: Pressed
  /** Bytes of all files of one sending together. */
  readonly most: number
}

const problem = (column: string | null, code: string): RowProblem => ({ column, code, text: null })

/** 以后补交、承诺 Written in the cell of a paper instead of a file's name, where the item allows it. */
const insteads: readonly (readonly [RegExp, 'late' | 'committed'])[] = [
  [/^(以后补交|late)$/i, 'late'],
  [/^(承诺|committed)$/i, 'committed'],
]

/** 批量申报 Every row is judged as a form would be and filed by itself; the same row again files nothing. */
export function makeBatch(settings: BatchSettings): BatchNeeds {
  const { clock, batches, openings, prefill, apply, openingOf, pressed, most } = settings

  interface Filing {
    readonly person: SignedIn
    readonly place: { readonly item: string; readonly organ: string }
    readonly compiled: CompiledItem
    readonly columns: readonly (BatchColumn | undefined)[]
    readonly filled: ReadonlyMap<string, Filled>
    readonly papers: readonly SentFile[]
  }

  const saidIn = ({ columns, person, place }: Filing, { cells }: SheetRow): RowSaid => ({
    owner: person.actsAs,
    ...place,
    said: columns.flatMap((column, at) =>
      column && (cells[at] ?? '') !== '' ? [[column.key, cells[at]!] as const] : [],
    ),
  })

  /** The answers of a row, and what is wrong with each. */
  function answersIn({ compiled, columns, filled }: Filing, { cells }: SheetRow) {
    const problems: RowProblem[] = []
    const fields: Record<string, unknown> = Object.fromEntries([...filled].map(([name, { value }]) => [name, value]))
    const disputed: Record<string, string> = {}
    for (const [at, column] of columns.entries()) {
      const cell = cells[at] ?? ''
      if (!column?.field || cell === '') continue
      if (cell === rounded) {
        problems.push(problem(column.key, 'NUMBER_ROUNDED'))
        continue
      }
      const value = answerOf(column.field, textsIn(column, cell))
      const wrong = apply.problemOf(column.field, value)
      if (wrong !== undefined) problems.push(problem(column.key, wrong))
      const from = filled.get(column.key)?.from
      if (from?.kind === 'register' && from.value !== value) disputed[column.key] = from.register
      fields[column.key] = value
    }
    for (const question of questionsOf(compiled)) {
      const [name] = question
      const open = (fields[name] ?? null) === null && !problems.some(({ column }) => column === name)
      if (open && isAsked(compiled, question, fields) && mustAnswer(compiled, question, fields))
        problems.push(problem(name, 'MISSING'))
    }
    return { fields, disputed, problems }
  }

  /** The papers of a row: files that came with the spreadsheet, by their names. */
  async function papersIn(
    { person, compiled, columns, papers }: Filing,
    { cells }: SheetRow,
    fields: Readonly<Record<string, unknown>>,
  ) {
    const problems: RowProblem[] = []
    const files: Record<string, NonNullable<Draft['kept']['files']>[string]> = {}
    const instead: Record<string, 'late' | 'committed'> = {}
    for (const paper of papersOf(compiled, fields)) {
      const key = `paper:${paper.id}`
      const cell = cells[columns.findIndex(column => column?.key === key)] ?? ''
      if (cell === '') continue
      const word = insteads.find(([form]) => form.test(cell))?.[1]
      if (word !== undefined) {
        if (word === 'late' ? paper.lateAllowed === true : paper.commitment === true) instead[paper.id] = word
        else problems.push(problem(key, 'NOT_INSTEAD'))
        continue
      }
      const sent = papers.find(({ name }) => name === cell)
      if (!sent) {
        problems.push(problem(key, 'FILE_NOT_SENT'))
        continue
      }
      try {
        const { file, size, blank, blurred } = await apply.receive(person, sent.bytes, kindsOf(paper))
        const seen = { ...(blank && { blank }), ...(blurred && { blurred }) }
        files[paper.id] = [{ file, size, name: sent.name, on: apply.today(), ...seen }]
      } catch (fault) {
        if (!(fault instanceof Refusal) || fault.status >= 500) throw fault
        problems.push(problem(key, fault.code))
      }
    }
    return { files, instead, problems }
  }

  async function fileRow(filing: Filing, row: SheetRow, seen: Map<string, number>): Promise<RowResult> {
    const { person, place, compiled } = filing
    const said = saidIn(filing, row)
    const key = batches.keyOf(said)
    const wrong = (problems: readonly RowProblem[]): RowResult => ({
      line: row.line,
      status: 'wrong',
      number: null,
      problems,
    })
    if (seen.has(key)) return wrong([problem(null, 'SAME_ROW')])
    seen.set(key, row.line)
    const before = await batches.filed(said)
    if (before !== undefined) return { line: row.line, status: 'before', number: before, problems: [] }
    const { fields, disputed, problems } = answersIn(filing, row)
    if (problems.length > 0) return wrong(problems)
    const papers = await papersIn(filing, row, fields)
    if (papers.problems.length > 0) return wrong(papers.problems)
    const kept = { files: papers.files, instead: papers.instead, disputed }
    const draft: Draft = { ...place, caseId: uuidv7(clock), updatedOn: apply.today(), fields, kept }
    const missing = papersOf(compiled, fields).filter(
      ({ id, onlyIf }) => onlyIf === undefined && !hasPaper(draft, id, apply.today()),
    )
    try {
      const found = (await apply.precheck(person, draft)).filter(({ kind }) => kind === 'wrong')
      if (found.length > 0)
        return wrong(
          found.map(({ code, text, fields: names, material, problem: fault, referTo }) => ({
            column: material === null ? (names[0] ?? null) : `paper:${material}`,
            code: fault ?? code,
            text,
            referTo,
          })),
        )
      if (missing.length > 0) return wrong(missing.map(({ id }) => problem(`paper:${id}`, 'MATERIAL_MISSING')))
      const { caseId: _, ...body } = await openingOf(person, draft)
      const { result } = await openings.open(callerOf(person), key, body)
      await batches.keepFiled(said, result.number)
      return { line: row.line, status: result.repeated ? 'before' : 'filed', number: result.number, problems: [] }
    } catch (fault) {
      if (!(fault instanceof Refusal) || fault.status >= 500) throw fault
      return wrong([problem(null, fault.code)])
    }
  }

  async function fileSheet(...[person, place, sheet, papers]: Parameters<BatchNeeds['file']>): Promise<string> {
    const compiled = await apply.formOf(place.item, place.organ)
    const { headings, rows } = await readSheet(sheet.bytes)
    const all = columnsOf(compiled)
    const columns = headings.map(heading => (heading === '' ? undefined : columnNamed(all, heading)))
    const unknown = headings.filter((heading, at) => heading !== '' && columns[at] === undefined)
    const results: RowResult[] = []
    if (unknown.length === 0) {
      const filled = await prefill.own(callerOf(person), compiled)
      const filing: Filing = { person, place, compiled, columns, filled, papers }
      const seen = new Map<string, number>()
      for (const row of rows) results.push(await fileRow(filing, row, seen))
    }
    const result: BatchResult = { name: sheet.name, unknown, rows: results }
    return batches.keep(person.actsAs, place.item, place.organ, result)
  }

  return {
    formOf: apply.formOf,
    written: csvOf,
    limits: { rows: sheetLimits.rows, bytes: sheetLimits.bytes, files: most },

    async file(person, place, sheet, papers, key) {
      const files = [sheet, ...papers].map(({ bytes }) => bytes)
      return pressed({ actor: callerOf(person).actor, key, files }, () => fileSheet(person, place, sheet, papers))
    },

    async read(person, id) {
      const { item, organ, madeAt, result } = await batches.read(person.actsAs, id)
      if (!coversIn(person, 'apply', item)) throw batchUnknown()
      return { item, organ, on: madeAt.slice(0, 10), result: result as BatchResult }
    },
  }
}
