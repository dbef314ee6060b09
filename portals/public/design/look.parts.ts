import { type Html, html } from '../html.ts'
import { tokens } from '../tokens.ts'
import type { View } from '../view.ts'
import { basisOf, listOf } from '../wording.ts'

const colours = [...tokens].filter(([, value]) => value.startsWith('#'))

/** 颜色 Each colour of the list of tokens, as the list has it. */
export const colourParts = (): Html =>
  html`<ul class="swatches">${colours.map(([name, value]) => html`<li><svg aria-hidden="true"><rect width="100%" height="100%" fill="${value}"/></svg>${name}<br><span class="quiet small">${value}</span></li>`)}</ul>`

/** 文字 What is written in which type: names of items, headings, text, what stands beside it, what was said, inserted and deleted. */
export const typeParts = (view: View): Html =>
  html`<h2 class="item">${view.say('design.sampleItem')}</h2><p class="item-name">${view.say('design.sampleItem')}</p><h3>${view.say('design.sampleHeading')}</h3><p>${view.say('directory.lead')} <a href="#type">${view.say('design.sampleLink')}</a></p><p class="quiet small">${view.say('design.sampleSmall')}</p><p>${listOf(view, [view.say('guide.conditions'), view.say('guide.materials')])} ${basisOf(view, { law: '行政许可法', articles: ['32(4)'] })}</p><blockquote>${view.say('design.sampleQuote')}</blockquote><p><code>2026-0001</code> <del>${view.say('versions.old')}</del> <ins>${view.say('versions.new')}</ins></p>`
