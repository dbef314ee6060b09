import { canonicalJson } from './canonical.ts'
import type { Bilingual } from './finding.ts'
import type { ItemDefinition } from './settings/item.ts'
import { effectsOf, stagesOf } from './stages.ts'
import { widerData } from './widening/data.ts'
import { added, same, type Widened } from './widening/difference.ts'
import { widerFlow } from './widening/flow.ts'
import { widerLimits } from './widening/limits.ts'

/** One way in which a new version gives the organ more power or takes more of people's data than the one before. */
export interface Widening {
  readonly path: string
  readonly text: Bilingual
}

/**
 * 扩权 How the next version widens power or personal data against the previous one; empty when it does not. Where a change
 * could be either (a changed test), it counts as wider: the second pair of eyes is cheap, a power nobody looked at is not.
 */
export function wideningOf(previous: ItemDefinition, next: ItemDefinition): readonly Widening[] {
  const all: Widening[] = []
  const widened: Widened = (path, zh, en) => all.push({ path, text: { zh, en } })
  widerCategory(previous, next, widened)
  widerOutcomes(previous, next, widened)
  widerGrounds(previous, next, widened)
  widerFlow(previous, next, widened)
  widerLimits(previous, next, widened)
  widerData(previous, next, widened)
  return all
}

function widerCategory(
  { category: before }: ItemDefinition,
  { category: after }: ItemDefinition,
  widened: Widened,
): void {
  for (const start of added(before.starts, after.starts))
    widened('category.starts', `新增启动方式 ${start}`, `New way to open a case: ${start}`)
  for (const level of added(Object.keys(before.levels), Object.keys(after.levels)))
    widened('category.levels', `新增行使层级 ${level}`, `New level: ${level}`)
  if (before.drawer !== after.drawer) widened('category.drawer', '事权类别改变', 'Another kind of power')
  if (!same(before.organ, after.organ)) widened('category.organ', '行使机关改变', 'Another organ or nature')
  if (before.term && (!after.term || after.term.until > before.term.until))
    widened('category.term', '临时权力期限延长', 'The temporary power lasts longer')
}

function widerOutcomes(previous: ItemDefinition, next: ItemDefinition, widened: Widened): void {
  const [before, after] = [previous.content.outcomes, next.content.outcomes]
  for (const name of added(Object.keys(before), Object.keys(after)))
    widened(`content.outcomes.${name}`, '新增结果', 'New outcome')
  const effects = new Set(placedEffects(previous).map(({ where, effect }) => `${where} ${canonicalJson(effect)}`))
  for (const { where, effect, of } of placedEffects(next))
    if ((of === undefined || Object.hasOwn(before, of)) && !effects.has(`${where} ${canonicalJson(effect)}`))
      widened(where, '新增或改变效果', 'A new or changed effect')
  for (const [name, outcome] of Object.entries(after)) {
    const old = before[name]
    if (!old) continue
    if (!same(old.money, outcome.money)) widened(`content.outcomes.${name}.money`, '款项改变', 'The money changes')
    for (const next of outcome.next ?? [])
      if (!old.next?.some(other => same(next, other)))
        widened(`content.outcomes.${name}.next`, '后续办件新增或改变', 'Another case may follow')
    for (const remedy of old.remedies ?? [])
      if (!outcome.remedies?.some(other => same(remedy, other)))
        widened(`content.outcomes.${name}.remedies`, '救济途径减少或改变', 'A remedy is gone or changed')
  }
}

/** Every effect with the place it has by key, so that a stage that moved has not changed; `of` is the outcome it belongs to. */
const placedEffects = (item: ItemDefinition) =>
  effectsOf(item).map(({ effect, path }) => {
    const stage =
      path[0] === 'flow' ? stagesOf(item.flow).find(one => one.path.every((step, at) => step === path[at])) : undefined
    const outcome = path[0] === 'content' ? String(path[2]) : undefined
    const where = stage ? `flow.${stage.stage.stage}.effects` : `content.outcomes.${outcome}.effects`
    return { effect, where, ...(outcome !== undefined && { of: outcome }) }
  })

const keyed = <Row extends { readonly id: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> =>
  new Map(rows.map(row => [row.id, row]))

/** Conditions, rules and comparisons bind the organ: gone, softer or with another test, they may leave it more room. */
function widerGrounds(previous: ItemDefinition, next: ItemDefinition, widened: Widened): void {
  for (const list of ['conditions', 'rules', 'comparison'] as const) {
    const after = keyed<{ readonly id: string }>(next[list])
    const before = keyed<{ readonly id: string }>(previous[list])
    for (const [id, row] of before)
      if (!after.has(id)) widened(`${list}.${id}`, '取消了一项约束', 'A restraint is gone')
      else if (!same(binding(row), binding(after.get(id)!)))
        widened(`${list}.${id}`, '约束的内容改变', 'A restraint has changed')
  }
  for (const { id } of next.comparison)
    if (!previous.comparison.some(old => old.id === id))
      widened(`comparison.${id}`, '新增数据比对', 'A new comparison of data')
  const papers = keyed(previous.materials)
  for (const material of next.materials)
    if (material.from === 'applicant' && papers.get(material.id)?.from !== 'applicant')
      widened(`materials.${material.id}`, '要求申请人多交材料', 'One more paper is asked of the applicant')
}

/** What of a rule binds; its text and basis do not. */
function binding(row: object): unknown {
  const { text: _text, basis: _basis, ...rest } = row as Record<string, unknown>
  return rest
}
