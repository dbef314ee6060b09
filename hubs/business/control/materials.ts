import type { Control, ControlInput } from '#kernel/case'
import { granted, type Reason, refused } from '#kernel/refusal'

const provision = (basis: { law: string; articles: readonly (string | number)[] } | undefined) =>
  basis ? { basis: { law: basis.law, articles: basis.articles.map(String) } } : {}

/** Whether what was handed in will do: late or promised only where the material says so. */
function satisfies(got: string | undefined, material: { lateAllowed?: boolean; commitment?: boolean }): boolean {
  if (got === undefined) return false
  if (got === 'late') return material.lateAllowed === true
  if (got === 'committed') return material.commitment === true
  return true
}

function missing({ definition, state, body, facts, verb, stage }: ControlInput): Reason[] {
  const at = verb === 'accept' ? undefined : stage
  const given = { ...state.materials, ...((body.materials ?? {}) as Record<string, string>) }
  const needs = at === undefined ? [] : (definition.stages.get(at)?.needs ?? [])
  return definition.definition.materials
    .filter(material => {
      if (
        verb === 'accept'
          ? material.from !== 'applicant' || material.stage !== undefined
          : material.stage !== at && !needs.includes(material.id)
      )
        return false
      if (material.onlyIf !== undefined && facts.test(material.onlyIf) === false) return false
      return !satisfies(given[material.id], material as { lateAllowed?: boolean; commitment?: boolean })
    })
    .map(({ id, basis }) => ({
      code: 'MATERIAL_MISSING',
      text: '要件不齐',
      rule: `materials.${id}`,
      facts: { material: id },
      ...provision(basis),
    }))
}

/** 要件 What the guide asks for is there, and nothing else is asked for. */
export const materials: Control = {
  name: 'materials',
  judge: input => {
    const reasons = missing(input)
    return reasons.length === 0 ? granted : refused(...reasons)
  },
}
