import { type Html, html } from './html.ts'
import type { PageParts } from './layout.ts'
import type { View } from './view.ts'

const ofCode: Readonly<Record<string, string>> = {
  OFFICERS_ONLY: 'officers',
  CITY_NOT_SET_UP: 'new',
  CITY_PREPARING: 'preparing',
}
const ofStatus: Readonly<Record<number, string>> = { 404: 'missing', 413: 'large', 429: 'slow', 503: 'busy' }

const wayOn: Readonly<Record<string, (view: View) => Html>> = {
  officers: view => html`<a href="${view.to('/mine')}">${view.say('mine.title')}</a>`,
  new: view => html`<a href="${view.to('/setup')}">${view.say('setup.title')}</a>`,
  preparing: view => html`<a href="${view.to('/demo')}">${view.say('message.again')}</a>`,
}

/** What went wrong, in words, and where to go from here. */
export function messagePage(
  view: View,
  { code, status, instance }: { readonly code: string; readonly status: number; readonly instance: string },
): PageParts {
  const kind = ofCode[code] ?? ofStatus[status] ?? (status < 500 ? 'mistaken' : 'fault')
  return {
    title: view.say(`message.${kind}`),
    unlisted: true,
    astray: true,
    main: html`<h1>${view.say(`message.${kind}`)}</h1><p class="lead">${view.say(`message.${kind}Says`)}</p>${code === 'SITE_UNKNOWN' ? html`<p>${view.say('site.unknown')}<a href="${view.to('/s')}">${view.say('site.all')}</a></p>` : null}<p>${wayOn[kind]?.(view) ?? html`<a href="${view.to('/')}">${view.say('directory.all')}</a>`}</p><p class="quiet small">${view.say('message.asking', { code, instance })}</p>`,
  }
}
