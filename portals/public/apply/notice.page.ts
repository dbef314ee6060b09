import type { CompiledItem, Text } from '#kernel/definition'
import { promiseOf } from '../guide.promise.ts'
import { type Html, html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import type { GuideShown } from '../needs.ts'
import { button, formFor } from '../own-form.ts'
import type { SignedIn } from '../person.ts'
import type { View } from '../view.ts'
import { basisOf, listOf, spanSaid } from '../wording.ts'
import type { DraftListed } from './needs.ts'
import { addressOf, stepList } from './steps.ts'

export interface NoticeShown {
  readonly guide: GuideShown
  /** The form as the office that is shown asks it. */
  readonly compiled: CompiledItem | undefined
  readonly person: SignedIn | undefined
  readonly drafts: readonly DraftListed[]
  readonly signIn: string
}

/** Whether anybody applies for this at all, and over the net. */
export const isOnline = ({ definition: { category, content } }: Pick<GuideShown, 'definition'>): boolean =>
  category.starts.includes('application') && content.channels.includes('online')

const names = (view: View, list: readonly { readonly name: Text }[]): Html =>
  html`<ul>${list.map(({ name }) => html`<li>${view.show(name)}</li>`)}</ul>`

/** What has to be ready, what is fetched, how long it takes, what it costs. */
function beforehand(view: View, { definition, guide }: GuideShown): Html {
  const asked = definition.materials.filter(({ from, stage }) => from === 'applicant' && stage === undefined)
  const fetched = definition.materials.filter(({ from }) => typeof from === 'object')
  const promise = promiseOf(definition)
  const fee = guide.fee !== undefined && guide.fee !== 'none' ? view.plain(guide.fee) : view.say('guide.noFee')
  return html`<section><h2>${view.say('apply.ready')}</h2>${asked.length === 0 ? html`<p>${view.say('guide.noMaterials')}</p>` : html`<p>${view.say('apply.readySays')}</p>${names(view, asked)}`}${
    fetched.length === 0
      ? null
      : html`<p>${view.say('guide.fetched')} ${listOf(
          view,
          fetched.map(({ name }) => name),
        )}</p>`
  }</section>
<section><h2>${view.say('apply.then')}</h2><dl class="facts"><dt>${view.say('apply.howLong')}</dt><dd>${promise ? html`${spanSaid(view, promise)} ${basisOf(view, promise.basis)}` : view.say('apply.noLimit')}</dd><dt>${view.say('guide.fees')}</dt><dd>${fee}</dd><dt>${view.say('apply.paper')}</dt><dd>${view.say('apply.paperSays')}</dd></dl></section>`
}

const openDrafts = (view: View, drafts: readonly DraftListed[]): Html | null =>
  drafts.length === 0
    ? null
    : html`<div class="note amber"><p>${view.say('apply.unfinished')}</p><ul>${drafts.map(draft => html`<li><a href="${view.to(addressOf(draft, 'fit'))}">${view.say('apply.goOn', { day: view.day(draft.updatedOn), organ: draft.organ })}</a></li>`)}</ul></div>`

function beginning(view: View, { guide, person, signIn }: NoticeShown): Html {
  const { offices, office, item } = guide
  if (!isOnline(guide))
    return html`<div class="note"><p>${view.say('apply.notOnline')}</p><p><a href="${view.to(`/items/${item}`)}">${view.say('progress.aboutItem')}</a></p></div>`
  if (!person)
    return html`<p><a class="button" href="${signIn}">${view.say('apply.signInFirst')}</a></p><p class="small quiet">${view.say('apply.signInWhy')}</p>`
  const choice =
    offices.length === 1
      ? html`<p>${view.say('apply.at', { organ: offices[0]!.name })}</p><input type="hidden" name="organ" value="${offices[0]!.organ}">`
      : html`<div class="question"><label for="organ">${view.say('apply.where')}</label><select id="organ" name="organ">${offices.map(
          one =>
            one.organ === office?.organ
              ? html`<option value="${one.organ}" selected>${one.name}</option>`
              : html`<option value="${one.organ}">${one.name}</option>`,
        )}</select></div>`
  return formFor(
    view,
    person,
    { to: `/apply/${item}`, class: 'asking' },
    html`${choice}${button(view.say('apply.begin'))}`,
  )
}

/** 批量申报 Where one has many of the same kind. */
const manyOf = (view: View, { guide, person }: NoticeShown): Html | null =>
  person && isOnline(guide) && guide.office
    ? html`<p class="small"><a href="${view.to(`/apply/${guide.item}/batch`, { organ: guide.office.organ })}">${view.say('batch.many')}</a></p>`
    : null

/** 须知 What one must know before one begins, from the very definition that will be applied. */
export function noticePage(view: View, shown: NoticeShown): PageParts {
  const { guide, drafts } = shown
  return {
    title: view.say('apply.titleOf', {
      step: view.say('apply.step.notice'),
      item: view.plain(guide.definition.content.name),
    }),
    main: html`${stepList(view, 'notice', shown)}<p class="small quiet">${view.say('apply.step.notice')}</p><h1 class="item">${view.show(guide.definition.content.name)}</h1>
<p class="lead">${view.say('apply.noticeLead')}</p>
${openDrafts(view, drafts)}
${beforehand(view, guide)}
<section><h2>${view.say('apply.beginTitle')}</h2>${beginning(view, shown)}${manyOf(view, shown)}</section>`,
    aside: html`<section><h2>${view.say('progress.aboutItem')}</h2><p><a href="${view.to(`/items/${guide.item}`)}">${view.show(guide.definition.content.name)}</a></p><p>${view.say('progress.sameRules')}</p></section>`,
  }
}
