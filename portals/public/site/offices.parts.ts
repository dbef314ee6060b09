import { type Html, html } from '../html.ts'
import { emptyNote } from '../mine/mine.page.ts'
import type { View } from '../view.ts'
import { listOf } from '../wording.ts'
import { siteAddress } from './frame.ts'
import type { PlacesShown, SiteShown } from './needs.ts'

type Place = PlacesShown['places'][number]

const placeShown = (view: View, { window, hours, contacts }: Place): Html =>
  html`<li>${view.show(window)}${hours === null ? null : html`<br><span class="quiet small">${view.show(hours)}</span>`}${contacts.length === 0 ? null : html`<br><span class="quiet small">${view.say('guide.contact')} ${listOf(view, contacts)}</span>`}</li>`

/** 办理地点 The organs of a site and the windows they have named with their items, with hours and telephone. */
export function officesOf(view: View, site: SiteShown, places: readonly PlacesShown[]): Html {
  const organs = site.organs.map(({ organ, name }) => {
    const own = places.find(one => one.organ === organ)?.places ?? []
    const title =
      organ === site.code
        ? view.show(name)
        : html`<a href="${view.to(siteAddress({ code: organ }))}">${view.show(name)}</a>`
    const body =
      own.length === 0
        ? html`<p class="quiet">${view.say('guide.askOffice')}</p>`
        : html`<ul>${own.map(place => placeShown(view, place))}</ul>`
    return html`<h3>${title}</h3>${body}`
  })
  return html`${organs.length === 0 ? emptyNote(view, 'site.noOffices', { to: '/help', words: view.say('help.title') }) : organs}<p class="small quiet">${view.say('site.officesSay')}</p>`
}

/** 联系方式 As the site says; of one that says nothing, the city's line. */
export function contactOf(view: View, { contact }: SiteShown): Html {
  if (contact === null) return html`<p>${view.say('site.callCity')}</p>`
  const { address, hours, phones = [] } = contact
  const rows = [
    address && html`<p>${view.show(address)}</p>`,
    hours && html`<p>${view.show(hours)}</p>`,
    phones.length > 0 && html`<p>${view.say('guide.contact')}<br>${listOf(view, phones)}</p>`,
  ]
  return html`${rows.map(row => row || null)}`
}
