import type { Segment } from '../located.ts'
import type { Ground } from './ground.ts'

/** 岗位 Every role, and every way an alarm goes, points at a post that some organ has; without it somebody would be waited for who does not exist. */
export function checkOffices({ definition, offices, stages, say }: Ground): void {
  if (!offices) return
  const own = definition.category.organ.post
  const organ = (type: string, path: readonly Segment[], severity: 'error' | 'warning' = 'error') => {
    if (offices.has(type)) return
    say('OFFICE_UNKNOWN_ORGAN', path, `没有“${type}”这类机关`, `There is no kind of organ “${type}”`, severity)
  }
  const post = (code: string, type: string, path: readonly Segment[]) => {
    if (offices.get(type)?.has(code) === false)
      say('OFFICE_UNKNOWN_POST', path, `“${type}”没有岗位“${code}”`, `“${type}” has no post “${code}”`)
  }
  organ(own, ['category', 'organ', 'post'])
  const role = (written: string, path: readonly Segment[]) => {
    const [, kind, code = '', type] = /^(post|organ|body)\/([^@]+)(?:@(.+))?$/.exec(written) ?? []
    if (type !== undefined) organ(type, path)
    if (kind === 'organ') organ(code, path)
    else if (kind !== undefined) post(code, type ?? own, path)
  }
  for (const [name, written] of Object.entries(definition.authority.posts)) role(written, ['authority', 'posts', name])
  // who hears of an alarm, and to whom a problem goes up: what no office has is a dead route
  for (const { id, to } of definition.alarms) for (const name of to) role(name, ['alarms', id, 'to'])
  for (const [index, { verifyBy, escalate = [] }] of definition.problems.entries()) {
    role(verifyBy, ['problems', index, 'verifyBy'])
    for (const name of escalate) role(name, ['problems', index, 'escalate'])
  }
  // who is consulted may also be an organ only some cities have
  for (const { stage, path } of stages) {
    for (const [index, type] of (stage.organs ?? []).entries()) organ(type, [...path, 'organs', index], 'warning')
    if (stage.body !== undefined) role(stage.body, [...path, 'body'])
  }
}
