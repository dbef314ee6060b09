import type { TypedStore, TypedWords } from './acts/needs.ts'
import { heardIn, isLate } from './apply/typed.ts'
import type { FormBody } from './form-body.ts'
import { type Html, html } from './html.ts'
import { mark } from './marks.ts'
import { ownScript } from './own-script.ts'
import type { SignedIn } from './person.ts'
import type { View } from './view.ts'

/** 随填随存 What is typed is kept by the city while it is typed; without script each page is kept when it is sent. */
export const keepScript = ownScript('keep')

/** Says beside the button what has become of what was typed; nothing where no script runs. */
export const keepingLine = (view: View): Html =>
  html`<p class="keeping" role="status" data-kept="${view.say('keeping.kept')}" data-away="${view.say('keeping.away')}" data-expired="${view.say('keeping.expired')}" data-refused="${view.say('keeping.refused')}"></p>`

/** 上次填的 It is looked at once more before it counts. */
export const unsentNote = (view: View): Html =>
  html`<div class="note amber" role="status"><p>${mark('amber', view.say('keeping.there'))}</p></div>`

export const isUnsent = (typed: TypedWords['typed']): boolean => Object.keys(typed).length > 0

/** 边填边存 What a page says while it is typed in; what was overtaken on its way counts no more. */
export function keepTyping<Place>(
  { change }: TypedStore<Place>,
  { person, form }: { readonly person: SignedIn; readonly form: FormBody },
  at: Place,
  typed: TypedWords['typed'],
): Promise<void> {
  const heard = heardIn(form)
  return change(person, at, before => (isLate(before, heard) ? before : { typed, ...(heard && { heard }) }))
}

/** 先存后办 What was sent is kept before it is tried, for the case that it is refused or the server is gone half way. */
export const keepSent = <Place>(
  { change, drop }: TypedStore<Place>,
  person: SignedIn,
  at: Place,
  typed: TypedWords['typed'],
): Promise<void> => (isUnsent(typed) ? change(person, at, before => ({ ...before, typed })) : drop(person, at))
