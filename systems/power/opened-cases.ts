import type { Calendar } from '#kernel/calendar'
import { type CaseState, derivedCaseId, type PartState, partsOf } from '#kernel/case'
import type { CompiledItem, Text } from '#kernel/definition'
import type { Directory } from '#kernel/identity'
import { Refusal } from '#kernel/refusal'
import { type Sql, statement } from '#kernel/storage'
import { type Due, dueOf } from './progress.ts'
import type { PowerNeeds } from './routes.ts'

const causes = statement(
  'power.causesOf',
  `select seq, at, type, data ->> 'item' as item, data ->> 'part' as part from kernel.case_events
   where case_id = $1 and type in ('next.due', 'part.ordered') order by seq`,
)
const opened = statement(
  'power.openedCases',
  'select id, number, item_hash as "itemHash", state::text as state from kernel.cases where id = any ($1::uuid[])',
)

/** 所开办件 A case that another one has opened, as whoever reads that one may know it: whose it is and how it stands, nothing that is in it. */
export interface OpenedCase {
  readonly number: string
  readonly item: string
  readonly name: Text
  readonly organ: string
  readonly organId: string
  readonly status: CaseState['status']
  readonly outcome: { readonly key: string; readonly name: Text; readonly favourable: boolean | null } | null
  readonly result: string | null
  /** It ended because the case that opened it was over, or another part was refused. */
  readonly stopped: boolean
  /** The organ's own limit in it. */
  readonly due: Due | null
  /** Which part of this case it is, where it is one. */
  readonly part: string | null
}

/** 并联进度 One part of a case: the case it became, or why there is none (yet). */
export interface PartShown {
  readonly part: string
  readonly name: Text
  /** `waiting`: what it needs is not granted yet. `left`: it is not opened. `stopped`: it was told to end. */
  readonly status: 'waiting' | 'ordered' | 'running' | 'decided' | 'ended' | 'left' | 'stopped'
  readonly why: NonNullable<PartState['why']> | null
  /** Names of the parts that it waits for, or because of which it is not opened. */
  readonly of: readonly Text[]
  readonly opened: OpenedCase | null
}

type Needs = Pick<PowerNeeds, 'clock' | 'calendar' | 'definitions' | 'implementations'> & {
  readonly directory: () => Promise<Directory>
}

interface Row {
  readonly id: string
  readonly number: string
  readonly itemHash: string
  readonly state: string
}

/** 办件所开 What a case has opened: the cases that follow from it, and the parts of a joint one. */
export function makeOpenedCases({ clock, calendar, definitions, implementations, directory }: Needs) {
  const shownAs =
    (offices: Directory, days: Calendar) =>
    async ({ number, itemHash, state: text }: Row, part: string | null): Promise<OpenedCase> => {
      const today = clock.today()
      const state = JSON.parse(text) as CaseState
      const compiled = await implementations.implemented(itemHash, state.implementation)
      const { content } = compiled.definition
      const outcome = state.outcome === undefined ? undefined : content.outcomes[state.outcome]
      return {
        number,
        item: state.item,
        name: content.name,
        organ: offices.organ(state.organ, today.toString())?.name ?? state.organ,
        organId: state.organ,
        status: state.status,
        outcome:
          state.outcome === undefined
            ? null
            : { key: state.outcome, name: outcome?.name ?? state.outcome, favourable: outcome?.favourable ?? null },
        result: state.result ?? null,
        stopped: state.originEnded !== undefined,
        due: state.status === 'open' ? dueOf(state, compiled, days, today) : null,
        part,
      }
    }

  /** In the order in which they were caused. */
  async function openedBy(sql: Sql, { id, next, parts }: CaseState): Promise<readonly OpenedCase[]> {
    if (!next && !parts) return []
    type Cause = { seq: number; at: string; item: string; part: string | null }
    const known = (await sql.run<Cause>(causes, [id])).map(({ seq, at, item, part }) => ({
      part,
      case: derivedCaseId({ caseId: id, seq, at }, part ?? item),
    }))
    const rows = await sql.run<Row>(opened, [known.map(one => one.case)])
    const show = shownAs(await directory(), calendar())
    return Promise.all(
      known.flatMap(one => {
        const row = rows.find(found => found.id === one.case)
        return row ? [show(row, one.part)] : []
      }),
    )
  }

  /** The name of an item that is not opened yet, as it is called today. */
  async function nameOf(item: string): Promise<Text> {
    try {
      return (await definitions.current(item, clock.today().toString())).definition.content.name
    } catch (fault) {
      if (fault instanceof Refusal) return item
      throw fault
    }
  }

  function statusOf(at: PartState | undefined, there: OpenedCase | undefined): PartShown['status'] {
    if (!at) return 'waiting'
    if (at.status === 'left') return 'left'
    if (!there) return 'ordered'
    if (there.status === 'ended') return there.stopped ? 'stopped' : 'ended'
    return there.outcome ? 'decided' : 'running'
  }

  /** 并联各项 Every part that the item names, in its order: read as it stands, for the case itself hears of it a moment later. */
  async function partsShown(
    compiled: CompiledItem,
    { parts = {}, stages }: CaseState,
    cases: readonly OpenedCase[],
  ): Promise<readonly PartShown[]> {
    const declared = [...partsOf(compiled).values()]
    const begun = declared.filter(({ part, stage }) => parts[part] || stages[stage] !== undefined)
    const names = new Map(
      await Promise.all(
        begun.map(async ({ part, item }) => {
          const there = cases.find(one => one.part === part)
          return [part, there?.name ?? (await nameOf(item))] as const
        }),
      ),
    )
    return begun.map(({ part, after = [] }) => {
      const at = parts[part]
      const there = cases.find(one => one.part === part)
      const waitsFor = after.filter(key => parts[key]?.outcome === undefined && parts[key]?.why !== 'not-needed')
      const because = at ? (at.of === undefined ? [] : [at.of]) : waitsFor
      return {
        part,
        name: names.get(part)!,
        status: statusOf(at, there),
        why: at?.why ?? null,
        of: because.flatMap(key => names.get(key) ?? []),
        opened: there ?? null,
      }
    })
  }

  return { openedBy, partsShown }
}
