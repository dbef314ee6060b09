import { errorSummary, type Problem } from '../error-summary.ts'
import { attribute, html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import { mark } from '../marks.ts'
import { emptyNote, mineAside } from '../mine/mine.page.ts'
import { button, formFor } from '../own-form.ts'
import type { SignedIn } from '../person.ts'
import type { View } from '../view.ts'
import { mandateSaid } from './delegations.page.ts'
import type { MandateShown } from './needs.ts'

export interface ActingPage {
  readonly person: SignedIn
  readonly choices: readonly MandateShown[]
  /** Where he wanted to go. */
  readonly to: string | undefined
  readonly problems: readonly Problem[]
  readonly uscc: string
}

/** 为谁办理 For himself, a ward, somebody who authorised him, a firm: chosen here, said on every page, changed at any time. */
export function actingPage(view: View, { person, choices, to, problems, uscc }: ActingPage): PageParts {
  const going = to === undefined ? null : html`<input type="hidden" name="to" value="${to}">`
  const choose = (id: string, words: string) =>
    formFor(
      view,
      person,
      { to: '/mine/acting', class: 'inline' },
      html`<input type="hidden" name="mandate" value="${id}">${going}${button(words)}`,
    )
  const now = (id: string): boolean => id === (person.acting?.mandate ?? '')
  const problem = problems[0]?.text
  return {
    title: view.say('acting.title'),
    unlisted: true,
    main: html`${errorSummary(view, problems)}<h1>${view.say('acting.title')}</h1><p class="lead">${view.say('acting.lead')}</p>
<ul class="items"><li><p class="item-name">${view.say('acting.self')}</p>${now('') ? html`<p>${mark('jade', view.say('acting.now'))}</p>` : null}${now('') && to === undefined ? null : choose('', view.say('acting.selfGo'))}</li>
${choices.map(one => html`<li><p class="item-name">${one.name}</p>${mandateSaid(view, one)}${now(one.id) ? html`<p>${mark('jade', view.say('acting.now'))}</p>` : choose(one.id, view.say('acting.go', { name: one.name }))}</li>`)}</ul>
${choices.length === 0 ? emptyNote(view, 'acting.none', { to: '/mine/delegations', words: view.say('delegations.title') }) : null}
<section id="firm"><h2>${view.say('acting.firm')}</h2><p>${view.say('acting.firmSays')}</p>${formFor(view, person, { to: '/mine/acting/claim', class: 'asking' }, html`<div class="question${problem === undefined ? '' : ' wrong'}"><label for="uscc">${view.say('scheme.uscc')}</label><p class="small quiet" id="uscc-help">${view.say('field.hint.uscc')}</p>${problem === undefined ? null : html`<p class="problem" id="uscc-problem">${mark('cinnabar', problem)}</p>`}<input id="uscc" name="uscc" value="${uscc}" maxlength="24" autocomplete="off" aria-describedby="${problem === undefined ? 'uscc-help' : 'uscc-problem uscc-help'}"${attribute('aria-invalid', problem !== undefined && 'true')}></div>${button(view.say('acting.claim'))}`)}</section>`,
    aside: mineAside(view),
  }
}
