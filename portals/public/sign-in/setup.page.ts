import { faultsShown, fieldShown, formCarries } from '../forms.ts'
import { html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import type { View } from '../view.ts'
import type { SetupKind } from './needs.ts'
import { type Form, faultIn } from './sign-in.page.ts'

export const setupKinds: readonly SetupKind[] = ['system', 'security', 'audit']

/** 首次启动 The code from the terminal, and three persons. */
export const setupPage = (
  view: View,
  { csrf, faults, typed }: Form & { readonly typed: (name: string) => string },
): PageParts => ({
  title: view.say('setup.title'),
  unlisted: true,
  main: html`<h1>${view.say('setup.title')}</h1><p class="lead">${view.say('setup.lead')}</p>
${faultsShown(view, faults)}
<form class="stacked" action="${view.to('/setup')}" method="post">
${fieldShown({ name: 'code', label: view.say('setup.code'), help: view.say('setup.codeHelp'), maxlength: 40, ...faultIn(faults, 'code') })}
${setupKinds.map(
  kind => html`<fieldset class="question"><legend>${view.say(`post.${kind}`)}</legend><p class="small quiet">${view.say(`setup.${kind}`)}</p>
${fieldShown({ name: `${kind}-number`, label: view.say('setup.number'), value: typed(`${kind}-number`), maxlength: 64, ...faultIn(faults, `${kind}-number`) })}
${fieldShown({ name: `${kind}-name`, label: view.say('setup.name'), value: typed(`${kind}-name`), maxlength: 120, ...faultIn(faults, `${kind}-name`) })}</fieldset>`,
)}
${formCarries(csrf)}<button type="submit">${view.say('setup.go')}</button></form>
<p>${view.say('setup.lost')}</p>`,
})

/** 分发 A code for each, to be handed over and to nobody else; shown once. */
export const setupGivenPage = (
  view: View,
  given: readonly { readonly kind: SetupKind; readonly number: string; readonly code: string }[],
): PageParts => ({
  title: view.say('setup.given'),
  unlisted: true,
  main: html`<h1>${view.say('setup.given')}</h1><p class="lead">${view.say('setup.givenSays')}</p>
<ul class="items">${given.map(({ kind, number, code }) => html`<li><h2>${view.say(`post.${kind}`)} ${number}</h2><p><code>${code}</code></p></li>`)}</ul>
<p><a href="${view.to('/sign-in/activate')}">${view.say('activate.title')}</a></p>`,
})
