import type { Provision, Text } from '../settings/words.ts'
import { lawsWith, provision, type Rule } from './ground.ts'

const target = /指标|任务数|任务量|考核|创收|完成率|排名|target|quota|ranking|indicator/i

/** What is made a merit of without a word for it, where it is counted by whoever imposes it. */
const income = /罚没收入|revenue/i

/** What nobody may be measured by, whoever counts it: fines, penalties, inspections, levies, aid stopped. A risk may be measured. */
const counted =
  /罚款|罚没|处罚|没收|征收|收费|停发|清退|(?:检查|抽查)(?:数|次数|户次|任务|指标|完成)|\b(?:fines?|penalt(?:y|ies)|confiscations?|inspections?|visits?|lev(?:y|ies)|fees?)\b|\bstopped-aid\b|\baid-stopped\b/i

/** Drawers in which there is nothing else to set a target for. */
const nothingElse: ReadonlySet<string> = new Set(['penalty', 'levy', 'benefit'])

/** Aid is changed or ended for what has changed in the household, and for nothing else. */
const aid: Provision = { law: '社会救助法', articles: [47] }

const chinese = (text: Text | undefined): string =>
  text === undefined ? '' : typeof text === 'string' ? text : text.zh

/**
 * 罚没不设指标 Nothing counts how much was fined or levied, how often was punished or inspected, or how much aid was stopped, as a merit,
 * in whatever drawer it is written.
 */
export const fineTarget: Rule = function* ({ definition, library }) {
  const { drawer } = definition.category
  const forbids = (whom: string) =>
    lawsWith(library, 'noTargets').find(one => (one.noTargets?.drawers as readonly string[])?.includes(whom))
  const law = drawer === 'benefit' ? undefined : (forbids(drawer) ?? forbids('inspection'))
  const complaint = {
    zh: '罚没、处罚、检查、征收、停发救助不得设指标或者与考核挂钩',
    en: 'There is no target on fines, penalties, inspections, levies or aid stopped',
    basis: law?.noTargets ? provision(law, law.noTargets.article) : aid,
  }
  const isMerit = (text: string): boolean =>
    (target.test(text) && (nothingElse.has(drawer) || counted.test(text))) ||
    (drawer === 'penalty' && income.test(text))
  for (const [index, { watch }] of definition.checkpoints.entries())
    if (isMerit(watch)) yield { path: ['checkpoints', index, 'watch'], ...complaint }
  for (const { id, on } of definition.alarms) if (isMerit(`${id} ${on}`)) yield { path: ['alarms', id], ...complaint }
  for (const { id, find, population } of definition.patrol)
    if (isMerit(`${id} ${find} ${chinese(population)}`)) yield { path: ['patrol', id], ...complaint }
}
