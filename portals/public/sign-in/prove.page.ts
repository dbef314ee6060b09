import type { FormSent } from '../forms.ts'
import { faultsShown, fieldShown, formCarries } from '../forms.ts'
import { html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import type { View } from '../view.ts'
import { timeSaid } from '../wording.ts'
import type { SignedInShown } from './needs.ts'
import { passkeyForm } from './passkey.page.ts'
import { type Form, faultIn } from './sign-in.page.ts'

/** 手头的事 What somebody was about to do when he had to prove again: where it goes, and all that was typed. */
export interface Meanwhile {
  readonly path: string
  /** As a form sends it. */
  readonly kept: string
}

/** What belongs to one session or one press is not kept. */
const passing = new Set(['csrf', 'key', 'password', 'code', 'answer', 'going', 'kept'])

export const meanwhileOf = (path: string, sent: FormSent): Meanwhile => ({
  path,
  kept: new URLSearchParams([...sent].filter(([name]) => !passing.has(name))).toString(),
})

/** As a form of ours carried it; only addresses of ours. */
export function meanwhileIn(sent: FormSent): Meanwhile | undefined {
  const path = sent.get('going') ?? ''
  return /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,300}$/.test(path) ? { path, kept: sent.get('kept') ?? '' } : undefined
}

/** 再次认证 Asked of somebody who is signed in, before something that must be sure. */
export function provePage(
  view: View,
  {
    csrf,
    faults,
    to,
    passkeys,
    meanwhile,
  }: Form & { readonly passkeys: boolean; readonly meanwhile?: Meanwhile | undefined },
): PageParts {
  const carries = { to, going: meanwhile?.path, kept: meanwhile?.kept }
  return {
    title: view.say('prove.title'),
    unlisted: true,
    main: html`<h1>${view.say('prove.title')}</h1><p class="lead">${view.say('prove.lead')}</p>
${meanwhile ? html`<div class="note" role="status"><p>${view.say('prove.kept')}</p></div>` : null}
${faultsShown(view, faults)}
<form class="stacked" action="${view.to('/sign-in/prove')}" method="post">
${fieldShown({ name: 'password', label: view.say('signIn.password'), type: 'password', autocomplete: 'current-password', ...faultIn(faults, 'password') })}
${fieldShown({ name: 'code', label: view.say('signIn.code'), help: view.say('signIn.codeHelp'), autocomplete: 'one-time-code', maxlength: 24, ...faultIn(faults, 'code') })}
${formCarries(csrf, carries)}
<button type="submit">${view.say('prove.go')}</button>
</form>
${passkeys ? passkeyForm(view, { csrf, carries, path: '/sign-in/prove/passkey', go: view.say('passkey.prove') }) : null}`,
  }
}

/** 恢复观察期 Right after a recovery no proof counts: since when one may again, and who can do it now. */
export const heldPage = (view: View, heldUntil: string, kind: SignedInShown['subject']['kind']): PageParts => ({
  title: view.say('heldBack.title'),
  unlisted: true,
  main: html`<h1>${view.say('heldBack.title')}</h1><p class="lead">${view.say('heldBack.lead', { until: timeSaid(view, heldUntil) })}</p>
<p>${view.say('heldBack.why')}</p><p>${view.say(kind === 'officer' ? 'heldBack.officer' : 'heldBack.person')}</p><p>${view.say('heldBack.notSent')}</p>
<p><a href="${view.to('/sign-in/own')}">${view.say('own.title')}</a></p>`,
})

/** 接着办 Proved: one press goes on with what was typed before. */
export const goOnPage = (view: View, csrf: string, { path, kept }: Meanwhile): PageParts => ({
  title: view.say('prove.done'),
  unlisted: true,
  main: html`<h1>${view.say('prove.done')}</h1><p class="lead">${view.say('prove.doneSays')}</p>
<form action="${view.to(path)}" method="post">${formCarries(csrf, Object.fromEntries(new URLSearchParams(kept)))}<button type="submit">${view.say('prove.go')}</button></form>`,
})
