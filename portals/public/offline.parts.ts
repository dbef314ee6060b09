import type { ItemDefinition } from '#kernel/definition'
import type { ConfirmedShown } from './directory.needs.ts'
import { type Html, html } from './html.ts'
import type { View } from './view.ts'
import { cited } from './wording.ts'

/** 为什么不能网上办 The reason of the closed list with its article, and who confirmed it when. */
export function offlineSection(view: View, { reason, note, confirmedBy, confirmedOn }: ConfirmedShown): Html {
  const { name, says, basis } = reason
  const law = basis === undefined ? '' : cited(view, { law: basis.law, articles: [...basis.articles] })
  return html`<section id="offline"><h2>${view.say('entry.why')}</h2><p><strong>${view.show(name)}</strong></p><p>${view.show(says)}${law === '' ? null : html` <span class="basis">${law}</span>`}</p>${note === null ? null : html`<p>${view.show(note)}</p>`}${confirmedBy === null || confirmedOn === null ? null : html`<p class="quiet">${view.say('entry.confirmed', { day: view.day(confirmedOn) })}${view.show(confirmedBy)}</p>`}<p>${view.say('entry.stillOnline')}</p></section>`
}

/** The same of an item that runs here; where nobody has confirmed it, what the item says itself, and that nobody has. */
export function itemOffline(view: View, { content }: ItemDefinition, confirmed: ConfirmedShown | null): Html | null {
  const { channels, notOnline } = content
  if (channels.includes('online')) return null
  if (confirmed !== null) return offlineSection(view, confirmed)
  return html`<section id="offline"><h2>${view.say('entry.why')}</h2>${notOnline === undefined ? null : html`<p>${view.show(notOnline.reason)}</p>`}<p class="quiet">${view.say('entry.unconfirmed')}</p><p>${view.say('entry.stillOnline')}</p></section>`
}
