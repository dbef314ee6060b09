import { type FlowNode, type ItemDefinition, type Stage, stagesOf } from '#kernel/definition'
import { type DrawnLine, type DrawnNode, gap, type Route, rowHeight } from './picture.ts'

/** A node of the exported process: what it is in BPMN, the stage or block it stands for. */
export interface ProcessNode extends DrawnNode {
  readonly type: 'startEvent' | 'endEvent' | 'userTask' | 'exclusiveGateway' | 'parallelGateway'
  readonly name?: string
  readonly stage?: Stage
  /** Stages this one may go back to along a line. */
  readonly returns?: readonly string[]
  readonly parallel?: string
  /** The line that is taken when no other's condition holds. */
  usual?: string
}

export interface ProcessLine extends DrawnLine {
  readonly name?: string
  readonly condition?: string
}

export interface Drawing {
  readonly nodes: ReadonlyMap<string, ProcessNode>
  readonly lines: readonly ProcessLine[]
}

const sizes = {
  startEvent: [36, 36],
  endEvent: [36, 36],
  userTask: [140, 80],
  exclusiveGateway: [50, 50],
  parallelGateway: [50, 50],
} as const

export const textOf = (text: Stage['name']): string => (typeof text === 'string' ? text : text.zh)

/**
 * 画流程 The table of stages as nodes and lines: a condition is a gateway with a way round the stage, a return a line back, a block of branches
 * a fork and a join. Everything lies in rows, each branch in one of its own.
 */
export function drawingOf({ flow }: Pick<ItemDefinition, 'flow'>): Drawing {
  const nodes = new Map<string, ProcessNode>()
  const lines: ProcessLine[] = []
  const branchOf = new Map<string, string>()
  for (const node of flow)
    if ('parallel' in node)
      for (const [index, branch] of node.branches.entries())
        for (const { stage } of branch) branchOf.set(stage, `${node.parallel} ${index}`)
  const entries = new Map(stagesOf(flow).map(({ stage }) => [stage.stage, entryOf(stage)] as const))
  let right = 160

  const put = (id: string, type: ProcessNode['type'], row: number, more: Partial<ProcessNode> = {}): string => {
    const [width, height] = sizes[type]
    nodes.set(id, { id, type, x: right, y: 160 + row * rowHeight - height / 2, width, height, ...more })
    right += width + gap
    return id
  }
  const connect = (source: string, target: string, route: Route = 'along', more: Partial<ProcessLine> = {}): string => {
    const id = `Flow_${source}-to-${target}`
    lines.push({ id, source, target, route, ...more })
    return id
  }
  /** Goes on from a node: where a gateway stands before, this is its usual way. */
  const goOn = (source: string, target: string): void => {
    const line = connect(source, target)
    const from = nodes.get(source)!
    if (from.type === 'exclusiveGateway' && source.startsWith('Next_')) from.usual = line
  }

  function stage(one: Stage, before: string, row: number): string {
    const { stage: key, when, may = [] } = one
    const own = branchOf.get(key)
    const returns = may
      .flatMap(permission => (typeof permission === 'string' ? [] : permission.return))
      .filter(target => entries.has(target) && (branchOf.get(target) === undefined || branchOf.get(target) === own))
    const task = `Stage_${key}`
    if (when !== undefined) goOn(before, put(`When_${key}`, 'exclusiveGateway', row))
    put(task, 'userTask', row, { stage: one, name: textOf(one.name), returns })
    if (when === undefined) goOn(before, task)
    else connect(`When_${key}`, task, 'along', { condition: when, name: '是' })
    let last = task
    if (returns.length > 0) {
      last = put(`Next_${key}`, 'exclusiveGateway', row)
      connect(task, last)
      for (const target of new Set(returns)) connect(last, entries.get(target)!, 'under', { name: '退回' })
    }
    if (when === undefined) return last
    const met = put(`Met_${key}`, 'exclusiveGateway', row)
    goOn(last, met)
    nodes.get(`When_${key}`)!.usual = connect(`When_${key}`, met, 'over', { name: '否' })
    return met
  }

  function parallel({ parallel: key, branches }: Extract<FlowNode, { parallel: string }>, before: string): string {
    const fork = put(`Fork_${key}`, 'parallelGateway', 0, { parallel: key })
    goOn(before, fork)
    const left = right
    let farthest = right
    const ends = branches.map((branch, row) => {
      right = left
      const end = branch.reduce((last, one) => stage(one, last, row), fork)
      farthest = Math.max(farthest, right)
      return end
    })
    right = farthest
    const join = put(`Join_${key}`, 'parallelGateway', 0)
    for (const end of ends) goOn(end, join)
    return join
  }

  let last = put('Start', 'startEvent', 0, { name: '启动' })
  for (const node of flow) last = 'parallel' in node ? parallel(node, last) : stage(node, last, 0)
  goOn(last, put('End', 'endEvent', 0, { name: '办结' }))
  return { nodes, lines }
}

/** Where one comes to a stage: at the gateway that asks its condition, if it has one. */
const entryOf = ({ stage, when }: Stage): string => `${when === undefined ? 'Stage' : 'When'}_${stage}`
