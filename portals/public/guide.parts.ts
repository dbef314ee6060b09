import type { ItemDefinition } from '#kernel/definition'
import { flowOf } from './guide.sections.ts'
import { type Html, html } from './html.ts'
import type { GuideShown } from './needs.ts'
import type { View } from './view.ts'
import { basisOf, textOf } from './wording.ts'

/** 并联办理 The stage that opens other items, where there is one. */
export const jointOf = (definition: ItemDefinition) => flowOf(definition).flatMap(({ stage }) => stage.joint ?? [])[0]

/** 一并办理的各项 What one application opens, in which order, and what becomes of the others when one is refused: said before anybody applies. */
export function guideParts(view: View, { definition, parts }: GuideShown): Html | null {
  const joint = jointOf(definition)
  if (!joint) return null
  const named = (key: string): string => view.plain(textOf(parts.find(({ part }) => part === key)?.name ?? key))
  const rows = parts.map(({ part, item, onlyWhen, after }) => {
    const names = after.map(named).join(view.say('list.join'))
    const said = [onlyWhen && view.say('guide.onlyWhen'), names !== '' && view.say('part.waitsFor', { names })]
    const told = said.filter(one => one !== false).join(view.say('list.join'))
    return html`<tr><th scope="row"><a href="${view.to(`/items/${item}`)}">${named(part)}</a></th><td>${told}</td></tr>`
  })
  return html`<p>${view.say('part.guideSays')}</p><div class="table" tabindex="0" role="region" aria-label="${view.say('part.title')}"><table class="cards"><thead><tr><th scope="col">${view.say('part.item')}</th><th scope="col">${view.say('guide.remarks')}</th></tr></thead><tbody>${rows}</tbody></table></div><p>${view.say(`part.ifRefused.${joint.ifRefused}`)} ${basisOf(view, joint.basis)}</p>`
}
