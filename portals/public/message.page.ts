import { html } from './html.ts'
import type { PageParts } from './layout.ts'
import type { View } from './view.ts'

/** What went wrong, in words, and where to go from here. */
export function messagePage(
  view: View,
  { code, status, instance }: { readonly code: string; readonly status: number; readonly instance: string },
): PageParts {
  const officers = code === 'OFFICERS_ONLY'
  const kind = officers
    ? 'officers'
    : status === 404
      ? 'missing'
      : status === 429
        ? 'slow'
        : status === 413
          ? 'large'
          : status < 500
            ? 'mistaken'
            : 'fault'
  return {
    title: view.say(`message.${kind}`),
    unlisted: true,
    astray: true,
    main: html`<h1>${view.say(`message.${kind}`)}</h1><p class="lead">${view.say(`message.${kind}Says`)}</p>${code === 'SITE_UNKNOWN' ? html`<p>${view.say('site.unknown')}<a href="${view.to('/s')}">${view.say('site.all')}</a></p>` : null}<p>${officers ? html`<a href="${view.to('/mine')}">${view.say('mine.title')}</a>` : html`<a href="${view.to('/')}">${view.say('directory.all')}</a>`}</p><p class="quiet small">${view.say('message.asking', { code, instance })}</p>`,
  }
}
