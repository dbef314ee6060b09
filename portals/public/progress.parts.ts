import { type Html, html } from './html.ts'
import { mark } from './marks.ts'
import type { PartShown, ProgressShown } from './needs.ts'
import type { View } from './view.ts'
import { word } from './wording.ts'

/** What became of a part, in a word; jade for what was granted, cinnabar for what goes against the applicant. */
function stateSaid(view: View, { status, opened }: PartShown): Html {
  const outcome = opened?.outcome
  if (outcome) {
    const tone = outcome.favourable === null ? 'ink' : outcome.favourable ? 'jade' : 'cinnabar'
    return mark(tone, view.plain(outcome.name))
  }
  if (opened && (status === 'ended' || status === 'stopped'))
    return mark(
      opened.result === 'acceptance-refused' ? 'cinnabar' : 'ink',
      word(view, 'result', opened.result ?? 'ended'),
    )
  return mark(status === 'running' ? 'jade' : 'ink', view.say(`part.${status}`))
}

/** Why it is not opened yet, not opened at all, or was stopped. */
function whySaid(view: View, { status, why, of }: PartShown): Html | null {
  const names = of.map(name => view.plain(name)).join(view.say('list.join'))
  if (status === 'waiting') return names === '' ? null : html`<br>${view.say('part.waitsFor', { names })}`
  if (status !== 'left' && status !== 'stopped') return null
  return why === null ? null : html`<br>${view.say(`part.why.${why}`, { names })}`
}

const dueSaid = (view: View, { opened }: PartShown): string =>
  opened?.due?.on ? view.say('progress.until', { day: view.day(opened.due.on) }) : ''

/** 并联各项 One row for each case that was opened from the application: whose it is, how it stands, and the way to its own page. */
export function partsSection(view: View, { parts }: ProgressShown): Html | null {
  if (parts.length === 0) return null
  const rows = parts.map(part => {
    const { name, opened, code } = part
    const said =
      opened && code !== null
        ? html`<a href="${view.to(`/cases/${opened.number}`, { code })}">${view.plain(name)}</a>`
        : view.show(name)
    return html`<tr><th scope="row">${said}</th><td>${opened?.organ ?? ''}</td><td>${stateSaid(view, part)}${whySaid(view, part)}</td><td>${dueSaid(view, part)}</td></tr>`
  })
  return html`<section id="parts"><h2>${view.say('part.title')}</h2><p>${view.say('part.says')}</p><div class="table" tabindex="0" role="region" aria-label="${view.say('part.title')}"><table><thead><tr><th scope="col">${view.say('part.item')}</th><th scope="col">${view.say('progress.organ')}</th><th scope="col">${view.say('progress.state')}</th><th scope="col">${view.say('progress.due')}</th></tr></thead><tbody>${rows}</tbody></table></div></section>`
}
