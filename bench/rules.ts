// 测速 npm run bench -- rules [--cases 1024] [--seconds 2] [--rounds 5] [--force] [--json]
// What the closure does in a second: conditions and rules of every item in content/, on different facts of many cases.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { conditions, rules } from '#hubs/business/control'
import type { ControlInput } from '#kernel/case'
import { type CompiledItem, checkFiles } from '#kernel/definition'
import type { PreparedFacts, Value } from '#kernel/rules'
import { contentDirectory } from '../content.ts'
import { othersNow } from './case/cpu.ts'
import { median, rounded } from './case/round.ts'
import { casesOf, chance } from './rules/facts.ts'

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1024' },
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '5' },
    force: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const [cases, seconds, rounds] = [Number(values.cases), Number(values.seconds), Number(values.rounds)]
const say = (line: string): void => void process.stderr.write(`${line}\n`)
const limits = { booleansPerSecond: 5_000_000, verdictsPerSecond: 500_000 } as const
/** One core is ours; whoever keeps more than the other busy disturbs the figures. */
const disturbed = 0.4

async function busy(): Promise<void> {
  const others = await othersNow()
  if (others <= disturbed || values.force) return
  say(`others keep ${others.toFixed(1)} cores busy: figures would mean nothing (--force measures all the same)`)
  process.exit(2)
}
await busy()

interface Work {
  readonly facts: readonly PreparedFacts[]
  readonly tests: readonly ((facts: PreparedFacts) => Value)[]
  /** One control input for each case and act that the item places conditions or rules at. */
  readonly inputs: readonly ControlInput[]
  readonly tables: readonly ((facts: PreparedFacts) => { readonly outcome: string })[]
}

function workOf(item: CompiledItem, seed: number): Work {
  const facts = casesOf(item, cases, chance(seed)).map(raw => item.prepare(raw))
  const { definition } = item
  const acts = new Set([
    'accept',
    'decide',
    ...[...definition.conditions, ...definition.rules].flatMap(({ at }) => at ?? []),
  ])
  const outcomes = Object.keys(definition.content.outcomes)
  const inputs = facts.flatMap((prepared, index) =>
    [...acts].map(act => {
      const body = { outcome: outcomes[index % outcomes.length] }
      // The members that conditions and rules read; the rest of a step's input is not theirs.
      const input: Pick<ControlInput, 'definition' | 'verb' | 'stage' | 'body'> & { facts: unknown } = {
        definition: item,
        verb: act as ControlInput['verb'],
        stage: act,
        body,
        facts: { test: (source: string) => item.test(source, prepared) },
      }
      return input as ControlInput
    }),
  )
  const booleans = [...item.expressions.values()].filter(({ type }) => type.kind === 'boolean')
  return {
    facts,
    tests: booleans.map(({ run }) => run),
    inputs,
    tables: [...item.tables.values()].map(({ judge }) => judge),
  }
}

interface Counted {
  done: number
  /** How often each answer came: consumed, so that nothing is left out as useless, and told. */
  readonly answers: Record<string, number>
}

function booleans(work: readonly Work[], counted: Counted): void {
  let [yes, no, unknown] = [0, 0, 0]
  for (const { facts, tests } of work)
    for (const one of facts)
      for (const test of tests) {
        const answer = test(one)
        if (answer === true) yes++
        else if (answer === false) no++
        else unknown++
      }
  counted.done += yes + no + unknown
  counted.answers.true = (counted.answers.true ?? 0) + yes
  counted.answers.false = (counted.answers.false ?? 0) + no
  counted.answers.unknown = (counted.answers.unknown ?? 0) + unknown
}

function verdicts(work: readonly Work[], counted: Counted): void {
  let [granted, refused, human, decided, open] = [0, 0, 0, 0, 0]
  for (const { facts, inputs, tables } of work) {
    for (const input of inputs)
      for (const control of [conditions, rules]) {
        const judged = control.judge(input)
        if (!Array.isArray(judged)) continue
        for (const { verdict } of judged)
          if (verdict.granted) granted++
          else if (verdict.outcome === 'human') human++
          else refused++
      }
    for (const one of facts)
      for (const judge of tables)
        if (judge(one).outcome === 'decided') decided++
        else open++
  }
  const now = { granted, refused, human, decided, open }
  for (const [answer, count] of Object.entries(now)) {
    counted.answers[answer] = (counted.answers[answer] ?? 0) + count
    counted.done += count
  }
}

function perSecond(round: (work: readonly Work[], counted: Counted) => void, work: readonly Work[]) {
  const rates: number[] = []
  const counted: Counted = { done: 0, answers: {} }
  for (let index = -1; index < rounds; index++) {
    const before = counted.done
    const began = performance.now()
    while (performance.now() - began < seconds * 1_000) round(work, counted)
    // The first goes unmeasured: Node compiles what is used often.
    if (index >= 0) rates.push((counted.done - before) / ((performance.now() - began) / 1_000))
  }
  return { rate: Math.round(median(rates)), answers: counted.answers }
}

const checked = await checkFiles([join(contentDirectory, 'items')], { keep: true })
const items = checked.items.flatMap(({ compiled }) => compiled ?? [])
const work = items.map((item, index) => workOf(item, 20_260_706 + index))
const expressions = work.reduce((sum, { tests }) => sum + tests.length, 0)
say(`${items.length} items, ${expressions} conditions and tests, ${cases} cases each`)
const truths = perSecond(booleans, work)
const judged = perSecond(verdicts, work)
await busy()
const share = (answers: Readonly<Record<string, number>>) => {
  const all = Object.values(answers).reduce((sum, count) => sum + count, 0)
  return Object.fromEntries(Object.entries(answers).map(([answer, count]) => [answer, rounded(count / all)]))
}
const figures = {
  booleansPerSecond: truths.rate,
  verdictsPerSecond: judged.rate,
  items: items.length,
  expressions,
  cases,
  answers: share(truths.answers),
  verdicts: share(judged.answers),
  rounds,
}
const ok =
  figures.booleansPerSecond >= limits.booleansPerSecond && figures.verdictsPerSecond >= limits.verdictsPerSecond
process.stdout.write(
  values.json
    ? `${JSON.stringify({ name: 'rules', ok, figures })}\n`
    : `rules: ${ok ? 'holds' : 'DOES NOT HOLD'}\n${JSON.stringify(figures, null, 2)}\n`,
)
process.exitCode = ok ? 0 : 1
