import { type Html, html } from './html.ts'
import type { View } from './view.ts'

/** 一节 A part of a long page: where it stands and what it is called. */
export type PagePart = readonly [id: string, title: string]
/** With what is drawn there; null where there is nothing to say. */
export type DrawnPart = readonly [...PagePart, drawn: Html | null]

/** A page of fewer parts is seen through at a glance. */
const fewest = 5

const links = (parts: readonly PagePart[]): Html =>
  html`<ul>${parts.map(([id, title]) => html`<li><a href="${`#${id}`}">${title}</a></li>`)}</ul>`

/** 本页内容 Above the first part; where the rail has it too and there is room for one, it stands there alone. */
export const contentsNav = (view: View, parts: readonly PagePart[]): Html | null =>
  parts.length < fewest
    ? null
    : html`<nav class="contents" aria-labelledby="contents"><p id="contents">${view.say('guide.onThisPage')}</p>${links(parts)}</nav>`

/** The same beside the page, where there is room. */
export const contentsRail = (view: View, parts: readonly PagePart[]): Html | null =>
  parts.length < fewest
    ? null
    : html`<section class="contents-rail"><h2>${view.say('guide.onThisPage')}</h2>${links(parts)}</section>`
