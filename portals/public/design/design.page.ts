import { keptAside } from '../apply/form.page.ts'
import { contentsNav, contentsRail, type PagePart } from '../contents.ts'
import { html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import { mineAside } from '../mine/mine.page.ts'
import { papersSection } from '../mine/papers.page.ts'
import { toldSection } from '../progress.page.ts'
import type { View } from '../view.ts'
import { buttonParts } from './button.parts.ts'
import { fieldParts } from './field.parts.ts'
import { lineParts } from './line.parts.ts'
import { colourParts, typeParts } from './look.parts.ts'
import { noticeParts } from './notice.parts.ts'
import { draftShown } from './sample.ts'
import { siteParts } from './site.parts.ts'
import { tableParts } from './table.parts.ts'
import { uploadParts } from './upload.parts.ts'

/** In the order they are read; papers are sections of their own, as on their page. */
const parts = [
  ['colours', colourParts],
  ['type', typeParts],
  ['line', lineParts],
  ['notes', noticeParts],
  ['buttons', buttonParts],
  ['form', fieldParts],
  ['tables', tableParts],
  ['sites', siteParts],
] as const

/** 样式 Every component of the public pages in every state, by the very functions the pages are made with, for whoever changes one. */
export function designPage(view: View): PageParts {
  const contents: readonly PagePart[] = [
    ...[...parts.map(([key]) => key), 'uploads'].map(key => [key, view.say(`design.${key}`)] as const),
    ['papers', view.say('paper.title')],
  ]
  return {
    title: view.say('design.title'),
    unlisted: true,
    main: html`<h1>${view.say('design.title')}</h1><p class="lead">${view.say('design.lead')}</p>
${contentsNav(view, contents)}
${parts.map(([key, drawn]) => html`<section id="${key}"><h2>${view.say(`design.${key}`)}</h2>${drawn(view)}</section>`)}
<section id="uploads"><h2>${view.say('design.uploads')}</h2></section>
${uploadParts(view)}
${papersSection(view, '2101022026030212345678', [{ paper: 'receipt', kind: 'receipt', number: '2026-0001', on: '2026-03-02' }])}
${toldSection(view, [{ verb: 'decide', on: '2026-03-05', text: view.say('design.sampleQuote') }])}`,
    aside: html`${contentsRail(view, contents)}${mineAside(view)}${keptAside(view, draftShown({}))}`,
  }
}
