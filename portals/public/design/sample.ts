import type { Draft, Kept } from '../apply/needs.ts'
import { type Html, html, type Part } from '../html.ts'
import type { SignedIn } from '../person.ts'
import type { View } from '../view.ts'

/** 示例 Nobody: what is pressed on the page of components is nobody's, and nothing comes of it. */
export const nobody: SignedIn = {
  id: 'nobody',
  subject: { kind: 'person', id: 'nobody' },
  actsAs: 'nobody',
  acr: 1,
  csrf: '',
}

export const draftShown = (kept: Kept): Draft => ({
  caseId: '00000000-0000-4000-8000-000000000000',
  item: 'energy-review',
  organ: '210102-approval-bureau',
  updatedOn: '2026-03-04',
  fields: {},
  kept,
})

/** A form that only leads back here, in the language and the size one reads. */
export const sampleForm = (view: View, name: string, body: Part): Html =>
  html`<form class="${name}" action="/design" method="get">${body}<input type="hidden" name="lang" value="${view.language}">${view.elder ? html`<input type="hidden" name="elder" value="1">` : null}</form>`
