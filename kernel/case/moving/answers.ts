import { Refusal } from '#kernel/refusal'
import { answerProblem } from '../answer.ts'
import { isOpen, isRequired } from '../form.ts'
import { partiesOf } from '../opening.ts'
import { type MoveGround, same } from './ground.ts'
import { nameIn } from './mapping.ts'

/** 项目 Whatever was answered still counts for the same; nothing is required that nobody was asked. */
export function fieldsFit({ from, to, mapping, before, after, facts, on, say }: MoveGround): void {
  const [old, now] = [from.definition.content.form, to.definition.content.form]
  const isDone = (stage: string | undefined, { stages }: typeof before) =>
    stage === undefined || stages[stage]?.status === 'done'
  for (const [name, field] of Object.entries(old)) {
    const value = before.facts[name]
    const answered = from.personal.has(name) ? isDone(field.at, before) : !isOpen(value)
    if (!answered || mapping.drops.has(name)) continue
    const key = nameIn(mapping.fields, name)
    const next = Object.hasOwn(now, key) ? now[key]! : undefined
    if (!next) say('FIELD_GONE', { field: name })
    else if (from.personal.has(name) !== to.personal.has(key)) say('FIELD_SEALED', { field: name })
    else if (!same([field.type, field.unit ?? null, !field.repeat], [next.type, next.unit ?? null, !next.repeat]))
      say('FIELD_OTHER_TYPE', { field: name, type: field.type, now: next.type })
    else if (!from.personal.has(name)) {
      const problem = answerProblem(next, value, on)
      if (problem !== undefined) say('FIELD_UNFIT', { field: name, problem })
    }
    if (key !== name && Object.hasOwn(before.facts, key)) say('NAME_TAKEN', { field: name, now: key })
  }
  const changedTo = new Map(Object.entries(mapping.fields).map(([name, key]) => [key, name]))
  for (const [key, field] of Object.entries(now)) {
    if (!isDone(field.at, after) || !isRequired(field.required, facts.after)) continue
    const was = old[changedTo.get(key) ?? key]
    const answered = to.personal.has(key)
      ? was !== undefined && was.required !== false && typeof was.required !== 'string'
      : !isOpen(after.facts[key])
    if (!answered) say('FIELD_UNANSWERED', { field: key })
  }
}

/** 要件 What was asked for stays asked for, and after acceptance, or the one notice of what is missing, nothing more is (行政许可法32). */
export function materialsFit({ from, to, before, after, facts, say }: MoveGround): void {
  const now = to.definition.materials
  const gone = [
    ...(before.awaiting?.materials ?? []).filter(id => !now.some(material => material.id === id)),
    ...(after.awaiting?.fields ?? []).filter(name => !Object.hasOwn(to.definition.content.form, name)),
  ]
  if (gone.length > 0) say('AWAITED_GONE', { gone })
  const accepted = [...to.stages.values()].some(
    ({ kind, stage }) => kind === 'acceptance' && after.stages[stage]?.status === 'done',
  )
  const settled = accepted || before.moments['supplement-notice'] !== undefined
  if (!settled) return
  for (const { id, from: whose, stage, onlyIf, lateAllowed, basis } of now) {
    if (whose !== 'applicant' || stage !== undefined || lateAllowed || before.materials[id] !== undefined) continue
    if (onlyIf !== undefined && facts.after.test(onlyIf) !== true) continue
    const was = from.definition.materials.find(material => material.id === id)
    if (was?.from === 'applicant' && was.onlyIf === onlyIf) continue
    say('MATERIAL_MISSING', { material: id }, basis && { law: basis.law, articles: basis.articles.map(String) })
  }
}

export function partiesFit({ to, before, say }: MoveGround): void {
  try {
    partiesOf(to, before.parties)
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault
    say('PARTIES_UNFIT', fault.facts)
  }
}
