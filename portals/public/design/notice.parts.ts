import { errorSummary } from '../error-summary.ts'
import { faultsShown } from '../forms.ts'
import { type Html, html } from '../html.ts'
import { unsentNote } from '../keeping.ts'
import { actingFor } from '../layout.ts'
import { mark, type Tone } from '../marks.ts'
import { messageRow } from '../mine/message.parts.ts'
import { emptyNote } from '../mine/mine.page.ts'
import type { MessageShown } from '../mine/needs.ts'
import type { DueShown } from '../needs.ts'
import { type Standing, stateOf } from '../progress.page.ts'
import type { View } from '../view.ts'
import { nobody } from './sample.ts'

const due = (workdaysLeft: number): DueShown => ({
  limit: 'decision',
  text: null,
  ends: [],
  on: '2026-03-06',
  workdaysLeft,
  workdays: 5,
  provisional: false,
  promised: true,
  value: 5,
  unit: 'workday',
  extensions: [],
  basis: null,
})

const marks: readonly (readonly [Tone, string])[] = [
  ['jade', 'apply.fit.holds'],
  ['amber', 'apply.fit.unknown'],
  ['cinnabar', 'apply.fit.fails'],
  ['ink', 'result.withdrawn'],
]

/** How a case stands, in each of the ways it can. */
function standings(view: View): readonly Standing[] {
  const outcome = (favourable: boolean | null): Standing['outcome'] => ({
    key: 'sample',
    name: view.say(favourable === false ? 'design.outcomeRefused' : 'design.outcomeGranted'),
    favourable,
  })
  const open: Standing = {
    status: 'open',
    due: due(3),
    yours: [],
    suspended: null,
    awaiting: false,
    outcome: null,
    result: null,
  }
  return [
    open,
    { ...open, awaiting: true },
    { ...open, suspended: { for: 'sample', since: '2026-03-02', basis: null, max: null } },
    { ...open, due: due(-2) },
    { ...open, due: null, yours: [due(1)] },
    { ...open, due: null, yours: [due(-1)] },
    { ...open, outcome: outcome(true) },
    { ...open, status: 'ended', outcome: outcome(true), result: 'ended' },
    { ...open, status: 'ended', outcome: outcome(false), result: 'ended' },
    { ...open, status: 'ended', result: 'withdrawn' },
  ]
}

const note = (tone: Exclude<Tone, 'ink'> | null, content: Html): Html =>
  html`<div class="${tone === null ? 'note' : `note ${tone}`}">${content}</div>`

const acting = (view: View, ended: boolean): Html | null =>
  actingFor({
    ...view,
    acting: {
      mandate: 'sample',
      kind: 'clerk',
      self: nobody.id,
      name: view.say('design.firm'),
      csrf: nobody.csrf,
      ...(ended && { ended: { code: 'MANDATE_ENDED', on: '2026-03-02' } }),
    },
  })

/** One that leads to a page of one’s own, and one that is of no case. */
const messages = (view: View): readonly MessageShown[] =>
  (['consent-asked', 'mandate-offered', 'account-phone'] as const).map((kind, id) => ({
    ...{ id, kind, at: '2026-03-02T01:00:00Z', number: null, said: {} },
    name: view.say('design.outcomeGranted'),
  }))

/** 提示 What stands out of the text: states with sign and word, notes, what is wrong, why nothing is here, for whom one acts. */
export function noticeParts(view: View): Html {
  const wrong = (['project', 'amount'] as const).map(key => ({
    at: '#form',
    text: view.say('field.problem.MISSING', { label: view.say(`design.field.${key}`) }),
  }))
  return html`<h3>${view.say('design.marks')}</h3>${marks.map(([tone, key]) => html`<p>${mark(tone, view.say(key))}</p>`)}
<h3>${view.say('design.standings')}</h3>${standings(view).map(one => html`<p>${stateOf(view, one)}</p>`)}
<h3>${view.say('design.notices')}</h3>
${note(null, html`<p>${view.say('progress.sameRules')}</p>`)}
${note('jade', html`<p>${mark('jade', view.say('apply.check.fine'))}</p>`)}
${note('amber', html`<h2>${view.say('mine.turn')}</h2><p>${view.say('progress.missing')}</p>`)}
${unsentNote(view)}
${note('cinnabar', html`<p>${mark('cinnabar', view.say('follow.wrong'))}</p><p>${view.say('follow.wrongSays')}</p>`)}
<h3>${view.say('design.errors')}</h3>
${errorSummary(view, wrong.slice(0, 1), false)}
${errorSummary(view, wrong, false)}
${faultsShown(view, [{ text: view.say('formFault.SIGN_IN_FAILED') }, { field: 'form', text: view.say('formEmpty.password') }])}
<h3>${view.say('design.empty')}</h3>
<div class="states"><div>${emptyNote(view, 'mine.noMessages', { to: '/mine/consents', words: view.say('consents.title') })}</div><div>${emptyNote(view, 'mine.noCases', { to: '/', words: view.say('directory.all') })}</div></div>
<h3>${view.say('mine.messagesTitle')}</h3><ul>${messages(view).map(one => messageRow(view, one))}</ul>
<h3>${view.say('acting.title')}</h3>
${acting(view, false)}
${acting(view, true)}`
}
