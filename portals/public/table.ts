import { type Html, html, type Part } from './html.ts'
import type { View } from './view.ts'

/**
 * A cell of a table that becomes cards on a narrow screen: there it says itself what its column is called. One with nothing in it
 * stays empty, and is left out of the card.
 */
export const cell = (view: View, heading: string, content: Part): Html =>
  content === ''
    ? html`<td></td>`
    : html`<td data-label="${view.say(heading)}${view.say('list.colon')}">${content}</td>`
