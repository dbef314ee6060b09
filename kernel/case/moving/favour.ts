import { type CompiledItem, canonicalJson } from '#kernel/definition'
import { type MoveGround, same } from './ground.ts'
import type { Mapping } from './mapping.ts'

type Definition = CompiledItem['definition']
type Rule = Definition['rules'][number]

/** What is done to people who did not ask for it: they are judged by the law of the day on which they acted. */
const adverse: ReadonlySet<string> = new Set(['penalty', 'compulsion', 'levy'])
/** Where more is better for whoever applied; elsewhere a table may give duties as well. */
const giving: ReadonlySet<string> = new Set(['benefit', 'reward', 'fund'])

/** What of a row binds, under the names of the new version; its text and basis do not. */
function binding(row: object | undefined, { fields, stages }: Mapping): unknown {
  if (row === undefined) return null
  const { text: _text, basis: _basis, ...rest } = row as Record<string, unknown>
  let written = canonicalJson(rest)
  for (const [old, now] of Object.entries(fields))
    written = written.replaceAll(new RegExp(`(?<![\\w.])${old.replaceAll('.', '\\.')}(?![\\w.])`, 'g'), now)
  for (const [old, now] of Object.entries(stages)) written = written.replaceAll(`"${old}"`, `"${now}"`)
  return written
}

const tableIn = ({ authority }: Definition): string | undefined =>
  authority.discretion === 'none' ? undefined : authority.discretion.table.replace(/^rules\/|\.dmn$/g, '')

function bandFits({ from, to, facts, say }: MoveGround, basis: { law: string; articles: string[] }): void {
  const [old, now] = [tableIn(from.definition), tableIn(to.definition)]
  if (old === undefined) return
  const [was, is] = [from.tables.get(old), now === undefined ? undefined : to.tables.get(now)]
  if (!is) {
    say('HARSHER_RULE', { part: 'authority.discretion' }, basis)
    return
  }
  if (was && same(was.table, is.table)) return
  const [before, after] = [was?.evaluate(facts.before.raw()), is.evaluate(facts.after.raw())]
  if (!before || !after) {
    say('RULE_UNKNOWN', { part: 'authority.discretion' }, basis)
    return
  }
  const band = ({ outputs }: typeof after) => [Number(outputs['min']), Number(outputs['max'])] as const
  const [[least, most], [newLeast, newMost]] = [band(before), band(after)]
  if (!(newLeast <= least && newMost <= most))
    say('HARSHER_RULE', { part: 'authority.discretion', band: [least, most], now: [newLeast, newMost] }, basis)
}

/** 从旧兼从轻 The rule of the day of the act applies, unless the new one is lighter in every part that differs (行政处罚法37). */
function mustBeLighter(ground: MoveGround): void {
  const { from, to, mapping, before, say } = ground
  const [old, now] = [from.definition, to.definition]
  const basis = {
    law: before.drawer === 'penalty' ? '行政处罚法' : '立法法',
    articles: [before.drawer === 'penalty' ? '37' : '104'],
  }
  const harsher = (part: string) => say('HARSHER_RULE', { part }, basis)
  const none: Mapping = { stages: {}, fields: {}, limits: {}, drops: new Set() }
  const unchanged = (was: object | undefined, is: object | undefined) => binding(was, mapping) === binding(is, none)
  const table = tableIn(old)
  // What restrains the organ must still be there; one restraint more is lighter.
  for (const list of ['rules', 'conditions'] as const)
    for (const row of old[list])
      if (
        row.id !== table &&
        !unchanged(
          row,
          (now[list] as readonly { id: string }[]).find(({ id }) => id === row.id),
        )
      )
        harsher(`${list}.${row.id}`)
  const [facts, newFacts] = [old.content.facts ?? {}, now.content.facts ?? {}]
  for (const [name, fact] of Object.entries(facts))
    if (!unchanged(fact, newFacts[name])) harsher(`content.facts.${name}`)
  for (const [name, outcome] of Object.entries(now.content.outcomes)) {
    const was = old.content.outcomes[name]
    if (!was || !same([was.effects, was.money ?? null], [outcome.effects, outcome.money ?? null]))
      harsher(`content.outcomes.${name}`)
  }
  const [fine, newFine] = [old.authority.fine, now.authority.fine]
  if (fine && !(newFine && newFine.max <= fine.max && newFine.min <= fine.min)) harsher('authority.fine')
  for (const { id } of old.authority.mitigation ?? [])
    if (!now.authority.mitigation?.some(other => other.id === id)) harsher(`authority.mitigation.${id}`)
  bandFits(ground, basis)
}

const rank = (answer: boolean | null): number => (answer === null ? 1 : answer ? 2 : 0)

/** 不利不溯 Nothing that would have been granted is refused because the rule changed on the way (立法法104). */
function mustNotBeWorse({ from, to, before, after, facts, say }: MoveGround): void {
  const accepted = [...to.stages.values()].some(
    ({ kind, stage }) => kind === 'acceptance' && after.stages[stage]?.status === 'done',
  )
  const past: ReadonlySet<string> = new Set(['submit', 'lodge', ...(accepted ? ['accept', 'refuseAcceptance'] : [])])
  const basis = { law: '立法法', articles: ['104'] }
  const isAhead = (at: readonly string[]) => at.some(verb => !past.has(verb))
  for (const { id, test, at = ['accept', 'decide'] } of to.definition.conditions) {
    const was = from.definition.conditions.find(condition => condition.id === id)
    const old = was ? facts.before.test(was.test) : true
    if (isAhead(at) && rank(facts.after.test(test)) < rank(old)) say('LESS_FAVOURABLE', { condition: id }, basis)
  }
  const answerOf = ({ when, test }: Rule, { test: ask }: typeof facts.before): boolean | null =>
    test === undefined || (when !== undefined && ask(when) === false) ? true : ask(test)
  for (const rule of to.definition.rules) {
    const was = from.definition.rules.find(({ id }) => id === rule.id)
    const old = was ? answerOf(was, facts.before) : true
    if (isAhead(rule.at) && rank(answerOf(rule, facts.after)) < rank(old))
      say('LESS_FAVOURABLE', { rule: rule.id }, basis)
  }
  for (const [id, table] of from.tables) {
    const next = to.tables.get(id)
    if (!next || same(table.table, next.table)) continue
    const [old, now] = [table.evaluate(facts.before.raw())?.outputs, next.evaluate(facts.after.raw())?.outputs]
    const fits =
      old === undefined ||
      (now !== undefined &&
        Object.entries(old).every(([name, value]) => {
          const is = now[name]
          return (
            is === value ||
            (giving.has(before.drawer) && is !== undefined && is !== null && value !== null && is > value)
          )
        }))
    if (!fits) say('LESS_FAVOURABLE', { rule: id }, basis)
  }
}

/** 法律适用 Which rule an undecided case is judged by: the old one, unless the new one is no worse for the party in this very case. */
export function lawFits(ground: MoveGround): void {
  if (ground.before.outcome !== undefined) return
  if (adverse.has(ground.before.drawer)) mustBeLighter(ground)
  else mustNotBeWorse(ground)
}

/** What the questions about a move read that is sealed: opened for them only. */
export function personalNamesOf({ definition, stages, personalNamesIn }: CompiledItem): readonly string[] {
  const sources: (string | undefined)[] = [
    ...definition.conditions.map(({ test }) => test),
    ...definition.rules.flatMap(({ when, test, table }) => [when, test, ...(table?.inputs ?? [])]),
    ...definition.materials.map(({ onlyIf }) => onlyIf),
    ...Object.values(definition.content.form).map(({ required }) =>
      typeof required === 'string' ? required : undefined,
    ),
    ...[...stages.values()].flatMap(({ when, gates }) => [when, ...(gates ?? []).map(gate => gate.when)]),
  ]
  return personalNamesIn(sources.filter(source => source !== undefined))
}
