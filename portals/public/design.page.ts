import { type Html, html } from './html.ts'
import type { PageParts } from './layout.ts'
import { mark } from './marks.ts'
import { type PlumbLine, plumbLine, smallPlumbLine } from './plumb-line.ts'
import type { View } from './view.ts'

const colours = [
  ['paper', '#f7f5f0'],
  ['sheet', '#fffdf8'],
  ['ink', '#1b2430'],
  ['ink-soft', '#4c5563'],
  ['action', '#0b4fc4'],
  ['action-pressed', '#083a91'],
  ['cinnabar', '#b3261e'],
  ['amber', '#8a5a00'],
  ['jade', '#1f6b4a'],
  ['slate', '#3d5a80'],
  ['teal', '#1d6470'],
  ['violet', '#5b4b8a'],
  ['umber', '#6b4f3a'],
  ['hairline', '#d9d4c8'],
] as const

function states(view: View): readonly (readonly [string, PlumbLine])[] {
  const names = ['guide.conditions', 'guide.materials', 'guide.flow', 'guide.outcomes'].map(key => view.say(key))
  const knots = (done: number, open: boolean): PlumbLine['knots'] =>
    names.map((name, at) => ({
      name,
      status: at < done ? ('done' as const) : at === done && open ? ('open' as const) : ('ahead' as const),
      on: at < done ? view.day(`2026-03-0${at + 2}`) : null,
    }))
  const line = (
    key: string,
    state: PlumbLine['state'],
    done: number,
    used: number,
    figure: string | null,
    label: string,
  ): readonly [string, PlumbLine] => [
    key,
    {
      knots: knots(done, state !== 'promised' && state !== 'ended'),
      state,
      used,
      figure,
      label: view.say(label),
      said: view.say(key),
      stop: 0.4,
    },
  ]
  return [
    line('design.promised', 'promised', 0, 0, '5', 'line.unit.workday'),
    line('design.running', 'running', 1, 0.4, '3', 'line.left.many'),
    line('design.suspended', 'suspended', 2, 0.5, '3', 'line.stoppedLeft.many'),
    line('design.late', 'late', 2, 1, '2', 'line.late.many'),
    line('design.ended', 'ended', 4, 1, null, 'line.ended'),
  ]
}

const part = (title: string, body: Html): Html => html`<section><h2>${title}</h2>${body}</section>`

/** 样式 Every component of the public pages in every state, for whoever changes one. */
export function designPage(view: View): PageParts {
  const lines = states(view)
  return {
    title: view.say('design.title'),
    unlisted: true,
    main: html`<h1>${view.say('design.title')}</h1><p class="lead">${view.say('design.lead')}</p>
${part(view.say('design.colours'), html`<ul class="swatches">${colours.map(([name, value]) => html`<li><svg aria-hidden="true"><rect width="100%" height="100%" fill="${value}"/></svg>${name}<br><span class="quiet small">${value}</span></li>`)}</ul>`)}
${part(view.say('design.type'), html`<p class="item-name">${view.say('design.sampleItem')}</p><h3>${view.say('design.sampleHeading')}</h3><p>${view.say('directory.lead')}</p><p class="quiet small">${view.say('design.sampleSmall')}</p>`)}
${part(view.say('design.line'), html`<div class="states">${lines.map(([key, line], at) => html`<div><h3>${view.say(key)}</h3>${plumbLine(line, `state-${at}`)}</div>`)}</div><p>${lines.map(([, line]) => html`${smallPlumbLine(line)} `)}</p>`)}
${part(view.say('design.marks'), html`<p>${mark('jade', view.say('progress.running'))}</p><p>${mark('amber', view.say('progress.suspended'))}</p><p>${mark('cinnabar', view.say('result.acceptance-refused'))}</p><p>${mark('ink', view.say('result.withdrawn'))}</p>`)}
${part(view.say('design.notes'), html`<div class="note"><p>${view.say('progress.sameRules')}</p></div><div class="note amber"><p>${view.say('progress.missing')}</p></div><div class="note cinnabar"><p>${view.say('follow.wrong')}</p></div><div class="empty"><h3>${view.say('directory.nothing')}</h3><p>${view.say('directory.nothingPublished')}</p></div>`)}
${part(view.say('design.form'), html`<form class="stacked" action="/design" method="get"><div><label for="sample">${view.say('progress.number')}</label><input id="sample" name="sample"></div><input type="hidden" name="lang" value="${view.language}">${view.elder ? html`<input type="hidden" name="elder" value="1">` : null}<button type="submit">${view.say('follow.look')}</button></form>`)}`,
  }
}
