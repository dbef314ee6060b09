import type { ItemDefinition } from '../settings/item.ts'
import { type Complaint, type Ground, lawsWith, provision, type Rule } from './ground.ts'
import type { Law } from './law.ts'

type Duty = NonNullable<Law['publication']>[number]
type Decision = Exclude<ItemDefinition['publicity']['decision'], 'none' | undefined>

const decisionOf = ({ publicity: { decision } }: ItemDefinition): Decision | undefined =>
  decision === 'none' ? undefined : decision

/** Outcomes that the duty is about: those that do something, of the side the law names. */
function concerned({ definition }: Ground, side: Duty['outcomes']): readonly string[] {
  return Object.entries(definition.content.outcomes)
    .filter(([, { effects, remedies }]) => effects.length > 0 && (remedies === undefined || remedies.length > 0))
    .filter(([, { favourable }]) => side === 'all' || (side === 'adverse') === (favourable === false))
    .map(([name]) => name)
}

/** The ways in which a decision that was published can fall. */
const falls = ['changed', 'revoked', 'declaredUnlawful', 'declaredInvalid'] as const

/** 公示 What the law wants published is published, for as long as it stands; what it does not, is not. */
export const publication: Rule = function* (ground) {
  const { definition, library } = ground
  const { drawer, starts } = definition.category
  const decision = decisionOf(definition)
  const duties = lawsWith(library, 'publication').flatMap(law =>
    (law.publication ?? [])
      .filter(duty => duty.drawers.includes(drawer) && (duty.starts?.some(start => starts.includes(start)) ?? true))
      .map(duty => ({ law, duty })),
  )
  for (const { law, duty } of duties) yield* against(ground, decision, law, duty)
  if (decision) yield* standing(ground, decision)
  if (decision && duties.length === 0 && !decision.basis)
    yield {
      path: ['publicity', 'decision'],
      zh: '法律没有要求公开，也没有写明依据',
      en: 'No law wants this published, and no basis is given',
      basis: { law: '政府信息公开条例', articles: [15] },
    }
}

/** What can fall by a remedy must be able to come down on every ground, or it stays shown for ever. */
function* standing({ definition }: Ground, { outcomes, withdraw }: Decision): Generator<Complaint> {
  const declared = definition.content.outcomes
  const published = outcomes ?? Object.keys(declared)
  if (!published.some(name => (declared[name]?.remedies?.length ?? 0) > 0)) return
  const missing = falls.filter(word => !withdraw?.on.includes(word))
  if (missing.length > 0)
    yield {
      path: ['publicity', 'decision', ...(withdraw ? ['withdraw'] : [])],
      zh: `可以被复议、诉讼改变的决定公开后不能撤回：${missing.join('、')}`,
      en: `A published decision that can fall cannot be withdrawn: ${missing.join(', ')}`,
      basis: { law: '政府信息公开条例', articles: [6] },
    }
}

function* against(ground: Ground, decision: Decision | undefined, law: Law, duty: Duty): Generator<Complaint> {
  const basis = provision(law, duty.article)
  const path = ['publicity', 'decision']
  const due = concerned(ground, duty.outcomes)
  const published = decision?.outcomes ?? Object.keys(ground.definition.content.outcomes)
  const missing = decision ? due.filter(name => !published.includes(name)) : due
  if (missing.length > 0)
    yield {
      path,
      zh: `法律要求公开而未公开：${missing.join('、')}（${duty.what}）`,
      en: `The law wants this published: ${missing.join(', ')}`,
      basis,
    }
  if (!decision) return
  const beyond = published.filter(name => !due.includes(name))
  if (duty.outcomes !== 'all' && decision.outcomes === undefined && beyond.length > 0)
    yield {
      path,
      zh: `法律没有要求公开：${beyond.join('、')}`,
      en: `The law does not want this published: ${beyond.join(', ')}`,
      basis,
    }
  else if (duty.outcomes !== 'all' && beyond.length > 0)
    yield {
      path: [...path, 'outcomes'],
      zh: `法律没有要求公开：${beyond.join('、')}`,
      en: `The law does not want this published: ${beyond.join(', ')}`,
      basis,
    }
  if (duty.conditional && decision.when === undefined)
    yield {
      path,
      zh: `只公开${duty.what}，缺少 when`,
      en: 'Only part of the decisions may be published: when is missing',
      basis,
    }
  if (duty.scope === 'community' && decision.scope === 'city')
    yield {
      path: [...path, 'scope'],
      zh: '公布范围宽于法律规定',
      en: 'It is published more widely than the law says',
      basis,
    }
  const grounds =
    duty.withdraw?.filter(word => !(decision.withdraw?.on as readonly string[] | undefined)?.includes(word)) ?? []
  if (grounds.length > 0 || (duty.withdraw && !decision.withdraw?.reason))
    yield {
      path: [...path, 'withdraw'],
      zh: '决定被变更、撤销、确认违法或者无效的，应当撤回公开并说明理由',
      en: 'What falls must be withdrawn, with the reason',
      basis,
    }
}
