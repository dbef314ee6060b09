import type { CompiledItem } from '#kernel/definition'
import { idOf, labelOf, problemSaid } from '../field.ts'
import { attribute, type Html, html } from '../html.ts'
import type { PageParts } from '../layout.ts'
import { mark } from '../marks.ts'
import { button, formFor } from '../own-form.ts'
import type { SignedIn } from '../person.ts'
import type { View } from '../view.ts'
import { basisOf, word } from '../wording.ts'
import { keptAside } from './form.page.ts'
import type { Draft, Finding } from './needs.ts'
import { pageOf } from './paging.ts'
import { addressOf, stepList } from './steps.ts'

export interface PrecheckShown {
  readonly draft: Draft
  readonly compiled: CompiledItem
  readonly person: SignedIn
}

/** The page and the place on it where a finding is mended. */
function mendedAt(
  view: View,
  { draft, compiled }: PrecheckShown,
  { fields, material }: Finding,
  as?: 'button',
): readonly Html[] {
  const look = attribute('class', as)
  if (material !== null)
    return [
      html`<a${look} href="${`${view.to(addressOf(draft, 'materials'))}#p-${material}`}">${view.say('apply.check.toMaterial', { name: view.plain(compiled.definition.materials.find(({ id }) => id === material)?.name ?? material) })}</a>`,
    ]
  return fields.flatMap(name => {
    const field = compiled.definition.content.form[name]
    if (!field || field.at !== undefined) return []
    const page = pageOf(compiled, name)
    const to = view.to(page === 0 ? addressOf(draft, 'fit') : addressOf(draft, 'fill', page))
    return [
      html`<a${look} href="${`${to}#${idOf(name)}`}">${view.say('apply.check.toField', { name: labelOf(view, field) })}</a>`,
    ]
  })
}

/** What is wrong in one sentence, and what to do about it in the next. */
function findingSaid(view: View, shown: PrecheckShown, finding: Finding): Html {
  const { compiled } = shown
  const { kind, code, text, basis, fields, material, referTo, problem, read = {} } = finding
  const field = fields[0] === undefined ? undefined : compiled.definition.content.form[fields[0]]
  const paper = compiled.definition.materials.find(({ id }) => id === material)
  const said =
    problem !== null && field
      ? problemSaid(view, field, problem)
      : text === null || paper
        ? view.say(view.has(`apply.check.code.${code}`) ? `apply.check.code.${code}` : 'apply.check.code.OTHER', {
            ...read,
            ...(read['day'] !== undefined && { day: view.day(read['day']) }),
            name: paper ? view.plain(paper.name) : field ? labelOf(view, field) : '',
          })
        : kind === 'wrong'
          ? view.say('apply.check.notMet', { what: view.plain(text) })
          : view.plain(text)
  const ways = mendedAt(view, shown, finding)
  return html`<li>${mark(kind === 'wrong' ? 'cinnabar' : 'amber', html`<span>${said}</span>`)} ${basisOf(view, basis)}${kind === 'unknown' ? html`<br><span class="small">${view.say('apply.check.unknownSays')}</span>` : null}${referTo === null ? null : html`<br>${view.say('guide.referTo', { organ: word(view, 'organ', referTo) })}`}${ways.length === 0 ? null : html`<br>${ways.map((way, at) => html`${at === 0 ? null : view.say('list.join')}${way}`)}`}</li>`
}

/** 预检 What the counter will ask, asked already: with the very rules the officers have. */
export function precheckPage(view: View, shown: PrecheckShown): PageParts {
  const { draft, compiled, person } = shown
  const name = compiled.definition.content.name
  const words = view.say('apply.step.precheck')
  const { checked } = draft.kept
  const wrong = checked?.findings.filter(({ kind }) => kind === 'wrong') ?? []
  const look = checked?.findings.filter(({ kind }) => kind === 'look') ?? []
  const unknown = checked?.findings.filter(({ kind }) => kind === 'unknown') ?? []
  const again = formFor(
    view,
    person,
    { to: addressOf(draft, 'precheck'), class: 'inline' },
    button(view.say(checked ? 'apply.check.again' : 'apply.check.now'), {
      quiet: checked !== undefined && checked !== null,
    }),
  )
  const result = !checked
    ? html`<div class="note amber"><p>${view.say('apply.check.notYet')}</p></div>`
    : html`${wrong.length === 0 ? (look.length > 0 ? null : html`<div class="note jade" role="status"><p>${mark('jade', view.say('apply.check.fine'))}</p></div>`) : html`<section><h2>${view.say('apply.check.wrong', { count: wrong.length })}</h2><p>${view.say('apply.check.wrongSays')}</p><ul class="findings">${wrong.map(one => findingSaid(view, shown, one))}</ul></section>`}${look.length === 0 ? null : html`<section><h2>${view.say('apply.check.look', { count: look.length })}</h2><p>${view.say('apply.check.lookLead')}</p><ul class="findings">${look.map(one => findingSaid(view, shown, one))}</ul></section>`}${unknown.length === 0 ? null : html`<section><h2>${view.say('apply.check.unknown', { count: unknown.length })}</h2><p>${view.say('apply.check.unknownLead')}</p><ul class="findings">${unknown.map(one => findingSaid(view, shown, one))}</ul></section>`}`
  const goOn = view.to(addressOf(draft, 'review'))
  // What is wrong is mended first: that is the button, and to go on all the same is a link.
  const [mend] = wrong.flatMap(finding => mendedAt(view, shown, finding, 'button'))
  return {
    title: view.say('apply.titleOf', { step: words, item: view.plain(name) }),
    unlisted: true,
    main: html`${stepList(view, 'precheck', shown)}<p class="small quiet">${view.show(name)}</p><h1>${words}</h1>
<p class="lead">${view.say('apply.check.lead')}</p>
${result}
<section><h2>${view.say('apply.check.next')}</h2>${wrong.length > 0 ? html`<p>${view.say('apply.check.right')}</p>` : null}<div class="go">${mend ?? null}${checked ? html`<a${attribute('class', mend ? null : 'button')} href="${goOn}">${view.say(wrong.length > 0 ? 'apply.check.anyway' : 'apply.next')}</a>` : null}${again}</div></section>`,
    aside: keptAside(view, draft),
  }
}
