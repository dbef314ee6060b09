import { answerSaid } from '../field.ts'
import { type Html, html } from '../html.ts'
import { mark } from '../marks.ts'
import { cell } from '../table.ts'
import type { View } from '../view.ts'
import { basisOf } from '../wording.ts'

const basis = { law: '行政许可法', articles: ['32(4)'] }

/** Rows that scroll sideways where they do not fit. */
const stages = (view: View): Html =>
  html`<div class="table" tabindex="0" role="region" aria-label="${view.say('progress.stages')}"><table><thead><tr><th scope="col">${view.say('guide.stage')}</th><th scope="col">${view.say('progress.state')}</th><th scope="col">${view.say('progress.since')}</th></tr></thead><tbody>${(['done', 'open', 'ahead', 'skipped', 'stopped', 'unreached'] as const).map(status => html`<tr><th scope="row">${view.say('design.sampleHeading')}</th><td>${view.say(`stage.${status}`)}</td><td class="day">${status === 'done' ? view.day('2026-03-02') : ''}</td></tr>`)}</tbody></table></div>`

/** Rows that become cards on a narrow screen; an empty cell is left out there. */
const cards = (view: View): Html =>
  html`<div class="table" tabindex="0" role="region" aria-label="${view.say('guide.limits')}"><table class="cards"><caption>${view.say('guide.limits')}</caption><thead><tr><th scope="col">${view.say('limit.what')}</th><th scope="col">${view.say('limit.long')}</th><th scope="col">${view.say('limit.basis')}</th></tr></thead><tbody><tr><th scope="row">${view.say('design.sampleHeading')}</th>${cell(view, 'limit.long', view.say('unit.workday', { value: 5 }))}${cell(view, 'limit.basis', basisOf(view, basis))}</tr><tr><th scope="row">${view.say('design.sampleHeading')}</th>${cell(view, 'limit.long', '')}${cell(view, 'limit.basis', basisOf(view, basis))}</tr></tbody></table></div>`

/** Answers read back, of each kind and of none. */
function facts(view: View): Html {
  const options = (['one', 'two'] as const).map(value => ({ value, label: view.say(`design.field.option.${value}`) }))
  const answers = [
    ['project', { type: 'string' }, view.say('design.field.answer')],
    ['amount', { type: 'integer', unit: 'tce' }, 9_120],
    ['money', { type: 'money' }, 1_500_000],
    ['day', { type: 'date' }, '2026-03-05'],
    ['agreed', { type: 'boolean' }, true],
    ['choices', { type: 'choice', options }, ['one', 'two']],
    ['reason', { type: 'text' }, null],
  ] as const
  return html`<dl class="facts">${answers.map(([key, field, value]) => html`<dt>${view.say(`design.field.${key}`)}</dt><dd>${answerSaid(view, { label: key, ...field }, value)}</dd>`)}</dl>`
}

/** Items to choose from, findings, conditions, and what two versions say otherwise. */
const lists = (view: View): Html => {
  const name = view.say('design.sampleItem')
  const row = html`<li><a class="item-name" href="#tables">${name}</a><p>${mark('jade', view.say('progress.running'))}</p><p class="small quiet">${view.say('design.sampleSmall')}</p></li>`
  return html`<ul class="items">${row}${row}</ul>
<h3>${view.say('life.title')}</h3><ol class="items numbered">${row}</ol>
<h3>${view.say('demoPage.title')}</h3><div class="cards"><section class="card"><h2>${view.say('design.sampleHeading')}</h2><p>${view.say('design.sampleSmall')}</p></section><section class="card"><h2>${view.say('design.sampleHeading')}</h2><p>${view.say('design.sampleSmall')}</p></section></div>
<h3>${view.say('guide.conditions')}</h3><ul class="conditions"><li>${view.say('design.sampleQuote')} ${basisOf(view, basis)}<br>${mark('jade', view.say('apply.fit.holds'))}</li></ul>
<ul class="findings"><li>${mark('cinnabar', view.say('apply.check.code.OTHER', { name: '' }))} ${basisOf(view, basis)}</li></ul>
<h3>${view.say('versions.short')}</h3><ol class="differences"><li><p>${view.say('design.sampleQuote')}</p><p class="small">${mark('jade', view.say('direction.lighter'))}</p><details open><summary class="small">${view.say('versions.replaced')}</summary><p><del>${view.say('design.field.option.one')}</del></p><p><ins>${view.say('design.field.option.two')}</ins></p></details><p class="quiet small"><code>limits.decision.promised</code></p></li></ol>`
}

/** 表格和清单 Tables, answers read back, and lists. */
export const tableParts = (view: View): Html =>
  html`<h3>${view.say('progress.stages')}</h3>${stages(view)}<h3>${view.say('guide.limits')}</h3>${cards(view)}<h3>${view.say('apply.review.answers')}</h3>${facts(view)}<h3>${view.say('directory.items')}</h3>${lists(view)}`
