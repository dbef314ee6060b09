import type { Caller } from '#hubs/application/access'
import type { Text } from '#kernel/definition'
import type { RevealedParty } from '#kernel/party'
import type { RegisterRow } from '#kernel/register'
import { ownGround } from './access.ts'
import { ownData } from './details.routes.ts'
import type { RouteNeeds } from './routes.ts'

/** How a value of it is read. */
export interface HeldField {
  readonly type: string
  readonly label: Text
  readonly unit?: string
}

/** 台账所载 What a register says of a party, field by field: which organ answers for it, since when it holds, when it was written down. */
export interface RowHeld {
  readonly register: string
  readonly name: Text
  readonly organ: string
  readonly since: string
  readonly recorded: string
  readonly fields: readonly { readonly name: string; readonly field: HeldField; readonly value: unknown }[]
}

export type OwnRowsNeeds = Pick<RouteNeeds, 'db' | 'clock' | 'registers' | 'reads' | 'directory'>

/** 本人的登记 Rows of every register that is kept by a number of the party's own; what is sealed in a row about it is opened for it alone. */
export function makeOwnRows({ db, clock, registers, reads, directory }: OwnRowsNeeds) {
  /** Personal fields of a row that is about this very party; that it opened them is on record first. */
  async function opened(caller: Caller, party: string, register: string, row: RegisterRow) {
    const { fields } = registers.declaration(register)
    const personal = Object.keys(fields).filter(field => fields[field]!.personal)
    if (row.party !== party || personal.length === 0) return {}
    await db.transaction(sql =>
      reads.recordRead(sql, {
        actor: caller.actor,
        purpose: ownData,
        ground: ownGround(caller),
        grants: [],
        source: 'register',
        fields: personal.map(field => `${register}.${field}`),
        subjects: [party],
        disclosure: { kind: 'at-once' },
      }),
    )
    const said = await Promise.all(
      personal.map(async field => [field, await registers.personal(register, row, field)] as const),
    )
    return Object.fromEntries(said)
  }

  return async (caller: Caller, party: string, { identifiers }: Pick<RevealedParty, 'identifiers'>) => {
    const offices = await directory()
    const today = clock.today().toString()
    const held = await Promise.all(
      [...registers.declarations.values()].map(async ({ register, key, fields, name }): Promise<readonly RowHeld[]> => {
        const [first] = key
        const type = first === undefined ? undefined : fields[first]?.type
        const own = identifiers.find(({ scheme }) => scheme === type)
        if (first === undefined || own === undefined) return []
        const { rows } = await registers.current(register, { [first]: own.value }, { limit: 20 })
        return Promise.all(
          rows.map(async row => {
            const values = { ...row.values, ...(await opened(caller, party, register, row)) }
            return {
              register,
              name: name as Text,
              organ: offices.organ(row.organ, today)?.name ?? row.organ,
              since: row.validFrom,
              recorded: row.recordedFrom,
              fields: Object.entries(fields)
                .filter(([field]) => values[field] !== undefined && values[field] !== null)
                .map(([field, { type: kind, label, unit }]) => ({
                  name: field,
                  field: { type: kind, label: label as Text, ...(unit !== undefined && { unit }) },
                  value: values[field],
                })),
            }
          }),
        )
      }),
    )
    return held.flat()
  }
}
