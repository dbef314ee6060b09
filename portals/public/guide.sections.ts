import type { ItemDefinition, Limit, Stage } from '#kernel/definition'
import { type Html, html } from './html.ts'
import { cell } from './table.ts'
import type { View } from './view.ts'
import { basisOf, cited, listOf, moneySaid, percentSaid, spanSaid, textOf, word } from './wording.ts'

/** The stages in order, and whether each runs beside others. */
export const flowOf = ({ flow }: ItemDefinition): readonly { readonly stage: Stage; readonly parallel: boolean }[] =>
  flow.flatMap(node => {
    const stages: readonly Stage[] = 'parallel' in node ? node.branches.flat() : [node]
    return stages.map(stage => ({ stage, parallel: 'parallel' in node }))
  })

/** A point of the case in words: a stage by its name, a moment by ours. */
export function pointSaid(view: View, definition: ItemDefinition, point: string | undefined): string {
  if (point === undefined) return ''
  const stage = flowOf(definition).find(({ stage: one }) => one.stage === point)
  return stage ? view.plain(stage.stage.name) : word(view, 'moment', point)
}

type Outcome = ItemDefinition['content']['outcomes'][string]

const howLong = { max: 'limit.atMost', min: 'limit.atLeast', before: 'limit.before' } as const

/** 时限 Every limit with whom it binds, from when to when, its article, and what happens when it ends. */
export function limitsTable(view: View, definition: ItemDefinition): Html {
  const { stops = [], ...rest } = definition.limits
  const limits = Object.entries(rest as Record<string, Limit>)
  return html`<div class="table" tabindex="0" role="region" aria-label="${view.say('guide.limits')}"><table class="cards"><thead><tr><th scope="col">${view.say('limit.what')}</th><th scope="col">${view.say('limit.long')}</th><th scope="col">${view.say('limit.whom')}</th><th scope="col">${view.say('limit.basis')}</th></tr></thead><tbody>${limits.map(
    ([id, limit]) => {
      const ends = [limit.to ?? []]
        .flat()
        .map(point => pointSaid(view, definition, point))
        .join(view.say('limit.or'))
      const from = pointSaid(view, definition, limit.from)
      const what =
        limit.text === undefined
          ? view.say(ends === '' ? 'limit.from' : 'limit.fromTo', { from, to: ends })
          : view.show(limit.text)
      const effect =
        limit.onExpiry && limit.onExpiry.effect !== 'alarm' ? word(view, 'expiry', limit.onExpiry.effect) : ''
      const extend = limit.extend ? view.say('limit.extend', { by: spanSaid(view, limit.extend.by) }) : ''
      const long = view.say(howLong[limit.kind], { span: spanSaid(view, limit) })
      const binds = limit.binds ?? 'organ'
      // An office promises for itself alone.
      const promised = binds === 'organ' && (limit.promised === true || id === 'promised')
      const basis = limit.basis
        ? cited(view, limit.basis)
        : view.say(binds === 'organ' ? 'limit.ours' : 'limit.asWritten')
      return html`<tr><th scope="row">${what}${promised ? html` <span class="quiet">${view.say('limit.promised')}</span>` : null}</th>${cell(view, 'limit.long', html`${long}${extend === '' ? null : html`<br>${extend}`}${effect === '' ? null : html`<br>${effect}`}`)}${cell(view, 'limit.whom', word(view, 'binds', binds))}${cell(view, 'limit.basis', basis)}</tr>`
    },
  )}</tbody></table></div>${
    stops.length === 0
      ? null
      : html`<h3>${view.say('limit.stops')}</h3><ul>${stops.map(stop => html`<li>${pointSaid(view, definition, stop.for)}${stop.max === undefined ? null : html`${view.say('list.join')}${view.say('limit.atMost', { span: spanSaid(view, stop.max) })}`} ${basisOf(view, stop.basis)}</li>`)}</ul>`
  }`
}

interface RemedyShown {
  readonly kind: string
  readonly body?: string
  readonly within: string
  readonly basis?: Parameters<typeof basisOf>[1]
}

/** The body may be named by the city, in Chinese only: it is marked as such in the middle of an English sentence. */
function remedySaid(view: View, { kind, body, within }: RemedyShown): Html {
  const values = { kind: word(view, 'remedy-kind', kind), within: spanSaid(view, within) }
  // Where no other is named, it goes to whoever decided; to the court the word itself says.
  if (body === undefined) return html`${view.say(kind === 'litigation' ? 'remedy.toCourt' : 'remedy.toOffice', values)}`
  const [before, after] = view.say('remedy.to', { ...values, body: '\n' }).split('\n')
  return html`${before}${view.show(word(view, 'organ', body))}${after}`
}

export const remediesList = (view: View, remedies: readonly RemedyShown[]): Html =>
  html`<ul>${remedies.map(remedy => html`<li>${remedySaid(view, remedy)} ${basisOf(view, remedy.basis)}</li>`)}</ul>`

/** 裁量幅度 The least and the most that the table of discretion allows, where it holds amounts. */
function bandSaid(view: View, { authority, rules }: ItemDefinition): Html | null {
  const { discretion } = authority
  const rule = typeof discretion === 'object' ? rules.find(({ id }) => id === discretion.table) : undefined
  const bands = rule?.table?.rules.map(({ then }) => then) ?? []
  const ends = bands.flat().filter(end => typeof end === 'number')
  if (!rule || ends.length === 0) return null
  const [min, max] = [moneySaid(view, Math.min(...ends)), moneySaid(view, Math.max(...ends))]
  return html`<p>${view.say('guide.band', { min, max })} ${basisOf(view, rule.basis)}</p>`
}

/** 保证金 What has to be paid and comes back, and on what law it is asked for. */
const depositsOf = (view: View, { content }: ItemDefinition): Html =>
  html`${Object.values(content.deposits ?? {}).map(({ name, interest, basis }) => html`<p>${view.say(interest ? 'guide.depositWithInterest' : 'guide.deposit', { name: view.plain(textOf(name)) })} ${basisOf(view, basis)}</p>`)}`

/** 结果文书 The papers an outcome is given in, by their names. */
function papersSaid(view: View, { content }: ItemDefinition, { effects }: Outcome): Html | null {
  const kinds = effects.flatMap(effect => ('voucher' in effect ? [effect.voucher] : []))
  const names = (content.documents ?? []).filter(({ id }) => kinds.includes(id)).map(({ id, name }) => name ?? id)
  return names.length === 0 ? null : html`<p>${view.say('guide.resultPapers')} ${listOf(view, names)}</p>`
}

/** 送达方式 How the result comes to whom it is for; electronically only if he agreed to that. */
function servedSaid(view: View, definition: ItemDefinition): Html | null {
  const ways = new Set(
    flowOf(definition).flatMap(({ stage }) => (stage.kind === 'delivery' ? (stage.service?.ways ?? []) : [])),
  )
  if (ways.size === 0) return null
  const said = [...ways].map(way => view.say(`delivered.way.${way}`)).join(view.say('list.join'))
  return html`<p>${view.say(ways.has('electronic') ? 'guide.servedIfAgreed' : 'guide.served', { ways: said })}</p>`
}

/** 结果与救济 What may come of it and in which papers, how they come, how long it holds, and what one can do against it. */
export function outcomesOf(view: View, definition: ItemDefinition): Html {
  const { content } = definition
  return html`${depositsOf(view, definition)}${servedSaid(view, definition)}${Object.entries(content.outcomes).map(
    ([key, outcome]) => {
      const { name, validity, remedies, money } = outcome
      return html`<h3>${view.show(textOf(name ?? key))}</h3>${papersSaid(view, definition, outcome)}${validity === undefined ? null : html`<p>${view.say('guide.validity', { span: spanSaid(view, validity) })}</p>`}${money ? bandSaid(view, definition) : null}${money?.surcharge ? html`<p>${view.say('guide.surcharge', { rate: percentSaid(money.surcharge.rate) })} ${basisOf(view, money.surcharge.basis)}</p>` : null}${remedies === undefined || remedies.length === 0 ? null : html`<p>${view.say('remedy.says')}</p>${remediesList(view, remedies)}`}`
    },
  )}`
}

/** 示例 The item's own examples, which run at every check: what is shown here is what would happen. */
export function examplesOf(view: View, definition: ItemDefinition): Html {
  const { content, examples } = definition
  const valueSaid = (name: string, value: unknown): Html | string => {
    const field = content.form[name]
    if (field?.type === 'money' && typeof value === 'number') return moneySaid(view, value)
    if (typeof value === 'boolean') return view.say(value ? 'yes' : 'no')
    const option = field?.options?.find(one => one.value === value)
    return view.show(option?.label ?? `${String(value)}${field?.unit ? ` ${field.unit}` : ''}`)
  }
  const expected = ({ expect }: (typeof examples)[number]): Html | string => {
    if (expect.outcome !== undefined) return view.show(textOf(content.outcomes[expect.outcome]?.name ?? expect.outcome))
    if (expect.refused !== undefined) return view.say('guide.exampleRefused')
    if (expect.stage !== undefined)
      return view.say('guide.exampleAt', { stage: pointSaid(view, definition, expect.stage) })
    return view.say(expect.ended ? 'guide.exampleEnds' : 'guide.exampleGoesOn')
  }
  return html`<p>${view.say('guide.examplesSay')}</p>${examples.map((example, at) => {
    const given = Object.entries(example.given).filter(
      ([name]) => content.form[name] && content.form[name].personal !== true,
    )
    return html`<details><summary>${example.name === undefined ? view.say('guide.example', { number: at + 1 }) : view.show(example.name)}</summary><dl class="facts">${given.map(([name, value]) => html`<dt>${view.show(content.form[name]!.label)}</dt><dd>${valueSaid(name, value)}</dd>`)}<dt>${view.say('guide.exampleResult')}</dt><dd>${expected(example)}</dd></dl></details>`
  })}`
}
