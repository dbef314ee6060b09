import { randomUUID } from 'node:crypto'
import { attribute, type Html, html, type Part } from './html.ts'
import type { SignedIn } from './person.ts'
import type { View } from './view.ts'

export interface FormWanted {
  readonly to: string
  /** Files go with it. */
  readonly files?: boolean
  readonly class?: string
  /** 随填随存 Where what is typed is kept before it is sent. */
  readonly keep?: string
}

/**
 * 表单 A form of this session: its token, and a key by which the same press counts once. Its first button is what the Enter key presses: to go
 * on, and nothing else. What is wrong is told by us, with what was typed.
 */
export const formFor = (
  view: View,
  person: SignedIn,
  { to, files, class: name, keep }: FormWanted,
  content: Part,
): Html =>
  html`<form method="post" action="${view.to(to)}" novalidate${attribute('enctype', files && 'multipart/form-data')}${attribute('class', name)}${attribute('data-keep', keep)}>
<input type="hidden" name="csrf" value="${person.csrf}">${person.acting ? html`<input type="hidden" name="for" value="${person.acting.mandate}">` : null}<input type="hidden" name="key" value="${randomUUID()}"><button type="submit" class="unseen" tabindex="-1" aria-hidden="true"></button>
${content}
</form>`

export const button = (
  words: string,
  { name, value, quiet }: { name?: string; value?: string; quiet?: boolean } = {},
): Html =>
  html`<button type="submit"${attribute('name', name)}${attribute('value', value)}${attribute('class', quiet && 'quiet-button')}>${words}</button>`

/** Everything that was typed, unseen: to be sent once more by whoever has signed in again. */
export const carried = (entries: readonly (readonly [name: string, text: string])[]): Html =>
  html`${entries.map(([name, text]) => (name === 'csrf' ? null : html`<input type="hidden" name="${name}" value="${text}">`))}`
