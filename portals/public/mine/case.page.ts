import type { Field } from '#kernel/definition'
import { actsSection } from '../acts/act.page.ts'
import type { ActShown, TypedWords } from '../acts/needs.ts'
import { kindsOf } from '../apply/materials.page.ts'
import { contentsNav, contentsRail, type DrawnPart } from '../contents.ts'
import { errorSummary, type Problem } from '../error-summary.ts'
import { type Asked, answerSaid, fieldOf, labelOf, textsOf } from '../field.ts'
import { fileField } from '../file-field.ts'
import { attribute, type Html, html } from '../html.ts'
import { isUnsent, keepingLine, unsentNote } from '../keeping.ts'
import type { PageParts } from '../layout.ts'
import { mark } from '../marks.ts'
import { button, formFor } from '../own-form.ts'
import type { SignedIn } from '../person.ts'
import { progressAside, progressParts, remedyLink, rights, stateOf, toldSection } from '../progress.page.ts'
import type { View } from '../view.ts'
import { basisOf, cited, moneySaid, word } from '../wording.ts'
import { evidenceSection } from './evidence.parts.ts'
import { mineAside } from './mine.page.ts'
import type { CaseShown, DisputeTold, EvidenceShown, FormOfCase, PaperShown, RatingShown } from './needs.ts'
import { papersSection } from './papers.page.ts'
import { ratingSection } from './rating.page.ts'
import { longestReason, typedAt } from './typed.ts'

export interface OwnCaseShown {
  readonly person: SignedIn
  readonly shown: CaseShown
  readonly papers: readonly PaperShown[]
  readonly rating: RatingShown | null
  readonly evidence: EvidenceShown
  /** What the party may do now. */
  readonly acts: readonly ActShown[]
  readonly maxFile: number
  /** What was typed for the supplement and does not fit. */
  readonly typed: ReadonlyMap<string, { readonly texts: readonly string[]; readonly problem?: string | undefined }>
  /** What was typed in the forms of the page and not sent. */
  readonly kept: Readonly<Record<FormOfCase['form'], TypedWords['typed']>>
  readonly problems: readonly Problem[]
}

/** 一次补正 The whole list, given once: what is there already is said, what is not has its own way to be handed in. */
function supplement(view: View, { person, shown, maxFile, typed, kept, problems }: OwnCaseShown): Html | null {
  const { wanted, definition, number, materials, told } = shown
  if (!wanted) return null
  const to = `/mine/cases/${number}/supplement`
  const note = told.findLast(({ verb }) => verb === 'requestSupplement')?.text
  const asked = wanted.fields.flatMap((name): readonly Asked[] => {
    const field = definition.content.form[name]
    const said = typed.get(name)
    return field
      ? [
          {
            name,
            field,
            required: true,
            texts: said?.texts ?? kept.supplement[name] ?? textsOf(field, shown.answers[name]),
            problem: said?.problem,
          },
        ]
      : []
  })
  const papers = wanted.materials.flatMap(id => definition.materials.filter(one => one.id === id))
  const problemOf = (id: string) => problems.find(({ at }) => at === `#p-${id}`)?.text
  return html`<section id="supplement"><h2>${view.say('mine.supplementTitle')}</h2><p>${view.say('mine.supplementSays')}</p>${note === undefined ? null : html`<blockquote>${note}</blockquote>`}${isUnsent(kept.supplement) ? unsentNote(view) : null}
${papers.map(paper => {
  const { id, name, basis } = paper
  const problem = problemOf(id)
  const there = materials[id] !== undefined
  const label = view.say('apply.file.choose', { name: view.plain(name) })
  const file = fileField(view, { id: `p-${id}`, label, kinds: kindsOf(paper), maxFile, problem })
  return html`<div class="paper${problem === undefined ? '' : ' wrong'}"><h3>${view.show(name)}</h3><p class="small quiet">${basisOf(view, basis)}</p>${there ? html`<p>${mark('jade', view.say('mine.handedIn'))}</p>` : formFor(view, person, { to: `${to}/${id}`, files: true, class: 'asking' }, html`${file}${button(view.say('mine.handIn'))}`)}</div>`
})}
${asked.length === 0 ? null : formFor(view, person, { to, class: 'asking', keep: typedAt(number, 'supplement') }, html`${asked.map(one => fieldOf(view, one))}${button(view.say('mine.handIn'))}${keepingLine(view)}`)}</section>`
}

const sourceSaid = (view: View, kind: string, source: string): string =>
  kind === 'paper'
    ? word(view, 'given', source)
    : view.say(kind === 'recorded' ? 'mine.evidenceRecorded' : 'mine.evidenceRegister')

/** 决定 What was decided, why, by whom, on which articles and what evidence; nobody has to ask for it. */
export function decisionOf(view: View, { decision, outcome }: Pick<CaseShown, 'decision' | 'outcome'>): Html | null {
  if (!decision || !outcome) return null
  const { on, organ, post, reason, grounds, basis, amount, servedOn, evidence } = decision
  return html`<section id="decision"><h2>${view.say('mine.decisionTitle')}</h2><dl class="facts">
<dt>${view.say('mine.decided')}</dt><dd><strong>${view.show(outcome.name)}</strong>${amount === null ? null : html`${view.say('list.semi')}${moneySaid(view, amount)}`}</dd>
<dt>${view.say('mine.decidedOn')}</dt><dd>${view.day(on)}</dd>
<dt>${view.say('mine.decidedBy')}</dt><dd>${organ}${post === null ? null : ` ${post}`}</dd>
${reason === null ? null : html`<dt>${view.say('mine.reason')}</dt><dd>${reason}</dd>`}
${grounds.length === 0 ? null : html`<dt>${view.say(outcome.favourable === false ? 'mine.groundsAgainst' : 'mine.grounds')}</dt><dd>${grounds.map(({ text, basis: own }, at) => html`${at === 0 ? null : html`<br>`}${view.show(text)} ${basisOf(view, own)}`)}</dd>`}
<dt>${view.say('mine.basis')}</dt><dd>${basis.map(one => cited(view, one)).join(view.say('list.semi'))}</dd>
${servedOn === null ? null : html`<dt>${view.say('mine.servedOn')}</dt><dd>${view.day(servedOn)}</dd>`}
</dl>${evidence.length === 0 ? null : html`<h3>${view.say('mine.evidence')}</h3><ul>${evidence.map(({ kind, name, source, on: day }) => html`<li>${kind === 'recorded' ? word(view, 'evidence-kind', String(name)) : view.show(name)} <span class="quiet">${sourceSaid(view, kind, source)}${view.say('list.join')}${view.day(day)}</span></li>`)}</ul>`}</section>`
}

/** 最后一日 Until which day each way is open, counted from the day the decision was served. */
function remedyDays(view: View, { lastDays, remedies }: CaseShown): Html | null {
  const days = remedies.filter(({ kind }) => lastDays[kind] !== undefined)
  return days.length === 0
    ? null
    : html`<ul>${days.map(({ kind }) => html`<li>${view.say('mine.lastDay', { kind: word(view, 'remedy-kind', kind), day: view.day(lastDays[kind]!) })}</li>`)}</ul>`
}

/** 登记异议 Where it is, or what was answered, beside what the register said. */
function disputeSaid(view: View, field: Field, { organ, held, dueOn, answer, answeredOn, reason }: DisputeTold): Html {
  const said = { organ: organ ?? '', day: view.day(answeredOn ?? dueOn), reason: reason ?? '' }
  const value = answerSaid(view, field, held)
  return html`<br><span class="small">${held === null ? null : html`${view.say('mine.dispute.held')}${value}${view.say('list.stop')} `}${view.say(`mine.dispute.${answer ?? 'waiting'}`, said)}</span>`
}

function answers(
  view: View,
  { answers: given, disputed, disputes, definition, files, materials }: CaseShown,
): Html | null {
  const names = Object.keys(given)
  const papers = Object.keys(materials)
  if (names.length + papers.length === 0) return null
  return html`<section id="given"><h2>${view.say('mine.given')}</h2><dl class="facts">${names.map(name => {
    const field = definition.content.form[name]!
    return html`<dt>${labelOf(view, field)}</dt><dd>${answerSaid(view, field, given[name])}${disputed[name] === undefined ? null : html`<br>${mark('amber', view.say('apply.review.disputed'))}`}${disputes.filter(one => one.field === name).map(one => disputeSaid(view, field, one))}</dd>`
  })}${papers.map(id => {
    const paper = definition.materials.find(one => one.id === id)
    const count = files[id]?.length ?? 0
    return html`<dt>${paper ? view.show(paper.name) : id}</dt><dd>${word(view, 'given', materials[id]!)}${count === 0 ? null : html`${view.say('list.colon')}${(files[id] ?? []).map((file, at) => html`${at === 0 ? null : view.say('list.join')}<a href="${view.to(`/files/${file}`)}">${view.say('mine.fileOf', { at: at + 1 })}</a>`)}`}</dd>`
  })}</dl></section>`
}

/** 撤回 Closed until somebody wants it; a link to what is inside opens it. */
const withdrawal = (view: View, { person, shown, kept }: OwnCaseShown): Html | null =>
  shown.mayWithdraw
    ? html`<section><details${attribute('open', isUnsent(kept.withdraw))}><summary>${view.say('mine.withdrawTitle')}</summary><div id="withdraw"><p>${view.say('mine.withdrawSays')}</p>${formFor(view, person, { to: `/mine/cases/${shown.number}/withdraw`, class: 'asking', keep: typedAt(shown.number, 'withdraw') }, html`${isUnsent(kept.withdraw) ? unsentNote(view) : null}<div class="question"><label for="reason">${view.say('mine.withdrawWhy')} <span class="quiet">${view.say('guide.optional')}</span></label><textarea id="reason" name="reason" rows="3" maxlength="${longestReason}">${kept.withdraw['reason'] ?? ''}</textarea></div>${button(view.say('mine.withdraw'), { quiet: true })}${keepingLine(view)}`)}</div></details></section>`
    : null

/** 告知书 What the organ intends and why, and what the party may do about it: before everything else, until the decision is made. */
function noticeSection(view: View, { notice, told, outcome }: CaseShown): Html | null {
  if (!notice || outcome !== null) return null
  const words = told.filter(({ verb }) => verb === 'notify')
  const states = notice.states.filter(what => view.has(`act.states.${what}`))
  return html`<section id="notice"><h2>${view.say('act.notice')}</h2>${words.map(({ on, text }) => html`<p class="quiet small">${view.day(on)}</p><blockquote>${text}</blockquote>`)}${states.length === 0 ? null : html`<p>${view.say('act.noticeStates', { what: states.map(what => view.say(`act.states.${what}`)).join(view.say('list.join')) })}</p>`}<p>${view.say(notice.offersHearing ? 'act.hearingOffered' : 'act.mayAnswer')}</p></section>`
}

const vouchers = (view: View, { vouchers: all, definition }: CaseShown): Html | null =>
  all.length === 0
    ? null
    : html`<section id="vouchers"><h2>${view.say('mine.vouchersTitle')}</h2><ul>${all.map(one => {
        const document = definition.content.documents?.find(({ id }) => id === one.kind)
        const name = document?.name ?? '×'
        // 关于×××的 is a name that clerks fill in.
        const unfilled = (typeof name === 'string' ? name : name.zh).includes('×')
        return html`<li>${unfilled ? word(view, 'paper.kind', 'decision') : view.show(name)}${view.say('list.colon')}${one.number} <span class="quiet">${view.say('verify.code')} ${one.checkCode}</span></li>`
      })}</ul></section>`

const rightsSection = (view: View, shown: CaseShown): Html =>
  html`<section id="rights"><h2>${view.say('progress.yourRights')}</h2>${rights(view, shown)}${remedyDays(view, shown)}${remedyLink(view, shown, 'against.open')}</section>`

const proof = (view: View, { number, checkCode }: CaseShown): Html =>
  html`<section id="proof"><h2>${view.say('mine.proofTitle')}</h2><p>${view.say('mine.proofSays')}</p><p><a href="${view.to(`/mine/cases/${number}/proof`)}">${view.say('mine.proof')}</a>${view.say('list.semi')}<a href="${view.to(`/mine/cases/${number}/receipt`)}">${view.say('receipt.title')}</a></p><p class="small quiet">${view.say('follow.code')} ${checkCode}</p></section>`

/** The parts of the page, in the order in which they are read; null where there is nothing to say. */
function partsOf(view: View, own: OwnCaseShown): readonly DrawnPart[] {
  const { shown, person, papers, rating } = own
  const { number, told } = shown
  // What is said at the head of the page is not said again.
  const above = shown.notice && shown.outcome === null ? ['notify'] : []
  const said = told.filter(({ verb }) => ![...above, 'decide', 'requestSupplement'].includes(verb))
  return [
    ['supplement', view.say('mine.supplementTitle'), supplement(view, own)],
    ['notice', view.say('act.notice'), noticeSection(view, shown)],
    ['acts', view.say('act.open'), actsSection(view, number, own.acts)],
    ['decision', view.say('mine.decisionTitle'), decisionOf(view, shown)],
    ['papers', view.say('paper.title'), papersSection(view, number, papers)],
    ['delivered', view.say('delivered.title'), evidenceSection(view, own)],
    ...progressParts(view, shown),
    ['rights', view.say('progress.yourRights'), rightsSection(view, shown)],
    ['rating', view.say('rating.title'), ratingSection(view, person, number, rating)],
    ['told', view.say('mine.told'), toldSection(view, said)],
    ['vouchers', view.say('mine.vouchersTitle'), vouchers(view, shown)],
    ['given', view.say('mine.given'), answers(view, shown)],
    ['withdraw', view.say('mine.withdrawTitle'), withdrawal(view, own)],
    ['proof', view.say('mine.proofTitle'), proof(view, shown)],
  ]
}

/** 我的办件 Where it is, what one must do, what came of it and why, and what one can do against it. */
export function ownCasePage(view: View, own: OwnCaseShown): PageParts {
  const { shown, problems } = own
  const parts = partsOf(view, own).filter(([, , drawn]) => drawn !== null)
  const contents = parts.map(([id, title]) => [id, title] as const)
  return {
    title: `${problems.length > 0 ? view.say('field.titleWrong') : ''}${view.say('progress.title', { number: shown.number })}`,
    unlisted: true,
    main: html`${errorSummary(view, problems)}<p class="small quiet">${view.say('progress.number')} ${shown.number}</p>
<h1 class="item">${view.show(shown.name)}</h1>
<p class="lead">${stateOf(view, shown)}</p>
${contentsNav(view, contents)}
${parts.map(([, , drawn]) => drawn)}`,
    aside: html`${contentsRail(view, contents)}${mineAside(view)}${progressAside(view, shown)}`,
  }
}
