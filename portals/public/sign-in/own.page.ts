import { faultsShown, fieldShown, formCarries } from '../forms.ts'
import { attribute, type Html, html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import { mark } from '../marks.ts'
import type { View } from '../view.ts'
import { timeSaid, word } from '../wording.ts'
import type { OwnShown, SignedInShown } from './needs.ts'
import { passkeyForm } from './passkey.page.ts'
import type { Fault } from './sign-in.page.ts'

const button = (
  view: View,
  csrf: string,
  path: string,
  text: string,
  more: Readonly<Record<string, string>> = {},
): Html =>
  html`<form action="${view.to(path)}" method="post">${formCarries(csrf, more)}<button type="submit">${text}</button></form>`

const table = (caption: string, head: readonly string[], rows: readonly Html[]): Html =>
  html`<div class="table" tabindex="0" role="region"${attribute('aria-label', caption)}><table class="cards"><caption>${caption}</caption><thead><tr>${head.map(one => html`<th scope="col">${one}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`

const factorSaid = (view: View, { kind, label, left }: OwnShown['factors'][number]): string => {
  const name = word(view, 'factor', kind)
  if (kind === 'message' || kind === 'passkey') return `${name} ${label}`
  return left === undefined ? name : `${name} ${view.say('own.left', { left })}`
}

function sessionsShown(view: View, { csrf }: SignedInShown, { sessions }: OwnShown): Html {
  const rows = sessions.map(
    ({ id, device, network, signedInAt, seenAt, present }) => html`<tr>
<th scope="row">${device}${present ? html` ${mark('jade', view.say('own.present'))}` : null}</th>
<td data-label="${view.say('own.network')}${view.say('list.colon')}\">${network}</td>
<td data-label="${view.say('own.since')}${view.say('list.colon')}\">${timeSaid(view, signedInAt)}</td>
<td data-label="${view.say('own.seen')}${view.say('list.colon')}\">${timeSaid(view, seenAt)}</td>
<td>${present ? null : button(view, csrf, '/sign-in/own/end', view.say('own.end'), { session: id })}</td></tr>`,
  )
  const head = ['own.device', 'own.network', 'own.since', 'own.seen', 'own.do'].map(key => view.say(key))
  return html`<section id="sessions"><h2>${view.say('own.sessions')}</h2>${table(view.say('own.sessionsSays'), head, rows)}
${sessions.length > 1 ? button(view, csrf, '/sign-in/own/end-others', view.say('own.endOthers')) : null}
${button(view, csrf, '/sign-out', view.say('own.signOut'))}</section>`
}

function factorsShown(
  view: View,
  { csrf, acr, subject }: SignedInShown,
  { factors, heldUntil, passkeys, phones }: OwnShown & { readonly passkeys: boolean; readonly phones: boolean },
): Html {
  const own = factors.filter(({ confirmedAt }) => confirmedAt !== null)
  const rows = own.map(
    factor => html`<tr><th scope="row">${factorSaid(view, factor)}</th>
<td data-label="${view.say('own.added')}${view.say('list.colon')}\">${timeSaid(view, factor.addedAt)}</td>
<td data-label="${view.say('own.used')}${view.say('list.colon')}\">${factor.usedAt === null ? view.say('own.never') : timeSaid(view, factor.usedAt)}</td>
<td>${acr === 2 ? button(view, csrf, '/sign-in/own/end-factor', view.say('own.remove'), { factor: factor.id }) : null}</td></tr>`,
  )
  const head = ['own.factor', 'own.added', 'own.used', 'own.do'].map(key => view.say(key))
  const adding = html`${button(view, csrf, '/sign-in/own/authenticator', view.say('own.addAuthenticator'))}
${subject.kind === 'person' ? button(view, csrf, '/sign-in/own/print', view.say('own.print')) : null}
${phones && subject.kind === 'person' ? html`<p><a href="${view.to('/sign-in/own/phone')}">${view.say(own.some(({ kind }) => kind === 'message') ? 'phone.change' : 'phone.add')}</a></p>` : null}
${passkeys ? passkeyForm(view, { csrf, path: '/sign-in/own/passkey', go: view.say('passkey.add'), named: true }) : null}`
  return html`<section id="factors"><h2>${view.say('own.factors')}</h2>
${heldUntil === null ? null : html`<div class="note amber"><p>${view.say('own.held', { until: timeSaid(view, heldUntil) })}</p></div>`}
${table(view.say('own.factorsSays'), head, rows)}
${acr === 2 ? adding : heldUntil === null ? html`<p><a href="${view.to('/sign-in/prove', { to: '/sign-in/own' })}">${view.say('own.proveFirst')}</a></p>` : null}</section>`
}

const recordsShown = (view: View, { records }: OwnShown): Html =>
  html`<section id="records"><h2>${view.say('own.records')}</h2>${table(
    view.say('own.recordsSays'),
    ['own.at', 'own.what', 'own.device', 'own.network'].map(key => view.say(key)),
    records.map(
      ({ at, event, byWhat, device, network }) => html`<tr><th scope="row">${timeSaid(view, at)}</th>
<td data-label="${view.say('own.what')}${view.say('list.colon')}\">${word(view, 'signInEvent', event)}${byWhat === null ? '' : ` ${word(view, 'factor', byWhat)}`}</td>
<td data-label="${view.say('own.device')}${view.say('list.colon')}\">${device ?? ''}</td><td data-label="${view.say('own.network')}${view.say('list.colon')}\">${network ?? ''}</td></tr>`,
    ),
  )}</section>`

/** 登录与安全 Where one is signed in, by what one signs in, and what happened: only of one's own account. */
export function ownPage(
  view: View,
  signedIn: SignedInShown,
  own: OwnShown & { readonly passkeys: boolean; readonly phones: boolean },
  faults: readonly Fault[],
): PageParts {
  return {
    title: view.say('own.title'),
    unlisted: true,
    main: html`<h1>${view.say('own.title')}</h1><p class="lead">${view.say('own.lead')}</p>
${faultsShown(view, faults)}
${signedIn.subject.kind === 'officer' ? html`<p><a href="${view.to('/sign-in/post')}">${view.say('post.title')}</a></p>` : null}
${sessionsShown(view, signedIn, own)}
${own.hasAccount ? html`${factorsShown(view, signedIn, own)}${recordsShown(view, own)}` : html`<p class="quiet">${view.say('own.demo')}</p>`}`,
  }
}

/** 验证器 The secret to be typed into an authenticator, and the first code of it. */
export function authenticatorPage(
  view: View,
  { csrf }: SignedInShown,
  { secret, faults }: { readonly secret: string; readonly faults: readonly Fault[] },
): PageParts {
  const [fault] = faults
  return {
    title: view.say('authenticator.title'),
    unlisted: true,
    main: html`<h1>${view.say('authenticator.title')}</h1><p class="lead">${view.say('authenticator.lead')}</p>
${faultsShown(view, faults)}
<p><code>${secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code></p>
<form class="stacked" action="${view.to('/sign-in/own/confirm')}" method="post">
${fieldShown({ name: 'code', label: view.say('authenticator.code'), autocomplete: 'one-time-code', inputmode: 'numeric', maxlength: 12, ...(fault && { fault: fault.text }) })}
${formCarries(csrf)}
<button type="submit">${view.say('authenticator.go')}</button>
</form>`,
  }
}
