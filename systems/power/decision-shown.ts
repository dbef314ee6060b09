import { evidenceOf } from '#hubs/data/comparison'
import type { CompiledItem, Provision, Text } from '#kernel/definition'
import { type Sql, statement } from '#kernel/storage'
import type { CaseRow } from './access.ts'
import type { Reading } from './details.ts'
import type { RouteNeeds } from './routes.ts'

/** 决定所依 What a decision stands on: who made it in which post, on which rules and articles, on what evidence. */
export interface DecisionShown {
  readonly on: string
  readonly organ: string
  readonly post: string | null
  readonly reason: string | null
  readonly grounds: readonly { readonly text: Text; readonly basis: Provision | null }[]
  readonly basis: readonly Provision[]
  readonly amount: number | null
  readonly servedOn: string | null
  readonly evidence: readonly {
    readonly kind: 'register' | 'paper' | 'recorded'
    readonly name: Text
    readonly source: string
    readonly on: string
  }[]
}

/** 告知 What an officer's act told the party, in the officer's own words. */
export interface Told {
  readonly verb: string
  readonly on: string
  readonly text: string
}

const events = statement(
  'power.decisionEvents',
  `select seq, type, at, on_date as "on", actor::text as actor, data::text as data from kernel.case_events
   where case_id = $1 and (type in ('case.opened', 'acceptance.refused', 'supplement.requested', 'decision.made', 'service.made', 'evidence.recorded', 'materials.recorded')
     or (type = 'stage.completed' and data ->> 'result' = 'accepted')) order by seq`,
)

/** 已发生 What papers and the page of a case speak of. */
export interface Happened {
  readonly seq: number
  readonly at: string
  readonly type: string
  readonly on: string
  readonly actor: { readonly kind: string; readonly post?: string; readonly organ?: string }
  readonly data: Readonly<Record<string, unknown>>
}

/** The texts that the law has an officer tell a party, as they stand in what it may read. */
export const toldIn = ({ items }: Reading): readonly Told[] =>
  items.flatMap(({ verb, at, by, said }) =>
    'post' in by
      ? Object.entries(said).flatMap(([name, text]) =>
          name.startsWith(`${verb}.`) && typeof text === 'string' ? [{ verb, on: at.slice(0, 10), text }] : [],
        )
      : [],
  )

export async function happenedIn(sql: Sql, caseId: string): Promise<readonly Happened[]> {
  type Row = Pick<Happened, 'seq' | 'type' | 'at' | 'on'> & { readonly actor: string; readonly data: string }
  const rows = await sql.run<Row>(events, [caseId])
  return rows.map(({ actor, data, ...rest }) => ({
    ...rest,
    actor: JSON.parse(actor) as Happened['actor'],
    data: JSON.parse(data) as Happened['data'],
  }))
}

/** 决定所依 Puts together what a decision stands on, from what is recorded: for the page of its case and for the paper alike. */
export function makeDecisionShown({
  db,
  clock,
  directory,
  questionWords,
  keyring,
}: Pick<RouteNeeds, 'db' | 'clock' | 'directory' | 'questionWords' | 'keyring'>) {
  return async (
    { id, state }: CaseRow,
    { definition }: CompiledItem,
    told: readonly Told[],
    happened: readonly Happened[],
  ): Promise<DecisionShown | null> => {
    const made = happened.findLast(({ type }) => type === 'decision.made')
    if (!made || state.outcome === undefined) return null
    const offices = await directory()
    const { organ = state.organ, post } = made.actor
    const rules = [...definition.rules, ...definition.conditions]
    const grounds = ((made.data['grounds'] ?? []) as readonly string[]).flatMap(key => {
      const rule = rules.find(one => one.id === key)
      return rule ? [{ text: rule.text ?? key, basis: rule.basis ?? null }] : []
    })
    const asked = (await evidenceOf(db, keyring, id)).filter(({ value }) => value !== null)
    const comparisons = asked.map(({ comparison, source, obtained }) => ({
      kind: 'register' as const,
      name: questionWords.whom(definition.comparison.find(one => one.id === comparison)?.ask ?? ''),
      source,
      on: Temporal.Instant.from(obtained).toZonedDateTimeISO(clock.zone).toPlainDate().toString(),
    }))
    const papers = Object.entries(state.materials).map(([key, how]) => ({
      kind: 'paper' as const,
      name: definition.materials.find(one => one.id === key)?.name ?? key,
      source: how,
      on: state.openedOn,
    }))
    const recorded = happened.flatMap(({ type, on, data }) =>
      type === 'evidence.recorded' ? [{ kind: 'recorded' as const, name: String(data['kind']), source: type, on }] : [],
    )
    const served = happened.findLast(({ type }) => type === 'service.made')
    const last = new Map(comparisons.map(one => [`${one.source} ${String(one.name)}`, one]))
    return {
      on: made.on,
      organ: offices.organ(organ, made.on)?.name ?? organ,
      post: post === undefined ? null : (offices.post(post, made.on)?.name ?? null),
      reason: told.findLast(({ verb }) => verb === 'decide')?.text ?? null,
      grounds,
      basis: definition.category.basis,
      amount: typeof made.data['amount'] === 'number' ? made.data['amount'] : null,
      servedOn: served === undefined ? null : String(served.data['on'] ?? served.on),
      evidence: [...last.values(), ...papers, ...recorded],
    }
  }
}
