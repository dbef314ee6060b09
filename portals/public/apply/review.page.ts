import type { CompiledItem } from '#kernel/definition'
import { errorSummary, type Problem } from '../error-summary.ts'
import { answerSaid, idOf, labelOf } from '../field.ts'
import { sizeSaid } from '../file-field.ts'
import { type Html, html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import { mark } from '../marks.ts'
import { button, formFor } from '../own-form.ts'
import type { SignedIn } from '../person.ts'
import type { View } from '../view.ts'
import { keptAside } from './form.page.ts'
import { isStale } from './materials.page.ts'
import type { Draft, VoucherHeld } from './needs.ts'
import { askedOf, isAsked, pagesOf, type Question } from './paging.ts'
import { addressOf, stepList } from './steps.ts'
import { pagesTyped } from './typed.ts'

export interface ReviewShown {
  readonly draft: Draft
  readonly compiled: CompiledItem
  readonly person: SignedIn
  readonly today: string
  readonly held: readonly VoucherHeld[]
  readonly organ: string
  readonly name: string
  readonly problems: readonly Problem[]
}

/** One answer with where it is from, and the way back to it. */
function answer(view: View, { draft }: ReviewShown, [name, field]: Question, to: string): Html {
  const { sources = {}, disputed = {} } = draft.kept
  const source = sources[name]
  const from =
    disputed[name] !== undefined
      ? mark('amber', view.say('apply.review.disputed'))
      : source?.kind === 'register'
        ? html`<span class="small quiet">${view.say('apply.source.register', { register: view.plain(source.name) })}</span>`
        : null
  return html`<dt>${labelOf(view, field)}</dt><dd>${answerSaid(view, field, draft.fields[name])}${from && html`<br>${from}`} <a class="small" href="${`${to}#${idOf(name)}`}">${view.say('apply.review.change')}<span class="unseen">${labelOf(view, field)}</span></a></dd>`
}

function answers(view: View, shown: ReviewShown): Html | null {
  const { draft, compiled } = shown
  const { fit, fill } = pagesOf(compiled)
  const pages = [
    { to: view.to(addressOf(draft, 'fit')), questions: fit },
    ...fill.map((questions, at) => ({ to: view.to(addressOf(draft, 'fill', at + 1)), questions })),
  ]
  const said = pages.flatMap(({ to, questions }) =>
    questions
      .filter(question => isAsked(compiled, question, draft.fields))
      .map(question => answer(view, shown, question, to)),
  )
  return said.length === 0
    ? null
    : html`<section><h2>${view.say('apply.review.answers')}</h2><dl class="facts">${said}</dl></section>`
}

function papers(view: View, { draft, compiled, today, held }: ReviewShown): Html | null {
  const asked = askedOf(compiled, draft.fields, held)
  if (asked.length === 0) return null
  const { files = {}, instead = {} } = draft.kept
  return html`<section><h2>${view.say('apply.step.materials')}</h2><dl class="facts">${asked.map(({ id, name }) => {
    const there = files[id] ?? []
    const late = instead[id]
    const said = [
      ...there.map(
        file =>
          html`<span class="said">${file.name}</span> <span class="quiet">${sizeSaid(view, file.size)}</span>${isStale(file, today) ? html` ${mark('amber', view.say('apply.file.stale'))}` : null}`,
      ),
      ...(late === undefined ? [] : [mark('amber', view.say(`apply.file.${late}Chosen`))]),
    ]
    return html`<dt>${view.show(name)}</dt><dd>${said.length === 0 ? mark('amber', view.say('apply.review.noFile')) : said.map((one, at) => html`${at === 0 ? null : html`<br>`}${one}`)} <a class="small" href="${`${view.to(addressOf(draft, 'materials'))}#p-${id}`}">${view.say('apply.review.change')}<span class="unseen">${view.plain(name)}</span></a></dd>`
  })}</dl></section>`
}

/** What was typed and never sent does not go with it: that is said, and where it is. */
function unsent(view: View, { draft, compiled }: ReviewShown): Html | null {
  const [first] = pagesTyped(compiled, draft)
  return first === undefined
    ? null
    : html`<div class="note amber" role="status"><p>${mark('amber', view.say('keeping.unsent'))} <a href="${view.to(first === 0 ? addressOf(draft, 'fit') : addressOf(draft, 'fill', first))}">${view.say('keeping.look')}</a></p></div>`
}

/** 核对 Everything once more before it goes out of hand, each answer with the way back to it. */
export function reviewPage(view: View, shown: ReviewShown): PageParts {
  const { draft, compiled, person, organ, name: own, problems } = shown
  const name = compiled.definition.content.name
  const words = view.say('apply.step.review')
  const wrong = draft.kept.checked?.findings.filter(({ kind }) => kind === 'wrong') ?? []
  return {
    title: view.say('apply.titleOf', { step: words, item: view.plain(name) }),
    unlisted: true,
    main: html`${stepList(view, 'review', shown)}${errorSummary(view, problems)}<p class="small quiet">${view.show(name)}</p><h1>${words}</h1>
${draft.kept.checked?.findings.length === 0 ? html`<div class="note jade" role="status"><p>${mark('jade', view.say('apply.check.fine'))}</p></div>` : null}
<dl class="facts"><dt>${view.say('apply.review.applicant')}</dt><dd>${own}</dd><dt>${view.say('progress.organ')}</dt><dd>${organ}</dd></dl>
${answers(view, shown)}
${papers(view, shown)}
${unsent(view, shown)}
<section><h2>${view.say('apply.review.send')}</h2>${draft.kept.checked ? null : html`<p>${mark('amber', view.say('apply.review.unchecked'))} <a href="${view.to(addressOf(draft, 'precheck'))}">${view.say('apply.step.precheck')}</a></p>`}${wrong.length === 0 ? null : html`<p>${mark('cinnabar', view.say('apply.review.stillWrong', { count: wrong.length }))} <a href="${view.to(addressOf(draft, 'precheck'))}">${view.say('apply.step.precheck')}</a></p>`}<p>${view.say('apply.review.truth')}</p>${formFor(view, person, { to: addressOf(draft, 'review'), class: 'asking' }, button(view.say('apply.review.submit')))}</section>`,
    aside: keptAside(view, draft),
  }
}
