import { attributeOf } from '#kernel/markup'
import { childNamed, eventDefinitionsOf, type FlowNode, type FlowScope, type SequenceFlow } from './model.ts'

/** 块 What the lines of a picture amount to: one step after the other, one of several, or several side by side. */
export type Block =
  | { readonly kind: 'step'; readonly node: FlowNode }
  | { readonly kind: 'choice'; readonly node: FlowNode | undefined; readonly ways: readonly Way[] }
  | { readonly kind: 'parallel'; readonly node: FlowNode; readonly branches: readonly (readonly Block[])[] }
  /** A line into the middle of another way. */
  | { readonly kind: 'jump'; readonly to: FlowNode; readonly flow: SequenceFlow | undefined }

/** One way out of a choice: by a line or by an event, to what follows, or back to an earlier step. */
export interface Way {
  readonly flow?: SequenceFlow
  readonly event?: FlowNode
  /** It happens besides, and does not take the other ways' place. */
  readonly besides?: boolean
  readonly blocks: readonly Block[]
  readonly back?: FlowNode
}

export interface Structure {
  readonly blocks: readonly Block[]
  /** Steps no line leads to. */
  readonly loose: readonly FlowNode[]
}

interface Edge {
  readonly to: FlowNode
  readonly flow?: SequenceFlow
  readonly event?: FlowNode
}

const linkOf = ({ element }: FlowNode): string | undefined => {
  const link = eventDefinitionsOf(element).find(({ local }) => local === 'linkEventDefinition')
  return link && attributeOf(link, 'name')
}

/** Whether a node begins by itself and not by a line: an event sub-process, a handler of compensation. */
const standsApart = ({ type, element }: FlowNode): boolean =>
  type === 'boundaryEvent' ||
  attributeOf(element, 'triggeredByEvent') === 'true' ||
  attributeOf(element, 'isForCompensation') === 'true'

/**
 * 成块 Lines and gateways → blocks. A gateway's ways run until the first step that all of them come to (its post-dominator); a
 * line to a step that has already been gone through is a return. What is not built of blocks is told as a jump.
 */
export function structureOf(scope: FlowScope): Structure {
  const drawn = blocksOf(scope, false)
  // the longest way first: what the others lead into then stands behind all of them
  return hasJump(drawn.blocks) ? blocksOf(scope, true) : drawn
}

const hasJump = (blocks: readonly Block[]): boolean =>
  blocks.some(block => {
    if (block.kind === 'parallel') return block.branches.some(hasJump)
    return block.kind === 'jump' || (block.kind === 'choice' && block.ways.some(way => hasJump(way.blocks)))
  })

function blocksOf(scope: FlowScope, longestFirst: boolean): Structure {
  const nodes = [...scope.nodes.values()]
  const edges = edgesOf(scope)
  const begin = beginningsOf(nodes)
  const roots = begin.length > 0 ? begin : nodes.filter(node => !standsApart(node)).slice(0, 1)
  const { back, order } = searched(roots, edges)
  const join = joinsOf(order, edges, back)
  const length = longestFirst ? lengthsOf(order, edges, back) : undefined
  const done = new Set<FlowNode>()

  const along = (edge: Edge, stop: FlowNode | undefined): Way => {
    const { flow, event, to } = edge
    const said = { ...(flow && { flow }), ...(event && { event }) }
    if (back.has(edge)) return { ...said, blocks: [], back: to }
    const besides = event !== undefined && attributeOf(event.element, 'cancelActivity') === 'false'
    return { ...said, ...(besides && { besides }), blocks: walk(to, stop, flow) }
  }
  function walk(from: FlowNode | undefined, stop: FlowNode | undefined, by?: SequenceFlow): Block[] {
    const blocks: Block[] = []
    let here = from
    let last = by
    while (here !== undefined && here !== stop) {
      if (done.has(here)) {
        blocks.push({ kind: 'jump', to: here, flow: last })
        break
      }
      done.add(here)
      blocks.push({ kind: 'step', node: here })
      const out = edges.get(here)!
      const [only] = out
      if (out.length <= 1) {
        if (only && back.has(only)) blocks.push({ kind: 'choice', node: here, ways: [along(only, undefined)] })
        here = only && !back.has(only) ? only.to : undefined
        last = only?.flow
        continue
      }
      const meets = join.get(here)
      blocks.push(split(here, out, meets))
      here = meets
      last = undefined
    }
    return blocks
  }
  function split(node: FlowNode, out: readonly Edge[], meets: FlowNode | undefined): Block {
    const lines = out.filter(({ event }) => event === undefined)
    const events = out.filter(({ event }) => event !== undefined)
    const together = isParallel(node, lines) && !lines.some(edge => back.has(edge))
    const turn = length ? out.toSorted((a, b) => length.get(b.to)! - length.get(a.to)!) : out
    if (!together) return { kind: 'choice', node, ways: turn.map(edge => along(edge, meets)) }
    const parallel: Block = { kind: 'parallel', node, branches: lines.map(edge => along(edge, meets).blocks) }
    if (events.length === 0) return parallel
    return { kind: 'choice', node, ways: [{ blocks: [parallel] }, ...events.map(edge => along(edge, meets))] }
  }

  const starts = roots.filter(({ type }) => type === 'startEvent')
  const first: Block[] = []
  if (starts.length > 1) {
    const meets = starts.map(start => join.get(start)).reduce((one, other) => (one === other ? one : undefined))
    first.push({ kind: 'choice', node: undefined, ways: starts.map(event => ({ event, blocks: walk(event, meets) })) })
    first.push(...walk(meets, undefined))
  } else first.push(...walk(starts[0] ?? roots[0], undefined))
  const loose: FlowNode[] = []
  for (const node of nodes)
    if (!done.has(node) && !standsApart(node)) {
      loose.push(node)
      first.push(...walk(node, undefined))
    }
  return { blocks: first, loose }
}

function edgesOf({ nodes }: FlowScope): ReadonlyMap<FlowNode, readonly Edge[]> {
  const links = new Map<string, FlowNode>()
  for (const node of nodes.values())
    if (node.type === 'intermediateCatchEvent') {
      const link = linkOf(node)
      if (link !== undefined) links.set(link, node)
    }
  const edges = new Map<FlowNode, readonly Edge[]>()
  for (const node of nodes.values()) {
    const thrown = node.type === 'intermediateThrowEvent' ? links.get(linkOf(node) ?? '') : undefined
    edges.set(node, [
      ...node.outgoing.map(flow => ({ to: nodes.get(flow.target)!, flow })),
      ...(thrown ? [{ to: thrown }] : []),
      // one that leads nowhere is a period, not a way
      ...node.border.filter(({ outgoing }) => outgoing.length > 0).map(event => ({ to: event, event })),
    ])
  }
  return edges
}

const beginningsOf = (nodes: readonly FlowNode[]): readonly FlowNode[] => {
  const free = nodes.filter(node => node.incoming.length === 0 && !standsApart(node))
  const caught = free.filter(node => !(node.type === 'intermediateCatchEvent' && linkOf(node) !== undefined))
  const starts = caught.filter(({ type }) => type === 'startEvent')
  return starts.length > 0 ? starts : caught.slice(0, 1)
}

const isParallel = ({ type, element }: FlowNode, lines: readonly Edge[]): boolean => {
  if (type === 'parallelGateway') return true
  if (type.endsWith('Gateway') || lines.length < 2) return false
  const asked = lines.some(({ flow }) => flow && childNamed(flow.element, 'conditionExpression') !== undefined)
  return !asked && attributeOf(element, 'default') === undefined
}

/** Depth first, without recursion: which edges lead back, and the nodes in an order in which whatever follows comes first. */
function searched(roots: readonly FlowNode[], edges: ReadonlyMap<FlowNode, readonly Edge[]>) {
  const back = new Set<Edge>()
  const order: FlowNode[] = []
  const state = new Map<FlowNode, 'open' | 'closed'>()
  for (const root of [...roots, ...edges.keys()]) {
    if (state.has(root)) continue
    const stack = [{ node: root, next: 0 }]
    state.set(root, 'open')
    while (stack.length > 0) {
      const top = stack.at(-1)!
      const edge = edges.get(top.node)![top.next++]
      if (edge === undefined) {
        state.set(top.node, 'closed')
        order.push(top.node)
        stack.pop()
      } else if (state.get(edge.to) === 'open') back.add(edge)
      else if (!state.has(edge.to)) {
        state.set(edge.to, 'open')
        stack.push({ node: edge.to, next: 0 })
      }
    }
  }
  return { back, order }
}

/** Where the ways out of each node meet again: its immediate post-dominator, leaving returns out of account; undefined: at the end. */
function joinsOf(
  order: readonly FlowNode[],
  edges: ReadonlyMap<FlowNode, readonly Edge[]>,
  back: ReadonlySet<Edge>,
): ReadonlyMap<FlowNode, FlowNode | undefined> {
  const join = new Map<FlowNode, FlowNode | undefined>()
  const depth = new Map<FlowNode | undefined, number>([[undefined, 0]])
  const meet = (one: FlowNode | undefined, other: FlowNode | undefined): FlowNode | undefined => {
    let [a, b] = [one, other]
    while (a !== b) {
      if (depth.get(a)! >= depth.get(b)!) a = a && join.get(a)
      else b = b && join.get(b)
    }
    return a
  }
  for (const node of order) {
    const forward = edges.get(node)!.filter(edge => !back.has(edge))
    const lines = forward.filter(({ event }) => event === undefined).map(({ to }) => to as FlowNode | undefined)
    let found = lines.length === 0 ? undefined : lines.reduce(meet)
    // an event that leads to an end of its own leaves the others where they are
    for (const { event, to } of forward) if (event !== undefined) found = meet(found, to) ?? found
    join.set(node, found)
    depth.set(node, depth.get(found)! + 1)
  }
  return join
}

/** How many steps may follow each node at most, leaving returns out of account. */
function lengthsOf(
  order: readonly FlowNode[],
  edges: ReadonlyMap<FlowNode, readonly Edge[]>,
  back: ReadonlySet<Edge>,
): ReadonlyMap<FlowNode, number> {
  const length = new Map<FlowNode, number>()
  for (const node of order) {
    const forward = edges.get(node)!.filter(edge => !back.has(edge))
    length.set(node, 1 + Math.max(0, ...forward.map(({ to }) => length.get(to) ?? 0)))
  }
  return length
}
