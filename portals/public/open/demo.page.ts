import { attribute, type Html, html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import { emptyNote } from '../mine/mine.page.ts'
import type { View } from '../view.ts'
import type { DemoRole, TourCase } from './needs.ts'
import { tourSteps } from './tour.ts'

export interface DemoShown {
  readonly roles: readonly DemoRole[]
  /** The case that the tour follows; none where none is under way. */
  readonly tour: TourCase | undefined
  /** Where this visitor stands in it, from 1. */
  readonly step: number | undefined
}

/** The six parts of a case that a newcomer is shown first. */
const first = ['citizen', 'firm', 'window', 'head', 'supervisor'] as const

const said = (view: View, part: 'role' | 'does', account: string): string =>
  view.say(view.has(`demoPage.${part}.${account}`) ? `demoPage.${part}.${account}` : `demoPage.${part}.other`)

const card = (view: View, { account, title }: DemoRole): Html =>
  html`<section class="card"><h2>${said(view, 'role', account)}</h2><p class="small quiet">${title}</p><p>${said(view, 'does', account)}</p><form method="post" action="${view.to('/demo/enter')}"><input type="hidden" name="account" value="${account}"><button type="submit">${view.say('demoPage.enterAs', { role: said(view, 'role', account) })}</button></form></section>`

/** 事项编辑 Somebody of the department who looks after its items: the head's account, at another page. */
const editorCard = (view: View, { title }: DemoRole): Html =>
  html`<section class="card"><h2>${view.say('demoPage.role.editor')}</h2><p class="small quiet">${title}</p><p>${view.say('demoPage.does.editor')}</p><form method="post" action="${view.to('/demo/enter')}"><input type="hidden" name="account" value="head"><input type="hidden" name="page" value="items"><button type="submit">${view.say('demoPage.enterAs', { role: view.say('demoPage.role.editor') })}</button></form></section>`

const turn = (view: View, step: number, words: string, quiet = false): Html =>
  html`<form method="post" action="${view.to('/demo/tour')}"><input type="hidden" name="step" value="${step}"><button type="submit"${attribute('class', quiet && 'quiet-button')}>${words}</button></form>`

function tourOffer(view: View, { tour, step }: DemoShown): Html {
  if (!tour)
    return html`<p>${view.say('tour.none')}</p><p><a href="${view.to('/apply/energy-review')}">${view.say('tour.noneNext')}</a></p>`
  return step === undefined
    ? html`<p>${view.say('tour.lead')}</p>${turn(view, 1, view.say('tour.begin'))}`
    : html`<p>${view.say('tour.at', { step, of: tourSteps.length, name: view.say(`tour.step.${tourSteps[step - 1]!.key}`) })}</p><p><a class="button" href="${view.to('/demo/tour')}">${view.say('tour.goOn')}</a></p>${turn(view, 0, view.say('tour.leave'), true)}`
}

/** 演示首页 Who one may be, what he can do here, and where to begin; it exists in a demonstration only. */
export function demoPage(view: View, shown: DemoShown): PageParts {
  const { roles } = shown
  const among = (account: string) => roles.find(role => role.account === account)
  const head = among('head')
  const others = roles.filter(({ account }) => !first.some(one => one === account))
  return {
    title: view.say('demoPage.title'),
    unlisted: true,
    main: html`<h1>${view.say('demoPage.title')}</h1><p class="lead">${view.say('demoPage.lead')}</p>
${
  roles.length === 0
    ? emptyNote(view, 'demoPage.none', { to: '/', words: view.say('directory.all') })
    : html`<section class="note jade"><h2>${view.say('tour.title')}</h2>${tourOffer(view, shown)}</section>
<div class="cards">${first.map(account => {
        const role = among(account)
        return role && card(view, role)
      })}
${head ? editorCard(view, head) : null}</div>
${others.length > 0 ? html`<h2>${view.say('demoPage.others')}</h2><div class="cards">${others.map(role => card(view, role))}</div>` : null}`
}
<section><h2>${view.say('demoPage.officers')}</h2><p>${view.say('demoPage.officersSay')}</p></section>`,
    aside: html`<section><h2>${view.say('demoPage.follow')}</h2><ol>${(['guide', 'apply', 'send', 'follow', 'data'] as const).map(step => html`<li>${view.say(`demoPage.step.${step}`)}</li>`)}</ol></section>`,
  }
}

/** 导览的一步 What there is to see and to do at this step, one press to be there, and the way on and back. */
export function tourPage(view: View, tour: TourCase, step: number): PageParts {
  const { key, role, account } = tourSteps[step - 1]!
  const title = view.say('tour.title')
  const name = view.say(`tour.step.${key}`)
  const go = view.say('tour.go', { role: view.say(`demoPage.role.${role}`) })
  return {
    title: `${name} · ${title}`,
    unlisted: true,
    main: html`<p class="small quiet">${view.say('tour.of', { step, of: tourSteps.length, number: tour.number })}</p><h1>${name}</h1>
<p class="lead">${view.say(`tour.says.${key}`)}</p>
<form method="post" action="${view.to('/demo/enter')}"><input type="hidden" name="account" value="${account}"><input type="hidden" name="step" value="${step}"><button type="submit">${go}</button></form>
<p class="small quiet">${view.say('tour.back')}</p>
<div class="go">${step > 1 ? turn(view, step - 1, view.say('tour.before'), true) : null}${step < tourSteps.length ? turn(view, step + 1, view.say('tour.next')) : turn(view, 0, view.say('tour.end'))}${turn(view, 0, view.say('tour.leave'), true)}</div>`,
    aside: html`<section><h2>${title}</h2><ol>${tourSteps.map((one, at) => html`<li${attribute('aria-current', at + 1 === step && 'step')}>${view.say(`tour.step.${one.key}`)}</li>`)}</ol></section>`,
  }
}
