import { type Limit, stagesOf } from '#kernel/definition'
import { type Element, saidIn, textOf, within } from './element.ts'
import type { Making } from './making.ts'
import { gateWords } from './power-words.ts'
import { inDays, type Span, shown, spanIn } from './write-time.ts'

/** 3 流程 The template has the steps the law demands; the source's are laid beside them, and their days become limits. */
export function writeFlow(making: Making): void {
  const { item, account, overlay, procedure } = making
  const list = item.entries.get('flow')
  const review = within(item, 'conditionsOfAcceptance.reviewMethod')
  const reviewed = procedure.added?.find(one => one.words.test(textOf(review) ?? ''))
  if (reviewed) {
    if (!making.added.includes(reviewed)) making.added.push(reviewed)
    account.understood(review, `flow.${String(reviewed.stage.stage)}`)
  } else if (review) account.understood(review, `flow.${procedure.confirmAt}`)
  const steps = list === undefined ? [] : list.items.length > 0 ? list.items : [list]
  const used = new Set<string>()
  for (const step of steps) writeStep(making, step, used)
  if (procedure.party === 'respondent') missingGates(making, list!, steps)
  for (const added of making.added) {
    overlay.add('flow', { stage: added.after })
    overlay.add('flow', { ...added.stage })
    account.decide(
      `flow.${String(added.stage.stage)}`,
      `来源有这个环节，加在 ${added.after} 之后 added to the template's flow`,
    )
  }
}

function writeStep(making: Making, step: Element, used: Set<string>): void {
  const { account, overlay, procedure, base } = making
  const name = textOf(within(step, 'step')) ?? textOf(within(step, 'name')) ?? textOf(saidIn(step))
  if (name === undefined) return
  const own = stagesOf(base.flow).map(({ stage }) => stage.stage)
  const all = procedure.stages
    .filter(([form, stage]) => form.test(name) && own.includes(stage))
    .map(([, stage]) => stage)
  const stage = all.find(one => !used.has(one)) ?? all[0]
  const more = stage === undefined ? procedure.added?.find(one => one.words.test(name)) : undefined
  if (more && !making.added.includes(more)) making.added.push(more)
  const place = stage ?? (more ? String(more.stage.stage) : undefined)
  if (place !== undefined) used.add(place)
  const said = within(step, 'step') ?? within(step, 'name') ?? saidIn(step)
  if (place === undefined) {
    account.understood(said, 'category.duties', name)
    account.decide(
      'flow',
      `“${name}”在模板里没有对应环节，写入责任事项，由编辑决定是否加环节 the template has no such stage`,
    )
    overlay.add('category.duties', { zh: name })
  } else account.understood(said, `flow.${place}`, name)
  // 5个工作日 in one word, or a number of days with its unit.
  const limited = step.entries.has('days') ? undefined : spanIn(step.entries.get('limit'), 'workday')
  const texts: string[] = []
  for (const [key, element] of step.entries) {
    if (element === said || ['days', 'unit', 'value'].includes(key) || (key === 'limit' && limited)) continue
    const text = textOf(element) ?? element.items.flatMap(one => textOf(one) ?? []).join('；')
    if (text === '') continue
    texts.push(text)
    account.understood(element, 'category.duties', text)
  }
  if (texts.length > 0) overlay.add('category.duties', { zh: `${name}：${texts.join('；')}` })
  const span = limited ?? spanIn(step.entries.has('days') ? step : undefined, 'workday')
  if (span) writeStepLimit(making, step, place, span)
}

function writeStepLimit(
  { account, overlay, base }: Making,
  step: Element,
  place: string | undefined,
  span: Span,
): void {
  const days = [within(step, 'days'), within(step, 'unit'), within(step, 'limit')]
  const understood = (setting: string) => {
    for (const element of days) account.understood(element, setting, shown(span))
  }
  if (place === undefined) {
    for (const element of days)
      account.setAside(element, 'category.duties', '没有对应环节的天数 days of a stage the template does not have')
    return
  }
  const standing = base.limits[place] as Limit | undefined
  if (standing && standing.kind === 'max') {
    if (standing.promised || inDays(span) === inDays(standing)) {
      if (standing.promised && overlay.get(`limits.${place}.value`) === undefined) {
        overlay.set(`limits.${place}.value`, span.value)
        overlay.set(`limits.${place}.unit`, span.unit)
      }
      understood(`limits.${place}`)
      return
    }
    if (inDays(span) > inDays(standing)) {
      account.fault({
        source: step.path,
        rule: 'LAW_LIMIT_LENGTH',
        text: `环节写 ${shown(span)}，法定 ${shown(standing)} longer than the law allows`,
        doubtful: false,
        ...(standing.basis && { basis: standing.basis }),
        repaired: `草稿用法定的 ${shown(standing)}`,
      })
      for (const element of days)
        account.setAside(element, `limits.${place}`, `依法 ${shown(standing)}`, standing.basis)
      return
    }
  }
  const order = stagesOf(base.flow)
    .filter(({ stage }) => stage.when === undefined || stage.stage === place)
    .map(({ stage }) => stage.stage)
  const before = order[order.indexOf(place) - 1] ?? 'receipt'
  const setting = `limits.stage.${place}`
  if (overlay.get(setting) !== undefined || (order.indexOf(place) < 0 && place !== 'expert' && place !== 'survey')) {
    for (const element of days) account.setAside(element, setting, '同一环节的另一个天数 more days of the same stage')
    return
  }
  overlay.set(setting, {
    kind: 'max',
    ...span,
    from: order.includes(place) ? before : 'accept',
    to: place,
    binds: 'organ',
    promised: true,
    onExpiry: { effect: 'alarm' },
  })
  understood(setting)
}

/** 缺少法定环节 What the law wants before the decision and the published flow does not have; the template has it. */
function missingGates({ account, laws, drawer }: Making, list: Element, steps: readonly Element[]): void {
  if (steps.length < 3) return
  const text = steps
    .map(step => [...step.entries.values()].flatMap(one => textOf(one) ?? []).join(' ') || (textOf(step) ?? ''))
    .join(' ')
  for (const law of laws.laws)
    for (const gate of law.gates ?? [])
      if (gate.drawers.includes(drawer as never) && gateWords[gate.need] && !gateWords[gate.need]!.test(text))
        account.fault({
          source: list.path,
          rule: 'LAW_GATE_MISSING',
          text: `公布的流程没有${gate.what} the published flow lacks: ${gate.need}`,
          doubtful: false,
          basis: { law: law.law, articles: [gate.article] },
          repaired: '草稿的流程有这个环节或者闸口',
        })
}
