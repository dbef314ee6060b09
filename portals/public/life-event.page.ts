import type { LifeEventListed, LifeEventShown } from './directory.needs.ts'
import { type Html, html } from './html.ts'
import type { PageParts } from './layout.ts'
import type { View } from './view.ts'
import { textOf } from './wording.ts'

const eventRow = (view: View, { id, name, steps, joint }: LifeEventListed): Html =>
  html`<li><a class="item-name" href="${view.to(`/life-events/${id}`)}">${view.show(name)}</a><p class="small quiet">${view.say('life.steps', { count: steps })}${joint === null ? null : html` · ${view.say('life.oneForm')}`}</p></li>`

/** 一件事 What people and firms set out to do. */
export const lifeEventsPage = (view: View, events: readonly LifeEventListed[]): PageParts => ({
  title: view.say('life.title'),
  main: html`<h1>${view.say('life.title')}</h1><p class="lead">${view.say('life.lead')}</p>${['person', 'firm'].map(
    whom => {
      const here = events.filter(event => event.for === whom)
      return here.length === 0
        ? null
        : html`<section><h2>${view.say(`life.for.${whom}`)}</h2><ul class="items">${here.map(event => eventRow(view, event))}</ul></section>`
    },
  )}`,
})

type Step = LifeEventShown['steps'][number]

/** The name of a step, leading to its guide or entry where there is one. */
function stepName(view: View, { kind, key, name, runs }: Step): Html {
  const shown = view.show(textOf(name))
  if (kind === 'named' || key === null || (kind === 'item' && !runs)) return html`<strong>${shown}</strong>`
  return html`<a class="item-name" href="${view.to(kind === 'item' ? `/items/${key}` : `/entries/${key}`)}">${shown}</a>`
}

const stepRow = (view: View, step: Step): Html => {
  const { runs, organ, gives, onlyIf, from } = step
  return html`<li>${stepName(view, step)}${onlyIf === null ? null : html`<p class="small quiet">${view.show(textOf(onlyIf))}</p>`}${gives === null ? null : html`<p class="small">${view.say('life.gives')}${view.show(textOf(gives))}</p>`}${runs ? null : html`<p class="small quiet">${from === null ? view.say('life.notHere') : view.say('life.notYet', { day: view.day(from) })}${organ === null ? null : html`${view.say('list.colon')}${view.show(organ)}`}</p>`}</li>`
}

/** A life event: its steps in order, what each gives the next, and the one form for several where there is one. */
export function lifeEventPage(view: View, { name, says, for: whom, joint, steps }: LifeEventShown): PageParts {
  return {
    title: view.plain(name),
    main: html`<h1>${view.show(name)}</h1><p class="lead">${says === null ? view.say('life.stepsLead', { count: steps.length }) : view.show(says)}</p>${
      joint === null
        ? null
        : html`<div class="note jade"><p>${view.say('life.joint')}<a href="${view.to(`/items/${joint.item}`)}">${view.show(textOf(joint.name))}</a></p></div>`
    }<section><h2>${view.say('life.order')}</h2><ol class="items numbered">${steps.map(step => stepRow(view, step))}</ol></section>`,
    aside: html`<section><h2>${view.say('life.title')}</h2><ul><li><a href="${view.to('/life-events')}">${view.say('life.all')}</a></li></ul><p class="quiet">${view.say(`life.for.${whom}`)}</p></section>`,
  }
}
