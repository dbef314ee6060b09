import { errorSummary, type Problem } from '../error-summary.ts'
import { attribute, type Html, html } from '../html.ts'
import { keepingLine, unsentNote } from '../keeping.ts'
import type { PageParts } from '../layout.ts'
import { mark, type Tone } from '../marks.ts'
import { emptyNote, mineAside } from '../mine/mine.page.ts'
import { button, formFor } from '../own-form.ts'
import type { SignedIn } from '../person.ts'
import type { View } from '../view.ts'
import { listOf, word } from '../wording.ts'
import type { DelegationsShown, MandateShown, MandateTyped } from './needs.ts'
import { mandateBounds, mandateScopes } from './typed.ts'

export interface DelegationsPage {
  readonly person: SignedIn
  readonly shown: DelegationsShown
  readonly typed: MandateTyped | undefined
  /** It was typed before, and never sent. */
  readonly unsent: boolean
  /** By field. */
  readonly faults: Readonly<Record<string, string>>
  /** One proves again who one is before one authorises anybody. */
  readonly mustProve: boolean
}

const tones: Readonly<Record<MandateShown['state'], Tone>> = {
  holds: 'jade',
  offered: 'amber',
  later: 'amber',
  unconfirmed: 'cinnabar',
  expired: 'ink',
  ended: 'ink',
}

/** 一份授权 What it covers, from when to when, and how it stands. */
export function mandateSaid(view: View, mandate: MandateShown): Html {
  const { kind, items, scopes, from, until, state, endedOn, endedWhy } = mandate
  const statutory = kind === 'guardianship' || kind === 'representation'
  const what = statutory
    ? view.say('delegations.everything')
    : html`${items === null ? view.say('delegations.allItems') : listOf(view, items)}${view.say('list.semi')}${scopes.map(scope => word(view, 'mandate-scope', scope)).join(view.say('list.join'))}`
  const days =
    until === null
      ? view.say('delegations.since', { from: view.day(from) })
      : view.say('delegations.days', { from: view.day(from), until: view.day(until) })
  const ended =
    state === 'ended' && endedOn !== null
      ? view.say('delegations.endedOn', { day: view.day(endedOn), why: word(view, 'mandate-ending', endedWhy ?? '') })
      : null
  return html`<p>${mark(tones[state], word(view, 'mandate-state', state))} <span class="quiet">${word(view, 'mandate-kind', kind)}</span></p><p class="small">${what}</p><p class="small quiet">${days}${ended === null ? null : html`${view.say('list.semi')}${ended}`}</p>`
}

/** A quiet form of one button. */
const press = (view: View, person: SignedIn, to: string, words: string, quiet = true): Html =>
  formFor(view, person, { to, class: 'inline' }, button(words, { quiet }))

const row = (view: View, mandate: MandateShown, doing: Html | null): Html =>
  html`<li><p class="item-name">${mandate.name}</p>${mandateSaid(view, mandate)}${doing}</li>`

const list = (rows: readonly Html[]): Html => html`<ul class="items">${rows}</ul>`

const mayEnd = ({ kind, state }: MandateShown): boolean =>
  kind !== 'guardianship' && state !== 'ended' && state !== 'expired'

/** 授权一个人 Name and number, what for, how far, until when. */
function giving(view: View, { person, shown, typed, faults }: DelegationsPage): Html {
  const { firm, today } = shown
  const problemOf = (field: string): string | undefined => {
    const code = faults[field]
    if (code === undefined) return undefined
    const key = `delegations.fault.${field}.${code}`
    return view.say(view.has(key) ? key : `delegations.fault.${field}.OTHER`)
  }
  const field = (
    name: Exclude<keyof typeof mandateBounds, 'items'>,
    value: string,
    more: { readonly help?: string; readonly type?: string },
  ): Html => {
    const problem = problemOf(name)
    const described = [
      ...(problem === undefined ? [] : [`m-${name}-problem`]),
      ...(more.help ? [`m-${name}-help`] : []),
    ]
    // What is no day would not be shown in a box for days.
    const type = more.type === 'date' && /^(\d{4}-\d{2}-\d{2})?$/.test(value) ? 'date' : 'text'
    return html`<div class="question${problem === undefined ? '' : ' wrong'}"><label for="m-${name}">${view.say(`delegations.${name}`)}</label>${more.help ? html`<p class="small quiet" id="m-${name}-help">${more.help}</p>` : null}${problem === undefined ? null : html`<p class="problem" id="m-${name}-problem">${mark('cinnabar', problem)}</p>`}<input id="m-${name}" name="${name}" type="${type}" value="${value}" autocomplete="off" maxlength="${mandateBounds[name]}"${attribute('aria-describedby', described.length > 0 && described.join(' '))}${attribute('aria-invalid', problem !== undefined && 'true')}></div>`
  }
  const scopes = typed?.scopes ?? ['apply']
  const itemsFault = problemOf('items')
  const scopesFault = problemOf('scopes')
  return formFor(
    view,
    person,
    { to: '/mine/delegations', class: 'asking', keep: '/mine/delegations' },
    html`${field('name', typed?.name ?? '', { help: view.say('delegations.nameHelp') })}
${field('number', typed?.number ?? '', { help: view.say('delegations.numberHelp') })}
<fieldset class="question${itemsFault === undefined ? '' : ' wrong'}" id="m-items"><legend>${view.say('delegations.items')}</legend>${itemsFault === undefined ? null : html`<p class="problem">${mark('cinnabar', itemsFault)}</p>`}
<div class="choices"><label class="choice"><input type="radio" name="all" value="0"${attribute('checked', !(typed?.all ?? false))}> ${view.say('delegations.theseItems')}</label></div>
<label for="m-items-text" class="small">${view.say('delegations.itemsHelp')}</label><textarea id="m-items-text" name="items" rows="3" maxlength="${mandateBounds.items}">${typed?.items ?? ''}</textarea>
<div class="choices"><label class="choice"><input type="radio" name="all" value="1"${attribute('checked', typed?.all ?? false)}> ${view.say('delegations.allItems')}</label></div></fieldset>
<fieldset class="question${scopesFault === undefined ? '' : ' wrong'}" id="m-scopes"><legend>${view.say('delegations.scopes')}</legend>${scopesFault === undefined ? null : html`<p class="problem">${mark('cinnabar', scopesFault)}</p>`}<div class="choices">${mandateScopes.map(scope => html`<label class="choice"><input type="checkbox" name="scopes" value="${scope}"${attribute('checked', scopes.includes(scope))}> ${view.say(`delegations.scope.${scope}`)}</label>`)}</div></fieldset>
${field('from', typed?.from ?? today, { type: 'date' })}
${field('until', typed?.until ?? '', { type: 'date', help: view.say(firm ? 'delegations.untilFirm' : 'delegations.untilHelp') })}
<p>${view.say('delegations.means')}</p>
${button(view.say('delegations.give'))}${keepingLine(view)}`,
  )
}

/** Whether the form to authorise somebody stands on the page: after the proof, or with what was typed before it. */
export const asksWhom = ({ shown, mustProve, typed }: DelegationsPage): boolean =>
  shown.mayGive && (!mustProve || typed !== undefined)

/** 授权 Whom one has authorised, and for whom one may act: both sides, with the way to end each. */
export function delegationsPage(view: View, page: DelegationsPage): PageParts {
  const { person, shown, faults, mustProve } = page
  const { given, held, offered, firm, mayGive } = shown
  const problems: readonly Problem[] = Object.entries(faults).map(([field, code]) => {
    const key = `delegations.fault.${field}.${code}`
    return { at: `#m-${field}`, text: view.say(view.has(key) ? key : `delegations.fault.${field}.OTHER`) }
  })
  const end = (mandate: MandateShown, words: string) =>
    mayEnd(mandate) ? press(view, person, `/mine/delegations/${mandate.id}/end`, view.say(words)) : null
  return {
    title: `${problems.length > 0 ? view.say('field.titleWrong') : ''}${view.say('delegations.title')}`,
    unlisted: true,
    main: html`${errorSummary(view, problems)}<h1>${view.say('delegations.title')}</h1><p class="lead">${view.say(firm ? 'delegations.leadFirm' : 'delegations.lead')}</p>
${offered.length === 0 ? null : html`<section id="offered"><h2>${view.say('delegations.offered')}</h2><p>${view.say('delegations.offeredSays')}</p>${list(offered.map(one => row(view, one, press(view, person, `/mine/delegations/${one.id}/accept`, view.say('delegations.accept'), false))))}</section>`}
<section id="given"><h2>${view.say(firm ? 'delegations.clerks' : 'delegations.given')}</h2>${
      given.length === 0
        ? emptyNote(
            view,
            firm ? 'delegations.noClerks' : 'delegations.noGiven',
            mayGive
              ? { to: '#give', words: view.say(firm ? 'delegations.giveClerk' : 'delegations.giveTitle') }
              : { to: '/mine/acting', words: view.say('acting.title') },
          )
        : list(
            given.map(one =>
              row(
                view,
                one,
                html`${one.state === 'unconfirmed' && firm ? press(view, person, `/mine/delegations/${one.id}/confirm`, view.say('delegations.confirm'), false) : null}${end(one, 'delegations.revoke')}`,
              ),
            ),
          )
    }</section>
${firm || person.acting ? null : html`<section id="held"><h2>${view.say('delegations.held')}</h2>${held.length === 0 ? emptyNote(view, 'delegations.noHeld', { to: '/mine/acting', words: view.say('acting.title') }) : html`${list(held.map(one => row(view, one, end(one, 'delegations.renounce'))))}<p><a href="${view.to('/mine/acting')}">${view.say('acting.title')}</a></p>`}</section>`}
${
  mayGive
    ? html`<section id="give"><h2>${view.say(firm ? 'delegations.giveClerk' : 'delegations.giveTitle')}</h2>${
        mustProve
          ? html`<p>${view.say('delegations.prove')}</p><p><a class="button" href="${view.to('/sign-in/prove', { to: '/mine/delegations' })}"${attribute('target', page.typed && '_blank')}${attribute('rel', page.typed && 'noopener')}>${view.say('prove.title')}</a></p>`
          : null
      }${asksWhom(page) ? html`${page.unsent ? unsentNote(view) : null}${giving(view, page)}` : null}</section>`
    : null
}`,
    aside: mineAside(view),
  }
}
