import { type Html, html } from '../html.ts'
import { mark, type Tone } from '../marks.ts'
import { button, formFor } from '../own-form.ts'
import type { SignedIn } from '../person.ts'
import type { View } from '../view.ts'
import { word } from '../wording.ts'
import type { CaseShown, EvidenceShown, PaperShown } from './needs.ts'

export interface EvidenceOf {
  readonly person: SignedIn
  readonly shown: Pick<CaseShown, 'number'>
  readonly papers: readonly PaperShown[]
  readonly evidence: EvidenceShown
}

type Delivery = EvidenceShown['deliveries'][number]

const tones: Readonly<Record<string, Tone>> = {
  received: 'jade',
  returned: 'amber',
  refused: 'amber',
  undeliverable: 'amber',
  unsigned: 'amber',
}
const mayBeSigned = ({ way, state }: Delivery): boolean =>
  way === 'electronic' && (state === 'under-way' || state === 'unsigned')

/** 一次送达 By which way, from when to when, who signed, and the way to sign for it. */
function delivered(view: View, { person, shown, papers, evidence }: EvidenceOf, one: Delivery): Html {
  const kind = papers.find(({ paper }) => paper === one.paper)?.kind ?? 'decision'
  const name = word(view, 'paper.kind', kind)
  const proof =
    one.proof !== null && view.has(`delivered.proof.${one.proof}`) && view.say(`delivered.proof.${one.proof}`)
  const facts = [
    view.say('delivered.handedOut', { day: view.day(one.handedOutOn) }),
    ...(one.on === null ? [] : [view.day(one.on)]),
    ...(one.receivedBy === null ? [] : [word(view, 'delivered.by', one.receivedBy)]),
    ...(one.tracking === null ? [] : [view.say('delivered.tracking', { number: one.tracking })]),
    ...(proof ? [proof] : []),
    ...(one.next === null ? [] : [view.say('delivered.next', { way: word(view, 'delivered.way', one.next) })]),
  ]
  const signing = !mayBeSigned(one)
    ? null
    : evidence.maySign
      ? html`<p>${view.say('delivered.electronicSays')}</p>${formFor(view, person, { to: `/mine/cases/${shown.number}/deliveries/${one.delivery}`, class: 'inline' }, button(view.say('delivered.sign', { name })))}`
      : html`<p>${view.say('delivered.notYours')}</p>`
  return html`<li><p>${mark(tones[one.state] ?? 'ink', word(view, 'delivered.state', one.state))} ${view.say('delivered.paper', { name, way: word(view, 'delivered.way', one.way) })}</p><p class="small quiet">${facts.join(view.say('list.semi'))}</p>${signing}</li>`
}

/** 送达 What was served, with its evidence; nothing of it where nothing was. */
export function evidenceSection(view: View, own: EvidenceOf): Html | null {
  const { deliveries, served, messages } = own.evidence
  const lost = [...new Set(messages.filter(({ state }) => state === 'undelivered').map(({ way }) => way))]
  if (deliveries.length + served.length + lost.length === 0) return null
  return html`<section id="delivered"><h2>${view.say('delivered.title')}</h2><ul class="items">${deliveries.map(one => delivered(view, own, one))}${served.map(({ of, way, on, receipt }) => html`<li><p>${mark('jade', view.say('delivered.served', { of: word(view, 'delivered.of', of), way: word(view, 'delivered.way', way), day: view.day(on) }))}</p>${receipt ? html`<p class="small quiet">${view.say('delivered.receipt')}</p>` : null}</li>`)}${lost.map(way => html`<li><p>${mark('amber', view.say('delivered.message', { way: word(view, 'delivered.way', way) }))}</p></li>`)}</ul><p class="small quiet">${view.say('delivered.says')}</p></section>`
}
