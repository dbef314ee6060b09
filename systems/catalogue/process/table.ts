import type { Field, SpanValue } from '#kernel/definition'
import { attributeOf, textIn } from '#kernel/markup'
import { unreadable } from '../intake/unreadable.ts'
import type { ModelAccount } from './account.ts'
import { fieldName, readCondition } from './expressions.ts'
import { childNamed, eventDefinitionsOf, type FlowNode, type FlowScope } from './model.ts'
import { periodOf } from './periods.ts'
import { type Block, structureOf, type Way } from './structure.ts'
import { gatewayKinds, isBpmn, ownUri, taskKinds } from './vocabulary.ts'
import { endsAt, hasRow, jumpsIn, labelOf, negated } from './ways.ts'

/** 行 One step of a process as a row of the table of stages, with what lets it happen. */
export interface Row {
  readonly node: FlowNode
  readonly key: string
  readonly name: string
  readonly guards: readonly string[]
  /** Other ways to come to it, each with its conditions. */
  readonly others: (readonly string[])[]
  readonly parallel?: { readonly key: string; readonly branch: number }
  /** Earlier steps it may go back to, and whether the matter may end here. */
  readonly returns: Set<FlowNode>
  ends: boolean
}

/** A wait between two rows, or the time a row may take. */
export interface Period {
  readonly span: SpanValue
  readonly kind: 'max' | 'min'
  readonly row: Row | undefined
  readonly before: Row | undefined
  readonly node: FlowNode
}

/** 流程表 A process as a table: its rows in order, what is asked to know which way it goes, and its periods. */
export interface ProcessTable {
  readonly rows: readonly Row[]
  readonly fields: ReadonlyMap<string, Field>
  readonly periods: readonly Period[]
  /** The first row at or after a step, where one goes back to it. */
  rowOf(node: FlowNode): Row | undefined
}

interface Where {
  /** In a branch beside others, though written one after the other: what it leads into is not come to instead of them. */
  readonly apart?: true
  readonly guards: readonly string[]
  readonly parallel?: { readonly key: string; readonly branch: number }
}

/** A condition of more parts is read by nobody. */
const mostWays = 8
const deepest = 16
const isKey = /^[a-z][A-Za-z0-9]*(-[a-z0-9]+)*$/

export const keyOf = (written: string): string => fieldName('x', written).slice(2).slice(0, 60)

export function tableOf({ scope: whole }: { readonly scope: FlowScope }, account: ModelAccount): ProcessTable {
  const rows: Row[] = []
  const fields = new Map<string, Field>()
  const periods: Period[] = []
  const reached = new Map<FlowNode, number>()
  const regions = new Map<FlowNode, { readonly where: Where; end?: number }>()
  const jumped: { readonly place: number; readonly guards: readonly string[] }[] = []
  const keys = new Set<string>()
  const blocksNamed = new Set<string>()
  let waiting: { node: FlowNode; span: SpanValue; before: Row | undefined }[] = []

  const fresh = (written: string, said: string | undefined, taken: Set<string>): string => {
    const base = said !== undefined && isKey.test(said) ? said : keyOf(written)
    let key = base
    for (let turn = 2; taken.has(key); turn++) key = `${base}${turn}`
    taken.add(key)
    return key
  }
  /** The row before this place that is done whenever this place is come to: there it is asked which way it goes. */
  const rowBefore = ({ guards, parallel: within }: Where): Row | undefined =>
    rows.findLast(
      row =>
        row.guards.every(guard => guards.includes(guard)) &&
        (within === undefined || row.parallel?.key !== within.key || row.parallel.branch === within.branch),
    )
  const askedAt = (where: Where) => {
    const last = rowBefore(where)
    return last === undefined ? {} : { at: last.key }
  }

  function addScope(scope: FlowScope, where: Where): void {
    const { blocks, loose } = structureOf(scope)
    const jumps = jumpsIn(blocks)
    for (const node of scope.nodes.values()) {
      markNode(node)
      for (const flow of node.outgoing) if (!jumps.has(flow)) account.understood(flow.element, 'flow')
    }
    for (const node of loose)
      account.decide(
        'flow',
        `“${node.name || node.id}”没有进入的线，排在后面 no line leads to it: it stands at the end`,
      )
    add(blocks, where)
  }
  function markNode({ element, type }: FlowNode): void {
    for (const child of element.children)
      if (child.kind === 'element' && isBpmn(child, 'incoming', 'outgoing')) account.whole(child, 'flow')
    if (gatewayKinds.has(type) && type !== 'complexGateway') account.understood(element, 'flow')
    if (type === 'startEvent' || type === 'endEvent') account.understood(element, 'flow')
    for (const one of eventDefinitionsOf(element))
      if (['terminateEventDefinition', 'linkEventDefinition'].includes(one.local)) account.whole(one, 'flow')
  }

  function add(blocks: readonly Block[], where: Where): void {
    if (where.guards.length > deepest)
      throw unreadable(
        `A step of process ${attributeOf(whole.element, 'id') ?? ''} lies behind more than ${deepest} conditions.`,
        'Let the ways meet again before they part anew, or draw the parts as processes of their own.',
      )
    for (const block of blocks) {
      if (block.kind === 'step') step(block.node, where)
      else if (block.kind === 'parallel') parallel(block, where)
      else if (block.kind === 'jump') jump(block, where)
      else choice(block.node, block.ways, where)
    }
    for (const block of blocks) if (block.kind === 'step') regions.get(block.node)!.end = rows.length
  }

  /**
   * Into the middle of another way: what stands from there to the end of that way is come to from here too. Where steps were done
   * on the way here, they would stand behind it in the table: then an editor looks at the line.
   */
  function jump({ to, flow }: Extract<Block, { kind: 'jump' }>, where: Where): void {
    const region = regions.get(to)
    const from = reached.get(to)
    if (where.apart || region?.end === undefined || from === undefined) return
    const met = rows.slice(from, region.end)
    if (met.length > 0 && rows.slice(from).some(row => row.guards.every(guard => where.guards.includes(guard)))) return
    if (region.where.parallel?.key !== where.parallel?.key || region.where.parallel?.branch !== where.parallel?.branch)
      return
    const known = region.where.guards.length
    // ways out of that way would have to be said again for whoever comes from here
    const within = region.where.guards
    const left = jumped.some(
      one => one.place >= from && one.place <= region.end! && within.every((guard, at) => one.guards[at] === guard),
    )
    if (left || met.some(row => row.others.length >= mostWays)) return
    for (const row of met) row.others.push([...where.guards, ...row.guards.slice(known)])
    jumped.push({ place: rows.length, guards: where.guards })
    if (flow) account.understood(flow.element, 'flow')
  }

  function step(node: FlowNode, where: Where): void {
    reached.set(node, rows.length)
    regions.set(node, { where })
    if (node.inner) {
      account.understood(node.element, 'flow', { text: node.name })
      addScope(node.inner, where)
    } else if (taskKinds.has(node.type)) {
      const name = node.name || node.id
      const said = attributeOf(node.element, 'stage', ownUri)
      const plain = /^[\x20-\x7e]+$/.test(node.name) && node.name.length < 40
      const key = fresh(plain ? node.name : node.id, said, keys)
      const { guards, parallel: within } = where
      const row: Row = {
        node,
        key,
        name,
        guards,
        others: [],
        returns: new Set(),
        ends: false,
        ...(within && { parallel: within }),
      }
      for (const wait of waiting) periods.push({ ...wait, kind: 'min', row })
      waiting = []
      rows.push(row)
    } else event(node)
    for (const border of node.border) timer(border, 'max')
  }

  /** A timer on the way is a wait; on the border of a step, the time it may take. */
  function event(node: FlowNode): void {
    if (node.type === 'intermediateCatchEvent') timer(node, 'min')
    if (node.type === 'intermediateThrowEvent' && eventDefinitionsOf(node.element).length === 0)
      account.understood(node.element, 'flow')
  }
  function timer(node: FlowNode, kind: Period['kind']): void {
    const [definition] = eventDefinitionsOf(node.element)
    const written = definition && childNamed(definition, 'timeDuration')
    const span = written && periodOf(textIn(written))
    if (definition?.local === 'linkEventDefinition') account.understood(node.element, 'flow')
    if (!span || !written) return
    const before = rows.at(-1)
    if (kind === 'min') waiting.push({ node, span, before })
    else periods.push({ node, span, kind, row: before, before: undefined })
    account.understood(node.element, 'limits')
    account.whole(definition!, 'limits', `${span.value} ${span.unit}`)
  }

  function parallel({ node, branches }: Extract<Block, { kind: 'parallel' }>, where: Where): void {
    const filled = branches.filter(branch => hasRow(branch, false))
    if (where.parallel || filled.length < 2) {
      if (filled.length > 1)
        account.decide('flow', '并行之内的并行依次办理 branches within branches are done one after the other')
      for (const branch of branches) add(branch, { ...where, apart: true })
      return
    }
    const key = fresh(node.id, attributeOf(node.element, 'parallel', ownUri), blocksNamed)
    for (const [branch, blocks] of filled.entries()) add(blocks, { ...where, parallel: { key, branch } })
    for (const branch of branches) if (!filled.includes(branch)) add(branch, { ...where, apart: true })
  }

  function choice(node: FlowNode | undefined, ways: readonly Way[], where: Where): void {
    const last = rowBefore(where)
    const open = ways.filter(({ blocks, back }) => back === undefined && hasRow(blocks))
    for (const { back, blocks, flow } of ways) {
      if (back !== undefined && last) last.returns.add(back)
      else if (back === undefined && last && flow && !hasRow(blocks) && endsAt(blocks)) last.ends = true
    }
    const told = ways.map(way => conditionOf(way, node))
    const read = told.map(one => one?.feel)
    const isDefault = (way: Way) => way.event === undefined && told[ways.indexOf(way)] === undefined
    const others = read.filter(one => one !== undefined)
    // what only goes back or ends is the officer's to do, and what follows needs no condition
    const only = open.length <= 1 && last !== undefined && !open[0]?.event
    const onward = only && ways.every(way => open.includes(way) || way.back !== undefined || endsAt(way.blocks))
    const plain =
      !onward && open.every(way => read[ways.indexOf(way)] !== undefined || (isDefault(way) && others.length > 0))
    if (plain && open.length > 0) for (const one of told) if (one) declare(one.names, where)
    const question = plain || only ? undefined : ask(node, ways, where)
    for (const [at, way] of ways.entries()) {
      const guard = question
        ? question(at)
        : plain
          ? (read[at] ?? (others.length > 0 ? negated(others) : undefined))
          : undefined
      add(way.blocks, { ...where, guards: guard === undefined ? where.guards : [...where.guards, guard] })
      const end = rows.at(-1)
      if (way.event && end && hasRow(way.blocks) && endsAt(way.blocks)) end.ends = true
    }
  }

  /** What the way's line asks; a condition that could not be read stays for an editor. */
  function conditionOf({ flow }: Way, node: FlowNode | undefined) {
    if (!flow) return undefined
    const element = childNamed(flow.element, 'conditionExpression')
    const isDefault = node !== undefined && attributeOf(node.element, 'default') === flow.id
    if (!element || isDefault || textIn(element).trim() === '') return undefined
    const own = attributeOf(element, 'language') === ownUri
    const read = own ? { feel: textIn(element).trim(), names: new Map() } : readCondition(textIn(element))
    if (read) account.whole(element, 'flow', read.feel)
    return read ?? { feel: undefined, names: new Map<string, Field['type']>() }
  }
  function declare(names: ReadonlyMap<string, Field['type']>, where: Where): void {
    for (const [name, type] of names)
      if (!fields.has(name))
        fields.set(name, { type, label: name.replace(/^process\./, ''), personal: false, ...askedAt(where) })
  }

  /** Where no condition could be read, whoever did the step before says which way it goes. */
  function ask(node: FlowNode | undefined, ways: readonly Way[], where: Where): (at: number) => string | undefined {
    const name = fieldName(
      'question',
      `${node?.id ?? 'start'}${fields.has(fieldName('question', node?.id ?? 'start')) ? fields.size : ''}`,
    )
    const label = node?.name || '下一步'
    if (ways.every(({ besides, event }) => besides || !event) && ways.some(({ besides }) => besides)) {
      const besides = ways.map((way, at) => (way.besides ? `${name}${at}` : undefined))
      for (const [at, own] of besides.entries())
        if (own !== undefined)
          fields.set(own, {
            type: 'boolean',
            label: ways[at]!.event?.name || `${label}：另行办理`,
            personal: false,
            ...askedAt(where),
          })
      return at => besides[at] && `${besides[at]} = true`
    }
    const values = ways.map((way, at) => ({ value: `way${at + 1}`, label: labelOf(way, at) }))
    fields.set(name, { type: 'choice', label, options: values, personal: false, ...askedAt(where) })
    account.decide(
      `content.form.${name}`,
      `“${label}”的走向没有可读的条件，由前一环节的经办人选择 the officer of the step before says which way it goes`,
    )
    return at => `${name} = "${values[at]!.value}"`
  }

  addScope(whole, { guards: [] })
  return {
    rows,
    fields,
    periods,
    rowOf: node => rows[reached.get(node) ?? rows.length],
  }
}
