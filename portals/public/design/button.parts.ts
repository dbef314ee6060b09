import { stepList } from '../apply/steps.ts'
import { attribute, type Html, html } from '../html.ts'
import { keepingLine } from '../keeping.ts'
import { button } from '../own-form.ts'
import type { View } from '../view.ts'
import { draftShown, sampleForm } from './sample.ts'

/** 按钮和链接 What is pressed: usual and quiet, while it is pressed, while one waits, where it cannot be; and the ways through a page. */
export function buttonParts(view: View): Html {
  const go = view.say('apply.next')
  const states = (['pressed', 'busy', 'disabled'] as const).map(key => [key, view.say(`design.button.${key}`)] as const)
  const drawn = (quiet: boolean): Html =>
    html`<div class="go">${button(go, { quiet })}${states.map(([key, words]) =>
      key === 'pressed'
        ? html`<button type="button" class="${quiet ? 'quiet-button pressed' : 'pressed'}">${words}</button>`
        : key === 'busy'
          ? html`<button type="button"${attribute('class', quiet && 'quiet-button')} aria-busy="true">${words}</button>`
          : html`<button type="button"${attribute('class', quiet && 'quiet-button')} disabled>${words}</button>`,
    )}</div>`
  const ways = html`<div class="go"><a class="button" href="#buttons">${view.say('design.button.link')}</a><a href="#buttons">${view.say('apply.back')}</a><button type="button" class="plain">${view.say('design.button.plain')}</button></div>`
  const heard = html`<p class="keeping" role="status">${view.say('keeping.kept', { time: '14:05' })}</p><p class="keeping" role="status">${view.say('keeping.away')}</p>`
  return html`${sampleForm(view, 'asking', html`${drawn(false)}${drawn(true)}${ways}${heard}${keepingLine(view)}`)}
${sampleForm(view, 'search', html`<label for="sample-q">${view.say('directory.search')}</label><input id="sample-q" name="q" type="search" maxlength="100" autocomplete="off"><button type="submit">${view.say('directory.go')}</button>`)}
<h3>${view.say('apply.steps')}</h3>${stepList(view, 'materials', { compiled: undefined, draft: draftShown({}) })}
<h3>${view.say('design.more')}</h3><p><a href="#buttons">${view.say('directory.more')}</a></p>
<details><summary>${view.say('directory.within')}</summary><p>${view.say('design.sampleSmall')}</p></details><details open><summary>${view.say('directory.organsHere')}</summary><p>${view.say('design.sampleSmall')}</p></details>`
}
