import type { Gate } from '#kernel/definition'
import { firstOfEach, type Place, places, tried, unseenBy } from './making.ts'
import type { Maker, Rehearsed, Told, Wrong } from './wrong.ts'

/** What makes a gate pass, by what it needs. */
const passing: Readonly<Record<Gate['need'], (place: Place, rehearsed: Rehearsed) => boolean>> = {
  evidence: ({ deed }) => deed.verb === 'recordEvidence',
  notice: ({ deed }) => deed.verb === 'notify',
  statement: ({ deed }) => deed.verb === 'makeStatement',
  'legal-review': ({ deed }, { item }) => item.stages.get(String(deed.body['stage']))?.kind === 'legal-review',
  collective: ({ deed }) => deed.verb === 'deliberate',
  'hearing-offered': ({ deed }) => deed.verb === 'hear',
  hearing: ({ deed }) => deed.verb === 'hear',
  deposit: ({ deed }) => deed.verb === 'takeDeposit',
  publicity: ({ deed }) => deed.verb === 'publish' && deed.body['kind'] !== undefined,
}

const placesOf = (told: Told): readonly Place[] => told.script.deeds.map((deed, at) => ({ told, at, deed }))

/** What is decided in a life, and at which stage. */
function decisionOf({ item }: Rehearsed, told: Told) {
  const all = placesOf(told)
  const decided = all.find(({ deed }) => deed.verb === 'decide')
  const stage =
    decided &&
    [...item.stages.values()].find(
      at => at.kind === 'decision' && decided.deed.before.stages[at.stage]?.status === 'open',
    )
  return decided && stage ? { all, decided, stage } : undefined
}

/** 跳过程序 The decision is tried before what must come first has been done. */
const gatesSkipped = (rehearsed: Rehearsed): readonly Wrong[] =>
  rehearsed.clean.flatMap(told => {
    const found = decisionOf(rehearsed, told)
    if (!found) return []
    const { all, decided, stage } = found
    const raw = { ...decided.deed.before.facts, outcome: decided.deed.body['outcome'] }
    const { item } = rehearsed
    return (stage.gates ?? []).flatMap(({ need, when, before }) => {
      const wanted = when === undefined || item.test(when, item.prepare(raw)) === true
      const passed = all.find(place => place.at < decided.at && passing[need](place, rehearsed))
      if (!wanted || !passed || (before !== undefined && before !== stage.stage)) return []
      const { body, actor } = decided.deed
      const open = passed.deed.before.stages[stage.stage]?.status === 'open'
      return [
        tried(
          `gate/${need}-skipped`,
          [open ? 'GATE_NOT_PASSED' : 'ACT_OUT_OF_ORDER', ...unseenBy({ actor, before: passed.deed.before })],
          passed,
          () => ({ verb: 'decide', body, actor }),
        ),
      ]
    })
  })

/** 颠倒次序 Something is tried before its turn, or again after it. */
function outOfTurn(rehearsed: Rehearsed): readonly Wrong[] {
  const early = rehearsed.clean.flatMap(told => {
    const found = decisionOf(rehearsed, told)
    const second = placesOf(told)[1]
    const stage = found?.stage.stage ?? ''
    if (!found || !second || found.decided.at < 2 || second.deed.before.stages[stage]?.status === 'open') return []
    const { verb, body, actor } = found.decided.deed
    const codes = ['ACT_OUT_OF_ORDER', ...unseenBy({ actor, before: second.deed.before })]
    return [tried('flow/decided-too-early', codes, second, () => ({ verb, body, actor }))]
  })
  const undelivered = rehearsed.clean.flatMap(told => {
    const found = decisionOf(rehearsed, told)
    const delivered = found?.all.find(({ deed }) => deed.verb === 'deliver')
    if (!found || !delivered || delivered.at < found.decided.at) return []
    const { verb, body, actor } = delivered.deed
    const codes = ['ACT_OUT_OF_ORDER', ...unseenBy({ actor, before: found.decided.deed.before })]
    return [tried('flow/delivered-undecided', codes, found.decided, () => ({ verb, body, actor }))]
  })
  const twice = firstOfEach(
    places(rehearsed).filter(({ deed }) => deed.verb === 'accept' || deed.verb === 'open' || deed.verb === 'decide'),
    ({ deed }) => deed.verb,
  ).flatMap(({ told, at, deed: { verb, body, actor } }) => {
    const next = told.script.deeds[at + 1]
    const codes = next ? ['ACT_OUT_OF_ORDER', ...unseenBy({ actor, before: next.before })] : []
    return next ? [tried('flow/twice', codes, { told, at: at + 1 }, () => ({ verb, body, actor }))] : []
  })
  return [...early.slice(0, 1), ...undelivered.slice(0, 1), ...twice]
}

/** 流程与闸口 Before its turn, after it, or past what must come first. */
export const ofFlow: Maker = rehearsed => {
  const kinds = new Set<string>()
  const gates = gatesSkipped(rehearsed).filter(({ foreseen: { kind } }) => !kinds.has(kind) && kinds.add(kind))
  return [...gates, ...outOfTurn(rehearsed)]
}
