import type { CompiledItem } from '#kernel/definition'
import { asksEachMember, membersField } from './acts/consent.ts'
import type { Verb } from './acts/index.ts'

/** Refusing to accept asks what accepting asks. */
const asAsked = (verb: Verb): Verb => (verb === 'refuseAcceptance' ? 'accept' : verb)

/** Acts before which the members' consent is asked for: from acceptance on, nobody looks into their means without it. */
const consentVerbs: ReadonlySet<Verb> = new Set(['accept', 'open', 'complete', 'decide'])

/** Acts that are judged by what their stage names, not only by what names the verb. */
const stageVerbs: ReadonlySet<Verb> = new Set([
  'complete',
  'notify',
  'mediate',
  'vote',
  'deliberate',
  'prepareDraw',
  'draw',
  'release',
  'terminate',
])

/** Acts that may complete a stage, and then do what the stage does to a register. */
const completing: ReadonlySet<Verb> = new Set(['accept', 'open', 'complete', 'deliver', 'pay', 'payOut', 'release'])

const known = new WeakMap<CompiledItem, Map<Verb, readonly string[]>>()

function sourcesFor({ definition }: CompiledItem, verb: Verb): readonly string[] {
  const stages = definition.flow.flatMap(node => ('parallel' in node ? node.branches.flat() : [node]))
  const keys = new Set(stages.map(({ stage }) => stage))
  const here = (at: readonly string[] | undefined): boolean =>
    at === undefined || at.includes(verb) || (stageVerbs.has(verb) && at.some(key => keys.has(key)))
  const sources: (string | undefined)[] = stages.flatMap(({ when, draw, joint }) => [
    when,
    draw?.count,
    ...(joint?.parts ?? []).map(part => part.when),
  ])
  for (const { effects } of stages)
    for (const effect of effects ?? []) {
      if ('ledger' in effect) sources.push(effect.amount)
      if ('register' in effect && completing.has(verb)) sources.push(...Object.values(effect.set ?? {}))
    }
  for (const condition of definition.conditions)
    if (here(condition.at ?? ['accept', 'decide'])) sources.push(condition.test)
  for (const rule of definition.rules)
    if (here(rule.at)) sources.push(rule.when, rule.test, ...(rule.table?.inputs ?? []))
  for (const comparison of definition.comparison)
    if (here(comparison.at)) sources.push(comparison.when, ...Object.values(comparison.with))
  if (verb === 'accept' || verb === 'submit') for (const material of definition.materials) sources.push(material.onlyIf)
  if (verb === 'takeDeposit')
    sources.push(...Object.values(definition.content.deposits ?? {}).map(({ amount }) => amount))
  if (verb === 'notify') for (const { gates } of stages) for (const gate of gates ?? []) sources.push(gate.when)
  if (verb === 'decide') {
    for (const { gates } of stages) for (const gate of gates ?? []) sources.push(gate.when)
    for (const outcome of Object.values(definition.content.outcomes))
      for (const effect of outcome.effects) {
        if ('ledger' in effect) sources.push(effect.amount)
        if ('register' in effect) sources.push(...Object.values(effect.set ?? {}))
      }
    const { decision } = definition.publicity
    if (decision && decision !== 'none') sources.push(decision.when)
  }
  return sources.filter(source => source !== undefined)
}

/** Fields an act reads by name: what is published, and how many members must have consented. */
function namedBy(compiled: CompiledItem, verb: Verb): readonly string[] {
  const { decision, draft, result } = compiled.definition.publicity
  if (verb === 'publish')
    return [
      ...(decision && decision !== 'none' ? decision.fields : []),
      ...(draft?.fields ?? []),
      ...(result?.fields ?? []),
    ]
  const members = asksEachMember(compiled) ? membersField(compiled) : undefined
  return members !== undefined && consentVerbs.has(verb) ? [members] : []
}

/** 所需个人信息 The personal fields an act's questions read; mostly none, and then nothing is decrypted (最小必要, 个人信息保护法6). */
export function personalNeeds(definition: CompiledItem, verb: Verb): readonly string[] {
  const of = known.get(definition) ?? new Map<Verb, readonly string[]>()
  known.set(definition, of)
  const names = of.get(verb) ?? [
    ...new Set([
      ...definition.personalNamesIn(sourcesFor(definition, asAsked(verb))),
      ...namedBy(definition, verb).filter(name => definition.personal.has(name)),
    ]),
  ]
  of.set(verb, names)
  return names
}

/** Comparisons to be asked before this act. */
export const comparisonsAt = ({ definition }: CompiledItem, verb: Verb, stages: readonly string[]) =>
  definition.comparison.filter(
    ({ at }) => at.includes(verb) || at.some(key => stages.includes(key) && verb !== 'submit'),
  )
