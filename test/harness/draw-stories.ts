import type { Drawn } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import { itemOf } from './item.ts'
import { directoryFor } from './small-city.ts'
import { type Walk, type WalkSettings, walk } from './walk.ts'

export const plan = await itemOf('market-double-random')
export const visit = await itemOf('market-inspection-visit')

export const planFields = { 'plan.year': 2026, 'plan.percent': 10, 'plan.months': '7-12', 'plan.perYear': 2 }
export const looked = (breach: boolean) => ({
  'visit.reportTrue': !breach,
  'visit.addressFound': true,
  'visit.breach': breach,
  'visit.notes': '现场查看',
})

/** The small city with four inspectors instead of two. */
const manyInspectors = (item: CompiledItem) =>
  directoryFor(item, rows => {
    for (const nth of [3, 4]) {
      const id = `inspector-${nth}`
      const like = (person: string) => ({ ...rows.persons.find(one => one.id === person)!, id, personnelNumber: id })
      rows.persons.push(like('inspector-1'))
      rows.appointments.push({ ...rows.appointments.find(({ person }) => person === 'inspector-1')!, person: id })
      rows.certificates.push({
        ...rows.certificates.find(({ person }) => person === 'inspector-1')!,
        person: id,
        number: id,
      })
    }
  })

/** 抽查计划 A plan as far as the named point: announced, prepared, drawn, with its visits under way. */
export function planAt(point: 'draw' | 'prepared' | 'drawn' | 'visits', settings: Partial<WalkSettings> = {}): Walk {
  const at = walk({ item: plan, start: 'plan', directory: manyInspectors(plan), ...settings })
  at.act('lodge', { fields: planFields })
  at.act('complete', { stage: 'plan' })
  at.wait('6 workday')
  at.act('complete', { stage: 'announce' })
  if (point === 'draw') return at
  at.act('prepareDraw')
  if (point === 'prepared') return at
  at.act('draw')
  if (point === 'drawn') return at
  at.act('complete', { stage: 'draw' })
  return at
}

export const sent: Drawn = {
  object: '91210100900000022Q',
  role: 'inspector',
  persons: ['inspector-1', 'inspector-2'],
  reserve: ['inspector-3'],
}

/** 检查 A visit that a draw has sent two inspectors to. */
export function visitAt(settings: Partial<WalkSettings> = {}): Walk {
  const at = walk({ item: visit, start: 'other-case', directory: manyInspectors(visit), drawn: sent, ...settings })
  at.act('lodge', { fields: { 'respondent.uscc': sent.object, 'visit.year': 2026, 'visit.time': 1 } })
  return at
}
