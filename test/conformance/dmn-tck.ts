/** The Technology Compatibility Kit of DMN: `conformance -- dmn-tck <folder> [--json]`. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type Decisions, makeDecisions, readModel } from '#kernel/dmn'
import type { Problem } from '#kernel/feel'
import { isContext, written } from '#kernel/feel'
import { attributeOf, elementsIn, readXml, textIn, type XmlElement } from '#kernel/markup'
import { Refusal } from '#kernel/refusal'
import { agrees, valueIn } from './dmn-value.ts'

interface Outcome {
  readonly path: string
  readonly passed: boolean
  readonly cause?: string
  readonly detail?: string
}

const bounds = { bytes: 20_000_000, parts: 2_000_000 }
const xml = (path: string) => readXml(basename(path), readFileSync(path), bounds).root
const named = (element: XmlElement, ...names: readonly string[]) =>
  elementsIn(element).filter(({ local }) => names.includes(local))

/** The model of a test file and every other model beside it, which it may import. */
function modelsFor(path: string, name: string): Decisions {
  const folder = dirname(path)
  const main = join(folder, name)
  const others = globSync('*.dmn', { cwd: folder })
    .map(file => join(folder, file))
    .filter(file => file !== main)
  const read = (file: string) => readModel(basename(file), readFileSync(file))
  const model = read(main)
  return makeDecisions(model.imports.length === 0 ? [model] : [model, ...others.map(read)])
}

const moment = (instant = Temporal.Now.instant().epochNanoseconds) =>
  ({
    kind: 'date and time',
    day: Number(instant / 86_400_000_000_000n),
    nanos: instant % 86_400_000_000_000n,
    offset: 0,
  }) as const

/** Why a case does not pass: a code of ours, or the first thing the evaluation complained of. */
function causeOf(fault: unknown, problems: readonly Problem[]): string {
  if (fault instanceof Refusal) return fault.code
  if (fault) return 'FAULT'
  return problems[0]?.kind ?? 'otherValue'
}

function runCase(decisions: Decisions, element: XmlElement, path: string): Outcome[] {
  const id = attributeOf(element, 'id') ?? ''
  const given = named(element, 'inputNode').map(node => {
    const namespace = attributeOf(node, 'namespace')
    const name = attributeOf(node, 'name') ?? ''
    return { name, value: valueIn(node), ...(namespace !== undefined && { namespace }) }
  })
  const invoked = attributeOf(element, 'type') === 'decisionService' || attributeOf(element, 'type') === 'bkm'
  return named(element, 'resultNode').map(node => {
    const name = attributeOf(node, 'name') ?? ''
    const at = `${path}#${id}/${name}`
    let problems: readonly Problem[] = []
    try {
      const service = invoked ? attributeOf(element, 'invocableName') : undefined
      const answer = decisions.run(service ?? name, given, moment(), attributeOf(node, 'namespace'))
      problems = answer.problems
      const several = service !== undefined && isContext(answer.value) && answer.value.has(name)
      const value = several && isContext(answer.value) ? answer.value.get(name)! : answer.value
      const [expected] = named(node, 'expected')
      const wanted = expected ? valueIn(expected) : null
      // A case that wants an error wants no value, and wants to be told why.
      const passed =
        attributeOf(node, 'errorResult') === 'true' ? value === null && problems.length > 0 : agrees(value, wanted)
      if (passed) return { path: at, passed }
      const detail = `${written(value)}, not ${written(wanted)}${problems[0] ? ` (${problems[0].detail})` : ''}`
      return { path: at, passed, cause: causeOf(null, problems), detail }
    } catch (fault) {
      return {
        path: at,
        passed: false,
        cause: causeOf(fault, problems),
        detail: fault instanceof Error ? fault.message : String(fault),
      }
    }
  })
}

function runFile(path: string): Outcome[] {
  const root = xml(path)
  if (root.local !== 'testCases') return []
  const cases = named(root, 'testCase')
  const [model] = named(root, 'modelName')
  let decisions: Decisions
  try {
    decisions = modelsFor(path, model ? textIn(model).trim() : `${basename(path).replace(/-test-\d+\.xml$/, '')}.dmn`)
  } catch (fault) {
    const detail = fault instanceof Error ? fault.message : String(fault)
    return cases.map(one => ({
      path: `${path}#${attributeOf(one, 'id')}`,
      passed: false,
      cause: causeOf(fault, []),
      detail,
    }))
  }
  // A case passes where every result it names is right.
  return cases.map(one => {
    const outcomes = runCase(decisions, one, path)
    return (
      outcomes.find(({ passed }) => !passed) ?? {
        path: `${path}#${attributeOf(one, 'id')}`,
        passed: outcomes.length > 0,
      }
    )
  })
}

const write = (line: string) => process.stdout.write(`${line}\n`)

/** What fell short is for people: the last line of the output is the figures, and with `--json` the only one. */
const tell = (line: string) => process.stderr.write(`${line}\n`)
const json = process.argv.includes('--json')
const given = process.argv.slice(2).find(word => !word.startsWith('--')) ?? join('..', 'shared', 'suites', 'dmn-tck')
const folder = existsSync(join(given, 'TestCases')) ? join(given, 'TestCases') : given
const figures = { passed: 0, total: 0, level2: { passed: 0, total: 0 }, failures: {} as Record<string, number> }
for (const path of globSync('**/*.xml', { cwd: folder }).sort()) {
  for (const { passed, path: at, cause = '', detail } of runFile(join(folder, path))) {
    const level2 = /(?:^|\/)compliance-level-2\//.test(at)
    figures.total++
    if (level2) figures.level2.total++
    if (passed) figures.passed++
    if (passed && level2) figures.level2.passed++
    if (passed) continue
    figures.failures[cause] = (figures.failures[cause] ?? 0) + 1
    tell(`${cause}: ${at.slice(folder.length + 1)}: ${detail}`)
  }
}
const { passed, total, level2 } = figures
const ok = total > 0 && level2.passed === level2.total && passed >= total * 0.85
if (!json) write(`dmn-tck ${passed}/${total}, level 2 ${level2.passed}/${level2.total}`)
write(JSON.stringify({ name: 'dmn-tck', ok, figures }))
process.exitCode = ok ? 0 : 1
