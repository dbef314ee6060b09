import { attributeOf, textIn, type XmlElement } from '#kernel/markup'
import type { Overlay } from '../intake/overlay.ts'
import type { ModelAccount } from './account.ts'
import { fieldName } from './expressions.ts'
import { engineAttribute, engineElements, everyElement } from './model.ts'
import type { Row } from './table.ts'
import { isBpmn, ownUri } from './vocabulary.ts'

/** Words by which a group is one of the roles every procedure has. */
const roleWords: readonly (readonly [RegExp, string])[] = [
  [/受理|窗口|收件|前台|counter|reception|front ?office|intake|clerk/i, 'window'],
  [
    /领导|局长|处长|主任|负责人|主管|经理|审批人|manager|head\b|director|chief|boss|supervisor|approver|leader/i,
    'head',
  ],
  [/审查|审核|初审|复核|经办|承办|review|examin|check/i, 'reviewer'],
]

const ofApplicant = /^[#$]\{\s*(?:initiator|applyUserId|applicant|startUserId|INITIATOR)\s*\}$/

/** 岗位 Roles by what a model calls those who do a step: groups, assignees, lanes, resources. */
export function makeRoles(
  account: ModelAccount,
  overlay: Overlay,
  known: ReadonlySet<string>,
  resources: ReadonlyMap<string, XmlElement>,
) {
  const roles = new Map<string, string>()

  function role(written: string): string {
    const name = written.replace(/^[#$]\{\s*|\s*\}$/g, '').trim()
    const found = roles.get(name)
    if (found !== undefined) return found
    const usual = roleWords.find(([form]) => form.test(name))?.[1]
    const plain = fieldName('x', name).slice(2)
    const own = plain === 'unnamed' ? `role${roles.size + 1}` : plain
    const key = usual !== undefined && known.has(usual) ? usual : known.has(own) ? `${own}Post` : own
    roles.set(name, key)
    if (usual === undefined || !known.has(usual)) {
      overlay.set(`authority.posts.${key}`, 'post/review')
      account.decide(
        `authority.posts.${key}`,
        `“${name}”暂归审查岗，由编辑对应到机关的岗位 which post this is, an editor says`,
      )
    }
    return key
  }

  /** Whom an element names in the words of an engine, of BPMN, or by the lanes it lies in. */
  return (row: Row): string | readonly string[] | undefined => {
    const { element, lanes } = row.node
    const named: string[] = []
    const groups = engineAttribute(element, 'candidateGroups')
    for (const group of groups?.value.split(',') ?? []) if (group.trim() !== '') named.push(role(group))
    if (groups) account.attribute(element, 'candidateGroups', groups.uri, `flow.${row.key}.by`)
    for (const one of engineElements(element, 'assignmentDefinition')) {
      const group = attributeOf(one, 'candidateGroups')
      if (group === undefined || /^\s*=/.test(group)) continue
      for (const part of group.split(',')) named.push(role(part))
      account.understood(one, `flow.${row.key}.by`, { only: ['candidateGroups'] })
    }
    const assignee = engineAttribute(element, 'assignee')
    if (assignee && ofApplicant.test(assignee.value)) {
      named.push('window')
      account.attribute(element, 'assignee', assignee.uri, `flow.${row.key}.by`, '申请人的步骤由窗口代录')
    } else if (assignee && named.length === 0) {
      named.push(role(assignee.value))
      account.attribute(element, 'assignee', assignee.uri, `flow.${row.key}.by`, '由岗位而不是由某人办理')
    }
    for (const owner of element.children)
      if (owner.kind === 'element' && isBpmn(owner, 'potentialOwner', 'humanPerformer', 'performer'))
        named.push(...owners(owner, row))
    if (named.length > 0) return named.length === 1 ? named[0] : [...new Set(named)]
    const lane = lanes.at(-1)
    return lane === undefined || lane === '' ? undefined : role(lane)
  }

  function owners(owner: XmlElement, row: Row): readonly string[] {
    for (const part of everyElement(owner)) {
      if (!isBpmn(part, 'formalExpression', 'resourceRef')) continue
      const said = textIn(part).trim()
      if (said === '') continue
      const written = /^(?:user|group)\(([^)]*)\)$/.exec(said)?.[1] ?? said
      account.whole(owner, `flow.${row.key}.by`, said)
      return written.split(',').map(one => {
        const id = one.replace(/^.*:/, '')
        const resource = resources.get(id)
        if (resource) account.understood(resource, 'authority.posts', { only: ['name'] })
        return role((resource && attributeOf(resource, 'name')) ?? id)
      })
    }
    if (attributeOf(owner, 'name') === undefined) return []
    account.whole(owner, `flow.${row.key}.by`)
    return [role(attributeOf(owner, 'name')!)]
  }
}

/** What our own export wrote beside a step. */
export const ownAttribute = (element: XmlElement, local: string): string | undefined =>
  attributeOf(element, local, ownUri)
