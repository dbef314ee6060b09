import { isDay } from '#kernel/clock'
import { parseCitizen, parseUscc } from '#kernel/code'
import type { ActInput } from './act.ts'
import { type Detail, event, type NewEvent } from './event.ts'
import { bodyInvalid } from './refusals.ts'
import { primaryParty } from './state.ts'

type Values = Readonly<Record<string, unknown>>

/** What is wrong with one answer, as a code; undefined when nothing is. */
function problemOf(
  field: { type: string; min?: number; max?: number; maxLength?: number; options?: readonly { value: string }[] },
  value: unknown,
  on: string,
): string | undefined {
  const decimal = /^decimal\((\d)\)$/.exec(field.type)
  if (decimal || field.type === 'integer' || field.type === 'money') {
    const places = decimal ? Number(decimal[1]) : 0
    if (typeof value !== 'number' && !(typeof value === 'string' && /^-?\d{1,18}(\.\d+)?$/.test(value)))
      return 'NOT_A_NUMBER'
    const [, fraction = ''] = String(value).split('.')
    if (fraction.length > places || /e/i.test(String(value))) return 'TOO_MANY_PLACES'
    const number = Number(value)
    if (!Number.isFinite(number) || Math.abs(number) > 999_999_999_999_999) return 'OUT_OF_RANGE'
    if (number < (field.min ?? (field.type === 'money' ? 0 : Number.NEGATIVE_INFINITY))) return 'TOO_SMALL'
    return field.max !== undefined && number > field.max ? 'TOO_LARGE' : undefined
  }
  if (field.type === 'boolean') return typeof value === 'boolean' ? undefined : 'NOT_A_BOOLEAN'
  if (typeof value !== 'string') return 'NOT_A_TEXT'
  if (value.length > (field.maxLength ?? (field.type === 'text' ? 4_000 : 200))) return 'TOO_LONG'
  switch (field.type) {
    case 'date':
      return isDay(value) ? undefined : 'NOT_A_DATE'
    case 'choice':
      return field.options?.some(option => option.value === value) ? undefined : 'NOT_AN_OPTION'
    case 'uscc':
      return parseUscc(value).ok ? undefined : 'NOT_A_USCC'
    case 'citizen':
      return parseCitizen(value, { today: Temporal.PlainDate.from(on) }).ok ? undefined : 'NOT_A_CITIZEN_NUMBER'
    case 'phone':
      return /^\+?[0-9-]{5,20}$/.test(value) ? undefined : 'NOT_A_PHONE'
    default:
      return undefined
  }
}

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

/**
 * 要件登记 Only what the guide names is taken in (行政许可法31), and from whom and where it names it: what officers make, such as an
 * expert's opinion, counts only when an officer gives it at its stage. Anything else is refused by name.
 */
export function takeMaterials(
  { definition }: Pick<ActInput, 'definition'>,
  given: Readonly<Record<string, string>> | undefined,
  stage?: string,
): readonly NewEvent[] {
  if (given === undefined || Object.keys(given).length === 0) return []
  const problems = Object.keys(given).flatMap(id => {
    const problem = paperProblem(definition, id, stage)
    return problem === undefined ? [] : [[id, problem] as const]
  })
  if (problems.length > 0)
    throw bodyInvalid({
      detail: `not to be given here: ${problems.map(([id]) => id).join(', ')}`,
      facts: { materials: Object.fromEntries(problems) },
      remedy: 'Leave out the named materials.',
    })
  return [event('materials.recorded', { materials: given })]
}

/** What no party can be asked for: ids that the guide does not name, the officers' own papers, those of a stage to come. */
export const beyondGuide = (definition: ActInput['definition'], ids: readonly string[]): readonly string[] =>
  ids.filter(id => paperProblem(definition, id, undefined) !== undefined)

/**
 * 填表 Sorts the answers of one act: what may be kept in the open as facts, what must stay erasable. Unknown fields, wrong
 * types, false check digits and missing required answers are refused together, each by name and code, never by value.
 */
export function sortFields(
  { definition, state, on }: Pick<ActInput, 'definition' | 'state' | 'on'>,
  stage: string | undefined,
  given: Values,
  complete: boolean,
): readonly NewEvent[] {
  const { form } = definition.definition.content
  const subject = primaryParty(state)?.party
  const problems: Record<string, string> = {}
  const facts: Record<string, unknown> = {}
  const personal: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(given)) {
    const field = Object.hasOwn(form, name) ? form[name] : undefined
    if (field?.at !== stage || field === undefined) {
      problems[name] = 'UNKNOWN_FIELD'
      continue
    }
    if (value === null) continue
    const values = field.repeat
      ? Array.isArray(value) && value.length <= field.repeat.max
        ? value
        : [undefined]
      : [value]
    const problem = values
      .map(each => problemOf(field as Parameters<typeof problemOf>[0], each, on))
      .find(found => found !== undefined)
    if (problem !== undefined) problems[name] = problem
    else if (definition.personal.has(name)) personal[name] = value
    else facts[name] = value
  }
  if (complete)
    for (const [name, field] of Object.entries(form))
      if (
        field.at === stage &&
        field.required !== false &&
        typeof field.required !== 'string' &&
        (given[name] ?? null) === null
      )
        problems[name] ??= 'MISSING'
  if (Object.keys(problems).length > 0)
    throw bodyInvalid({
      detail: `the form does not fit: ${Object.keys(problems).join(', ')}`,
      facts: { fields: problems },
      remedy: 'Correct the named fields.',
    })
  if (Object.keys(facts).length === 0 && Object.keys(personal).length === 0) return []
  const detail: Detail | undefined =
    Object.keys(personal).length > 0 ? { fields: personal, ...(subject !== undefined && { subject }) } : undefined
  return [event('facts.recorded', { facts }, detail)]
}
