import type { drawers } from '../settings/category.ts'
import type { Stage } from '../settings/flow.ts'
import { type Ground, isBefore, type PlacedStage } from './ground.ts'

type Kind = Stage['kind']
type Drawer = (typeof drawers)[number]

/** What a flow may end in without deciding anything: an inspection's plan is carried out, an asset's or fund's papers are archived. */
const endings: Partial<Record<Drawer, readonly Kind[]>> = {
  inspection: ['plan', 'draw', 'survey', 'evidence', 'archive'],
  asset: ['archive'],
  fund: ['payment', 'archive'],
  project: ['archive', 'plan', 'joint'],
  personnel: ['archive'],
  service: ['archive', 'delivery', 'joint'],
  decision: ['archive'],
}

/** The stage a gate needs before it; a notice, a statement or an offer of hearing may also be given in a stage of another kind. */
const gateKinds: Readonly<Record<string, Kind>> = {
  'legal-review': 'legal-review',
  collective: 'deliberation',
  hearing: 'hearing',
  publicity: 'publicity',
}

/** 流程 Every stage can be reached and left, every gate can be opened, every return leads back. */
export function checkFlow(ground: Ground): void {
  checkDecision(ground)
  checkParallels(ground)
  checkAgain(ground)
  for (const placed of ground.stages) {
    checkReached(ground, placed)
    checkLeft(ground, placed)
    checkReturns(ground, placed)
    checkGates(ground, placed)
  }
}

function checkDecision({ definition, stages, say }: Ground): void {
  const decisions = stages.filter(({ stage }) => stage.kind === 'decision')
  const others = endings[definition.category.drawer] ?? []
  if (decisions.length === 0 && !stages.some(({ stage }) => others.includes(stage.kind)))
    say('FLOW_WITHOUT_DECISION', ['flow'], '流程没有决定环节', 'The flow has no decision')
  for (const { stage, path } of decisions) {
    if (path.length > 2)
      say(
        'FLOW_DECISION_IN_PARALLEL',
        path,
        '决定环节不得放在并行分支里',
        'A decision cannot stand in a parallel branch',
      )
    if (stage.phase === 'after-decision')
      say('FLOW_PHASE', path, '决定环节不能在决定之后', 'A decision cannot come after the decision')
  }
  const first = decisions[0]
  if (!first) return
  for (const { stage, path, node } of stages) {
    if (stage.phase === 'after-decision' && node < first.node)
      say('FLOW_PHASE', path, '“决定后”的环节排在决定之前', 'A stage after the decision stands before it')
    if (stage.phase === 'before-decision' && node > first.node)
      say('FLOW_PHASE', path, '“决定前”的环节排在决定之后', 'A stage before the decision stands after it')
  }
}

/** An outcome that leads back does nothing else, and leads to a stage before the decision. */
function checkAgain({ definition, stages, stageAt, say }: Ground): void {
  const decisions = stages.filter(({ stage }) => stage.kind === 'decision')
  for (const [name, { returnsTo, effects, validity }] of Object.entries(definition.content.outcomes)) {
    if (returnsTo === undefined) continue
    const path = ['content', 'outcomes', name, 'returnsTo']
    const goal = stageAt.get(returnsTo)
    if (!goal) say('FLOW_UNKNOWN_STAGE', path, `没有环节“${returnsTo}”`, `There is no stage “${returnsTo}”`)
    else if (!decisions.every(decision => isBefore(goal, decision)))
      say('FLOW_RETURN_FORWARD', path, `“${returnsTo}”不在决定之前`, `“${returnsTo}” is not before the decision`)
    if (effects.length > 0 || validity !== undefined)
      say('FLOW_RETURN_WITH_EFFECT', path, '退回再议的结果不得有效力', 'An outcome that leads back can have no effect')
  }
}

function checkParallels({ definition, say }: Ground): void {
  const seen = new Set<string>()
  for (const [index, node] of definition.flow.entries()) {
    if (!('parallel' in node)) continue
    if (seen.has(node.parallel))
      say(
        'FLOW_KEY_TWICE',
        ['flow', index],
        `并行块“${node.parallel}”写了两次`,
        `Parallel “${node.parallel}” is written twice`,
      )
    seen.add(node.parallel)
  }
}

function checkReached({ item, say }: Ground, { stage, path }: PlacedStage): void {
  const tree = stage.when === undefined ? undefined : item?.expressions.get(stage.when)?.tree
  if (tree?.kind === 'boolean' && 'value' in tree && tree.value === false)
    say(
      'FLOW_UNREACHABLE',
      [...path, 'when'],
      '条件永远不成立,环节到不了',
      'The condition never holds: the stage cannot be reached',
    )
  if (stage.when !== undefined && stage.kind === 'decision')
    say(
      'FLOW_UNREACHABLE',
      [...path, 'when'],
      '决定环节不能有条件,否则办件可能没有结果',
      'A decision cannot depend on a condition: the case might have no outcome',
      'warning',
    )
}

function checkLeft({ say }: Ground, { stage, path }: PlacedStage): void {
  const stuck = (zh: string, en: string) => say('FLOW_NO_WAY_OUT', path, zh, en)
  if (stage.kind === 'decision' && !stage.outcomes) stuck('决定环节没有列出结果', 'The decision offers no outcome')
  if (stage.kind !== 'decision' && stage.outcomes)
    say('FLOW_OUTCOMES_ELSEWHERE', [...path, 'outcomes'], '只有决定环节才有结果', 'Only a decision has outcomes')
  if (stage.kind === 'draw' && !stage.draw) stuck('抽取环节没有说明从哪里抽', 'The draw does not say from what')
  if ((stage.kind === 'joint') !== (stage.joint !== undefined))
    stuck('并联办理的环节要写明有哪些办件，别的环节不写', 'A joint stage, and no other, names its parts')
  if (stage.kind === 'deliberation' && !stage.body) stuck('集体讨论没有写明议事机构', 'The deliberation names no body')
  if (stage.mode === 'k-of-n') {
    const asked = stage.organs?.length ?? (Array.isArray(stage.by) ? stage.by.length : undefined)
    if (stage.k === undefined) stuck('k-of-n 没有写 k', 'k-of-n does not say k')
    else if (asked !== undefined && stage.k > asked)
      stuck(`要 ${stage.k} 家意见,只问 ${asked} 家`, `It needs ${stage.k} answers and asks ${asked}`)
  } else if (stage.k !== undefined)
    say('FLOW_MODE', [...path, 'k'], '只有 k-of-n 才写 k', 'Only k-of-n has k', 'warning')
  const quorum = /^([1-9]\d*)\/([1-9]\d*)$/.exec(stage.deliberation?.quorum ?? '')
  if (quorum && Number(quorum[1]) > Number(quorum[2]))
    stuck('出席人数要求超过全体', 'The quorum is more than everybody')
}

function checkReturns({ stageAt, say }: Ground, placed: PlacedStage): void {
  for (const [index, permission] of (placed.stage.may ?? []).entries()) {
    if (typeof permission === 'string') continue
    for (const target of permission.return) {
      const path = [...placed.path, 'may', index, 'return']
      const goal = stageAt.get(target)
      if (!goal) say('FLOW_UNKNOWN_STAGE', path, `没有环节“${target}”`, `There is no stage “${target}”`)
      else if (!isBefore(goal, placed))
        say('FLOW_RETURN_FORWARD', path, `“${target}”不在本环节之前,不能退回`, `“${target}” is not before this stage`)
      else if (goal.path.length > 2 && goal.node !== placed.node)
        say(
          'FLOW_RETURN_INTO_PARALLEL',
          path,
          `不能退回并行分支里的“${target}”`,
          `It cannot return into the parallel branch of “${target}”`,
          'warning',
        )
    }
  }
}

function checkGates({ definition, stages, stageAt, say }: Ground, placed: PlacedStage): void {
  for (const [index, gate] of (placed.stage.gates ?? []).entries()) {
    const path = [...placed.path, 'gates', index]
    const guarded = gate.before === undefined ? placed : stageAt.get(gate.before)
    if (!guarded) {
      say('FLOW_UNKNOWN_STAGE', [...path, 'before'], `没有环节“${gate.before}”`, `There is no stage “${gate.before}”`)
      continue
    }
    if (isBefore(guarded, placed))
      say(
        'FLOW_GATE_TOO_LATE',
        path,
        `闸口放在“${gate.before}”之后,拦不住`,
        `The gate stands after “${gate.before}” and stops nothing`,
      )
    const kind = gateKinds[gate.need]
    if (kind === undefined || (gate.need === 'publicity' && definition.publicity.draft)) continue
    if (!stages.some(candidate => candidate.stage.kind === kind && isBefore(candidate, guarded)))
      say(
        'FLOW_GATE_SHUT',
        path,
        `闸口要求“${gate.need}”,前面却没有这样的环节,永远打不开`,
        `The gate needs “${gate.need}”, and no stage before it gives that`,
      )
  }
}
