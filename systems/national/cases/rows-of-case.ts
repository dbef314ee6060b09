import type { CaseEvent } from '#kernel/case'
import { codeFor, type NationalCodes } from '../codes.schema.ts'
import { type Cells, taskCodesOf } from '../items/basic-rows.ts'
import { zh } from '../items/item-words.ts'
import { makePlacing } from '../items/placing.ts'
import { type CaseSource, eventsOf, localTime } from './case-source.ts'

/** 一条记录 A row without what the export adds: its table, and which of the case's rows of that table it is. */
export interface CaseRow {
  readonly table: string
  readonly place: string
  readonly cells: Cells
}

const accepting: ReadonlySet<string> = new Set(['acceptance', 'filing'])
/** Stages whose time the law does not count, or treats apart: told as special procedures besides. */
const special: ReadonlySet<string> = new Set(['expert', 'survey', 'hearing', 'publicity'])
const identities = ['citizen', 'passport', 'uscc'] as const

/** 受理时刻 When the case was accepted; nothing while that is open. A case that never will be has the moment it ended. */
function acceptedAt({ events, definition, state }: CaseSource): string | undefined {
  const stages = [...definition.stages.values()].filter(({ kind }) => accepting.has(kind)).map(({ stage }) => stage)
  if (stages.length === 0) return events[0]?.at
  const done = eventsOf(events, 'stage.completed').find(({ data }) => stages.includes(data.stage))
  if (done) return done.at
  const skipped = eventsOf(events, 'stage.skipped').find(({ data }) => stages.includes(data.stage))
  return skipped?.at ?? (state.status === 'ended' ? events.at(-1)?.at : undefined)
}

const handOf = ({ actor }: Pick<CaseEvent, 'actor'>, { postOf }: CaseSource): string =>
  actor.kind === 'officer' ? (postOf(actor.post) ?? actor.post) : actor.kind === 'party' ? '当事人' : '系统'

function acceptCells(source: CaseSource, codes: NationalCodes, accepted: string): Cells {
  const { state, events, definition, implementation, organ, applicant, number, zone } = source
  const item = definition.definition
  const task = taskCodesOf({ definition: item, codes, placing: makePlacing() }, implementation)
  const who =
    applicant === 'none'
      ? {
          kind: 'organ',
          name: organ.name,
          identifiers: organ.uscc === null ? [] : [{ scheme: 'uscc', value: organ.uscc }],
        }
      : applicant
  const identity = identities.flatMap(scheme => who.identifiers.find(one => one.scheme === scheme) ?? [])[0]
  const promised = Object.values(state.clocks).find(({ limit }) => limit === 'promised')?.due
  const hand = events.find(({ at, actor }) => at === accepted && actor.kind === 'officer') ?? events[0]!
  return {
    accept_date: localTime(accepted, zone),
    apply_date: localTime(events[0]!.at, zone),
    apply_type: codeFor(codes, 'apply-type', state.start === 'application' ? state.channel : 'office'),
    applyer_name: who.name,
    applyer_page_code: identity?.value,
    applyer_page_type: codeFor(codes, 'identity-type', identity?.scheme ?? 'other'),
    applyer_type: codeFor(codes, 'applicant-type', who.kind),
    catalog_code: task.basic,
    handle_user_name: handOf(hand, source),
    local_catalog_code: task.localBasic,
    local_task_code: task.localTask || (task.task === '' ? state.item : ''),
    org_code: organ.uscc ?? undefined,
    org_name: organ.name,
    project_no: number,
    project_type: codeFor(codes, 'project-type', item.content.guide?.caseType ?? 'promised'),
    promise_date:
      promised === undefined || !/^\d{4}-\d\d-\d\d/.test(promised) ? undefined : `${promised.slice(0, 10)} 23:59:59`,
    task_code: task.task,
    task_handle_item: task.handling,
    task_name: zh(item.content.name),
    task_version: implementation?.version ?? item.version,
  }
}

/** What a stage came to, in the words of the item: never what an officer wrote, which is the party's to have erased. */
function cameTo({ definition }: CaseSource, name: string, result: string | undefined): string {
  if (result === undefined) return `${name}完成`
  const outcome = definition.definition.content.outcomes[result]
  return `${name}：${outcome?.name === undefined ? result : zh(outcome.name)}`
}

function* stageRows(source: CaseSource, codes: NationalCodes): Generator<CaseRow> {
  const { events, definition, number, zone } = source
  const rounds = new Map<string, { readonly at: string; readonly round: number }>()
  for (const event of events) {
    if (event.type === 'stage.entered') rounds.set(event.data.stage, { at: event.at, round: event.data.round })
    if (event.type !== 'stage.completed') continue
    const stage = definition.stages.get(event.data.stage)
    const { at = event.at, round = 1 } = rounds.get(event.data.stage) ?? {}
    const name = stage === undefined ? event.data.stage : zh(stage.name)
    const kind = stage?.kind ?? 'other'
    const place = `${event.data.stage}.${round}.${event.seq}`
    const [from, to] = [localTime(at, zone), localTime(event.at, zone)]
    const explained = cameTo(source, name, event.data.result)
    yield {
      table: 'up_pro_process',
      place,
      cells: {
        event_end_time: to,
        event_name: codeFor(codes, 'process-action', kind) ?? codeFor(codes, 'process-action', 'other'),
        event_start_time: from,
        handle_explain: explained,
        handle_user_name: handOf(event, source),
        process_name: name,
        project_no: number,
      },
    }
    if (special.has(kind))
      yield specialRow(source, codes, place, {
        kind,
        name,
        from,
        to,
        reason: name,
        result: explained,
        hand: handOf(event, source),
      })
  }
}

interface Special {
  readonly kind: string
  readonly name: string
  readonly from: string
  readonly to: string
  readonly reason: string
  readonly result: string
  readonly hand: string
}

const specialRow = ({ number }: CaseSource, codes: NationalCodes, place: string, said: Special): CaseRow => ({
  table: 'up_pro_special_procedure',
  place,
  cells: {
    end_time: said.to,
    handle_user: said.hand,
    project_no: number,
    result: said.result,
    special_name: said.name,
    special_reason: said.reason,
    special_time: said.from,
    special_type: codeFor(codes, 'special-kind', said.kind) ?? codeFor(codes, 'special-kind', 'other'),
  },
})

/** 中止、补正 Times that stood still, once they are over: each from its event to the one that ended it. */
function* stillRows(source: CaseSource, codes: NationalCodes): Generator<CaseRow> {
  const { events, definition, zone } = source
  let stood: CaseEvent | undefined
  let asked: CaseEvent | undefined
  for (const event of events) {
    if (event.type === 'case.suspended') stood = event
    if (event.type === 'supplement.requested') asked = event
    const hand = handOf(event, source)
    if (event.type === 'case.resumed' && stood?.type === 'case.suspended') {
      const { for: ground, basis } = stood.data
      const stage = definition.stages.get(ground)
      const name = stage === undefined ? ground : zh(stage.name)
      const reason = basis === undefined ? name : `${name}（${basis.law}第${basis.articles.join('、')}条）`
      const kind = stage?.kind ?? 'other'
      const [from, to] = [localTime(stood.at, zone), localTime(event.at, zone)]
      yield specialRow(source, codes, `stop.${stood.seq}`, { kind, name, from, to, reason, result: '恢复计时', hand })
      stood = undefined
    }
    if (event.type === 'supplement.received' && asked) {
      const [from, to] = [localTime(asked.at, zone), localTime(event.at, zone)]
      const result = event.data.complete ? '补正齐全' : '补正不齐'
      yield specialRow(source, codes, `supplement.${asked.seq}`, {
        kind: 'supplement',
        name: '补正',
        from,
        to,
        reason: '申请材料不齐全或者不符合法定形式',
        result,
        hand,
      })
      asked = undefined
    }
  }
}

function resultRow(source: CaseSource, codes: NationalCodes): CaseRow | undefined {
  const { events, state, definition, vouchers, number, zone } = source
  const refused = eventsOf(events, 'acceptance.refused').at(-1)
  const withdrawn = eventsOf(events, 'case.withdrawn').at(-1)
  const decided = eventsOf(events, 'decision.made').at(-1)
  const closed = state.status === 'ended' ? eventsOf(events, 'case.closed').at(-1) : undefined
  const last = decided ?? withdrawn ?? refused ?? closed
  if (!last) return undefined
  const kind = decided
    ? decided.data.favourable
      ? 'granted'
      : 'adverse'
    : withdrawn
      ? 'withdrawn'
      : refused
        ? 'refused-acceptance'
        : 'ended'
  const documents = definition.definition.content.documents ?? []
  const named = (id: string) => zh(documents.find(one => one.id === id)?.name) || id
  const outcome = decided && definition.definition.content.outcomes[decided.data.outcome]
  return {
    table: 'up_pro_result',
    place: 'result',
    cells: {
      handle_user_name: handOf(last, source),
      is_delivery_results: eventsOf(events, 'service.made').some(({ data }) => data.way === 'post') ? '1' : '0',
      project_no: number,
      result_cetr_name: vouchers.map(one => named(one.kind)).join('；'),
      result_cetr_no: vouchers.map(one => one.number).join('；'),
      result_date: localTime(last.at, zone),
      result_explain: outcome?.name === undefined ? decided?.data.outcome : zh(outcome.name),
      result_type: codeFor(codes, 'end-result', kind),
    },
  }
}

function materialRows({ state, definition, number }: CaseSource, codes: NationalCodes): readonly CaseRow[] {
  const { materials } = definition.definition
  return Object.entries(state.materials).map(([id, how]) => ({
    table: 'up_pro_material',
    place: id,
    cells: {
      get_num: 1,
      get_type: codeFor(codes, 'get-type', how) ?? codeFor(codes, 'get-type', 'paper'),
      material_name: zh(materials.find(one => one.id === id)?.name) || id,
      project_no: number,
    },
  }))
}

/**
 * 办件五表 The rows of one case: acceptance, course, special procedures, result, papers. None before it is accepted. Texts are the item's
 * own words; what people wrote stays in the case, because the tables have no way to forget it.
 */
export function rowsOfCase(source: CaseSource, codes: NationalCodes): readonly CaseRow[] {
  const accepted = acceptedAt(source)
  if (accepted === undefined) return []
  const result = resultRow(source, codes)
  return [
    { table: 'up_pro_accept', place: 'accept', cells: acceptCells(source, codes, accepted) },
    ...stageRows(source, codes),
    ...stillRows(source, codes),
    ...(result ? [result] : []),
    ...materialRows(source, codes),
  ]
}
