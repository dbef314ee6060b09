import { remediesList } from './guide.sections.ts'
import { attribute, type Html, html } from './html.ts'
import type { PageParts } from './layout.ts'
import { mark } from './marks.ts'
import type { ProgressShown } from './needs.ts'
import { type PlumbLine, plumbLine } from './plumb-line.ts'
import type { View } from './view.ts'
import { basisOf, spanSaid, word } from './wording.ts'

/** What the line shows of a case today. */
export function lineOf(view: View, { stages, due, suspended, status }: ProgressShown): PlumbLine {
  const knots = stages
    .filter(stage => stage.status !== 'skipped')
    .map(stage => ({
      name: view.plain(stage.name),
      status: stage.status,
      on: stage.on === null ? null : view.day(stage.on),
    }))
  const done = knots.filter(knot => knot.status === 'done').length
  const open = knots
    .filter(knot => knot.status === 'open')
    .map(knot => knot.name)
    .join(view.say('list.join'))
  const counts = { done, count: knots.length, open, days: Math.abs(due?.workdaysLeft ?? 0) }
  const used = due && due.workdays > 0 ? 1 - due.workdaysLeft / due.workdays : 0
  if (status === 'ended')
    return {
      knots,
      state: 'ended',
      used: 1,
      figure: null,
      label: view.say('line.ended'),
      said: view.say('line.saidEnded', counts),
    }
  if (suspended)
    return {
      knots,
      state: 'suspended',
      used,
      figure: null,
      label: view.say('line.suspended'),
      said: view.say('line.saidSuspended', counts),
    }
  if (!due)
    return {
      knots,
      state: 'running',
      used: 0,
      figure: null,
      label: view.say('line.noClock'),
      said: view.say('line.saidNoClock', counts),
    }
  if (due.workdaysLeft < 0)
    return {
      knots,
      state: 'late',
      used: 1,
      figure: String(-due.workdaysLeft),
      label: view.say('line.late'),
      said: view.say('line.saidLate', counts),
    }
  return {
    knots,
    state: 'running',
    used,
    figure: String(due.workdaysLeft),
    label: view.say('line.left'),
    said: view.say('line.said', counts),
  }
}

function stateOf(view: View, { status, due, suspended, awaiting, outcome, result }: ProgressShown): Html {
  if (status === 'ended')
    return mark(
      'jade',
      outcome
        ? view.say('progress.endedWith', { outcome: view.plain(outcome.name) })
        : view.say('progress.ended', { result: word(view, 'result', result ?? 'ended') }),
    )
  if (awaiting) return mark('amber', view.say('progress.awaiting'))
  if (suspended) return mark('amber', view.say('progress.suspended'))
  if (due && due.workdaysLeft < 0) return mark('cinnabar', view.say('progress.late', { days: -due.workdaysLeft }))
  return mark('jade', view.say('progress.running'))
}

/** Why the days stand still, since when, for how long at most, by which article. */
const pause = (view: View, { suspended }: ProgressShown): Html | null =>
  suspended &&
  html`<div class="note amber"><p>${view.say('progress.pause', { reason: word(view, 'stop', suspended.for), day: view.day(suspended.since) })}${suspended.max === null ? null : html` ${view.say('limit.atMost', { span: spanSaid(view, suspended.max) })}。`} ${basisOf(view, suspended.basis)}</p></div>`

const supplement = (view: View, { awaiting, missing }: ProgressShown): Html | null =>
  awaiting
    ? html`<div class="note amber"><p>${view.say('progress.missing')}</p><ul>${missing.map(name => html`<li>${view.show(name)}</li>`)}</ul></div>`
    : null

function dueSaid(view: View, { due }: ProgressShown): Html | null {
  if (!due) return null
  const key = due.promised ? 'progress.promised' : 'progress.statutory'
  return html`${view.say(key, { day: view.day(due.on), span: spanSaid(view, due) })}${due.provisional ? html`<br><span class="quiet small">${view.say('progress.provisional')}</span>` : null}${due.basis ? html`<br>${basisOf(view, due.basis)}` : null}`
}

/** 进度 Where a case is: the line, who has it, how long it may still take, and what one can do. */
export function progressPage(view: View, shown: ProgressShown): PageParts {
  const { number, name, organ, openedOn, holders, stages, remedies, outcome } = shown
  const holder = holders
    .map(one => `${one.organ}${one.post === null ? '' : ` ${one.post}`}`)
    .join(view.say('list.join'))
  const due = dueSaid(view, shown)
  const statuses = stages.map(
    stage =>
      html`<tr><th scope="row">${view.show(stage.name)}</th><td>${view.say(`stage.${stage.status}`)}</td><td>${stage.on === null ? '' : view.day(stage.on)}</td></tr>`,
  )
  return {
    title: view.say('progress.title', { number }),
    unlisted: true,
    main: html`<p class="small quiet">${view.say('progress.number')} ${number}</p>
<h1 class="item">${view.show(name)}</h1>
<p class="lead">${stateOf(view, shown)}</p>
${supplement(view, shown)}${pause(view, shown)}
${plumbLine(lineOf(view, shown), 'progress-line')}
<dl class="facts">
<dt>${view.say('progress.organ')}</dt><dd>${organ}</dd>
<dt>${view.say('progress.received')}</dt><dd>${view.day(openedOn)}</dd>
${holder === '' ? null : html`<dt>${view.say('progress.holder')}</dt><dd>${holder}</dd>`}
${due === null ? null : html`<dt>${view.say('progress.due')}</dt><dd>${due}</dd>`}
</dl>
<section><h2>${view.say('progress.stages')}</h2><div class="table" tabindex="0" role="region" aria-label="${view.say('progress.stages')}"><table><thead><tr><th scope="col">${view.say('guide.stage')}</th><th scope="col">${view.say('progress.state')}</th><th scope="col">${view.say('progress.since')}</th></tr></thead><tbody>${statuses}</tbody></table></div></section>
<section><h2>${view.say('progress.yourRights')}</h2>${
      outcome && remedies.length > 0
        ? html`<p>${view.say('remedy.says')}</p>${remediesList(view, remedies)}`
        : html`<p>${view.say('progress.rightsBefore')}</p>`
    }</section>`,
    aside: html`<section><h2>${view.say('progress.aboutItem')}</h2><p><a href="${view.to(`/items/${shown.item}`)}">${view.plain(name)}</a></p><p>${view.say('progress.sameRules')}</p></section><section><h2>${view.say('progress.wrong')}</h2><p>${view.say('progress.complain')}</p></section>`,
  }
}

/** 查询 The form for number and code; `wrong` after one that fits no case. */
export function followPage(
  view: View,
  { number, wrong }: { readonly number: string; readonly wrong: boolean },
): PageParts {
  return {
    title: view.say('follow.title'),
    main: html`<h1>${view.say('follow.title')}</h1><p class="lead">${view.say('follow.lead')}</p>
${wrong ? html`<div class="note cinnabar" role="alert"><p>${mark('cinnabar', view.say('follow.wrong'))}</p><p>${view.say('follow.wrongSays')}</p></div>` : null}
<form class="stacked" action="/cases" method="get">
<div><label for="number">${view.say('progress.number')}</label><input id="number" name="number" inputmode="numeric" maxlength="24" required value="${number}" autocomplete="off"></div>
<div><label for="code">${view.say('follow.code')}</label><input id="code" name="code" maxlength="12" required autocomplete="off"${attribute('aria-describedby', 'code-help')}><p class="small quiet" id="code-help">${view.say('follow.codeHelp')}</p></div>
<input type="hidden" name="lang" value="${view.language}">${view.elder ? html`<input type="hidden" name="elder" value="1">` : null}
<button type="submit">${view.say('follow.look')}</button>
</form>`,
  }
}
