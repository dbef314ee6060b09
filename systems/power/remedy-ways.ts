import type { Guide, ItemDefinition, Provision, Text } from '#kernel/definition'
import { type Directory, governmentOf } from '#kernel/identity'
import { Refusal } from '#kernel/refusal'
import type { RemedyRules } from './remedy-rules.ts'
import type { RouteNeeds } from './routes.ts'

interface Said {
  readonly text: Text
  readonly basis: Provision
}

/** What of a case says what can be done against it. */
interface AgainstDecision {
  readonly organId: string
  readonly remedies: readonly {
    readonly kind: string
    readonly body?: string
    readonly within: string
    readonly basis?: Provision
  }[]
  readonly lastDays: Readonly<Record<string, string>>
}

/** 救济途径 One way against a decision: to whom, where, until which day, what to bring and to know. */
export interface RemedyWay {
  readonly kind: string
  /** Null: whoever decided, or the court. */
  readonly body: string | null
  readonly within: string
  readonly basis: Provision | null
  /** Null while nothing says on which day the decision was received. */
  readonly lastDay: string | null
  /** Days from today to the last one; negative once it is over. */
  readonly daysLeft: number | null
  /** The item under which it may be applied for over the net. */
  readonly apply: { readonly item: string; readonly organ: string } | null
  readonly windows: readonly Text[]
  readonly hours: Text | null
  readonly contacts: readonly Text[]
  readonly court: { readonly name: string; readonly verified: boolean; readonly basis: Provision | null } | null
  readonly bring: readonly Said[]
  readonly know: readonly Said[]
}

export interface RemedyWaysNeeds extends Pick<RouteNeeds, 'clock' | 'directory'> {
  readonly rules: RemedyRules
  /** The guide of an item as an organ carries it out. @throws ITEM_UNKNOWN, OFFICE_UNKNOWN */
  readonly guide: (
    item: string,
    organ: string,
  ) => Promise<{ readonly guide: Guide; readonly definition: ItemDefinition }>
}

const online = ({ category, content }: ItemDefinition): boolean =>
  category.starts.includes('application') && content.channels.includes('online')

/** 救济 What is open against a decision, as the law and the city's own guide have it. */
export function makeRemedyWays({ clock, directory, rules, guide }: RemedyWaysNeeds) {
  /** Undefined where the city does not hear it, or this organ does not. */
  async function heardAt(item: string | undefined, organ: string | undefined) {
    if (item === undefined || organ === undefined) return undefined
    try {
      return { item, organ, ...(await guide(item, organ)) }
    } catch (fault) {
      if (fault instanceof Refusal && fault.status === 404) return undefined
      throw fault
    }
  }

  /** 由最初作出决定的机关所在地法院管辖；对政府的，由中级法院管辖（行政诉讼法14、15、18）. */
  function courtOf(offices: Directory, organ: string, basis: Provision | undefined): RemedyWay['court'] {
    const decided = offices.organ(organ, clock.today().toString())
    const court = rules.courts.find(({ region }) => region === decided?.region.slice(0, 6))
    if (!decided || !court) return null
    const name = decided.functions.includes('government') ? court.intermediate : court.basic
    return { name, verified: court.verified, basis: basis ?? null }
  }

  return async ({ organId, remedies, lastDays }: AgainstDecision): Promise<readonly RemedyWay[]> => {
    const offices = await directory()
    const today = clock.today()
    const above = [governmentOf(offices, organId, today.toString()), offices.superiorOf(organId, today.toString())]
    return Promise.all(
      remedies.map(async ({ kind, body, within, basis }): Promise<RemedyWay> => {
        const way = rules.ways[kind]
        const heard = await heardAt(way?.item, above.find(one => one?.name === body)?.id)
        const lastDay = lastDays[kind] ?? null
        return {
          kind,
          body: body ?? null,
          within,
          basis: basis ?? null,
          lastDay,
          daysLeft: lastDay === null ? null : today.until(Temporal.PlainDate.from(lastDay)).days,
          apply: heard && online(heard.definition) ? { item: heard.item, organ: heard.organ } : null,
          windows: heard?.guide.windows ?? [],
          hours: heard?.guide.hours ?? null,
          contacts: heard?.guide.contacts ?? [],
          court: kind === 'litigation' ? courtOf(offices, organId, way?.basis) : null,
          bring: way?.bring ?? [],
          know: way?.know ?? [],
        }
      }),
    )
  }
}
