import { provision, type Rule } from './ground.ts'

const target = /指标|任务数|考核|创收|完成率|罚没收入|排名|target|quota|revenue|ranking|indicator/i

/** 罚没不设指标 Nothing counts how much was fined, how often was punished, or how much aid was stopped, as a merit. */
export const fineTarget: Rule = function* ({ definition, library }) {
  const law = library.laws.find(one => one.noTargets?.drawers.includes(definition.category.drawer))
  const aid = definition.category.drawer === 'benefit'
  if (!law && !aid) return
  const basis = law?.noTargets ? { basis: provision(law, law.noTargets.article) } : {}
  const complaint = {
    zh: '罚没、处罚、停发救助不得设指标或者与考核挂钩',
    en: 'There is no target on fines, penalties or aid stopped',
    ...basis,
  }
  for (const [index, { watch }] of definition.checkpoints.entries())
    if (target.test(watch)) yield { path: ['checkpoints', index, 'watch'], ...complaint }
  for (const alarm of definition.alarms)
    if (target.test(`${alarm.id} ${alarm.on}`)) yield { path: ['alarms', alarm.id], ...complaint }
  for (const patrol of definition.patrol)
    if (target.test(`${patrol.id} ${patrol.find} ${typeof patrol.population === 'string' ? patrol.population : ''}`))
      yield { path: ['patrol', patrol.id], ...complaint }
}
