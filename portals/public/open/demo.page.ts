import { html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import type { View } from '../view.ts'
import type { DemoRole } from './needs.ts'

/** 演示首页 Who one may be, what he can do here, and where to begin; it exists in a demonstration only. */
export const demoPage = (view: View, roles: readonly DemoRole[]): PageParts => ({
  title: view.say('demoPage.title'),
  unlisted: true,
  main: html`<h1>${view.say('demoPage.title')}</h1><p class="lead">${view.say('demoPage.lead')}</p>
${
  roles.length === 0
    ? html`<div class="empty"><p>${view.say('demoPage.none')}</p></div>`
    : roles.map(
        ({ account, title }) =>
          html`<section><h2>${view.say(view.has(`demoPage.role.${account}`) ? `demoPage.role.${account}` : 'demoPage.role.other')}</h2><p class="small quiet">${title}</p><p>${view.say(view.has(`demoPage.does.${account}`) ? `demoPage.does.${account}` : 'demoPage.does.other')}</p><form method="post" action="${view.to('/demo/enter')}"><input type="hidden" name="account" value="${account}"><button type="submit">${view.say('demoPage.enter')}</button></form></section>`,
      )
}
<section><h2>${view.say('demoPage.officers')}</h2><p>${view.say('demoPage.officersSay')}</p></section>`,
  aside: html`<section><h2>${view.say('demoPage.follow')}</h2><ol>${(['guide', 'apply', 'send', 'follow', 'data'] as const).map(step => html`<li>${view.say(`demoPage.step.${step}`)}</li>`)}</ol></section>`,
})
