import { type Caller, officersOnly } from '#hubs/application/access'
import { type DisputeAnswer, type DisputeSaid, disputeUnknown } from '#hubs/data/correction'
import { openAllDetails } from '#kernel/case'
import type { Field, Text } from '#kernel/definition'
import { refusal } from '#kernel/refusal'
import type { RegisterRow } from '#kernel/register'
import { statement } from '#kernel/storage'
import { type CaseRow, findCase, handles } from './access.ts'
import { disputeGround, registerCorrection } from './dispute-notes.ts'
import { addMessages } from './messages.ts'
import type { RouteNeeds } from './routes.ts'

export const registerUncorrected = refusal('REGISTER_UNCORRECTED', 409, 'The register still says what it said')

const numberOf = statement('power.numberOfDisputed', 'select number from kernel.cases where id = $1')
const saidAt = statement(
  'power.disputedSaid',
  `select data -> 'facts' -> $3::text as said from kernel.case_events where case_id = $1 and seq = $2`,
)
/** 登记与所说 What the register held, what the party said instead, what the register holds now, and what its organ answers. */
export interface DisputeShown {
  readonly id: string
  readonly field: string
  readonly label: Text
  readonly type: Pick<Field, 'type' | 'options' | 'unit'>
  readonly register: string
  readonly name: Text
  readonly organ: string | null
  /** Null: the register had none. */
  readonly held: unknown
  readonly heldSince: string | null
  readonly recorded: string | null
  readonly from: 'feed' | 'case' | null
  readonly now: unknown
  readonly said: unknown
  readonly raisedOn: string
  readonly dueOn: string
  readonly answer: DisputeAnswer | null
  readonly answeredOn: string | null
  readonly answeredBy: string | null
  readonly reason: string | null
}

/** 待校核 The same for the organ that keeps the register; `number` only where it may know the case. */
export interface DisputeWaiting extends DisputeShown {
  readonly key: readonly { readonly label: Text; readonly value: unknown }[]
  readonly number: string | null
}

export type RegisterDisputesNeeds = Pick<
  RouteNeeds,
  'db' | 'clock' | 'keyring' | 'cases' | 'registers' | 'reads' | 'directory' | 'corrections'
>

/** 校核纠错 A disputed register value between three: whoever says so, whoever handles the case, and the organ that keeps the register. */
export function makeRegisterDisputes(needs: RegisterDisputesNeeds) {
  const { db, clock, keyring, cases, registers, reads, directory, corrections } = needs
  const today = () => clock.today().toString()

  async function rowsOf({ register, row }: DisputeSaid): Promise<{ then?: RegisterRow; now?: RegisterRow }> {
    if (row === null || !registers.declarations.has(register)) return {}
    const then = await registers.row(register, row)
    if (!then) return {}
    const key = Object.fromEntries(registers.declaration(register).key.map(field => [field, then.values[field]]))
    const now = await registers.asOf(register, key, today())
    return { then, ...(now && { now }) }
  }

  /** As it was said in that step; what is personal lies sealed. Null: it was erased. */
  async function saidIn({ caseId, seq, party, field }: DisputeSaid): Promise<unknown> {
    const [open] = await db.run<{ said: unknown }>(saidAt, [caseId, seq, field])
    if (open && open.said !== null) return open.said
    const details = await openAllDetails(db, keyring, caseId)
    const found = details.find(one => one.subject === party && one.seq >= seq && one.fields[field] !== undefined)
    return found?.fields[field] ?? null
  }

  async function shown(dispute: DisputeSaid): Promise<DisputeShown & Pick<DisputeWaiting, 'key'>> {
    const { id, field, register, registerField, raisedOn, dueOn, answer, answeredOn, answeredBy, reason } = dispute
    const { form } = (await cases.definitionOf(dispute.caseId)).definition.content
    const declared = registers.declarations.get(register)
    const { then, now } = await rowsOf(dispute)
    const offices = await directory()
    const asked = form[field]
    const { type = 'string', options, unit } = asked ?? {}
    return {
      id,
      field,
      label: asked?.label ?? field,
      type: { type, ...(options && { options }), ...(unit !== undefined && { unit }) },
      register,
      name: (declared?.name ?? register) as Text,
      organ: dispute.organ && (offices.organ(dispute.organ, today())?.name ?? dispute.organ),
      held: then?.values[registerField] ?? null,
      heldSince: then?.validFrom ?? null,
      recorded: then?.recordedFrom ?? null,
      from: then ? ('feed' in then.by ? 'feed' : 'case') : null,
      now: now?.values[registerField] ?? null,
      said: await saidIn(dispute),
      key: (declared?.key ?? []).flatMap(name =>
        then ? [{ label: declared!.fields[name]!.label as Text, value: then.values[name] }] : [],
      ),
      ...{ raisedOn, dueOn, answer, answeredOn, reason },
      answeredBy: answeredBy && (offices.post(answeredBy, today())?.name ?? answeredBy),
    }
  }

  const officerIn = ({ actor }: Caller) => {
    if (actor.kind !== 'officer') throw officersOnly()
    return actor
  }

  return {
    /** Of one case, for whoever may read the case: its party and its handler. */
    ofCase: async (caseId: string): Promise<readonly DisputeShown[]> =>
      Promise.all(
        (await corrections.ofCase(db, caseId)).map(async one => {
          const { key: _, ...rest } = await shown(one)
          return rest
        }),
      ),

    /** 本机关的登记 What is said to be wrong in registers of the officer's organ; that he looked is on record first. */
    async waiting(caller: Caller): Promise<readonly DisputeWaiting[]> {
      const actor = officerIn(caller)
      const found = await corrections.ofOrgan(db, actor.organ)
      if (found.length === 0) return []
      const subjects = [...new Set(found.map(({ party }) => party))]
      const fields = [...new Set(found.map(({ register, registerField }) => `${register}.${registerField}`))]
      const common = { actor, purpose: registerCorrection, ground: disputeGround, grants: [], source: 'register' }
      const disclosure = { kind: 'at-once' } as const
      await db.transaction(sql => reads.recordRead(sql, { ...common, fields, subjects, disclosure }))
      return Promise.all(
        found.map(async one => {
          const [{ number } = { number: '' }] = await db.run<{ number: string }>(numberOf, [one.caseId])
          const row: CaseRow | undefined = await findCase(db, number)
          return { ...(await shown(one)), number: row && handles(row.state, caller) ? number : null }
        }),
      )
    },

    /** 答复 Corrected, or kept with a reason; the party is told. @throws DISPUTE_UNKNOWN, DISPUTE_ANSWERED, REGISTER_UNCORRECTED */
    async answer(
      caller: Caller,
      id: string,
      given: { readonly answer: DisputeAnswer; readonly reason: string },
    ): Promise<void> {
      const actor = officerIn(caller)
      const dispute = await corrections.find(db, id)
      if (!dispute || dispute.organ !== actor.organ) throw disputeUnknown()
      const { then, now } = await rowsOf(dispute)
      const still = then !== undefined && now?.values[dispute.registerField] === then.values[dispute.registerField]
      if (given.answer === 'corrected' && dispute.answer === null && still)
        throw registerUncorrected({
          remedy: 'Let the source of the register be corrected first: its feed, or a case whose outcome writes it.',
        })
      await db.transaction(async sql => {
        await corrections.answer(sql, actor, id, given)
        const told = [`register-dispute:${id}`, dispute.caseId, 'register-answered', '{}', clock.now(), [dispute.party]]
        await sql.run(addMessages, told)
      })
    },
  }
}
