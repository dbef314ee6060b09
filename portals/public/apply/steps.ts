import type { CompiledItem } from '#kernel/definition'
import { attribute, type Html, html } from '../html.ts'
import type { View } from '../view.ts'
import type { Draft } from './needs.ts'
import { askedPages, fetchedOf, fits, pagesOf, papersOf } from './paging.ts'

export const steps = ['notice', 'fit', 'fill', 'materials', 'precheck', 'review'] as const
export type Step = (typeof steps)[number]

export const addressOf = ({ item, caseId }: Pick<Draft, 'item' | 'caseId'>, step: Step, page?: number): string =>
  `/apply/${item}/${caseId}/${step === 'fill' ? `fill/${page ?? 1}` : step}`

/** 随填随存 Where a page is heard while it is filled in. */
export const typedAt = ({ item, caseId }: Pick<Draft, 'item' | 'caseId'>, page: number): string =>
  `/apply/${item}/${caseId}/typed/${page}`

/** Whether a step asks or tells anything with these answers: a page that does neither is a press for nothing. */
export function hasStep(compiled: CompiledItem, fields: Draft['fields'], step: Step): boolean {
  if (step === 'fit') return pagesOf(compiled).fit.length + fits(compiled, fields).length > 0
  if (step === 'fill') return askedPages(compiled, fields).length > 0
  if (step === 'materials') return papersOf(compiled, fields).length + fetchedOf(compiled, fields).length > 0
  return true
}

interface StepsShown {
  /** Undefined where it is not known yet how the item asks. */
  readonly compiled: CompiledItem | undefined
  readonly draft?: Draft
}

/** 步骤 Where one is: what is behind can be gone back to, what lies ahead is named, what this item does not ask is not. */
export function stepList(view: View, at: Step, { compiled, draft }: StepsShown): Html {
  const shown = steps.filter(step => compiled === undefined || hasStep(compiled, draft?.fields ?? {}, step))
  const here = shown.indexOf(at)
  return html`<nav class="steps" aria-label="${view.say('apply.steps')}"><ol>${shown.map((step, index) => {
    const name = view.say(`apply.step.${step}`)
    const linked = draft && index < here && step !== 'notice'
    return html`<li${attribute('aria-current', index === here && 'step')}${attribute('class', index < here && 'behind')}>${linked ? html`<a href="${view.to(addressOf(draft, step))}">${name}</a>` : name}</li>`
  })}</ol></nav>`
}

/** What comes after the form. */
export const afterForm = (compiled: CompiledItem, { fields }: Pick<Draft, 'fields'>): 'materials' | 'precheck' =>
  hasStep(compiled, fields, 'materials') ? 'materials' : 'precheck'

/** The address of what comes after a page of the form. */
export function afterPage(compiled: CompiledItem, draft: Draft, page: number): string {
  const next = askedPages(compiled, draft.fields).find(number => number > page)
  return next === undefined ? addressOf(draft, afterForm(compiled, draft)) : addressOf(draft, 'fill', next)
}

export const beforePage = (compiled: CompiledItem, draft: Draft, page: number): string => {
  const before = askedPages(compiled, draft.fields).findLast(number => number < page)
  if (before !== undefined) return addressOf(draft, 'fill', before)
  return hasStep(compiled, draft.fields, 'fit') ? addressOf(draft, 'fit') : `/apply/${draft.item}`
}
