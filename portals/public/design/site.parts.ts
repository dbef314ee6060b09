import { type Html, html } from '../html.ts'
import { publishedList } from '../open/published.parts.ts'
import { siteHead, siteSearch } from '../site/frame.ts'
import type { SiteShown } from '../site/needs.ts'
import { contactOf, officesOf } from '../site/offices.parts.ts'
import type { View } from '../view.ts'

/** The other lines over a head; a page has one head, so they stand here without one. */
const accents = ['ink', 'teal', 'violet', 'umber'] as const

const siteOf = (view: View): SiteShown => {
  const said = (key: string): string => view.say(`design.site.${key}`)
  return {
    code: '210102',
    name: said('name'),
    region: '210102',
    organs: [
      { organ: '210102-approval-bureau', name: said('organ'), items: 2 },
      { organ: '210102', name: said('otherOrgan'), items: 0 },
    ],
    above: { code: '210100', name: said('above') },
    within: [],
    accent: 'slate',
    introduction: null,
    sections: [],
    contact: { address: said('address'), hours: said('hours'), phones: ['12345'] },
    accessibility: null,
  }
}

/** 网站 The head of a site under each accent, its search, its organs with and without a window, whom to call, what is published. */
export function siteParts(view: View): Html {
  const site = siteOf(view)
  const said = (key: string): string => view.say(`design.site.${key}`)
  const places = [
    {
      organ: '210102-approval-bureau',
      places: [{ window: said('window'), hours: said('hours'), contacts: ['12345'] }],
    },
  ]
  const published = {
    item: 'energy-review',
    name: view.say('design.sampleItem'),
    organ: said('organ'),
    publishedOn: '2026-03-02',
    lastDay: null,
    scope: 'city' as const,
    fields: [{ label: view.say('design.field.project'), value: view.say('design.field.answer') }],
  }
  return html`${siteHead(view, site, 'home')}${accents.map(accent => html`<div class="site accent-${accent}"><div>${accent}</div></div>`)}
<h3>${view.say('directory.go')}</h3>${siteSearch(view, site)}
<h3>${view.say('site.about')}</h3>${officesOf(view, site, places)}${officesOf(view, { ...site, organs: [] }, [])}
<h3>${view.say('guide.contact')}</h3>${contactOf(view, site)}${contactOf(view, { ...site, contact: null })}
<h3>${view.say('open.title')}</h3>${publishedList(view, [
    { ...published, id: 'shown', withdrawnOn: null, reason: null },
    { ...published, id: 'withdrawn', withdrawnOn: '2026-03-05', reason: view.say('design.sampleQuote') },
  ])}`
}
