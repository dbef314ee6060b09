import { personalFields } from '../scope.ts'
import type { ItemDefinition } from '../settings/item.ts'
import { givenBefore, type Part, partWords } from '../settings/joint.ts'
import { stagesOf } from '../stages.ts'
import type { Ground, PlacedStage, Say } from './ground.ts'

type Path = PlacedStage['path']

/** 并联 Every part has a key of its own, comes after parts that stand before it, and is given what is there. */
export function checkJoint(ground: Ground): void {
  const before = new Set<string>()
  for (const { stage, path } of ground.stages)
    for (const [index, part] of (stage.joint?.parts ?? []).entries()) {
      checkPart(ground, part, [...path, 'joint', 'parts', index], before)
      before.add(part.part)
    }
}

function checkPart({ definition, say }: Ground, part: Part, path: Path, before: ReadonlySet<string>): void {
  if (before.has(part.part))
    say('NAME_TWICE', path, `并联办件“${part.part}”写了两次`, `Part “${part.part}” is written twice`)
  if (part.item === definition.item)
    say('JOINT_OF_ITSELF', [...path, 'item'], '事项不能并联办理自己', 'An item cannot be a part of itself')
  for (const [at, key] of (part.after ?? []).entries())
    if (!before.has(key))
      say(
        'JOINT_AFTER_UNKNOWN',
        [...path, 'after', at],
        `前序办件“${key}”要写在本件之前`,
        `“${key}”, which has to be granted first, must stand before this part`,
      )
  for (const [target, source] of Object.entries(part.fields ?? {})) {
    const [, of] = givenBefore.exec(source) ?? []
    if (of === undefined ? !Object.hasOwn(definition.content.form, source) : !part.after?.includes(of))
      say(
        'NAME_UNKNOWN_FIELD',
        [...path, 'fields', target],
        `“${source}”既不是本表字段，也不出自前序办件`,
        `“${source}” is neither a field of this form nor of a part that was granted before`,
      )
  }
  for (const [target, source] of Object.entries(part.materials ?? {}))
    if (!definition.materials.some(({ id }) => id === source))
      say(
        'NAME_UNKNOWN_PAPER',
        [...path, 'materials', target],
        `没有要件“${source}”`,
        `There is no material “${source}”`,
      )
}

type Known = (item: string) => ItemDefinition | undefined

/**
 * 并联衔接 One form asks for all that its parts ask for, once: every answer and paper that a part cannot do without comes from somewhere,
 * in the type it is asked for. Held against the other items as they stand; an item that nobody knows is named elsewhere.
 */
export function checkFit(first: ItemDefinition, known: Known, say: Say): void {
  for (const { stage, path } of stagesOf(first.flow))
    for (const [index, part] of (stage.joint?.parts ?? []).entries()) {
      const other = known(part.item)
      const at = [...path, 'joint', 'parts', index]
      if (!other) continue
      if (!other.category.starts.some(start => start === 'application' || start === 'other-case'))
        say(
          'JOINT_PART_START',
          at,
          `“${part.item}”不能由申请或者其他办件启动`,
          `“${part.item}” begins neither by application nor from another case`,
        )
      checkAnswers(first, part, other, known, at, say)
      checkPapers(first, part, other, at, say)
    }
}

/** The type of what a part is given under this name; undefined where nothing of the kind is there. */
function typeOf(first: ItemDefinition, source: string, known: Known): string | undefined {
  const [, of, name = ''] = givenBefore.exec(source) ?? []
  if (of === undefined) return first.content.form[source]?.type
  if (name === 'decidedOn' || name === 'validUntil') return 'date'
  if ((partWords as readonly string[]).includes(name)) return 'string'
  const parts = stagesOf(first.flow).flatMap(({ stage }) => stage.joint?.parts ?? [])
  const other = known(parts.find(({ part }) => part === of)?.item ?? '')
  return other && !personalFields(other).has(name) ? other.content.form[name]?.type : undefined
}

function checkAnswers(
  first: ItemDefinition,
  part: Part,
  other: ItemDefinition,
  known: Known,
  path: Path,
  say: Say,
): void {
  const asked = Object.entries(other.content.form).filter(([, { at }]) => at === undefined)
  for (const target of Object.keys(part.fields ?? {}))
    if (!asked.some(([name]) => name === target))
      say(
        'JOINT_FIELD_NOT_ASKED',
        [...path, 'fields', target],
        `“${part.item}”申请时不问“${target}”，不得提供`,
        `“${part.item}” does not ask “${target}” of the applicant: it is not handed over`,
      )
  for (const [name, { type, required }] of asked) {
    const source = part.fields?.[name]
    const found = typeOf(first, source ?? name, known)
    if (found === type || (source === undefined && required !== undefined && required !== true)) continue
    say(
      'JOINT_FIELD_MISSING',
      source === undefined ? path : [...path, 'fields', name],
      `“${part.item}”要填“${name}”（${type}），本表没有可以提供的同类字段`,
      `“${part.item}” asks “${name}” (${type}), and nothing here answers it in that type`,
    )
  }
}

function checkPapers(first: ItemDefinition, part: Part, other: ItemDefinition, path: Path, say: Say): void {
  const there = new Set(first.materials.map(({ id }) => id))
  for (const target of Object.keys(part.materials ?? {}))
    if (!other.materials.some(({ id, from }) => id === target && from !== 'officer'))
      say(
        'NAME_UNKNOWN_PAPER',
        [...path, 'materials', target],
        `“${part.item}”不要申请人提交“${target}”`,
        `“${part.item}” asks the applicant for no “${target}”`,
      )
  for (const { id, from, stage, onlyIf } of other.materials)
    if (from === 'applicant' && stage === undefined && onlyIf === undefined && !there.has(part.materials?.[id] ?? id))
      say(
        'JOINT_PAPER_MISSING',
        path,
        `“${part.item}”要提交“${id}”，本件材料里没有`,
        `“${part.item}” asks for “${id}”, and no material here stands for it`,
      )
}
