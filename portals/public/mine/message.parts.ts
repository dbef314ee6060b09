import { type Html, html } from '../html.ts'
import type { View } from '../view.ts'
import { word } from '../wording.ts'
import type { MessageShown } from './needs.ts'

/** Where one reads on: the case, or the page on which something waits. Whoever is asked for his consent alone is shown no case. */
function placeOf({ kind, number }: MessageShown): string {
  if (kind === 'consent-asked') return '/mine/consents'
  if (kind.startsWith('mandate-')) return '/mine/delegations'
  return number === null ? '/sign-in/own' : `/mine/cases/${number}`
}

/** What happened, in one sentence. */
export function messageSaid(view: View, { kind, name, said }: Pick<MessageShown, 'kind' | 'name' | 'said'>): string {
  const { day, reason, way } = said
  const values = {
    ...(name !== null && { name: view.plain(name) }),
    ...(day !== undefined && { day: view.day(day) }),
    ...(reason !== undefined && {
      reason: typeof reason === 'string' ? word(view, 'stop', reason) : view.plain(reason),
    }),
    ...(way !== undefined && { way: word(view, 'delivered.way', way) }),
  }
  return view.say(view.has(`tell.${kind}`) ? `tell.${kind}` : 'tell.other', values)
}

/** 消息 The sentence, which leads on, and when. */
export function messageRow(view: View, message: MessageShown): Html {
  const { organ } = message.said
  const elsewhere =
    organ === undefined ? null : html` ${view.say('progress.referTo', { organ: word(view, 'organ', organ) })}`
  return html`<li><a href="${view.to(placeOf(message))}">${messageSaid(view, message)}</a>${elsewhere} <span class="quiet small">${view.day(message.at.slice(0, 10))}</span></li>`
}
