import { parseItem } from '#kernel/code'
import type { Complaint } from './ground.ts'

/** 各区实施概要 What of one implementation matters to those of the other districts. */
export interface DistrictFacts {
  readonly item: string
  readonly organ: string
  readonly region: string
  readonly taskCode: string
  /** What the item is called where this organ carries it out. */
  readonly name: string
}

export interface DistrictFinding extends Complaint {
  readonly rule: 'LAW_SAME_IN_EVERY_DISTRICT'
  /** Which of the implementations, by its place among those that were given. */
  readonly at: number
}

/** The item inside a code of the national form; undefined for a code of another scheme, or one that does not hold. */
function basicOf(taskCode: string): string | undefined {
  if (taskCode.length !== 31 && taskCode.length !== 33) return undefined
  const parsed = parseItem(taskCode)
  return parsed.ok ? parsed.parts.basic : undefined
}

/** What most of them say; of equals, what was said first. */
function mostSaid(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]
}

const say = (at: number, path: readonly string[], zh: string, en: string): DistrictFinding => ({
  rule: 'LAW_SAME_IN_EVERY_DISTRICT',
  at,
  path,
  zh,
  en,
  basis: { law: '优化营商环境条例', articles: [35] },
})

/**
 * 各区同名同码 One item has one name and one basic code wherever it is carried out, and a task code names one thing of one organ: what most
 * districts say stands, and whoever says otherwise is told.
 */
export function lintDistricts(all: readonly DistrictFacts[]): readonly DistrictFinding[] {
  const findings: DistrictFinding[] = []
  const byItem = new Map<string, number[]>()
  for (const [at, { item }] of all.entries()) byItem.set(item, [...(byItem.get(item) ?? []), at])
  for (const places of byItem.values()) {
    const basics = places.map(at => basicOf(all[at]!.taskCode))
    const basic = mostSaid(basics.filter(one => one !== undefined))
    const name = mostSaid(places.map(at => all[at]!.name))
    for (const [index, at] of places.entries()) {
      const own = basics[index]
      if (own !== undefined && own !== basic)
        findings.push(
          say(
            at,
            ['taskCode'],
            `同一事项在其他区的基本编码是 ${basic}，这里是 ${own}；请与其他区一致`,
            `Elsewhere this item has the basic code ${basic}, here ${own}: write the same`,
          ),
        )
      if (all[at]!.name !== name)
        findings.push(
          say(
            at,
            ['overrides'],
            `同一事项在其他区叫“${name}”，这里叫“${all[at]!.name}”；名称须一致`,
            `Elsewhere this item is called “${name}”, here “${all[at]!.name}”: the name is one`,
          ),
        )
    }
  }
  const byCode = new Map<string, number>()
  for (const [at, { taskCode, item, organ }] of all.entries()) {
    const first = byCode.get(taskCode)
    const twin = first === undefined ? undefined : all[first]!
    if (twin && (twin.item !== item || twin.organ !== organ))
      findings.push(
        say(
          at,
          ['taskCode'],
          `业务办理项编码已用于 ${twin.organ} 的 ${twin.item}，一个编码只指一件事`,
          `The task code is that of ${twin.item} of ${twin.organ}: a code names one thing`,
        ),
      )
    byCode.set(taskCode, first ?? at)
  }
  return findings
}
