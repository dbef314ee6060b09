import type { CompiledItem } from '#kernel/definition'
import { errorSummary } from '../error-summary.ts'
import { type Asked, fieldOf, idOf, problemSaid, textsOf } from '../field.ts'
import { type Html, html } from '../html.ts'
import { keepingLine, unsentNote } from '../keeping.ts'
import type { PageParts } from '../layout.ts'
import { mark } from '../marks.ts'
import { button, formFor } from '../own-form.ts'
import type { SignedIn } from '../person.ts'
import type { View } from '../view.ts'
import { basisOf, word } from '../wording.ts'
import { isFixed } from './draft.ts'
import type { Draft } from './needs.ts'
import { askedPages, fits, mustAnswer, questionsOn } from './paging.ts'
import { addressOf, afterPage, beforePage, stepList, typedAt } from './steps.ts'
import { typedFor } from './typed.ts'

/** What was typed just now and does not fit: shown again as it was typed, with what is wrong. */
export type Typed = ReadonlyMap<string, { readonly texts: readonly string[]; readonly problem?: string | undefined }>

export interface FormShown {
  readonly draft: Draft
  readonly compiled: CompiledItem
  readonly person: SignedIn
  /** 0 asks whether it fits at all. */
  readonly page: number
  readonly typed: Typed
}

/** 从何而来 Beside an answer that nobody had to type: whose it is, and the way to say that it is wrong. */
export function sourceSaid(
  view: View,
  { kept: { sources = {}, disputed = {} } }: Pick<Draft, 'kept'>,
  name: string,
): Html | null {
  const source = sources[name]
  if (!source) return null
  if (source.kind === 'day') return html`<p>${mark('jade', view.say('apply.source.day'))}</p>`
  if (source.kind === 'own') return html`<p>${mark('jade', view.say('apply.source.own'))}</p>`
  if (source.kind === 'case')
    return html`<p>${mark('jade', view.say('apply.source.case', { day: view.day(source.on), number: source.number }))}</p>`
  const register = view.plain(source.name)
  if (disputed[name] !== undefined)
    return html`<p>${mark('amber', view.say('apply.source.disputed', { register, value: String(source.value) }))}</p>${button(view.say('apply.source.undo'), { name: 'agree', value: name, quiet: true })}`
  return html`<p>${mark('jade', view.say('apply.source.register', { register }))}</p>${button(view.say('apply.source.wrong'), { name: 'dispute', value: name, quiet: true })}`
}

function questions(view: View, shown: FormShown): readonly Asked[] {
  const { draft, compiled, page, typed } = shown
  return questionsOn(compiled, page, draft.fields).map(([name, field]) => {
    const said = typed.get(name)
    return {
      name,
      field,
      required: mustAnswer(compiled, [name, field], draft.fields),
      texts: said?.texts ?? typedFor(draft, name) ?? textsOf(field, draft.fields[name]),
      problem: said?.problem === undefined ? undefined : problemSaid(view, field, said.problem),
      source: sourceSaid(view, draft, name),
      fixed: isFixed(draft, name),
    }
  })
}

/** What stands in a box and was never sent: it is looked at once more before it counts. */
const unsentIn = ({ draft, typed }: FormShown, asked: readonly Asked[]): boolean =>
  asked.some(({ name }) => !typed.has(name) && typedFor(draft, name) !== undefined)

const problemsIn = (asked: readonly Asked[]) =>
  asked.flatMap(({ name, problem }) => (problem === undefined ? [] : [{ at: `#${idOf(name)}`, text: problem }]))

/** 条件 What must be true, and whether it is with these answers; where nobody knows, that is said. */
function conditionList(view: View, { compiled, draft }: FormShown, answered: boolean): Html {
  const all = fits(compiled, draft.fields)
  return html`<ul class="conditions">${all.map(({ text, basis, holds, otherwise }) => {
    const refer = typeof otherwise === 'object' && 'referTo' in otherwise ? otherwise.referTo : undefined
    const verdict = !answered
      ? null
      : holds === true
        ? mark('jade', view.say('apply.fit.holds'))
        : holds === false
          ? mark('cinnabar', view.say('apply.fit.fails'))
          : mark('amber', view.say('apply.fit.unknown'))
    return html`<li>${view.show(text)} ${basisOf(view, basis)}${verdict && html`<br>${verdict}`}${answered && holds === false && refer !== undefined ? html`<br>${view.say('guide.referTo', { organ: word(view, 'organ', refer) })}` : null}</li>`
  })}</ul>`
}

/** 适合我吗 The conditions with the few questions that answer them; the answers stay in the form. */
export function fitPage(view: View, shown: FormShown): PageParts {
  const { draft, compiled, person } = shown
  const name = compiled.definition.content.name
  const asked = questions(view, shown)
  const problems = problemsIn(asked)
  const unsent = unsentIn(shown, asked)
  const answered =
    problems.length === 0 &&
    !unsent &&
    asked.every(({ name: key, required }) => !required || (draft.fields[key] ?? null) !== null)
  const against = answered && fits(compiled, draft.fields).some(({ holds }) => holds === false)
  const goOn = view.to(afterPage(compiled, draft, 0))
  const words = view.say('apply.step.fit')
  return {
    title: view.say('apply.titleOf', { step: words, item: view.plain(name) }),
    unlisted: true,
    main: html`${stepList(view, 'fit', shown)}${errorSummary(view, problems)}<p class="small quiet">${view.show(name)}</p><h1>${words}</h1>
${changedNote(view, shown)}${unsent ? unsentNote(view) : null}
<p class="lead">${view.say('apply.fit.lead')}</p>${conditionList(view, shown, answered && asked.length > 0)}
${against ? html`<div class="note cinnabar" role="status"><p>${view.say('apply.fit.against')}</p><p><a href="${goOn}">${view.say('apply.fit.goOn')}</a></p></div>` : null}
${asked.length === 0 ? html`<p><a class="button" href="${goOn}">${view.say('apply.next')}</a></p>` : formFor(view, person, { to: addressOf(draft, 'fit'), class: 'asking', keep: typedAt(draft, 0) }, html`${asked.map(one => fieldOf(view, one))}${button(view.say(answered ? 'apply.fit.again' : 'apply.next'))}${keepingLine(view)}`)}
${answered && asked.length > 0 && !against ? html`<p><a href="${goOn}">${view.say('apply.next')}</a></p>` : null}`,
    aside: keptAside(view, draft),
  }
}

const changedNote = (view: View, { draft, compiled }: FormShown): Html | null =>
  draft.kept.version === undefined || draft.kept.version === compiled.hash
    ? null
    : html`<div class="note amber" role="status"><p>${mark('amber', view.say('apply.changed'))}</p><p>${view.say('apply.changedSays')}</p></div>`

/** That nothing is lost, and for how long. */
export const keptAside = (view: View, draft: Draft): Html =>
  html`<section><h2>${view.say('apply.keptTitle')}</h2><p>${view.say('apply.keptSays')}</p><p><a href="${view.to('/mine')}">${view.say('mine.title')}</a></p></section><section><h2>${view.say('progress.aboutItem')}</h2><p><a href="${view.to(`/items/${draft.item}`, { organ: draft.organ })}">${view.say('apply.guide')}</a></p></section>`

/** 填写 One page of the form: seven questions at most, filled in as far as the city knows. */
export function fillPage(view: View, shown: FormShown): PageParts {
  const { draft, compiled, person, page } = shown
  const name = compiled.definition.content.name
  const asked = questions(view, shown)
  const problems = problemsIn(asked)
  const pages = askedPages(compiled, draft.fields)
  const words = view.say('apply.step.fill')
  const at = pages.indexOf(page) + 1
  const count = pages.length > 1 ? view.say('apply.pageOf', { page: at, count: pages.length }) : ''
  const wrong = problems.length > 0 ? view.say('field.titleWrong') : ''
  const known = asked.some(({ source }) => source)
  return {
    title: view.say('apply.titleOf', { step: `${wrong}${words}${count}`, item: view.plain(name) }),
    unlisted: true,
    main: html`${stepList(view, 'fill', shown)}${errorSummary(view, problems)}<p class="small quiet">${view.show(name)}</p><h1>${words}${count === '' ? null : html` <span class="quiet">${count}</span>`}</h1>
${changedNote(view, shown)}${unsentIn(shown, asked) ? unsentNote(view) : null}
${known ? html`<p class="lead">${view.say('apply.filled')}</p>` : null}
${formFor(view, person, { to: addressOf(draft, 'fill', page), class: 'asking', keep: typedAt(draft, page) }, html`${asked.map(one => fieldOf(view, one))}<div class="go">${button(view.say('apply.next'))}<a href="${view.to(beforePage(compiled, draft, page))}">${view.say('apply.back')}</a></div>${keepingLine(view)}`)}`,
    aside: keptAside(view, draft),
  }
}
