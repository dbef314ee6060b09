import { parseCitizen, parseUscc } from '#kernel/code'
import type { CompiledItem } from '#kernel/definition'
import type { Sql } from '#kernel/storage'
import type { Evidence } from './control.ts'
import type { PartyInCase } from './event.ts'
import type { CaseDependencies } from './request.ts'
import { primaryParty } from './state.ts'

/** The verbs whose form says who the party is. */
const verbs: ReadonlySet<string> = new Set(['submit', 'lodge', 'supplement'])
const ofMainParty = /^(applicant|respondent|subject)\./

interface Said {
  readonly verb: string
  readonly body: Readonly<Record<string, unknown>>
}

/** 本人号码 For each code in the form that should be the main party's own: whether it is. */
export async function ownCodes(
  sql: Sql,
  { identifies, clock }: Pick<CaseDependencies, 'identifies' | 'clock'>,
  { definition }: CompiledItem,
  parties: readonly PartyInCase[],
  { verb, body }: Said,
): Promise<readonly Evidence[]> {
  const party = primaryParty({ parties })?.party
  if (party === undefined || !verbs.has(verb)) return []
  const fields = (body['fields'] ?? {}) as Readonly<Record<string, unknown>>
  const obtained = clock.now().toString()
  const asked = Object.entries(fields).flatMap(([name, value]): readonly Promise<Evidence>[] => {
    const type = definition.content.form[name]?.type
    if ((type !== 'uscc' && type !== 'citizen') || typeof value !== 'string' || !ofMainParty.test(name)) return []
    // A code that is no code is the form's business.
    if (!(type === 'uscc' ? parseUscc(value) : parseCitizen(value, { today: clock.today() })).ok) return []
    const told = (own: boolean | null) => ({
      comparison: `identity:${name}`,
      value: own,
      obtained,
      validUntil: obtained,
    })
    return [identifies(sql, party, type, value).then(told)]
  })
  return Promise.all(asked)
}
