import { answerOf } from '../answer-text.ts'
import { errorSummary, type Problem } from '../error-summary.ts'
import { answerSaid, fieldOf, idOf, inputName, labelOf } from '../field.ts'
import { fileField } from '../file-field.ts'
import { type Html, html } from '../html.ts'
import { keepingLine, unsentNote } from '../keeping.ts'
import type { PageParts } from '../layout.ts'
import { mark } from '../marks.ts'
import { mineAside } from '../mine/mine.page.ts'
import { button, formFor } from '../own-form.ts'
import type { SignedIn } from '../person.ts'
import type { View } from '../view.ts'
import { basisOf } from '../wording.ts'
import { type ActQuestion, type ActTyped, bodyOf, faultSaid } from './act.form.ts'
import type { ActOfCase, ActShown } from './needs.ts'

export interface ActPage {
  readonly person: SignedIn
  readonly shown: ActOfCase
  readonly questions: readonly ActQuestion[]
  readonly typed: ActTyped
  readonly problems: readonly Problem[]
  readonly today: string
  readonly maxFile: number
  /** What stands in it was typed before, and never sent. */
  readonly unsent?: boolean
}

const addressOf = ({ number, act }: ActOfCase): string => `/mine/cases/${number}/acts/${act.verb}`
export const actName = (view: View, { verb }: Pick<ActShown, 'verb'>): string => view.say(`act.${verb}.title`)

/** 最迟哪一天 As a date where a limit runs, by its own article; else until the decision. */
export function lastDaySaid(view: View, { lastDay, limitBasis }: ActShown): Html {
  return lastDay === null
    ? html`${view.say('act.noLimit')}`
    : html`<strong>${view.say('act.until', { day: view.day(lastDay) })}</strong> ${basisOf(view, limitBasis)}`
}

/** 依据 Its articles; the one of the limit stands with the last day. */
const bases = (view: View, { basis }: ActShown): Html =>
  html`${basis.map((one, at) => html`${at === 0 ? null : view.say('list.join')}${basisOf(view, one)}`)}`

/** On the list, where the last day stands beside them, no article is said twice. */
const otherBases = (view: View, { basis, lastDay, limitBasis, ...act }: ActShown): Html => {
  const cited = ({ law, articles }: { readonly law: string; readonly articles: readonly unknown[] }): string =>
    `${law} ${articles.join(' ')}`
  const said = lastDay === null || !limitBasis ? undefined : cited(limitBasis)
  return bases(view, { ...act, lastDay, limitBasis, basis: basis.filter(one => cited(one) !== said) })
}

/** 您现在可以做的 On the page of a case: what the party may do in it today, until when, by which article. */
export const actsSection = (view: View, number: string, acts: readonly ActShown[]): Html | null =>
  acts.length === 0
    ? null
    : html`<section id="acts"><h2>${view.say('act.open')}</h2><ul class="items">${acts.map(act => html`<li><a class="item-name" href="${view.to(`/mine/cases/${number}/acts/${act.verb}`)}">${actName(view, act)}</a><p>${view.say(`act.${act.verb}.lead`)}</p><p class="small">${lastDaySaid(view, act)} ${otherBases(view, act)}</p></li>`)}</ul></section>`

const head = (view: View, { number, name, act }: ActOfCase): Html =>
  html`<p class="small quiet">${view.show(name)} ${number}</p><h1>${actName(view, act)}</h1>`

const back = (view: View, { number, party, item }: ActOfCase): Html =>
  party
    ? html`<p><a href="${view.to(`/mine/cases/${number}`)}">${view.say('act.back')}</a></p>`
    : html`<p><a href="${view.to(`/items/${item}`)}">${view.say('apply.guide')}</a></p>`

const factsOf = (view: View, { organ, act }: ActOfCase): Html =>
  html`<dl class="facts"><dt>${view.say('progress.organ')}</dt><dd>${organ}</dd><dt>${view.say('act.lastDay')}</dt><dd>${lastDaySaid(view, act)}</dd><dt>${view.say('mine.basis')}</dt><dd>${bases(view, act)}</dd><dt>${view.say('act.then')}</dt><dd>${view.say(`act.${act.verb}.then`)}</dd></dl>`

/** One file; it is sent in with the page, and then waits for the act. */
function paperField(view: View, { name, field }: ActQuestion, { typed, problems, maxFile }: ActPage): Html {
  const id = idOf(name)
  const held = typed.files.get(name)
  return fileField(view, {
    id,
    label: html`${labelOf(view, field)} <span class="quiet">${view.say('guide.optional')}</span>`,
    kinds: ['pdf', 'png', 'jpeg'],
    maxFile,
    problem: problems.find(({ at }) => at === `#${id}`)?.text,
    held: held
      ? html`<p>${mark('jade', view.say('apply.file.there'))} <span class="said">${held.name}</span></p>${holding(name, held)}`
      : null,
  })
}

const holding = (name: string, { file, name: called }: { file: string; name: string }): Html =>
  html`<input type="hidden" name="${`held.${name}`}" value="${file}"><input type="hidden" name="${`called.${name}`}" value="${called}">`

/** 填写 What the act asks, on one page; nothing has gone out when it is sent. */
export function actPage(view: View, page: ActPage): PageParts {
  const { person, shown, questions, typed, problems } = page
  const { act } = shown
  const fields = questions.map(question => {
    if (question.file) return paperField(view, question, page)
    const { name, field, required, truth } = question
    const problem = typed.problems.get(name)
    const texts = typed.texts.get(name) ?? (truth && !act.form.required.includes(name) ? ['false'] : [])
    return fieldOf(view, {
      ...{ name, field, required, texts },
      problem: problem === undefined ? undefined : faultSaid(view, field, problem),
    })
  })
  const files = questions.some(({ file }) => file)
  return {
    title: `${problems.length > 0 ? view.say('field.titleWrong') : ''}${actName(view, act)}`,
    unlisted: true,
    main: html`${errorSummary(view, problems)}${head(view, shown)}<p class="lead">${view.say(`act.${act.verb}.lead`)}</p>
${page.unsent ? unsentNote(view) : null}${factsOf(view, shown)}
${formFor(view, person, { to: addressOf(shown), files, class: 'asking', keep: addressOf(shown) }, html`${fields}<p class="small quiet">${view.say('act.notYet')}</p>${button(view.say('act.review'))}${keepingLine(view)}`)}
${back(view, shown)}`,
    aside: mineAside(view),
  }
}

/** 核对 Everything once more, before it goes out of hand; what was typed goes back with whoever wants to change it. */
export function actReviewPage(view: View, { person, shown, questions, typed }: ActPage): PageParts {
  const { act } = shown
  const body = bodyOf(questions, typed)
  const said = questions.flatMap(({ name, field, file }) => {
    if (file)
      return typed.files.has(name)
        ? [html`<dt>${labelOf(view, field)}</dt><dd class="said">${typed.files.get(name)!.name}</dd>`]
        : []
    const value = answerOf(field, typed.texts.get(name) ?? [])
    return value === null ? [] : [html`<dt>${labelOf(view, field)}</dt><dd>${answerSaid(view, field, value)}</dd>`]
  })
  const carried = html`${questions.flatMap(({ name, file }) =>
    file
      ? typed.files.has(name)
        ? [holding(name, typed.files.get(name)!)]
        : []
      : (typed.texts.get(name) ?? []).map(
          text => html`<input type="hidden" name="${inputName(name)}" value="${text}">`,
        ),
  )}`
  return {
    title: view.say('act.reviewTitle', { act: actName(view, act) }),
    unlisted: true,
    main: html`<p class="small quiet">${view.show(shown.name)} ${shown.number}</p><h1>${view.say('act.reviewTitle', { act: actName(view, act) })}</h1><p class="lead">${view.say('act.reviewSays')}</p>
${Object.keys(body).length === 0 ? null : html`<dl class="facts">${said}</dl>`}
${factsOf(view, shown)}
${formFor(view, person, { to: addressOf(shown), class: 'asking' }, html`${carried}${button(view.say(`act.${act.verb}.send`), { name: 'step', value: 'send' })} ${button(view.say('act.change'), { name: 'step', value: 'change', quiet: true })}`)}`,
    aside: mineAside(view),
  }
}

/** 现在不能办 Why not: too late, in the words of whoever says no, or because the case is elsewhere. */
export function actClosedPage(view: View, { shown, today }: Pick<ActPage, 'shown' | 'today'>): PageParts {
  const { act } = shown
  const said = act.refusal?.reasons.flatMap(({ text }) => (text === undefined ? [] : [text])) ?? []
  const key = `mine.refused.${act.refusal?.code ?? ''}`
  const why =
    act.lastDay !== null && act.lastDay < today
      ? [view.say('act.over', { day: view.day(act.lastDay) })]
      : said.length > 0
        ? said
        : [view.say(view.has(key) ? key : 'act.closed')]
  return {
    title: actName(view, act),
    unlisted: true,
    astray: true,
    main: html`${head(view, shown)}<div class="note amber" role="alert"><p>${mark('amber', view.say('act.notNow'))}</p>${why.map(text => html`<p>${text}</p>`)}</div><p>${view.say('act.ask')}</p>${back(view, shown)}`,
    aside: mineAside(view),
  }
}

export interface ActDone {
  readonly shown: ActOfCase
  readonly done: { readonly seq: number; readonly on: string }
}

/** 回执 That it has come in, on which day, under which number; what happens then, and the proof. */
export function actReceiptPage(view: View, { shown, done }: ActDone): PageParts {
  const { act, number, name, organ, party } = shown
  return {
    title: view.say('act.receiptTitle', { act: actName(view, act) }),
    unlisted: true,
    main: html`<p class="small quiet">${view.show(name)}</p><h1>${view.say('act.receiptTitle', { act: actName(view, act) })}</h1>
<div class="note jade" role="status"><p>${mark('jade', view.say('act.came', { day: view.day(done.on), organ, act: actName(view, act) }))}</p></div>
<dl class="facts"><dt>${view.say('progress.number')}</dt><dd><strong>${number}</strong></dd><dt>${view.say('act.entry')}</dt><dd>${String(done.seq)}</dd><dt>${view.say('mine.basis')}</dt><dd>${bases(view, act)}</dd><dt>${view.say('act.then')}</dt><dd>${view.say(`act.${act.verb}.then`)}</dd></dl>
${party ? html`<section><h2>${view.say('mine.proofTitle')}</h2><p>${view.say('act.proofSays')}</p><p><a href="${view.to(`/mine/cases/${number}/proof`, { seq: String(done.seq) })}">${view.say('mine.proof')}</a></p></section>` : null}
${back(view, shown)}`,
    aside: mineAside(view),
  }
}
