import { covers } from '#hubs/application/access'
import { type CaseState, openDetails, primaryParty } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import { statement } from '#kernel/storage'
import { ownGround } from './access.ts'
import { ownData } from './details.routes.ts'
import { ownReading } from './details.ts'
import { type Finding, nothing } from './precheck.ts'
import type { PartyCaller } from './prefill.ts'
import type { RouteNeeds } from './routes.ts'

const running = statement(
  'power.runningOfParty',
  `select distinct c.id, c.number, c.opened_on as "openedOn", c.state from kernel.case_parties p join kernel.cases c on c.id = p.case_id
   where p.party = $1 and p.role = 'subject' and c.item = $2 and c.organ = $3 and c.ended_on is null order by c.id desc limit 10`,
)

export type AlreadyAppliedNeeds = Pick<RouteNeeds, 'db' | 'keyring' | 'reads'>

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
/** Whom to ask, and where money goes, may change while the matter is the same. */
const whomToAsk = /^contact\.|\.(?:phone|account)$/

/**
 * 重复申请 A case of this very matter that the applicant has running already: same item, organ and answers. It may be handed in all the
 * same; whoever is told can follow the first one instead. The reading of the own cases is on record.
 */
export const makeAlreadyApplied =
  ({ db, keyring, reads }: AlreadyAppliedNeeds) =>
  async (
    caller: PartyCaller,
    { definition }: CompiledItem,
    {
      organ,
      fields,
      dated,
    }: {
      readonly organ: string
      readonly fields: Readonly<Record<string, unknown>>
      readonly dated: readonly string[]
    },
  ): Promise<readonly Finding[]> => {
    type Row = { id: string; number: string; openedOn: string; state: string }
    const { actor } = caller
    const { party } = actor
    // Whoever may apply and not look is not told what runs already.
    if (!covers(caller, 'see', definition.item)) return []
    const rows = await db.run<Row>(running, [party, definition.item, organ])
    if (rows.length === 0) return []
    const asked = Object.entries(definition.content.form).flatMap(([name, { at, type }]) =>
      at === undefined && type !== 'file' && !dated.includes(name) && !whomToAsk.test(name) ? [name] : [],
    )
    const matches: Row[] = []
    for (const row of rows) {
      const state = JSON.parse(row.state) as CaseState
      if (primaryParty(state)?.party !== party) continue
      const details = await openDetails(db, keyring, { caseId: row.id, after: 0, steps: 20 })
      const said = ownReading(details, state, party).items.map(item => item.said)
      const before: Readonly<Record<string, unknown>> = Object.assign({}, state.facts, ...said)
      if (asked.every(name => same(before[name], fields[name]))) matches.push(row)
    }
    const question = {
      actor,
      purpose: ownData,
      ground: ownGround(caller),
      grants: [],
      disclosure: { kind: 'at-once' },
      source: 'case.details',
      fields: asked,
      subjects: [party],
    } as const
    await db.transaction(sql => reads.recordRead(sql, question))
    return matches.slice(0, 1).map(({ number, openedOn }) => ({
      ...nothing,
      kind: 'wrong',
      code: 'ALREADY_APPLIED',
      text: {
        zh: `您${openedOn}已经交过内容相同的申请，正在办理，编号${number}。可以在“我的办件”里查看`,
        en: `You handed in the same application on ${openedOn}; it is being dealt with under ${number}`,
      },
    }))
  }
