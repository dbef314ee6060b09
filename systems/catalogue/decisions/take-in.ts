import { type Decision, type DmnModel, type DrgElement, makeDecisions, readModel } from '#kernel/dmn'
import { type Feel, feelNames, parseUnaryTests } from '#kernel/feel'
import { elementsIn, readXml, textIn, type XmlElement } from '#kernel/markup'
import type { Decided, Listed, Understood } from '../intake/account.ts'
import { type Agreement, agreementOf, answerOfTable, type Beside, bordersIn } from './agreement.ts'
import { columnsArePlain, typesArePlain } from './constraints.ts'
import type { Fact } from './facts.ts'
import { makeOurNames, type OurNames } from './names.ts'
import { tableBehind } from './table-behind.ts'
import { takeTest } from './take-expression.ts'
import { type RuleTable, takeTable } from './take-table.ts'

/** 另处执行 A part of the model that our rules have no words for: it runs as DMN, in a thread of its own. */
export interface RunApart {
  readonly source: string
  readonly decision: string
  readonly text: string
}

/** A rule for a draft: a table or a condition, and on how many sets of facts it answered as the model does. */
export interface TakenRule {
  readonly id: string
  readonly name: string
  readonly table?: RuleTable
  readonly test?: string
  readonly agreement: Agreement
}

/** What became of a decision model: every element of the file stands in exactly one of `understood`, `apart` and `listed`. */
export interface DecisionIntake {
  readonly model: string
  readonly elements: number
  readonly understood: readonly Understood[]
  readonly decided: readonly Decided[]
  readonly apart: readonly RunApart[]
  readonly listed: readonly Listed[]
  /** Rules for a draft, and the fields they ask. */
  readonly rules: readonly TakenRule[]
  readonly fields: Readonly<
    Record<string, { readonly type: string; readonly label: string; readonly values?: readonly string[] }>
  >
}

/** What a model says about itself and about pictures: kept in the file, of no effect on what is decided. */
const said: ReadonlySet<string> = new Set([
  'description',
  'question',
  'allowedAnswers',
  'knowledgeSource',
  'authorityRequirement',
  'textAnnotation',
  'association',
  'group',
  'organizationUnit',
  'performanceIndicator',
  'elementCollection',
  'businessContextElement',
  'extensionElements',
  'DMNDI',
])

const countOf = (element: XmlElement): number => elementsIn(element).reduce((sum, child) => sum + countOf(child), 1)

const placeOf = ({ name, line, column }: XmlElement) => `${name} (${line}:${column})`

const shortened = (text: string) => (text.length > 120 ? `${text.slice(0, 119)}…` : text)

function* withoutEffect(element: XmlElement, home: string): Generator<XmlElement> {
  for (const child of elementsIn(element))
    if (child.uri !== home || said.has(child.local)) yield child
    else yield* withoutEffect(child, home)
}

const kebab = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/\./g, '-')

/** How many cells of a whole file are tried, and how often each rule at least and at most. */
const mostWork = 1_000_000
const leastTries = 10
const mostTries = 200

interface Taken {
  /** By the id of the decision they came from. */
  readonly byDecision: Map<string, TakenRule>
  /** The rules that a function's table went into, by the function's id. */
  readonly byKnowledge: Map<string, string>
  readonly facts: Map<string, Fact>
  readonly reasons: Map<string, string>
  readonly decided: Decided[]
}

type Tried = Pick<TakenRule, 'table' | 'test'> &
  Omit<Beside, 'decision' | 'names' | 'borders' | 'most'> & {
    readonly nodes: readonly Feel[]
    readonly decided: readonly string[]
  }

/** The decision as a table or a condition of ours, or why it is neither. */
function tried(model: DmnModel, decision: Decision, names: OurNames): Tried | string {
  const behind = tableBehind(model, decision)
  if (!behind) {
    const taken = takeTest(model, decision, names)
    return typeof taken === 'string'
      ? taken
      : { test: taken.test, facts: taken.facts, ours: taken.ours, nodes: [taken.node], decided: [] }
  }
  const taken = takeTable(model, decision, names)
  if (typeof taken === 'string') return taken
  const nodes = behind.table.rules.flatMap(({ when }) => when.flatMap(cell => parseUnaryTests(cell, feelNames).tests))
  return {
    table: taken.table,
    facts: taken.facts,
    ours: answerOfTable(decision.name, taken),
    nodes,
    decided: taken.decided,
  }
}

/** Tries every decision of the model as a rule of ours; one whose answers differ from the model's is not taken. */
function takeDecisions(model: DmnModel, names: OurNames): Taken {
  const taken: Taken = {
    byDecision: new Map(),
    byKnowledge: new Map(),
    facts: new Map(),
    reasons: new Map(),
    decided: [],
  }
  const ids = makeOurNames('rule')
  const decisions = makeDecisions([model])
  const plain = typesArePlain(model)
  let work = mostWork
  for (const decision of model.elements) {
    if (decision.is !== 'decision') continue
    const behind = tableBehind(model, decision)
    const found =
      plain && columnsArePlain(behind?.table)
        ? tried(model, decision, names)
        : '允许的值不是简单的值或区间 what is allowed is not said in values and ranges alone'
    if (typeof found === 'string') {
      taken.reasons.set(decision.id, found)
      continue
    }
    const { facts, ours, nodes, table, test } = found
    const most = Math.max(leastTries, Math.min(mostTries, Math.floor(work / (nodes.length + 1))))
    const beside = { decision: decision.name, facts, names, borders: bordersIn(nodes), ours, most }
    const agreement = agreementOf(decisions, beside)
    work = Math.max(0, work - agreement.tried * (nodes.length + 1))
    if (agreement.difference !== undefined) {
      taken.reasons.set(decision.id, `两种答案不一致 the answers differ: ${agreement.difference}`)
      continue
    }
    const id = kebab(ids.of([decision.name]))
    taken.byDecision.set(decision.id, {
      id,
      name: decision.name,
      ...(table && { table }),
      ...(test !== undefined && { test }),
      agreement,
    })
    const knowledge = behind?.knowledge
    if (knowledge !== undefined) taken.byKnowledge.set(knowledge, id)
    for (const fact of facts) taken.facts.set(names.of(fact.path), fact)
    for (const text of found.decided) taken.decided.push({ setting: `rules.${id}`, text })
  }
  return taken
}

const kinds: Readonly<Record<DrgElement['is'], string>> = {
  input: 'inputData',
  decision: 'decision',
  knowledge: 'businessKnowledgeModel',
  service: 'decisionService',
}

/**
 * 导入决策模型 A DMN file becomes rule tables for a draft, proved against the model on the borders of each table; what our rules have
 * no words for is told and runs apart; the rest is listed. @throws Refusal 422 MARKUP_UNREADABLE, DMN_UNREADABLE, DMN_CYCLE
 */
export function takeInDecisions(file: string, bytes: Uint8Array): DecisionIntake {
  const { root } = readXml(file, bytes)
  const model = readModel(file, bytes)
  const names = makeOurNames()
  const taken = takeDecisions(model, names)
  const understood: Understood[] = [{ source: placeOf(root), setting: 'rules', text: model.name }]
  const apart: RunApart[] = []
  const listed: Listed[] = [...withoutEffect(root, root.uri)].map(element => ({
    source: placeOf(element),
    value: shortened(`${countOf(element)} × ${textIn(element).trim() || element.local}`),
  }))
  const byPlace = new Map(model.elements.map(one => [`${kinds[one.is]} ${one.place.line}:${one.place.column}`, one]))
  const used = new Set([...taken.facts.values()].map(({ path }) => path[0]))
  for (const element of elementsIn(root).filter(({ uri, local }) => uri === root.uri && !said.has(local))) {
    const found = byPlace.get(`${element.local} ${element.line}:${element.column}`)
    const source = placeOf(element)
    const name = found?.name ?? element.attributes.find(({ local }) => local === 'name')?.value ?? ''
    const rule = found?.is === 'decision' ? taken.byDecision.get(found.id) : undefined
    if (rule)
      understood.push({
        source,
        setting: `rules.${rule.id}.${rule.table ? 'table' : 'test'}`,
        text: `${name}: ${rule.agreement.agreed}/${rule.agreement.tried} 组事实答案一致 sets of facts answered alike`,
      })
    else if (found?.is === 'input' && used.has(found.variable.name))
      understood.push({ source, setting: 'content.form', text: name })
    else if (found?.is === 'knowledge' && taken.byKnowledge.has(found.id))
      understood.push({ source, setting: `rules.${taken.byKnowledge.get(found.id)}.table`, text: name })
    else if (element.local === 'itemDefinition') understood.push({ source, setting: 'content.form', text: name })
    else if (found?.is === 'decision') apart.push({ source, decision: name, text: taken.reasons.get(found.id) ?? '' })
    else if (found) apart.push({ source, decision: name, text: `${element.local} 由模型执行 runs with the model` })
    else listed.push({ source, value: name || element.local })
  }
  const decided: Decided[] = [
    ...taken.decided,
    ...(taken.byDecision.size > 0
      ? [
          {
            setting: 'rules',
            text: '事实不明的，FEEL 视为不符；规则答“不明”，由人判断 where a fact is not known FEEL says no; the rule says unknown, and a human decides',
          },
        ]
      : []),
    ...[...taken.facts].flatMap(([ours, { path }]) =>
      path.join('.') === ours ? [] : [{ setting: `content.form.${ours}`, text: `${path.join('.')} → ${ours}` }],
    ),
  ]
  const fields = Object.fromEntries(
    [...taken.facts].map(([name, { path, field, values }]) => [
      name,
      { type: field, label: path.join(' '), ...(values && { values }) },
    ]),
  )
  return {
    model: model.name,
    elements: countOf(root),
    understood,
    decided,
    apart,
    listed,
    rules: [...taken.byDecision.values()],
    fields,
  }
}
