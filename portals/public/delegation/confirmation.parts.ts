import { errorSummary } from '../error-summary.ts'
import { attribute, type Html, html } from '../html.ts'
import { keepingLine, unsentNote } from '../keeping.ts'
import { mark } from '../marks.ts'
import { emptyNote } from '../mine/mine.page.ts'
import { button, formFor } from '../own-form.ts'
import type { SignedIn } from '../person.ts'
import type { View } from '../view.ts'
import type { ConfirmationShown, ConfirmationTyped } from './needs.ts'
import { contactBounds } from './typed.ts'

export interface ConfirmationPage {
  readonly person: SignedIn
  readonly confirmation: ConfirmationShown | null
  readonly typed: ConfirmationTyped | undefined
  /** It was typed before, and never sent. */
  readonly unsent: boolean
  /** By field. */
  readonly faults: Readonly<Record<string, string>>
  /** One proves again who one is before one signs. */
  readonly mustProve: boolean
}

const fields = ['mail', 'phone', 'post'] as const
const problemOf = (view: View, faults: ConfirmationPage['faults'], field: string): string | undefined =>
  faults[field] === undefined ? undefined : view.say(`consents.delivery.fault.${field}`)

export function confirmationProblems(view: View, { faults }: Pick<ConfirmationPage, 'faults'>) {
  const problems = [...fields, 'ways'].flatMap(field => {
    const text = problemOf(view, faults, field)
    return text === undefined ? [] : [{ at: field === 'ways' ? '#c-mail' : `#c-${field}`, text }]
  })
  return { summary: errorSummary(view, problems), wrong: problems.length > 0 }
}

/** What stands now, and the way out of it: as easy as the way in (个人信息保护法15). */
function standing(view: View, person: SignedIn, { electronic, givenOn, contact }: ConfirmationShown): Html {
  const known = fields.filter(field => contact[field] !== undefined)
  return html`<p>${electronic ? mark('jade', view.say('consents.delivery.agreed')) : mark('ink', view.say('consents.delivery.addressOnly'))} <span class="quiet small">${view.say('consents.delivery.since', { day: view.day(givenOn) })}</span></p><dl class="facts">${known.map(field => html`<dt>${view.say(`consents.delivery.${field}`)}</dt><dd>${contact[field]!}</dd>`)}</dl>${formFor(view, person, { to: '/mine/consents/delivery/withdraw', class: 'inline' }, button(view.say('consents.delivery.withdraw'), { quiet: true }))}<p class="small quiet">${view.say('consents.delivery.withdrawSays')}</p>`
}

/** 签订 Where one can be reached, and whether papers may come electronically: not ticked beforehand. */
function signing(view: View, { person, typed, confirmation, faults }: ConfirmationPage): Html {
  const kinds = { mail: 'email', phone: 'tel', post: 'text' } as const
  const completes = { mail: 'email', phone: 'tel-national', post: 'street-address' } as const
  const asked = fields.map(field => {
    const problem = problemOf(view, faults, field)
    const described = [...(problem === undefined ? [] : [`c-${field}-problem`]), `c-${field}-help`].join(' ')
    const value = typed?.[field] ?? confirmation?.contact[field] ?? ''
    return html`<div class="question${problem === undefined ? '' : ' wrong'}"><label for="c-${field}">${view.say(`consents.delivery.${field}`)} <span class="quiet">${view.say('guide.optional')}</span></label><p class="small quiet" id="c-${field}-help">${view.say(`consents.delivery.${field}Help`)}</p>${problem === undefined ? null : html`<p class="problem" id="c-${field}-problem">${mark('cinnabar', problem)}</p>`}<input id="c-${field}" name="${field}" type="${kinds[field]}" value="${value}" autocomplete="${completes[field]}" maxlength="${contactBounds[field]}" aria-describedby="${described}"${attribute('aria-invalid', problem !== undefined && 'true')}></div>`
  })
  return formFor(
    view,
    person,
    { to: '/mine/consents', class: 'asking', keep: '/mine/consents' },
    html`${asked}<div class="question"><div class="choices"><label class="choice"><input type="checkbox" name="electronic" value="1"${attribute('checked', typed?.electronic ?? false)}> ${view.say('consents.delivery.agree')}</label></div><p class="small quiet">${view.say('consents.delivery.agreeSays')}</p></div>${button(view.say('consents.delivery.sign'))}${keepingLine(view)}`,
  )
}

/** Whether the form stands on the page: after the proof, or with what was typed before it. */
export const asksWhere = ({ mustProve, typed }: Pick<ConfirmationPage, 'mustProve' | 'typed'>): boolean =>
  !mustProve || typed !== undefined

/** 送达地址确认书 Whether papers may come electronically, and where one can be reached. */
export function confirmationSection(view: View, page: ConfirmationPage): Html {
  const { person, confirmation, mustProve } = page
  return html`<section id="delivery"><h2>${view.say('consents.delivery.title')}</h2><p>${view.say('consents.delivery.lead')}</p>${
    confirmation
      ? standing(view, person, confirmation)
      : emptyNote(view, 'consents.delivery.none', { to: '#confirm', words: view.say('consents.delivery.begin') })
  }<h3 id="confirm">${view.say(confirmation ? 'consents.delivery.change' : 'consents.delivery.begin')}</h3>${
    mustProve
      ? html`<p>${view.say('consents.delivery.prove')}</p><p><a class="button" href="${view.to('/sign-in/prove', { to: '/mine/consents' })}"${attribute('target', page.typed && '_blank')}${attribute('rel', page.typed && 'noopener')}>${view.say('prove.title')}</a></p>`
      : null
  }${asksWhere(page) ? html`${page.unsent ? unsentNote(view) : null}${signing(view, page)}` : null}</section>`
}
