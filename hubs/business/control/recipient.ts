import type { Control, ControlInput, TaskState, Verb } from '#kernel/case'
import type { Directory } from '#kernel/identity'
import { granted, type Reason, refused } from '#kernel/refusal'

const inOrgan = (directory: Directory, person: string, organ: string, on: string): boolean =>
  directory.membersOf(organ, on).includes(person)

/** What passes a task on within its post. */
const withinPost: ReadonlySet<Verb> = new Set(['assign', 'transfer'])

/** Why this person cannot take over, or sign as well. */
function against(
  { verb, state, directory, on }: ControlInput,
  to: string,
  task: TaskState | undefined,
  from: string,
): Reason | undefined {
  const facts = { to }
  const has = Object.values(state.tasks).some(other => other.stage === task?.stage && other.person === to)
  if (to === from || has) return { code: 'RECIPIENT_SAME_PERSON', text: '接收人已在办理本任务', facts }
  if (state.avoided.includes(to)) return { code: 'RECIPIENT_AVOIDS', text: '接收人应当回避', facts }
  const organ = task?.organ ?? state.organ
  if (!inOrgan(directory, to, organ, on))
    return withinPost.has(verb)
      ? { code: 'RECIPIENT_NOT_IN_POST', text: '接收人不在该岗位', facts }
      : { code: 'RECIPIENT_NOT_IN_ORGAN', text: '接收人不在本机关任职', facts }
  if (withinPost.has(verb) && task && task.post !== '*' && !directory.holdersOf(task.post, organ, on).includes(to))
    return { code: 'RECIPIENT_NOT_IN_POST', text: '接收人不在该岗位', facts }
  return undefined
}

/** 接收人 A task passes only to who may do it: assigned or transferred within its post, delegated or co-signed within the organ; organs that are asked exist. */
export const recipient: Control = {
  name: 'recipient',
  judge: input => {
    const { body, actor, state, stage, directory, on } = input
    if (Array.isArray(body.organs)) {
      const unknown = (body.organs as readonly string[]).filter(organ => directory.organ(organ, on) === undefined)
      return unknown.length > 0
        ? refused({ code: 'RECIPIENT_NO_SUCH_ORGAN', text: '没有这个机关', facts: { unknown } })
        : granted
    }
    if (typeof body.to !== 'string' || actor.kind !== 'officer') return granted
    const tasks = Object.values(state.tasks).filter(task => task.stage === stage && task.consultation === undefined)
    const task =
      tasks.find(({ person }) => person === actor.person) ??
      tasks.find(({ organ }) => organ === actor.organ) ??
      tasks[0]
    const reason = against(input, body.to, task, actor.person)
    return reason ? refused(reason) : granted
  },
}
