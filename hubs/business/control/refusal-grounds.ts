import type { Control, ControlInput } from '#kernel/case'
import { alarmed, granted, type Reason, refused } from '#kernel/refusal'
import { favourable } from './grounds.ts'

type Test = (source: string) => boolean | null

/** Every condition, rule and comparison of the item, and which of them are known not to hold. */
function standing({ definition, evidence }: ControlInput, test: Test) {
  const { conditions, rules, comparison } = definition.definition
  const applies = (when: string | undefined) => when === undefined || test(when) !== false
  const answer = (id: string) => evidence.find(found => found.comparison === id)?.value ?? null
  const known = [...conditions, ...rules.filter(rule => rule.test !== undefined), ...comparison].map(({ id }) => id)
  const failing = [
    ...conditions.filter(one => test(one.test) === false),
    ...rules.filter(one => one.test !== undefined && applies(one.when) && test(one.test) === false),
    ...comparison.filter(one => applies(one.when) && answer(one.id) !== null && answer(one.id) !== one.expect),
  ].map(({ id }) => id)
  return { known: new Set(known), failing: new Set(failing) }
}

/** The same questions as if the case were decided in the party's favour: many a rule asks only then. */
function granting({ definition, stage, facts }: ControlInput): Test {
  const { outcomes } = definition.definition.content
  const may = definition.stages.get(stage ?? '')?.outcomes ?? Object.keys(outcomes)
  const outcome = may.find(name => outcomes[name]?.favourable !== false) ?? null
  const prepared = definition.prepare({ ...facts.raw(), outcome })
  return source => definition.test(source, prepared)
}

/** What was named but is no condition or rule of the item, or holds: no ground at all. */
function unfounded(named: readonly string[], { known, failing }: ReturnType<typeof standing>, basis: Reason['basis']) {
  const reason = (code: string, text: string, ids: readonly string[]): readonly Reason[] =>
    ids.length === 0 ? [] : [{ code, text, facts: { grounds: ids, failing: [...failing] }, ...(basis && { basis }) }]
  return [
    ...reason(
      'GROUND_UNKNOWN',
      '所列理由不是本事项的条件或者规则',
      named.filter(id => !known.has(id)),
    ),
    ...reason(
      'GROUND_HOLDS',
      '所列条件或者规则并无不符',
      named.filter(id => known.has(id) && !failing.has(id)),
    ),
  ]
}

/**
 * 无由不予 A refusal names the conditions or rules that do not hold (行政许可法38); one that names none is not stopped, for not
 * everything the law asks stands in the item, but told to the supervisors.
 */
export const refusalGrounds: Control = {
  name: 'refusal-grounds',
  judge: input => {
    const { state, body } = input
    // A ruling between two sides refuses nobody what the law gives him: it says whose right it is.
    if (state.start !== 'application' || state.drawer === 'adjudication' || favourable(input)) return granted
    const basis = { law: '行政许可法', articles: ['38'] }
    const found = standing(input, granting(input))
    const named = (body.grounds ?? []) as readonly string[]
    const wrong = unfounded(named, found, basis)
    if (wrong.length > 0) return refused(...wrong)
    if (named.length > 0) return granted
    return found.failing.size === 0
      ? alarmed({ code: 'REFUSED_THOUGH_ALL_HOLDS', text: '条件、规则均符合而不予许可', basis })
      : alarmed({
          code: 'REFUSED_WITHOUT_GROUND',
          text: '不予许可未列明不符合的条件或者规则',
          facts: { failing: [...found.failing] },
          basis,
        })
  },
}

/** 不予受理的法定情形 What the law itself names beside the item's own rules (行政许可法32). */
const statutory = { 'no-permit-needed': '32(1)', 'not-this-organ': '32(2)', 'not-completed': '32(4)' } as const

/**
 * 无由不受理 Acceptance is refused on a rule or condition that does not hold, or on a ground of article 32: the matter needs no
 * permit, another organ has the power and is named, or what was asked for once was not handed in. Where every rule holds and an
 * officer alone says that it is not for this organ, the supervisors are told.
 */
export const acceptanceGrounds: Control = {
  name: 'acceptance-grounds',
  judge: input => {
    const { state, body, facts } = input
    const basis = { law: '行政许可法', articles: ['32'] }
    const found = standing(input, source => facts.test(source))
    if (typeof body.rule === 'string') {
      const wrong = unfounded([body.rule], found, basis)
      return wrong.length > 0 ? refused(...wrong) : granted
    }
    const ground = body.ground as keyof typeof statutory | undefined
    if (ground === undefined)
      return refused({
        code: 'ACCEPTANCE_REFUSED_WITHOUT_GROUND',
        text: '不予受理应当写明不符合的条件、规则或者法定情形',
        facts: { failing: [...found.failing], grounds: Object.keys(statutory) },
        basis,
      })
    const own = { law: '行政许可法', articles: [statutory[ground]] }
    if (ground === 'not-completed')
      return state.awaiting
        ? granted
        : refused({ code: 'NOTHING_LEFT_TO_COMPLETE', text: '没有告知过需要补正而未补正的内容', basis: own })
    if (ground === 'not-this-organ' && body.referTo === undefined)
      return refused({ code: 'COMPETENT_ORGAN_NOT_NAMED', text: '应当告知申请人向有关行政机关申请', basis: own })
    return found.failing.size > 0
      ? granted
      : alarmed({ code: 'ACCEPTANCE_REFUSED_THOUGH_ALL_HOLDS', text: '条件、规则均符合而不予受理', basis: own })
  },
}
