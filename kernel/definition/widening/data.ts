import { personalFields } from '../scope.ts'
import type { ItemDefinition } from '../settings/item.ts'
import { spanOf } from '../settings/words.ts'
import { added, same, type Widened } from './difference.ts'

/** More personal data asked, less protected, looked at by more patrols, published wider or shown to the person later. */
export function widerData(previous: ItemDefinition, next: ItemDefinition, widened: Widened): void {
  const [before, after] = [personalFields(previous), personalFields(next)]
  for (const name of after)
    if (!Object.hasOwn(previous.content.form, name))
      widened(`content.form.${name}`, '新增个人信息字段', 'A new personal field')
  for (const name of before)
    if (Object.hasOwn(next.content.form, name) && !after.has(name))
      widened(`content.form.${name}`, '不再作为个人信息保护', 'No longer protected as personal')
  for (const role of added(Object.keys(previous.content.parties), Object.keys(next.content.parties)))
    widened(`content.parties.${role}`, '新增当事人角色', 'A new role of parties')
  if (previous.content.parties.informant?.sealed && !next.content.parties.informant?.sealed)
    widened('content.parties.informant', '不再为举报人保密', 'Informants are no longer sealed')
  for (const patrol of next.patrol) {
    const old = previous.patrol.find(({ id }) => id === patrol.id)
    if (
      !old ||
      !same(
        [old.over, old.join, old.find, old.exempt, old.every, old.then],
        [patrol.over, patrol.join, patrol.find, patrol.exempt, patrol.every, patrol.then],
      )
    )
      widened(`patrol.${patrol.id}`, '轮巡新增或改变', 'A patrol is new or changed')
  }
  widerPublicity(previous.publicity, next.publicity, widened)
}

const reach = ['organ', 'community', 'city']
const shownFirst = ['at-once', 'on-close', 'on-date']
type Publicity = ItemDefinition['publicity']

function widerPublicity(before: Publicity, after: Publicity, widened: Widened): void {
  const [old, now] = [before.decision, after.decision]
  if (now && now !== 'none') {
    const path = 'publicity.decision'
    if (!old || old === 'none') widened(path, '决定改为公示', 'Decisions are now published')
    else {
      if (reach.indexOf(now.scope) > reach.indexOf(old.scope))
        widened(`${path}.scope`, '公示范围扩大', 'Published more widely')
      for (const field of added(old.fields, now.fields))
        widened(`${path}.fields`, `新公示“${field}”`, `“${field}” is now published`)
      for (const field of added(now.mask, old.mask))
        if (now.fields.includes(field)) widened(`${path}.mask`, `“${field}”不再遮盖`, `“${field}” is no longer masked`)
      if (isLonger(old.for, now.for)) widened(`${path}.for`, '公示更久', 'Published for longer')
      if (old.withdraw && !same(old.withdraw, now.withdraw))
        widened(`${path}.withdraw`, '撤回公示的规则改变', 'Withdrawal of the publication changes')
      if (!same([old.when, old.outcomes], [now.when, now.outcomes]))
        widened(`${path}.when`, '公示的情形改变', 'Other decisions are published')
    }
  }
  for (const kind of ['draft', 'result'] as const)
    if (after[kind] && !same(before[kind], after[kind]))
      widened(`publicity.${kind}`, '公示内容改变', 'What is posted has changed')
  if (before.exports === 'masked' && after.exports !== 'masked')
    widened('publicity.exports', '导出不再限于脱敏', 'Exports need no longer be masked')
  const shown = (publicity: Publicity) => shownFirst.indexOf(publicity.reads?.shown ?? 'at-once')
  if (shown(after) > shown(before))
    widened('publicity.reads', '查阅记录更晚告知本人', 'The person learns later who looked')
}

function isLonger(before: string, after: string): boolean {
  if (before === after) return false
  if (before === 'validity' || after === 'validity') return true
  const [old, now] = [spanOf(before), spanOf(after)]
  return old.unit !== now.unit || now.value > old.value
}
