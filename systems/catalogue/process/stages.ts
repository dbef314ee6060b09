import { type ItemDefinition, stagesOf } from '#kernel/definition'
import { attributeOf, textIn, type XmlElement } from '#kernel/markup'
import type { Overlay } from '../intake/overlay.ts'
import type { ModelAccount } from './account.ts'
import { writeForm } from './form.ts'
import { childNamed, documentationsOf, engineAttribute, everyElement, type Process } from './model.ts'
import { makeRoles, ownAttribute } from './people.ts'
import { periodOf } from './periods.ts'
import { keyOf, type ProcessTable, type Row } from './table.ts'
import { automatic, isBpmn } from './vocabulary.ts'
import { whenOf } from './ways.ts'

export interface StageWriting {
  readonly process: Process
  readonly table: ProcessTable
  readonly account: ModelAccount
  readonly overlay: Overlay
  readonly base: ItemDefinition
  readonly resources: ReadonlyMap<string, XmlElement>
}

/** A stage the draft has beyond its template, and the stage of the template it follows. */
export interface AddedStage {
  readonly key: string
  readonly when?: string
  readonly after: string
  /** How many persons do it, and how long one waits before. */
  readonly times: number
  readonly wait?: string
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/专家|论证|expert/i, 'expert'],
  [/现场|踏勘|勘察|勘验|实地|survey|site visit|on.?site/i, 'survey'],
  [/调查|取证|核查|investigat|collect evidence/i, 'evidence'],
]
const isSameBranch = ({ parallel: one }: Row, { parallel: other }: Row): boolean =>
  one?.key === other?.key && one?.branch === other?.branch

const granted = 'outcome = "grant"'
const deciding = /审批|批准|决定|核准|签发|approv|decid|decision|authori[sz]|sign.?off/i
const accepting = /受理|收件|接件|登记申请|accept|receiv|intake|regist/i
const delivering = /送达|颁发|发证|发放|告知结果|deliver|notify|inform|send|issue|ship/i
const reviewing = /审查|审核|初审|复核|review|check|examin|assess|verif/i

/** Steps that are what the template already has: they take its key, and with it what the law wants of them. */
function counterparts({ rows, rowOf }: ProcessTable): ReadonlyMap<Row, string> {
  const placeOf = (node: Row['node']) => {
    const row = rowOf(node)
    return row === undefined ? rows.length : rows.indexOf(row)
  }
  const found = new Map<Row, string>()
  const free = (row: Row) => row.parallel === undefined && whenOf(row) === undefined && !found.has(row)
  const named = (form: RegExp) => (row: Row) => free(row) && form.test(row.name)
  const [first] = rows
  if (first && named(accepting)(first)) found.set(first, 'accept')
  // what goes back to before a decision is no step after it
  const decide = rows.findLast(
    (row, at) =>
      named(deciding)(row) && rows.slice(at + 1).every(one => [...one.returns].every(to => at < placeOf(to))),
  )
  if (decide) found.set(decide, 'decide')
  const upTo = decide ? rows.indexOf(decide) : rows.length
  const review = rows.slice(0, upTo).findLast(named(reviewing))
  if (review) found.set(review, 'review')
  const deliver = decide && rows.slice(upTo + 1).find(named(delivering))
  if (deliver) found.set(deliver, 'deliver')
  return found
}

/** 3 流程 The rows of a process as stages of the draft, beside what the template has; who does them, and how long they take. */
export function writeStages(writing: StageWriting): readonly AddedStage[] {
  const { table, account, overlay, base, process } = writing
  const own = counterparts(table)
  const taken = new Set([...stagesOf(base.flow).map(({ stage }) => stage.stage), ...own.values()])
  const keys = new Map<Row, string>()
  for (const row of table.rows) keys.set(row, own.get(row) ?? (taken.has(row.key) ? `${row.key}Step` : row.key))
  const keyAt = (row: Row): string => keys.get(row)!
  const roles = makeRoles(account, overlay, new Set(Object.keys(base.authority.posts)), writing.resources)
  const added: AddedStage[] = []
  let after = 'accept'
  if (![...own.values()].includes('accept')) overlay.add('flow', { stage: 'accept' })
  for (const [at, row] of table.rows.entries()) {
    const stage = stageOf(row, at, own.get(row))
    place(row, stage)
    if (own.has(row)) after = own.get(row)!
    else {
      const wait = table.periods.find(one => one.kind === 'min' && one.row === row)
      const all = stage['mode'] === 'all' && Array.isArray(stage['by']) ? stage['by'].length : 1
      added.push({
        key: keyAt(row),
        after,
        times: all,
        ...(typeof stage['when'] === 'string' && { when: stage['when'] }),
        ...(wait && { wait: `${wait.span.value + 1} ${wait.span.unit}` }),
      })
    }
  }
  if (!own.size || [...own.values()].length < 4) {
    const missing = ['accept', 'review', 'decide', 'deliver'].filter(key => ![...own.values()].includes(key))
    account.decide('flow', `流程图没有这些环节，按模板：${missing.join('、')} the template's stages stand in`)
  }
  for (const part of everyElement(process.scope.element))
    if (isBpmn(part, 'lane', 'flowNodeRef', 'laneSet')) account.understood(part, 'authority.posts')
  writePeriods(writing, keyAt)
  writeForm(writing, keyAt)
  writeTexts(process.scope.element)
  return added

  function stageOf(row: Row, at: number, counterpart: string | undefined): Record<string, unknown> {
    const key = keyAt(row)
    const { element, type } = row.node
    const by = roles({ ...row, key })
    const kind = counterpart
      ? undefined
      : (ownAttribute(element, 'kind') ?? kinds.find(([form]) => form.test(row.name))?.[1] ?? 'review')
    account.understood(element, `flow.${key}`, { text: row.name, only: ['id', 'name'] })
    if (automatic.has(type))
      account.decide(
        `flow.${key}`,
        `“${row.name}”是自动任务，在本系统由经办人完成 an automatic task: an officer completes it`,
      )
    if (type === 'callActivity') writeCall(row, key)
    writeTexts(element, row.name)
    const many = writeMany(row, key)
    const may = permissions(row, at)
    const when = afterDecision(row, counterpart, whenOf(row))
    return {
      stage: key,
      name: row.name,
      ...(kind !== undefined && { kind }),
      ...(by !== undefined ? { by } : kind === undefined ? {} : { by: 'reviewer' }),
      ...(Array.isArray(by) && { mode: 'any' }),
      ...many,
      ...(when !== undefined && { when }),
      ...(may.length > 0 && { may }),
      ...(kind !== undefined && after === 'decide' && { phase: 'after-decision' }),
    }
  }

  /** Where the decision may also end the matter, what follows it is for whoever was granted; both are told. */
  function afterDecision(row: Row, counterpart: string | undefined, when: string | undefined): string | undefined {
    const decide = table.rows.find(one => own.get(one) === 'decide')
    if (!decide?.ends || counterpart !== undefined || table.rows.indexOf(row) < table.rows.indexOf(decide)) return when
    return when === undefined ? granted : `${granted} and (${when})`
  }

  function place(row: Row, stage: Record<string, unknown>): void {
    if (!row.parallel) {
      overlay.add('flow', stage)
      return
    }
    const { key, branch } = row.parallel
    const flow = (overlay.get('flow') ?? []) as { parallel?: string; branches?: Record<string, unknown>[][] }[]
    let block = flow.find(one => one.parallel === key)
    if (!block) {
      block = { parallel: key, branches: [] }
      overlay.add('flow', block as Record<string, unknown>)
    }
    block.branches![branch] = [...(block.branches![branch] ?? []), stage]
  }

  function permissions(row: Row, at: number): unknown[] {
    const back = [...row.returns].flatMap(node => {
      const target = table.rowOf(node)
      const before = target !== undefined && table.rows.indexOf(target) < at
      const beside = target?.parallel !== undefined && !isSameBranch(target, row)
      if (before && !beside) return [keyAt(target)]
      account.decide(
        `flow.${keyAt(row)}.may`,
        `“${row.name}”退回的去处（${node.name || node.id}）不能写成环节表的退回，由编辑处理 where it goes back to is no earlier stage of its own branch`,
      )
      return []
    })
    const returns = [...new Set(back)]
    return [
      ...(returns.length > 0 ? [{ return: returns }] : []),
      ...(row.ends && own.get(row) !== 'decide' ? ['terminate'] : []),
    ]
  }

  function writeTexts(element: Row['node']['element'], name = ''): void {
    for (const one of documentationsOf(element)) {
      account.whole(one, 'category.duties', textIn(one).trim())
      overlay.add('category.duties', {
        zh: `${name === '' ? '' : `${name}：`}${textIn(one).replaceAll(/\s+/g, ' ').trim()}`.slice(0, 500),
      })
    }
  }

  /** 会签、或签 Several persons at one step; a loop is a step that may be done again. */
  function writeMany(row: Row, key: string): object {
    const many = childNamed(row.node.element, 'multiInstanceLoopCharacteristics')
    if (childNamed(row.node.element, 'standardLoopCharacteristics')) return { repeat: true }
    if (!many) return {}
    account.understood(many, `flow.${key}.mode`, { text: 'all', only: ['id', 'isSequential'] })
    const ends = childNamed(many, 'completionCondition')
    const first = ends && /nrOfCompletedInstances\s*(?:>=|==|>)\s*[01]\s*\}/.test(textIn(ends))
    if (first) account.whole(ends, `flow.${key}.mode`, 'any')
    return { mode: first ? 'any' : 'all' }
  }

  /** 调用活动 Another process: the item of its name may follow the decision; which one it is, an editor confirms. */
  function writeCall(row: Row, key: string): void {
    const called = attributeOf(row.node.element, 'calledElement')?.replace(/^.*:/, '')
    if (called === undefined || called === '') return
    const item = keyOf(called)
    const next = (overlay.get('content.outcomes.grant.next') ?? []) as string[]
    overlay.set('content.outcomes.grant.next', [...new Set([...next, item])])
    account.understood(row.node.element, 'content.outcomes.grant.next', { text: item, only: ['calledElement'] })
    account.decide(
      `flow.${key}`,
      `调用“${called}”：作为后续事项，并留一个环节登记其结果，由编辑核定 it may follow the decision, and a stage records what came of it`,
    )
  }
}

/** 8 时限 Timers on the border of a step, due dates and waits. */
function writePeriods({ table, account, overlay }: StageWriting, keyAt: (row: Row) => string): void {
  const limit = (key: string, value: Record<string, unknown>) => {
    overlay.set(`limits.${key}`, value)
    account.decide(`limits.${key}`, '流程图的天数按自然日，作为本机关的承诺 days of the calendar, as a promise')
  }
  for (const { span, kind, row, before } of table.periods) {
    if (row === undefined) continue
    if (kind === 'max')
      limit(`stage.${keyAt(row)}`, {
        kind,
        ...span,
        to: keyAt(row),
        of: 'task',
        binds: 'organ',
        promised: true,
        onExpiry: { effect: 'alarm' },
      })
    else
      limit(`wait.${keyAt(row)}`, {
        kind,
        ...span,
        from: before === undefined ? 'receipt' : keyAt(before),
        to: keyAt(row),
        binds: 'organ',
        promised: true,
      })
  }
  for (const row of table.rows) {
    const due = engineAttribute(row.node.element, 'dueDate')
    const span = due && periodOf(due.value)
    if (!span) continue
    const key = `stage.${keyAt(row)}`
    account.attribute(row.node.element, 'dueDate', due.uri, `limits.${key}`)
    limit(key, {
      kind: 'max',
      ...span,
      to: keyAt(row),
      of: 'task',
      binds: 'organ',
      promised: true,
      onExpiry: { effect: 'alarm' },
    })
  }
}
