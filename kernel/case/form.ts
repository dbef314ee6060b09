import type { ActInput } from './act.ts'
import { answerProblem } from './answer.ts'
import { type Detail, event, type NewEvent } from './event.ts'
import { bodyInvalid } from './refusals.ts'
import { primaryParty } from './state.ts'

type Values = Readonly<Record<string, unknown>>

/** Why a paper may not be given here; undefined where it may. `stage` is an officer's own; a party hands in for the case as a whole. */
function paperProblem(
  { definition, stages }: ActInput['definition'],
  id: string,
  stage: string | undefined,
): string | undefined {
  const material = definition.materials.find(one => one.id === id)
  if (!material) return 'UNKNOWN_MATERIAL'
  if (stage === undefined && material.from === 'officer') return 'OFFICERS_PAPER'
  const here = material.stage === undefined || material.stage === stage
  return here || (stage !== undefined && stages.get(stage)?.needs?.includes(id)) ? undefined : 'OF_ANOTHER_STAGE'
}

const paperProblems = (definition: ActInput['definition'], ids: readonly string[], stage?: string) =>
  ids.flatMap(id => {
    const problem = paperProblem(definition, id, stage)
    return problem === undefined ? [] : [[id, problem] as const]
  })

/**
 * 要件登记 Only what the guide names is taken in (行政许可法31), and from whom and where it names it: what officers make, such as an
 * expert's opinion, counts only when an officer gives it at its stage. A scan belongs to a paper that is given with it. Anything else
 * is refused by name.
 */
export function takeMaterials(
  { definition }: Pick<ActInput, 'definition'>,
  given: Readonly<Record<string, string>> = {},
  stage?: string,
  files: Readonly<Record<string, readonly string[]>> = {},
): readonly NewEvent[] {
  const scanned = Object.keys(files)
  if (Object.keys(given).length + scanned.length === 0) return []
  const problems = [
    ...paperProblems(definition, Object.keys(given), stage),
    ...scanned.filter(id => !Object.hasOwn(given, id)).map(id => [id, 'FILE_WITHOUT_PAPER'] as const),
  ]
  if (problems.length > 0)
    throw bodyInvalid({
      detail: `not to be given here: ${problems.map(([id]) => id).join(', ')}`,
      facts: { materials: Object.fromEntries(problems) },
      remedy: 'Leave out the named materials.',
    })
  return [event('materials.recorded', { materials: given, ...(scanned.length > 0 && { files }) })]
}

/** What no party can be asked for: ids that the guide does not name, the officers' own papers, those of a stage to come. */
export const beyondGuide = (definition: ActInput['definition'], ids: readonly string[]): readonly string[] =>
  paperProblems(definition, ids).map(([id]) => id)

/**
 * 草稿核对 What could never be handed in: fields and papers the opening form does not have, answers of another type. What is not filled in
 * yet, or emptied again, is no fault.
 */
export function mustFitSoFar(
  definition: ActInput['definition'],
  { fields, materials }: { readonly fields: Values; readonly materials: Values },
  on: string,
): void {
  const { form } = definition.definition.content
  const wrong = Object.entries(fields).flatMap(([name, value]) => {
    const field = Object.hasOwn(form, name) ? form[name] : undefined
    if (field === undefined || field.at !== undefined) return [[name, 'UNKNOWN_FIELD'] as const]
    const problem = value === null || value === '' ? undefined : answerProblem(field, value, on)
    return problem === undefined || problem === 'BLANK' ? [] : [[name, problem] as const]
  })
  const papers = paperProblems(definition, Object.keys(materials))
  if (wrong.length === 0 && papers.length === 0) return
  throw bodyInvalid({
    detail: `the form does not fit: ${[...wrong, ...papers].map(([name]) => name).join(', ')}`,
    facts: {
      ...(wrong.length > 0 && { fields: Object.fromEntries(wrong) }),
      ...(papers.length > 0 && { materials: Object.fromEntries(papers) }),
    },
    remedy: 'Correct or leave out what is named.',
  })
}

export const isOpen = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0)

/** Always, never, or where the item's condition holds; where it is not known whether it does, nobody is asked for more. */
export const isRequired = (required: boolean | string | undefined, facts: ActInput['facts']): boolean =>
  typeof required === 'string' ? facts.test(required) === true : required !== false

/**
 * 填表 Sorts the answers of one act: what may be kept in the open as facts, what must stay erasable. Unknown fields, wrong
 * types, false check digits and missing required answers are refused together, each by name and code, never by value. `disputed`
 * names answers that a register has otherwise; of an answer that is not given, or that the item takes from another one, nothing can be disputed.
 */
export function sortFields(
  { definition, state, on, facts }: Pick<ActInput, 'definition' | 'state' | 'on' | 'facts'>,
  stage: string | undefined,
  given: Values,
  complete: boolean,
  disputed: Readonly<Record<string, string>> = {},
): readonly NewEvent[] {
  const { form } = definition.definition.content
  const subject = primaryParty(state)?.party
  const problems: Record<string, string> = {}
  const open: Record<string, unknown> = {}
  const personal: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(given)) {
    const field = Object.hasOwn(form, name) ? form[name] : undefined
    if (field?.at !== stage || field === undefined) {
      problems[name] = 'UNKNOWN_FIELD'
      continue
    }
    if (value === null) continue
    const problem = answerProblem(field, value, on)
    if (problem !== undefined) problems[name] = problem
    else if (definition.personal.has(name)) personal[name] = value
    else open[name] = value
  }
  if (complete)
    for (const [name, field] of Object.entries(form))
      if (field.at === stage && isOpen(given[name]) && isRequired(field.required, facts)) problems[name] ??= 'MISSING'
  for (const [name, register] of Object.entries(disputed)) {
    const asked = Object.hasOwn(form, name) ? form[name] : undefined
    // Where the item names no register, the house says which one answers (字段含义): whoever takes the dispute up asks that one.
    const another = asked?.source !== undefined && asked.source.register !== register
    if (!asked || another || isOpen(given[name])) problems[name] ??= 'NOTHING_TO_DISPUTE'
  }
  if (Object.keys(problems).length > 0)
    throw bodyInvalid({
      detail: `the form does not fit: ${Object.keys(problems).join(', ')}`,
      facts: { fields: problems },
      remedy: 'Correct the named fields.',
    })
  if (Object.keys(open).length === 0 && Object.keys(personal).length === 0) return []
  const detail: Detail | undefined =
    Object.keys(personal).length > 0 ? { fields: personal, ...(subject !== undefined && { subject }) } : undefined
  return [event('facts.recorded', { facts: open, ...(Object.keys(disputed).length > 0 && { disputed }) }, detail)]
}
