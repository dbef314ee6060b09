import { type Html, html } from './html.ts'
import { mark } from './marks.ts'
import { ownScript } from './own-script.ts'
import type { View } from './view.ts'

/** 随填随存 What is typed is kept by the city while it is typed; without script each page is kept when it is sent. */
export const keepScript = ownScript('keep')

/** Says beside the button what has become of what was typed; nothing where no script runs. */
export const keepingLine = (view: View): Html =>
  html`<p class="keeping" role="status" data-kept="${view.say('keeping.kept')}" data-away="${view.say('keeping.away')}" data-expired="${view.say('keeping.expired')}" data-refused="${view.say('keeping.refused')}"></p>`

/** 上次填的 It is looked at once more before it counts. */
export const unsentNote = (view: View): Html =>
  html`<div class="note amber" role="status"><p>${mark('amber', view.say('keeping.there'))}</p></div>`
