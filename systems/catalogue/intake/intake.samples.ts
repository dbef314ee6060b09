import assert from 'node:assert/strict'
import { hasErrors, judge, lint, readDefinition, readSurroundings, runExamples } from '#kernel/definition'
import { runExample } from '#systems/power'
import { contentDirectory, readCalendar } from '../../../content.ts'
import { type Intake, takeIn } from './draft.ts'
import { leavesOf } from './source.ts'

const surroundings = await readSurroundings(contentDirectory)
const calendar = readCalendar()

export const intakeOf = (name: string, source: object): Intake =>
  takeIn(name, source, { surroundings, effective: '2026-07-01' })

/** Each element of a source ends as one thing, and none is lost. */
export function accounted(source: object, { understood, decided, listed }: Intake): void {
  const places = [
    ...understood.map(one => one.source),
    ...decided.flatMap(one => one.source ?? []),
    ...listed.map(one => one.source),
  ]
  assert.deepEqual(places.toSorted(), leavesOf(source).toSorted())
}

/** What `plumbline check` would say of the drafts, examples included. */
export async function faultsOf({ drafts }: Intake): Promise<readonly string[]> {
  const { laws, registers, offices, template } = surroundings
  const said: string[] = []
  for (const { item, yaml } of drafts) {
    const { loaded, findings } = readDefinition(`${item}.yaml`, yaml, template)
    if (!loaded || hasErrors(findings)) {
      said.push(`${item}: ${findings.map(({ rule, path }) => `${rule} ${path}`).join('; ')}`)
      continue
    }
    const judged = judge(
      loaded,
      { registers, lint: definition => lint(definition, laws), ...(offices && { offices }) },
      undefined,
    )
    said.push(
      ...judged.findings
        .filter(({ severity }) => severity === 'error')
        .map(({ rule, path }) => `${item}: ${rule} ${path}`),
    )
    if (!judged.item) continue
    const ran = await runExamples(judged.item, (_, example) => runExample(judged.item!, example, calendar))
    said.push(...ran.map(({ text }) => `${item}: ${text.zh}`))
    if (judged.item.definition.examples.length < 2) said.push(`${item}: fewer than two examples`)
  }
  return said
}
