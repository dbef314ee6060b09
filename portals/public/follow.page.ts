import { attribute, html } from './html.ts'
import type { PageParts } from './layout.ts'
import { mark } from './marks.ts'
import type { View } from './view.ts'

/** 查询 The form for number and code; `wrong` after one that fits no case. */
export function followPage(
  view: View,
  { number, wrong }: { readonly number: string; readonly wrong: boolean },
): PageParts {
  // Which of the two is wrong is not said; both are pointed at what is said of them.
  const invalid = attribute('aria-invalid', wrong && 'true')
  return {
    title: view.say('follow.title'),
    main: html`<h1>${view.say('follow.title')}</h1><p class="lead">${view.say('follow.lead')}</p>
${wrong ? html`<div class="note cinnabar" role="alert" id="wrong"><p>${mark('cinnabar', view.say('follow.wrong'))}</p><p>${view.say('follow.wrongSays')}</p></div>` : null}
<form class="stacked" action="/cases" method="get">
<div class="question"><label for="number">${view.say('progress.number')}</label><input id="number" name="number" inputmode="numeric" maxlength="24" required value="${number}" autocomplete="off"${attribute('aria-describedby', wrong && 'wrong')}${invalid}></div>
<div class="question"><label for="code">${view.say('follow.code')}</label><p class="small quiet" id="code-help">${view.say('follow.codeHelp')}</p><input id="code" name="code" maxlength="12" required autocomplete="off"${attribute('aria-describedby', wrong ? 'wrong code-help' : 'code-help')}${invalid}></div>
<input type="hidden" name="lang" value="${view.language}">${view.elder ? html`<input type="hidden" name="elder" value="1">` : null}
<button type="submit">${view.say('follow.look')}</button>
</form>`,
  }
}
