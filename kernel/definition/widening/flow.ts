import type { ItemDefinition } from '../settings/item.ts'
import { stagesOf } from '../stages.ts'
import { added, same, type Widened } from './difference.ts'

/** Stages in which somebody else looks, or the person is heard. */
const restraining = new Set([
  'expert',
  'consult',
  'notice',
  'statement',
  'hearing',
  'legal-review',
  'deliberation',
  'publicity',
  'recheck',
  'mediation',
])

/** 并联 Answers and papers that go to an item they did not go to before, and what a refusal stops that it did not stop. */
function widerJoint(previous: ItemDefinition, next: ItemDefinition, widened: Widened): void {
  const joints = ({ flow }: ItemDefinition) =>
    stagesOf(flow).flatMap(({ stage: { stage, joint } }) => (joint ? [{ stage, ...joint }] : []))
  const before = joints(previous)
  const known = before.flatMap(({ parts }) => parts)
  for (const { stage, parts, ifRefused } of joints(next)) {
    if (ifRefused !== 'continue' && before.some(one => one.stage === stage && one.ifRefused === 'continue'))
      widened(`flow.${stage}.joint.ifRefused`, '一项不予批准即停办其他', 'One refusal now stops the others')
    for (const part of parts) {
      const old = known.find(one => one.part === part.part)
      if (!same([old?.item, old?.fields, old?.materials], [part.item, part.fields, part.materials]))
        widened(
          `flow.${stage}.joint.parts.${part.part}`,
          '申请内容提供给其他事项',
          'Answers are handed to another item',
        )
    }
  }
}

/** Gates and restraining stages that are gone or depend on more; fewer hands; looser separation. */
export function widerFlow(previous: ItemDefinition, next: ItemDefinition, widened: Widened): void {
  const after = new Map(stagesOf(next.flow).map(({ stage }) => [stage.stage, stage]))
  for (const { stage } of stagesOf(previous.flow)) {
    const now = after.get(stage.stage)
    const path = `flow.${stage.stage}`
    if (!now) {
      if (restraining.has(stage.kind) || stage.gates) widened(path, '取消了制约环节', 'A restraining stage is gone')
      continue
    }
    if (restraining.has(stage.kind) && now.when !== undefined && now.when !== stage.when)
      widened(`${path}.when`, '制约环节的条件改变', 'The condition of a restraining stage has changed')
    for (const gate of stage.gates ?? [])
      if (
        !now.gates?.some(
          other =>
            other.need === gate.need &&
            other.before === gate.before &&
            (other.when === undefined || other.when === gate.when),
        )
      )
        widened(`${path}.gates`, `闸口“${gate.need}”取消或收窄`, `Gate “${gate.need}” is gone or narrower`)
    for (const outcome of added(stage.outcomes, now.outcomes))
      widened(`${path}.outcomes`, `可作出“${outcome}”`, `May now decide “${outcome}”`)
    if (
      !same(
        [stage.by, stage.mode, stage.k, stage.body, stage.deliberation],
        [now.by, now.mode, now.k, now.body, now.deliberation],
      )
    )
      widened(`${path}.by`, '办理人或议事方式改变', 'Other hands, or another way of deliberating')
  }
  widerJoint(previous, next, widened)
  for (const [name, outcome] of Object.entries(next.content.outcomes))
    for (const ending of ['revoke', 'withdraw', 'cancel'] as const) {
      const before = previous.content.outcomes[name]?.later?.[ending]
      const grounds = added(before?.grounds, outcome.later?.[ending]?.grounds)
      if (grounds.length > 0)
        widened(
          `content.outcomes.${name}.later.${ending}`,
          `决定可以因此终止：${grounds.join('、')}`,
          `A decision may end on: ${grounds.join(', ')}`,
        )
    }
  for (const [name, { enforcement }] of Object.entries(next.content.outcomes))
    if (enforcement && !same(previous.content.outcomes[name]?.enforcement, enforcement))
      widened(
        `content.outcomes.${name}.enforcement`,
        '强制执行的权限新增或改变',
        'What may be enforced is new or changed',
      )
  widerAuthority(previous, next, widened)
}

function widerAuthority(
  { authority: before }: ItemDefinition,
  { authority: after }: ItemDefinition,
  widened: Widened,
): void {
  for (const [role, post] of Object.entries(after.posts))
    if (before.posts[role] !== undefined && before.posts[role] !== post)
      widened(`authority.posts.${role}`, '由另一岗位行使', 'Another post holds the role')
  for (const pair of before.separate ?? [])
    if (!after.separate?.some(other => same(pair, other)))
      widened('authority.separate', `取消分离 ${pair.join('/')}`, `No longer separate: ${pair.join('/')}`)
  if ((after.officers?.min ?? 1) < (before.officers?.min ?? 1))
    widened('authority.officers', '办案人数减少', 'Fewer officers')
  if (before.officers && after.officers && !same(before.officers.at, after.officers.at))
    widened('authority.officers.at', '人数要求的环节改变', 'Officers are counted elsewhere')
  if (before.certificate !== undefined && after.certificate !== before.certificate)
    widened('authority.certificate', '不再要求原执法证件', 'The certificate is no longer required')
  if (added(after.avoid.grounds, before.avoid.grounds).length > 0 || (before.avoid.challenge && !after.avoid.challenge))
    widened('authority.avoid', '回避范围缩小', 'Fewer grounds to stand back')
  if (
    delegates(after.delegable, Object.keys(after.posts)).some(
      role => !delegates(before.delegable, Object.keys(before.posts)).includes(role),
    )
  )
    widened('authority.delegable', '可委托的范围扩大', 'More may be delegated')
  if (!same(before.discretion, after.discretion) && before.discretion !== 'none')
    widened('authority.discretion', '裁量基准改变', 'The discretion table changes')
  if (!same(before.fine, after.fine)) widened('authority.fine', '法定罚款幅度改变', 'The range of the fine changes')
  for (const { id } of after.mitigation ?? [])
    if (!before.mitigation?.some(old => old.id === id))
      widened(`authority.mitigation.${id}`, '新增减轻情形', 'A new ground of mitigation')
  for (const power of ['close', 'reopen'] as const)
    if (after[power] && !same(before[power], after[power]))
      widened(`authority.${power}`, '结案或者重开的权限新增或改变', 'Closing or reopening is new or changed')
  if (after.urgent && !same(before.urgent, after.urgent))
    widened('authority.urgent', '紧急处置权新增或改变', 'Urgent powers are new or changed')
}

const delegates = (delegable: boolean | readonly string[] | undefined, posts: readonly string[]): readonly string[] =>
  delegable === true ? posts : Array.isArray(delegable) ? delegable : []
