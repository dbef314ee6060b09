import { faultsShown, fieldShown, formCarries } from '../forms.ts'
import { type Html, html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import type { View } from '../view.ts'
import type { ProofShown } from './needs.ts'
import { passkeyForm } from './passkey.page.ts'
import { type Form, faultIn } from './sign-in.page.ts'

/** 恢复账户 Whose account it is; the same goes on for every number. */
export const recoverPage = (view: View, { csrf, faults, number }: Form & { readonly number: string }): PageParts => ({
  title: view.say('recover.title'),
  unlisted: true,
  main: html`<h1>${view.say('recover.title')}</h1><p class="lead">${view.say('recover.lead')}</p>
${faultsShown(view, faults)}
<form class="stacked" action="${view.to('/sign-in/recover')}" method="post">
${fieldShown({ name: 'number', label: view.say('signIn.name'), help: view.say('signIn.nameHelp'), value: number, autocomplete: 'username', ...faultIn(faults, 'number') })}
${formCarries(csrf)}<button type="submit">${view.say('recover.begin')}</button></form>
<p>${view.say('recover.counter')}</p><p><a href="${view.to('/sign-in/recover/cancel')}">${view.say('recover.cancelTitle')}</a></p>`,
})

interface ProofPage extends Form {
  readonly number: string
  /** The kind of the first proof; absent before it. */
  readonly given: ProofShown['kind'] | undefined
  readonly sent: boolean
  readonly passkeys: boolean
  readonly network: boolean
  readonly messages: boolean
}

/** 证明 A form for each kind; a second proof is of another kind than the first. Whether the first was good is not told. */
export function proofPage(view: View, page: ProofPage): PageParts {
  const { csrf, faults, number, given, sent, passkeys, network, messages } = page
  const carries = { number, given }
  const part = (kind: ProofShown['kind'], fields: Html, after: Html | null = null): Html | null =>
    kind === given
      ? null
      : html`<section><h2>${view.say(`recover.${kind}`)}</h2><form class="stacked" action="${view.to('/sign-in/recover/proof')}" method="post">${fields}${formCarries(csrf, { ...carries, kind })}
<button type="submit">${view.say('recover.show')}</button></form>${after}</section>`
  const code = (kind: 'printed' | 'phone'): Html =>
    html`<div><label for="${`code-${kind}`}">${view.say(`recover.${kind}Code`)}</label><input id="${`code-${kind}`}" name="code" required maxlength="24" autocomplete="one-time-code"></div>`
  const message = html`<form action="${view.to('/sign-in/recover/message')}" method="post">${formCarries(csrf, carries)}<button type="submit">${view.say('signIn.send')}</button></form>`
  return {
    title: view.say(given === undefined ? 'recover.first' : 'recover.second'),
    unlisted: true,
    main: html`<h1>${view.say(given === undefined ? 'recover.first' : 'recover.second')}</h1>
<p class="lead">${view.say(given === undefined ? 'recover.firstSays' : 'recover.secondSays')}</p>
${faultsShown(view, faults)}
${sent ? html`<div class="note" role="status"><p>${view.say('recover.sent')}</p></div>` : null}
${part('printed', code('printed'))}
${
  network
    ? part(
        'network',
        html`${fieldShown({ name: 'name', label: view.say('register.name'), autocomplete: 'name', maxlength: 120 })}
${fieldShown({ name: 'identity', label: view.say('register.number'), maxlength: 24 })}
${fieldShown({ name: 'credential', label: view.say('register.credential'), help: view.say(view.demo ? 'register.credentialDemo' : 'register.credentialHelp') })}`,
      )
    : null
}
${part('phone', code('phone'), messages && given !== undefined ? message : null)}
${passkeys && given !== 'passkey' ? passkeyForm(view, { csrf, carries: { ...carries, kind: 'passkey' }, path: '/sign-in/recover/proof', options: '/sign-in/passkey/options', go: view.say('passkey.prove') }) : null}
<p><a href="${view.to('/sign-in/recover')}">${view.say('recover.again')}</a></p>`,
  }
}

/** 撤销恢复 For whoever was told of a recovery that was not his. */
export const cancelPage = (view: View, { csrf, faults, number }: Form & { readonly number: string }): PageParts => ({
  title: view.say('recover.cancelTitle'),
  unlisted: true,
  main: html`<h1>${view.say('recover.cancelTitle')}</h1><p class="lead">${view.say('recover.cancelLead')}</p>
${faultsShown(view, faults)}
<form class="stacked" action="${view.to('/sign-in/recover/cancel')}" method="post">
${fieldShown({ name: 'number', label: view.say('signIn.name'), help: view.say('signIn.nameHelp'), value: number, autocomplete: 'username', ...faultIn(faults, 'number') })}
${fieldShown({ name: 'code', label: view.say('recover.cancelCode'), help: view.say('recover.cancelHelp'), maxlength: 24, ...faultIn(faults, 'code') })}
${formCarries(csrf)}<button type="submit">${view.say('recover.cancelGo')}</button></form>`,
})

export const cancelledPage = (view: View): PageParts => ({
  title: view.say('recover.cancelled'),
  unlisted: true,
  main: html`<h1>${view.say('recover.cancelled')}</h1><p class="lead">${view.say('recover.cancelledSays')}</p><p><a href="${view.to('/sign-in')}">${view.say('codes.go')}</a></p>`,
})
