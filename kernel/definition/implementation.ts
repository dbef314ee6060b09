import { type Static, Type } from 'typebox'
import { parseItem } from '#kernel/code'
import type { Finding } from './finding.ts'
import { compileLimits } from './limits.ts'
import { locatedOf, type Positions, plain, type Segment } from './located.ts'
import { applyOverrides } from './override.ts'
import type { Content } from './settings/content.ts'
import { ItemDefinition } from './settings/item.ts'
import { IsoDate, Key, Span, spanOf, Text } from './settings/words.ts'
import { checkShape } from './shape.ts'
import { stagesOf } from './stages.ts'

const strict = { additionalProperties: false } as const

/**
 * 实施清单 Organ × item: what one organ says about an item it carries out. It may promise less time than the law allows and
 * may change what the item marks `local`; it may not add a paper, a condition or a day.
 */
export const Implementation = Type.Object(
  {
    item: Key,
    organ: Type.String({ pattern: '^[a-z0-9][a-z0-9-]*$', description: "the organ's id in its city" }),
    region: Type.String({ pattern: '^[0-9]{6,12}$' }),
    version: Type.Integer({ minimum: 1 }),
    effective: Type.Object({ from: IsoDate }, strict),
    taskCode: Type.String({ pattern: '^[0-9A-Z]{1,40}$', description: '业务办理项编码' }),
    windows: Type.Optional(Type.Array(Text, { minItems: 1 })),
    hours: Type.Optional(Text),
    contacts: Type.Optional(Type.Array(Text, { minItems: 1 })),
    supervision: Type.Optional(Text),
    /** 承诺时限 Never longer than the statutory limit it stands beside, and in its unit. */
    promised: Type.Optional(Span),
    overrides: Type.Optional(
      Type.Record(Type.String({ pattern: '^[a-z][A-Za-z0-9-]*(\\.[a-zA-Z0-9-]+)*$' }), Type.Unknown(), strict),
    ),
  },
  strict,
)
export type Implementation = Static<typeof Implementation>
export type Guide = NonNullable<Static<typeof Content>['guide']>

export const implementationFault = (
  positions: Positions,
  path: readonly Segment[],
  rule: string,
  zh: string,
  en: string,
): Finding => ({
  severity: 'error',
  rule,
  ...positions.at(path),
  path: positions.shown(path),
  text: { zh, en },
})

/** What an implementation may not say: change what is not local, or promise more time than the law gives. */
export function checkImplementation(
  implementation: Implementation,
  definition: ItemDefinition,
  positions: Positions,
): readonly Finding[] {
  const findings: Finding[] = []
  for (const path of Object.keys(implementation.overrides ?? {}))
    if (!(definition.local ?? []).some(local => path === local || path.startsWith(`${local}.`)))
      findings.push(
        implementationFault(
          positions,
          ['overrides', path],
          'IMPLEMENTATION_NOT_LOCAL',
          `事项没有允许地方改变“${path}”`,
          `The item does not let “${path}” be changed locally`,
        ),
      )
  const merged = implementedDefinition(definition, implementation)
  findings.push(
    ...merged.missing.map(path =>
      implementationFault(
        positions,
        ['overrides', path],
        'IMPLEMENTATION_PATH',
        `事项里没有“${path}”`,
        `The item has no “${path}”`,
      ),
    ),
  )
  findings.push(...checkPromise(implementation, definition, merged.definition, positions))
  findings.push(...checkCode(implementation, definition, positions))
  // without overrides only what the file's own schema has seen is put in place
  const shaped = implementation.overrides === undefined || findings.length > 0
  if (!shaped && checkShape(ItemDefinition, merged.definition, positions).length > 0)
    findings.push(
      implementationFault(
        positions,
        ['overrides'],
        'IMPLEMENTATION_SHAPE',
        '改变后的事项格式不对',
        'The item would no longer have its right form',
      ),
    )
  return findings
}

/** 同一事项同一编码 A code of the national form holds by its digits, and the item inside it is this item, in every district. */
function checkCode(
  { taskCode }: Implementation,
  { category }: ItemDefinition,
  positions: Positions,
): readonly Finding[] {
  if (taskCode.length !== 31 && taskCode.length !== 33) return []
  const say = (zh: string, en: string) => implementationFault(positions, ['taskCode'], 'IMPLEMENTATION_CODE', zh, en)
  const parsed = parseItem(taskCode)
  if (!parsed.ok) return parsed.problems.map(({ code, text }) => say(text, `The code is not valid: ${code}`))
  const basic = category.codes?.['gb39554.basic']
  return basic === undefined || parsed.parts.basic === basic
    ? []
    : [
        say(
          `编码里的事项是 ${parsed.parts.basic}，本事项是 ${basic}`,
          `The code names item ${parsed.parts.basic}, this one is ${basic}`,
        ),
      ]
}

function checkPromise(
  implementation: Implementation,
  definition: ItemDefinition,
  merged: ItemDefinition,
  positions: Positions,
): readonly Finding[] {
  if (implementation.promised === undefined && implementation.overrides === undefined) return []
  const changed = Object.keys(implementation.overrides ?? {}).find(name => name.startsWith('limits.promised')) ?? ''
  const path = implementation.promised === undefined ? ['overrides', changed] : ['promised']
  const promised = compileLimits(merged).get('promised')
  if (!promised)
    return implementation.promised === undefined
      ? []
      : [
          implementationFault(
            positions,
            path,
            'IMPLEMENTATION_NO_PROMISE',
            '事项没有承诺时限可改',
            'The item has no promised limit to change',
          ),
        ]
  if (definition.limits.promised === merged.limits.promised) return []
  const statutory = [...compileLimits(definition).values()].filter(
    limit =>
      limit.id !== 'promised' &&
      limit.promised !== true &&
      limit.kind === 'max' &&
      limit.binds !== 'party' &&
      limit.ends.some(end => promised.ends.includes(end)),
  )
  return statutory.flatMap(limit => {
    const law = `${limit.value} ${limit.unit}`
    if (limit.unit !== promised.unit)
      return [
        implementationFault(
          positions,
          path,
          'IMPLEMENTATION_PROMISE_UNIT',
          `承诺时限请用法定时限的单位 ${limit.unit}`,
          `Promise in the unit of the law, ${limit.unit}`,
        ),
      ]
    return promised.value > limit.value
      ? [
          implementationFault(
            positions,
            path,
            'IMPLEMENTATION_PROMISE_LONG',
            `承诺时限长于法定的 ${law}`,
            `The promise is longer than the law's ${law}`,
          ),
        ]
      : []
  })
}

/** The item as this organ carries it out; `missing` are override paths the item does not have. */
export function implementedDefinition(
  definition: ItemDefinition,
  implementation: Implementation,
): { readonly definition: ItemDefinition; readonly missing: readonly string[] } {
  const { windows, hours, contacts, supervision, overrides, promised } = implementation
  const guide = { ...definition.content.guide, ...defined({ windows, hours, contacts, supervision }) }
  const given = definition.limits.promised
  const limits = (
    promised !== undefined && given
      ? { ...definition.limits, promised: { ...given, ...spanOf(promised) } }
      : definition.limits
  ) as ItemDefinition['limits']
  const local: ItemDefinition = {
    ...definition,
    content: { ...definition.content, ...(Object.keys(guide).length > 0 && { guide }) },
    limits,
  }
  if (!overrides) return { definition: local, missing: [] }
  const findings: Finding[] = []
  const merged = applyOverrides(locatedOf(local), locatedOf(overrides), findings)
  return { definition: plain(merged) as ItemDefinition, missing: findings.map(({ path }) => path) }
}

const defined = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

/** 办事指南 The guide page's own facts: the item's, as this organ carries it out. Everything else on the page is the definition. */
export function guideOf(
  definition: ItemDefinition,
  implementation?: Implementation,
): Guide & { readonly taskCode?: string; readonly stages: readonly string[] } {
  const local = implementation ? implementedDefinition(definition, implementation).definition : definition
  return {
    ...local.content.guide,
    ...(implementation && { taskCode: implementation.taskCode }),
    stages: stagesOf(local.flow).map(({ stage }) => stage.stage),
  }
}
