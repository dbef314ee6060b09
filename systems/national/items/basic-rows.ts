import { parseItem } from '#kernel/code'
import { type Implementation, type ItemDefinition, stagesOf } from '#kernel/definition'
import { codeFor, codesFor, type NationalCodes } from '../codes.schema.ts'
import { cited, localCodeOf, statutoryLimit, zh } from './item-words.ts'
import type { Placing } from './placing.ts'

/** 实施主体 What the tables want to know of the organ that carries an item out. */
export interface NationalOrgan {
  readonly id: string
  readonly name: string
  readonly uscc: string | null
  readonly region: string
}

/** 编码 An item's code as the tables hold it: the national one where there is one, else the city's own beside it. */
export interface TaskCodes {
  readonly basic: string
  readonly task: string
  readonly handling: string
  readonly localBasic: string
  readonly localTask: string
  readonly taskType: string
  readonly level: string
}

export interface ItemPart {
  readonly definition: ItemDefinition
  readonly codes: NationalCodes
  readonly placing: Placing
}

export interface BasicPart extends ItemPart {
  readonly implementation: Implementation
  readonly organ: NationalOrgan | undefined
  readonly task: TaskCodes
}

export type Cells = Readonly<Record<string, string | number | undefined>>

const dayOf = (date: string | undefined): string | undefined => (date === undefined ? undefined : `${date} 00:00:00`)

/** Codes side by side: nothing is invented where a city has no national code, and its own is never put in a national column. */
export function taskCodesOf({ definition, codes, placing }: ItemPart, implementation?: Implementation): TaskCodes {
  const { category } = definition
  const parsed = implementation && parseItem(implementation.taskCode)
  const parts = parsed?.ok ? parsed.parts : undefined
  const own = category.codes?.['gb39554.basic']
  const national = own !== undefined && parseItem(own).ok ? own : undefined
  if (national !== undefined) placing.put(national, 'category.codes.gb39554.basic')
  const local = localCodeOf(definition)
  const kind = codes.kinds[category.drawer]
  return {
    basic: national ?? parts?.basic ?? '',
    task: parts ? implementation!.taskCode.slice(0, 31) : '',
    handling: parts?.handlingSequence ? implementation!.taskCode : '',
    localBasic: local
      ? placing.put(local[1], local[0])
      : national === undefined && parts === undefined
        ? definition.item
        : '',
    localTask: implementation && !parts ? implementation.taskCode : '',
    taskType: placing.put(
      parts?.itemType ?? (kind === undefined || kind === 'none' ? codes.kindOtherwise : kind),
      'category.drawer',
    ),
    level: parts?.level ?? '',
  }
}

const basis = ({ definition: { category }, placing }: ItemPart): string =>
  placing.put(
    category.basis.map(cited).join('；'),
    ...category.basis.flatMap((_, at) => [`category.basis.${at}.law`, `category.basis.${at}.articles.*`]),
  )

const levels = ({ definition: { category }, codes, placing }: ItemPart): string =>
  placing.put(codesFor(codes, 'use-level', Object.keys(category.levels)) ?? '', 'category.levels.*')

const named = ({ definition, placing }: ItemPart): string => placing.put(zh(definition.content.name), 'content.name')

export function directoryCells(part: ItemPart, task: TaskCodes): Cells {
  const { definition, codes, placing } = part
  return {
    by_law: basis(part),
    catalog_code: task.basic,
    local_catalog_code: task.localBasic,
    plan_cancel_date: placing.put(dayOf(definition.effective.to), 'effective.to'),
    plan_effective_date: placing.put(dayOf(definition.effective.from), 'effective.from'),
    task_name: named(part),
    task_state: codes.given['task_state']?.value,
    task_type: task.taskType,
    task_version: placing.put(definition.version, 'version'),
    use_level: levels(part),
  }
}

function limitCells({ definition, codes, placing }: ItemPart): Cells {
  const found = statutoryLimit(definition)
  const promised = definition.limits['promised'] ?? found?.[1]
  const own = definition.limits['promised'] === undefined ? found?.[0] : 'promised'
  const statutory = found && {
    anticipate_day: placing.put(found[1].value, `limits.${found[0]}.value`),
    anticipate_type: placing.put(codeFor(codes, 'day-type', found[1].unit), `limits.${found[0]}.unit`),
    anticipate_explain: placing.put(
      [found[1].basis && cited(found[1].basis), zh(found[1].text)]
        .filter(said => said !== undefined && said !== '')
        .join('；'),
      `limits.${found[0]}.basis.*`,
      `limits.${found[0]}.text`,
    ),
  }
  return {
    ...statutory,
    ...(promised && {
      promise_day: placing.put(promised.value, `limits.${own}.value`),
      promise_type: placing.put(codeFor(codes, 'day-type', promised.unit), `limits.${own}.unit`),
      promise_explain: placing.put(zh(promised.text), `limits.${own}.text`),
    }),
  }
}

/** Kinds of stages whose time does not count, or that the law treats apart. */
const special: ReadonlySet<string> = new Set(['expert', 'hearing', 'survey', 'publicity', 'draw'])

function flowCells({ definition: { flow }, placing }: ItemPart): Cells {
  const stages = stagesOf(flow).map(({ stage }) => stage)
  const text = placing.put(
    stages.map(({ name }) => zh(name)).join('→'),
    ...stages.map(({ stage }) => `flow.${stage}.name`),
  )
  const apart = stages.filter(({ kind }) => special.has(kind)).map(({ name }) => zh(name))
  return { handle_flow: text, special_procedure: apart.length > 0 ? apart.join('、') : '无' }
}

const unitsOf = ({ content: { parties } }: ItemDefinition): readonly string[] =>
  (['subject', 'respondent'] as const).flatMap(role => [parties[role]?.unit ?? []].flat())

function serviceCells(part: ItemPart): Cells {
  const { definition, codes, placing } = part
  const { content, conditions } = definition
  const { guide } = content
  const fee = guide?.fee === undefined || guide.fee === 'none' ? '' : zh(guide.fee)
  return {
    accept_condition: placing.put(
      conditions.map(({ text }) => zh(text)).join('；') || '无',
      ...conditions.map(({ id }) => `conditions.${id}.text`),
    ),
    app_is_single_login: codes.given['app_is_single_login']?.value,
    is_single_login: codes.given['is_single_login']?.value,
    fee_basis: '',
    handle_type: placing.put(codesFor(codes, 'handle-type', content.channels), 'content.channels.*'),
    is_fee: placing.put(fee === '' ? '0' : '1', 'content.guide.fee'),
    limit_scene_num: placing.put(guide?.visits, 'content.guide.visits'),
    project_type:
      guide?.caseType && placing.put(codeFor(codes, 'project-type', guide.caseType), 'content.guide.caseType'),
    server_type: placing.put(
      codesFor(codes, 'server-type', unitsOf(definition)),
      'content.parties.subject.unit',
      'content.parties.respondent.unit',
      'content.parties.subject.unit.*',
      'content.parties.respondent.unit.*',
    ),
    transact_addr: placing.put((guide?.windows ?? []).map(zh).join('；'), 'content.guide.windows.*'),
    transact_time: placing.put(zh(guide?.hours), 'content.guide.hours'),
  }
}

/** 处罚的行为、种类、幅度 What may be decided, and between which amounts. */
function punishment({ definition: { authority, content, rules }, placing }: ItemPart): string {
  const { fine } = authority
  const outcomes = Object.entries(content.outcomes)
  const kinds = outcomes.map(([key, { name }]) => (name === undefined ? key : zh(name))).join('、')
  const band = fine && `罚款${fine.min / 100}元至${fine.max / 100}元（${cited(fine.basis)}）`
  const acts = rules.flatMap(({ text }) => (text === undefined ? [] : [zh(text)]))
  placing.put(
    kinds,
    ...outcomes.map(([key]) => `content.outcomes.${key}.name`),
    ...(fine ? ['authority.fine.min', 'authority.fine.max', 'authority.fine.basis.*'] : []),
    ...rules.map(({ id }) => `rules.${id}.text`),
  )
  return [kinds, band, ...acts].filter(said => said !== undefined && said !== '').join('；')
}

/** 基本信息 The cells of the basic table of an item's type, as one organ carries it out. */
export function basicCells(part: BasicPart, family: NationalCodes['tables'][string]): Cells {
  const { definition, implementation, codes, placing, organ, task } = part
  const { category, content } = definition
  const { guide } = content
  const shown = {
    by_law: basis(part),
    catalog_code: task.basic,
    dept_code: organ?.uscc ?? undefined,
    dept_name: organ?.name,
    dept_type: placing.put(codeFor(codes, 'dept-type', category.organ.nature), 'category.organ.nature'),
    entrust_name: placing.put(category.organ.entruster, 'category.organ.entruster'),
    link_way: placing.put((guide?.contacts ?? []).map(zh).join('；'), 'content.guide.contacts.*'),
    local_catalog_code: task.localBasic,
    local_task_code: task.localTask,
    plan_cancel_date: placing.put(dayOf(definition.effective.to), 'effective.to'),
    plan_effective_date: dayOf(implementation.effective.from),
    supervise_way: placing.put(zh(guide?.supervision), 'content.guide.supervision'),
    task_code: task.task,
    task_handle_item: task.handling,
    task_name: named(part),
    task_state: codes.given['task_state']?.value,
    task_type: task.taskType,
    task_version: implementation.version,
    use_level: task.level || levels(part),
  }
  const { handle_flow, special_procedure } = flowCells(part)
  const limits = limitCells(part)
  const power = family === 'public' ? {} : { power_source: codes.given['power_source']?.value }
  if (family === 'general' || family === 'public')
    return { ...shown, ...power, ...limits, handle_flow, special_procedure, ...serviceCells(part) }
  const { anticipate_day, anticipate_type, anticipate_explain } = limits
  return {
    ...shown,
    ...power,
    handle_flow,
    anticipate_day,
    anticipate_type,
    anticipate_explain,
    // The table of penalties wants a local code whether there is a national one or not: the item's own name here.
    ...(family === 'punish' && {
      local_task_code: task.localTask || definition.item,
      punishment_method: punishment(part),
    }),
    ...(family === 'handle' && {
      is_permit_reduce: Object.values(content.outcomes).some(({ money }) => money?.reduce) ? '1' : '0',
    }),
  }
}
