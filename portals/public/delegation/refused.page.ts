import { html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import { mark } from '../marks.ts'
import { button, formFor } from '../own-form.ts'
import type { SignedIn } from '../person.ts'
import type { View } from '../view.ts'

const back = (view: View, person: SignedIn) =>
  formFor(
    view,
    person,
    { to: '/mine/acting', class: 'inline' },
    html`<input type="hidden" name="mandate" value="">${button(view.say('acting.backToSelf'))}`,
  )

/** 授权已终止 What was begun stays as it is; nothing more is done for the other, and nothing in one's own name unasked. */
export function endedPage(view: View, person: SignedIn): PageParts {
  const { name = '', ended } = person.acting ?? {}
  const key = `acting.ended.${ended?.code ?? ''}`
  const on = ended?.on ?? null
  return {
    title: view.say('acting.endedTitle'),
    unlisted: true,
    astray: true,
    main: html`<h1>${view.say('acting.endedTitle')}</h1><div class="note amber" role="alert"><p>${mark('amber', view.say(view.has(key) ? key : 'acting.ended.OTHER', { name, day: on === null ? '' : view.day(on) }))}</p></div><p>${view.say('acting.endedSays', { name })}</p>${back(view, person)}<p><a href="${view.to('/mine/acting')}">${view.say('acting.title')}</a></p>`,
  }
}

/** 授权不包括 What the mandate does not cover is for the person himself. */
export const notCoveredPage = (view: View, person: SignedIn): PageParts => ({
  title: view.say('acting.notCovered'),
  unlisted: true,
  astray: true,
  main: html`<h1>${view.say('acting.notCovered')}</h1><p class="lead">${view.say('acting.notCoveredSays', { name: person.acting?.name ?? '' })}</p>${back(view, person)}<p><a href="${view.to('/mine')}">${view.say('mine.title')}</a></p>`,
})

/** 身份已切换 The form was drawn while he acted for somebody else. */
export const otherPage = (view: View): PageParts => ({
  title: view.say('acting.other'),
  unlisted: true,
  astray: true,
  main: html`<h1>${view.say('acting.other')}</h1><p class="lead">${view.say('acting.otherSays')}</p><p><a href="${view.to('/mine/acting')}">${view.say('acting.title')}</a></p>`,
})
