import type { Text } from '#kernel/definition'
import { isOnline } from './apply/notice.page.ts'
import { contentsNav, contentsRail, type PagePart } from './contents.ts'
import { guideParts, jointOf } from './guide.parts.ts'
import { promiseOf } from './guide.promise.ts'
import { examplesOf, flowOf, limitsTable, outcomesOf, pointSaid } from './guide.sections.ts'
import { attribute, type Html, html } from './html.ts'
import type { PageParts } from './layout.ts'
import type { GuideShown } from './needs.ts'
import { itemOffline } from './offline.parts.ts'
import { plumbLine } from './plumb-line.ts'
import { cell } from './table.ts'
import type { View } from './view.ts'
import { basisOf, cited, joined, listOf, spanSaid, word } from './wording.ts'

type Facts = readonly (readonly [label: string, value: Html | string | null | undefined])[]

const factList = (facts: Facts): Html =>
  html`<dl class="facts">${facts.filter(([, value]) => value !== null && value !== undefined && value !== '').map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`

/** A law whose text nobody has read here says so beside itself. */
const unreadSaid = (view: View, { laws }: GuideShown, law: string): Html | null =>
  laws.some(one => one.law === law && !one.verified)
    ? html`<span class="quiet small">${view.say('basis.unread')}</span>`
    : null

const section = (id: string, title: string, body: Html | null): Html | null =>
  body && html`<section id="${id}"><h2>${title}</h2>${body}</section>`

function conditionsOf(view: View, { definition }: GuideShown): Html {
  const { conditions, rules } = definition
  // The table of discretion is no condition: what it may come to stands with the outcome.
  const { discretion } = definition.authority
  const table = typeof discretion === 'object' ? discretion.table : undefined
  const told = rules.filter(({ id, text }) => text !== undefined && id !== table)
  if (conditions.length + told.length === 0) return html`<p>${view.say('guide.noConditions')}</p>`
  return html`<ol>${conditions.map(({ text, basis }) => html`<li>${view.show(text)} ${basisOf(view, basis)}</li>`)}${told.map(
    ({ text, basis, else: otherwise }) => {
      const refer = typeof otherwise === 'object' && 'referTo' in otherwise ? otherwise.referTo : undefined
      return html`<li>${view.show(text!)}${refer === undefined ? null : html`${view.say('list.stop')}${view.say('guide.referTo', { organ: word(view, 'organ', refer) })}`} ${basisOf(view, basis)}</li>`
    },
  )}</ol>`
}

/** 原件1份，复印件2份 How many of each; what is not wanted is not said. */
function countSaid(view: View, counts: { readonly originals: number; readonly copies: number }): string {
  const said = (['originals', 'copies'] as const)
    .filter(kind => counts[kind] > 0)
    .map(kind => view.say(counts[kind] === 1 ? `guide.one.${kind}` : `guide.many.${kind}`, { count: counts[kind] }))
  return said.join(view.say('list.join'))
}

/** 示范文本 An application filled in stands among the examples; of any other paper the counter has a sample. */
const sampleOf = (view: View, id: string): Html =>
  id === 'application'
    ? html` <a href="#examples">${view.say('guide.sample')}</a>`
    : html` ${view.say('guide.sampleAtCounter')}`

function materialsOf(view: View, { definition }: GuideShown): Html {
  const asked = definition.materials.filter(({ from }) => from === 'applicant')
  const fetched = definition.materials.filter(({ from }) => typeof from === 'object')
  const made = definition.materials.filter(({ from }) => from === 'officer')
  const namesOf = (papers: readonly { readonly name: Text }[]) =>
    listOf(
      view,
      papers.map(({ name }) => name),
    )
  const table = html`<div class="table" tabindex="0" role="region" aria-label="${view.say('guide.materials')}"><table class="cards"><thead><tr><th scope="col">${view.say('guide.material')}</th><th scope="col">${view.say('guide.copies')}</th><th scope="col">${view.say('guide.remarks')}</th></tr></thead><tbody>${asked.map(
    ({ id, name, originals, copies, sign, onlyIf, lateAllowed, commitment, sample, formats, basis }) => {
      const kinds = formats?.map(kind => view.say(`apply.file.kind.${kind}`)).join(view.say('list.join'))
      const remarks = [
        onlyIf && view.say('guide.onlyIf'),
        lateAllowed && view.say('guide.late'),
        commitment && view.say('guide.committed'),
        kinds !== undefined && view.say('guide.formats', { kinds }),
      ]
        .filter(Boolean)
        .join(view.say('list.join'))
      const signed = sign && html`${view.show(sign)}${remarks === '' ? null : view.say('list.join')}`
      const shown = sample && sampleOf(view, id)
      const said =
        signed || remarks !== '' || basis || shown ? html`${signed}${remarks} ${basisOf(view, basis)}${shown}` : ''
      return html`<tr><th scope="row">${view.show(name)}</th>${cell(view, 'guide.copies', countSaid(view, { originals: originals ?? 1, copies: copies ?? 0 }))}${cell(view, 'guide.remarks', said)}</tr>`
    },
  )}</tbody></table></div>`
  return html`${asked.length === 0 ? html`<p>${view.say('guide.noMaterials')}</p>` : table}
${fetched.length === 0 ? null : html`<p>${view.say('guide.fetched')} ${namesOf(fetched)}</p>`}
${made.length === 0 ? null : html`<p class="quiet small">${view.say('guide.madeByOffice')} ${namesOf(made)}</p>`}`
}

/** What the form asks, so that nobody learns it only at the counter. */
function questionsOf(view: View, { definition }: GuideShown): Html | null {
  const fields = Object.values(definition.content.form).filter(({ at }) => at === undefined)
  if (fields.length === 0) return null
  return html`<details><summary>${view.say(appliedFor(definition) ? 'guide.form' : 'guide.recorded', { count: fields.length })}</summary><ul>${fields.map(({ label, unit, help, required, source }) => html`<li>${view.show(label)}${unit === undefined ? null : html`${view.say('list.bracket', { text: unit })}`}${required === false ? html` <span class="quiet">${view.say('guide.optional')}</span>` : null}${source === undefined ? null : html` <span class="quiet">${view.say('guide.prefilled')}</span>`}${help === undefined ? null : html`<br><span class="quiet small">${view.show(help)}</span>`}</li>`)}</ul></details>`
}

function feeOf(view: View, { guide, definition }: GuideShown): string {
  const incoming = Object.values(definition.content.outcomes).some(({ money }) => money?.direction === 'in')
  if (guide.fee !== undefined && guide.fee !== 'none') return view.plain(guide.fee)
  return view.say(incoming ? 'guide.feeByDecision' : 'guide.noFee')
}

function lineOf(view: View, shown: GuideShown): Html {
  const stages = flowOf(shown.definition).map(({ stage }) => ({
    name: view.plain(stage.name),
    status: 'ahead' as const,
    on: stage.when === undefined ? null : view.say('guide.onlyWhen'),
  }))
  const promise = promiseOf(shown.definition)
  const said = promise
    ? view.say(jointOf(shown.definition) ? 'line.guideJoint' : 'line.guide', {
        count: stages.length,
        limit: spanSaid(view, promise),
      })
    : view.say('line.guideNoLimit', { count: stages.length })
  const label = promise ? view.say(`line.unit.${promise.unit}`) : view.say('line.noLimit')
  return plumbLine(
    { knots: stages, state: 'promised', used: 0, figure: promise ? String(promise.value) : null, label, said },
    'guide-line',
    view.elder,
  )
}

/** How long at most until there is a decision, who says so, and what it costs. */
function leadOf(view: View, shown: GuideShown): string {
  const promise = promiseOf(shown.definition)
  const fee = feeOf(view, shown)
  if (!promise) return view.say('guide.leadNoLimit', { fee })
  const from = pointSaid(view, shown.definition, promise.from)
  const joint = jointOf(shown.definition) !== undefined
  return view.say(joint ? 'guide.leadJoint' : promise.promised ? 'guide.leadPromised' : 'guide.leadStatutory', {
    from,
    limit: spanSaid(view, promise),
    fee,
  })
}

/** Whether people ask for it, or the office begins by itself: the same places are then called otherwise. */
const appliedFor = ({ category }: GuideShown['definition']): boolean => category.starts.includes('application')

/** 办事指南 Everything the item says, once: what is shown here is what the engine holds everybody to. */
export function guidePage(view: View, shown: GuideShown): PageParts {
  const { definition, guide, office, offices, version, from } = shown
  const { category, content } = definition
  const applied = appliedFor(definition)
  const codes = joined(
    view,
    Object.entries(category.codes ?? {}).map(([scheme, code]) => `${word(view, 'code-scheme', scheme)} ${code}`),
  )
  const decided = Object.keys(content.outcomes).length > 0
  const conditions = view.say(applied ? 'guide.conditions' : 'guide.grounds')
  const parts: readonly PagePart[] = [
    ['conditions', conditions],
    ['materials', view.say('guide.materials')],
    ...(jointOf(definition) === undefined ? [] : [['parts', view.say('part.title')] as const]),
    ...['flow', 'limits', 'fees', ...(decided ? ['outcomes'] : []), 'examples'].map(
      id => [id, view.say(`guide.${id}`)] as const,
    ),
    ...(guide.faq === undefined ? [] : [['questions', view.say('guide.faq')] as const]),
    ['basis', view.say('guide.basis')],
  ]
  const subject = content.parties.subject ?? content.parties.respondent
  return {
    title: view.plain(content.name),
    main: html`<p class="small quiet">${word(view, 'drawer', category.drawer)}${office ? html` · ${view.show(office.name)}` : null}</p>
<h1 class="item">${view.show(content.name)}</h1>
<p class="lead">${leadOf(view, shown)}</p>
${isOnline(shown) ? html`<p><a class="button" href="${view.to(`/apply/${shown.item}`, { organ: office?.organ })}">${view.say('apply.online')}</a></p>` : null}
${contentsNav(view, parts)}
${category.term === undefined ? null : html`<p>${view.say('guide.term', { day: view.day(category.term.until) })}</p>`}
${factList([
  [
    view.say(applied ? 'guide.who' : 'guide.whom'),
    subject?.unit === undefined
      ? ''
      : [subject.unit]
          .flat()
          .map(unit => word(view, 'unit-of-party', unit))
          .join(view.say('list.join')),
  ],
  [view.say('guide.start'), category.starts.map(start => word(view, 'start', start)).join(view.say('list.join'))],
  [
    view.say(applied ? 'guide.channels' : 'guide.reach'),
    content.channels.map(channel => word(view, 'channel', channel)).join(view.say('list.join')),
  ],
  [view.say('guide.caseType'), guide.caseType === undefined ? '' : word(view, 'case-type', guide.caseType)],
  [view.say('guide.visits'), guide.visits === undefined ? '' : view.say('guide.visitCount', { count: guide.visits })],
  [view.say('guide.express'), guide.express === undefined ? '' : view.say(guide.express ? 'guide.hasExpress' : 'no')],
  [
    view.say('guide.appointment'),
    guide.appointment === undefined ? '' : view.say(guide.appointment ? 'guide.hasAppointment' : 'no'),
  ],
  [view.say('guide.quantity'), guide.quantityLimit && view.show(guide.quantityLimit)],
  [view.say('guide.anywhere'), guide.anywhere && view.show(guide.anywhere)],
  [view.say('guide.commitment'), guide.commitment && view.show(guide.commitment)],
  [view.say('guide.lateMaterials'), guide.lateMaterials && view.show(guide.lateMaterials)],
  [view.say('guide.intermediary'), guide.intermediary && view.show(guide.intermediary)],
])}
${section('conditions', conditions, conditionsOf(view, shown))}
${section('materials', view.say('guide.materials'), html`${materialsOf(view, shown)}${questionsOf(view, shown)}`)}
${section('parts', view.say('part.title'), guideParts(view, shown))}
${section('flow', view.say('guide.flow'), html`${lineOf(view, shown)}<p class="small quiet">${view.say('guide.flowSays')}</p>${flowTable(view, shown)}`)}
${section('limits', view.say('guide.limits'), limitsTable(view, definition))}
${section('fees', view.say('guide.fees'), html`<p>${feeOf(view, shown)}</p>`)}
${itemOffline(view, definition, shown.confirmed ?? null)}
${section('outcomes', view.say('guide.outcomes'), decided ? outcomesOf(view, definition) : null)}
${section('examples', view.say('guide.examples'), examplesOf(view, definition))}
${guide.faq === undefined ? null : section('questions', view.say('guide.faq'), html`${guide.faq.map(({ question, answer }) => html`<details><summary>${view.show(question)}</summary><p>${view.show(answer)}</p></details>`)}`)}
${section(
  'basis',
  view.say('guide.basis'),
  html`<ul>${category.basis.map(basis => html`<li>${cited(view, basis)}${unreadSaid(view, shown, basis.law)}</li>`)}</ul>${factList(
    [
      [
        view.say('guide.listed'),
        view.say('guide.listedAs', {
          entry: category.listed.entry,
          list: word(view, 'list-names', category.listed.list),
        }),
      ],
      [view.say('guide.codes'), codes],
      [view.say('guide.taskCode'), guide.taskCode],
      [
        view.say('guide.version'),
        html`${view.say('guide.versionSays', { version, day: view.day(from) })} <a href="${view.to(`/items/${shown.item}/versions`, { organ: office?.organ })}">${view.say('versions.short')}</a>`,
      ],
    ],
  )}`,
)}`,
    aside: html`<section><h2>${view.say('guide.where')}</h2>${
      guide.windows === undefined
        ? html`<p>${view.say('guide.askOffice')}</p>`
        : html`<p>${listOf(view, guide.windows)}</p>`
    }${guide.hours === undefined ? null : html`<p>${view.show(guide.hours)}</p>`}${guide.contacts === undefined ? null : html`<p>${view.say('guide.contact')}<br>${listOf(view, guide.contacts)}</p>`}${guide.supervision === undefined ? null : html`<p>${view.say('guide.complain')}<br>${view.show(guide.supervision)}</p>`}${office ? html`<p><a href="${view.to('/complain', { item: shown.item, organ: office.organ })}">${view.say('complaint.title')}</a></p>` : null}</section>
${offices.length < 2 ? null : html`<section><h2>${view.say('guide.offices')}</h2><ul>${offices.map(one => html`<li${attribute('aria-current', one.organ === office?.organ && 'true')}><a href="${view.to(`/items/${shown.item}`, { organ: one.organ })}">${view.show(one.name)}</a></li>`)}</ul></section>`}
${contentsRail(view, parts)}
<section><h2>${view.say('follow.title')}</h2><p>${view.say('follow.short')}</p><p><a href="${view.to('/cases')}">${view.say('follow.go')}</a></p></section>`,
  }
}

/** Who does what at each stage, and what may come of it: posts, never persons. */
function flowTable(view: View, { definition }: GuideShown): Html {
  return html`<div class="table" tabindex="0" role="region" aria-label="${view.say('guide.flow')}"><table class="cards"><thead><tr><th scope="col">${view.say('guide.stage')}</th><th scope="col">${view.say('guide.by')}</th><th scope="col">${view.say('guide.then')}</th></tr></thead><tbody>${flowOf(
    definition,
  ).map(({ stage, parallel }) => {
    const by = [stage.by ?? []]
      .flat()
      .map(role => word(view, 'role', role))
      .join(view.say('list.join'))
    const then: readonly (string | false)[] = [
      stage.when !== undefined && view.say('guide.onlyWhen'),
      parallel && view.say('guide.sideBySide'),
      ...(stage.may ?? []).map(one => (typeof one === 'string' ? word(view, 'may', one) : view.say('may.return'))),
      ...(stage.gates ?? []).map(
        ({ need, basis }) =>
          word(view, 'gate', need) + (basis ? view.say('list.bracket', { text: cited(view, basis) }) : ''),
      ),
    ]
    const said = joined(
      view,
      then.filter(part => part !== false),
    )
    return html`<tr><th scope="row">${view.show(stage.name)}</th>${cell(view, 'guide.by', by)}${cell(view, 'guide.then', said)}</tr>`
  })}</tbody></table></div>`
}
