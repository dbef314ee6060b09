import { attribute, type Html, html } from './html.ts'
import { mark } from './marks.ts'
import type { View } from './view.ts'

export interface Problem {
  /** Of the element that is to be mended, on this page, or an address of another page. */
  readonly at: string
  readonly text: string
}

/** 错误汇总 Everything that is wrong, at the head of the page, each with the way to where it is mended; the focus is set on it, where it is not only shown. */
export const errorSummary = (view: View, problems: readonly Problem[], focused = true): Html | null =>
  problems.length === 0
    ? null
    : html`<div class="note cinnabar errors" role="alert" tabindex="-1"${attribute('autofocus', focused)}><h2>${mark('cinnabar', view.say(problems.length === 1 ? 'field.oneWrong' : 'field.someWrong', { count: problems.length }))}</h2><p>${view.say('field.kept')}</p><ul>${problems.map(({ at, text }) => html`<li><a href="${at}">${text}</a></li>`)}</ul></div>`
