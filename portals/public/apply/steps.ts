import type { CompiledItem } from '#kernel/definition'
import { attribute, type Html, html } from '../html.ts'
import type { View } from '../view.ts'
import type { Draft } from './needs.ts'
import { askedPages } from './paging.ts'

export const steps = ['notice', 'fit', 'fill', 'materials', 'precheck', 'review'] as const
export type Step = (typeof steps)[number]

export const addressOf = ({ item, caseId }: Pick<Draft, 'item' | 'caseId'>, step: Step, page?: number): string =>
  `/apply/${item}/${caseId}/${step === 'fill' ? `fill/${page ?? 1}` : step}`

/** 步骤 Where one is: what is behind can be gone back to, what lies ahead is named. */
export function stepList(view: View, at: Step, draft?: Draft): Html {
  const here = steps.indexOf(at)
  return html`<nav class="steps" aria-label="${view.say('apply.steps')}"><ol>${steps.map((step, index) => {
    const name = view.say(`apply.step.${step}`)
    const linked = draft && index < here && step !== 'notice'
    return html`<li${attribute('aria-current', index === here && 'step')}${attribute('class', index < here && 'behind')}>${linked ? html`<a href="${view.to(addressOf(draft, step))}">${name}</a>` : name}</li>`
  })}</ol></nav>`
}

/** The address of what comes after a page of the form. */
export function afterPage(compiled: CompiledItem, draft: Draft, page: number): string {
  const next = askedPages(compiled, draft.fields).find(number => number > page)
  return next === undefined ? addressOf(draft, 'materials') : addressOf(draft, 'fill', next)
}

export const beforePage = (compiled: CompiledItem, draft: Draft, page: number): string => {
  const before = askedPages(compiled, draft.fields).findLast(number => number < page)
  return before === undefined ? addressOf(draft, 'fit') : addressOf(draft, 'fill', before)
}
