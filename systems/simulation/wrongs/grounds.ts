import { openStages } from '#kernel/case'
import { firstOfEach, type Place, places, stageOf, tried, unseenBy } from './making.ts'
import type { Maker, Rehearsed, Wrong } from './wrong.ts'

type Facts = Readonly<Record<string, unknown>>

/** Acts that need not say at which stage they are done. */
const workedOff: ReadonlySet<string> = new Set(['accept', 'open', 'complete', 'decide'])

/** Stages at which a deed is done, as settings name them: the verb, or the stage. */
const hereOf = ({ deed }: Place): readonly string[] => {
  const stage = stageOf(deed) ?? (workedOff.has(deed.verb) ? openStages(deed.before)[0] : undefined)
  return stage === undefined ? [deed.verb] : [deed.verb, stage]
}

/** Other answers to a question of the form. */
function otherAnswers(value: unknown, options: readonly string[]): readonly unknown[] {
  if (typeof value === 'boolean') return [!value]
  if (typeof value === 'number') return [0, 1, value * 10, value * 1_000]
  return options.filter(option => option !== value)
}

interface Test {
  readonly id: string
  readonly at: readonly string[]
  readonly when?: string | undefined
  readonly test: string
  readonly code: string
}

/** Conditions and rules that refuse where they do not hold. */
function testsOf({ item: { definition } }: Rehearsed): readonly Test[] {
  return [
    ...definition.conditions.map(({ id, at, test }) => ({
      id,
      at: at ?? ['accept', 'decide'],
      test,
      code: 'CONDITION_NOT_MET',
    })),
    ...definition.rules.flatMap(({ id, at, when, test, else: declared }) => {
      const refuses =
        declared === undefined ||
        declared === 'refuse' ||
        (typeof declared === 'object' && ('refuse' in declared || 'refuseAcceptance' in declared))
      return test === undefined || !refuses ? [] : [{ id, at, when, test, code: 'RULE_BROKEN' }]
    }),
  ]
}

/**
 * 规则不许 One answer of the form is another: the first for which the rule does not hold, and which lets the case come so far.
 * Where every such answer takes the outcome itself away, as its `when` says, that refuses it as well.
 */
function rulesBroken(rehearsed: Rehearsed): readonly Wrong[] {
  const { item, variant } = rehearsed
  const { form } = item.definition.content
  return testsOf(rehearsed).flatMap(({ id, at, when, test, code }) => {
    const asked = places(rehearsed).filter(place => hereOf(place).some(here => at.includes(here)) && place.at > 0)
    const others: Wrong[] = []
    for (const place of asked) {
      const said: Facts = Object.assign(
        {},
        ...place.told.script.deeds.slice(0, place.at + 1).map(({ body }) => body['fields'] ?? {}),
      )
      const raw = { ...place.deed.before.facts, ...said, outcome: place.deed.body['outcome'] ?? null }
      for (const [field, value] of Object.entries(said))
        for (const other of otherAnswers(value, form[field]?.options?.map(option => option.value) ?? [])) {
          const facts = item.prepare({ ...raw, [field]: other })
          if (item.test(test, facts) !== false || (when !== undefined && item.test(when, facts) === false)) continue
          const bend = { field, value: other }
          const { deeds, refused } = variant(place.told, { bend })
          const reached =
            deeds.length > place.at || (deeds.length === place.at && refused?.attempt.verb === place.deed.verb)
          if (!reached) continue
          const barred = refused !== undefined && !refused.names.includes(id)
          const codes = [
            id,
            code,
            ...(barred ? ['ACT_OUT_OF_ORDER'] : []),
            ...(refused ? unseenBy(refused.attempt) : []),
          ]
          const wrong = tried('rules/broken', codes, place, () => ({}), { variant: { bend }, ends: true })
          if (!barred) return [wrong]
          others.push(wrong)
        }
    }
    return others.slice(0, 1)
  })
}

/** 比对不符 A register says otherwise than the item expects. What is only put on record is held against nothing. */
const contradicted = (rehearsed: Rehearsed): readonly Wrong[] =>
  rehearsed.item.definition.comparison.flatMap(({ at, ask, expect, else: declared, when }) => {
    if (typeof expect !== 'boolean' || when !== undefined || declared === 'alarm') return []
    if (typeof declared === 'object' && 'alarm' in declared) return []
    return firstOfEach(
      places(rehearsed).filter(
        place => place.deed.verb !== 'recordEvidence' && hereOf(place).some(here => at.includes(here)) && place.at > 0,
      ),
      () => ask,
    ).map(place =>
      tried('comparison/contradicted', ['COMPARISON_DIFFERS', 'JUDGEMENT_NEEDED'], place, () => ({}), {
        answers: { [ask]: !expect },
      }),
    )
  })

/** 条件、规则、比对 What the facts, and the registers, say against it. */
export const ofGrounds: Maker = rehearsed => [...rulesBroken(rehearsed), ...contradicted(rehearsed)]
