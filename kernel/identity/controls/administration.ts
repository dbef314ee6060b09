import { granted, refused, type Verdict } from '#kernel/refusal'
import type { Actor, IsoDate } from '../actor.ts'
import type { Directory } from '../directory.ts'
import type { AdministratorKind } from '../records.ts'

/** 管理事务 What an administrator may be asked to do; no task reads or decides a case, because none of the three may. */
export type AdministrativeTask =
  | 'record-office'
  | 'record-person'
  | 'appoint'
  | 'certify'
  | 'grant-reading'
  | 'appoint-administrator'
  | 'read-journal'
  | 'propose-move'
  | 'approve-move'

/** 三员分立 Which of the three may do what; everything not written here is refused. */
const taskOf: Readonly<Record<AdministrativeTask, AdministratorKind>> = {
  'record-office': 'system',
  'record-person': 'system',
  appoint: 'security',
  certify: 'security',
  'grant-reading': 'security',
  'appoint-administrator': 'security',
  'read-journal': 'audit',
  'propose-move': 'system',
  'approve-move': 'security',
}

export interface AdministrationQuestion {
  readonly directory: Directory
  readonly actor: Actor
  readonly task: AdministrativeTask
  /** The person whom the task would give something, where there is one. */
  readonly target?: string
  readonly on: IsoDate
}

/** 三员管控 May this administrator do that? Nobody gives power to himself; the program itself may load a city. */
export function administrationVerdict({ directory, actor, task, target, on }: AdministrationQuestion): Verdict {
  if (actor.kind === 'system') return granted
  const needs = taskOf[task]
  if (actor.kind !== 'officer' || !directory.isAdministrator(actor.person, needs, on))
    return refused({ code: 'ADMINISTRATION_NOT_YOURS', text: '本事务由另一管理员办理', facts: { task, needs } })
  if (target !== undefined && target === actor.person)
    return refused({ code: 'ADMINISTRATION_SELF', text: '管理员不得为本人授权', facts: { task } })
  return granted
}
