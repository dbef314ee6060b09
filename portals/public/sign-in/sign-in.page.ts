import { faultsShown, fieldShown, formCarries } from '../forms.ts'
import { type Html, html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import type { View } from '../view.ts'
import { passkeyForm } from './passkey.page.ts'

/** What went wrong with a form of signing in, by the field it is about. */
export interface Fault {
  readonly field?: string
  readonly text: string
}
export const faultIn = (faults: readonly Fault[], name: string): { readonly fault?: string } => {
  const found = faults.find(({ field }) => field === name)
  return found ? { fault: found.text } : {}
}

export interface Form {
  readonly csrf: string
  readonly faults: readonly Fault[]
  readonly to?: string | undefined
}

/** 登录 Name and password; nothing of what is right is told before the code. */
export function signInPage(
  view: View,
  {
    csrf,
    faults,
    to,
    name,
    registers,
    passkeys,
  }: Form & { readonly name: string; readonly registers: boolean; readonly passkeys: boolean },
): PageParts {
  return {
    title: view.say('signIn.title'),
    unlisted: true,
    main: html`<h1>${view.say('signIn.title')}</h1><p class="lead">${view.say('signIn.lead')}</p>
${faultsShown(view, faults)}
<form class="stacked" action="${view.to('/sign-in')}" method="post">
${fieldShown({ name: 'name', label: view.say('signIn.name'), help: view.say('signIn.nameHelp'), value: name, autocomplete: 'username', ...faultIn(faults, 'name') })}
${fieldShown({ name: 'password', label: view.say('signIn.password'), type: 'password', autocomplete: 'current-password', ...faultIn(faults, 'password') })}
${formCarries(csrf, { to })}
<button type="submit">${view.say('signIn.next')}</button>
</form>
${passkeys ? passkeyForm(view, { csrf, carries: { to }, path: '/sign-in/passkey', go: view.say('passkey.signIn') }) : null}
<section><h2>${view.say('signIn.other')}</h2><ul>
${registers ? html`<li><a href="${view.to('/sign-in/register')}">${view.say('register.title')}</a></li>` : null}
<li><a href="${view.to('/sign-in/activate')}">${view.say('activate.title')}</a></li>
<li><a href="${view.to('/sign-in/recover')}">${view.say('recover.title')}</a></li>
</ul><p>${view.say('signIn.counter')}</p></section>`,
  }
}

/** 一次性码 The second step; the same page for everybody, whatever was typed before. */
export function codePage(
  view: View,
  { csrf, faults, to, sent, offersMessages }: Form & { readonly sent: boolean; readonly offersMessages: boolean },
): PageParts {
  return {
    title: view.say('signIn.codeTitle'),
    unlisted: true,
    main: html`<h1>${view.say('signIn.codeTitle')}</h1><p class="lead">${view.say('signIn.codeLead')}</p>
${faultsShown(view, faults)}
${sent ? html`<div class="note" role="status"><p>${view.say('signIn.sent')}</p></div>` : null}
<form class="stacked" action="${view.to('/sign-in/code')}" method="post">
${fieldShown({ name: 'code', label: view.say('signIn.code'), help: view.say('signIn.codeHelp'), autocomplete: 'one-time-code', maxlength: 24, ...faultIn(faults, 'code') })}
${formCarries(csrf, { to })}
<button type="submit">${view.say('signIn.go')}</button>
</form>
${offersMessages ? html`<section><h2>${view.say('signIn.byMessage')}</h2><p>${view.say('signIn.byMessageSays')}</p><form action="${view.to('/sign-in/message')}" method="post">${formCarries(csrf, { to })}<button type="submit">${view.say('signIn.send')}</button></form></section>` : null}
<p><a href="${view.to('/sign-in', { to })}">${view.say('signIn.again')}</a></p>`,
  }
}

const twoPasswords = (view: View, faults: readonly Fault[]): Html => html`
${fieldShown({ name: 'password', label: view.say('activate.password'), help: view.say('activate.passwordHelp'), type: 'password', autocomplete: 'new-password', maxlength: 128, ...faultIn(faults, 'password') })}
${fieldShown({ name: 'again', label: view.say('activate.again'), type: 'password', autocomplete: 'new-password', maxlength: 128, ...faultIn(faults, 'again') })}`

/** 启用账户 With the code from the counter: the first password, or a new one. */
export function activatePage(
  view: View,
  { csrf, faults, number, code }: Form & { readonly number: string; readonly code: string },
): PageParts {
  return {
    title: view.say('activate.title'),
    unlisted: true,
    main: html`<h1>${view.say('activate.title')}</h1><p class="lead">${view.say('activate.lead')}</p>
${faultsShown(view, faults)}
<form class="stacked" action="${view.to('/sign-in/activate')}" method="post">
${fieldShown({ name: 'number', label: view.say('signIn.name'), help: view.say('signIn.nameHelp'), value: number, autocomplete: 'username', ...faultIn(faults, 'number') })}
${fieldShown({ name: 'code', label: view.say('activate.code'), help: view.say('activate.codeHelp'), value: code, maxlength: 24, ...faultIn(faults, 'code') })}
${twoPasswords(view, faults)}
${formCarries(csrf)}
<button type="submit">${view.say('activate.go')}</button>
</form>`,
  }
}

/** 注册 For whoever can show who he is by the national network identity. */
export function registerPage(
  view: View,
  { csrf, faults, name, number }: Form & { readonly name: string; readonly number: string },
): PageParts {
  return {
    title: view.say('register.title'),
    unlisted: true,
    main: html`<h1>${view.say('register.title')}</h1><p class="lead">${view.say('register.lead')}</p>
${faultsShown(view, faults)}
<form class="stacked" action="${view.to('/sign-in/register')}" method="post">
${fieldShown({ name: 'name', label: view.say('register.name'), value: name, autocomplete: 'name', maxlength: 120, ...faultIn(faults, 'name') })}
${fieldShown({ name: 'number', label: view.say('register.number'), value: number, maxlength: 24, ...faultIn(faults, 'number') })}
${fieldShown({ name: 'credential', label: view.say('register.credential'), help: view.say(view.demo ? 'register.credentialDemo' : 'register.credentialHelp'), maxlength: 200, ...faultIn(faults, 'credential') })}
${twoPasswords(view, faults)}
${formCarries(csrf)}
<button type="submit">${view.say('register.go')}</button>
</form>`,
  }
}

/** 打印码 Shown once, to be printed or written down; a secret for a token, where there is one. */
export function codesPage(
  view: View,
  { printed, secret }: { readonly printed: readonly string[]; readonly secret?: string | undefined },
): PageParts {
  return {
    title: view.say('codes.title'),
    unlisted: true,
    main: html`<h1>${view.say('codes.title')}</h1>
${printed.length === 0 ? null : html`<p class="lead">${view.say('codes.lead')}</p><ol>${printed.map(code => html`<li><code>${code}</code></li>`)}</ol><p>${view.say('codes.keep')}</p>`}
${secret === undefined ? null : html`<p class="lead">${view.say('codes.token')}</p><p><code>${secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code></p>`}
<p><a href="${view.to('/sign-in')}">${view.say('codes.go')}</a></p>`,
  }
}
