import { faultsShown, fieldShown, formCarries } from '../forms.ts'
import { html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import type { View } from '../view.ts'
import type { SignedInShown } from './needs.ts'
import { type Fault, faultIn } from './sign-in.page.ts'

/** 手机号 The telephone it is now, and a new one. */
export const phonePage = (
  view: View,
  { csrf }: Pick<SignedInShown, 'csrf'>,
  {
    present,
    typed,
    faults,
  }: { readonly present: string | null; readonly typed: string; readonly faults: readonly Fault[] },
): PageParts => ({
  title: view.say('phone.title'),
  unlisted: true,
  main: html`<h1>${view.say('phone.title')}</h1><p class="lead">${view.say('phone.lead')}</p>
${faultsShown(view, faults)}
<p>${present === null ? view.say('phone.none') : view.say('phone.present', { label: present })}</p>
<form class="stacked" action="${view.to('/sign-in/own/phone')}" method="post">
${fieldShown({ name: 'phone', label: view.say('phone.number'), help: view.say('phone.help'), autocomplete: 'tel', inputmode: 'tel', maxlength: 20, value: typed, ...faultIn(faults, 'phone') })}
${formCarries(csrf)}
<button type="submit">${view.say('phone.send')}</button>
</form>`,
})

/** 验证码 The code that went to the new number. */
export const phoneCodePage = (
  view: View,
  { csrf }: Pick<SignedInShown, 'csrf'>,
  { waiting, faults }: { readonly waiting: string; readonly faults: readonly Fault[] },
): PageParts => ({
  title: view.say('phone.codeTitle'),
  unlisted: true,
  main: html`<h1>${view.say('phone.codeTitle')}</h1><p class="lead">${view.say('phone.codeLead', { label: waiting })}</p>
${faultsShown(view, faults)}
<form class="stacked" action="${view.to('/sign-in/own/phone/confirm')}" method="post">
${fieldShown({ name: 'code', label: view.say('phone.code'), autocomplete: 'one-time-code', inputmode: 'numeric', maxlength: 12, ...faultIn(faults, 'code') })}
${formCarries(csrf)}
<button type="submit">${view.say('phone.go')}</button>
</form>
<p><a href="${view.to('/sign-in/own/phone')}">${view.say('phone.again')}</a></p>`,
})
