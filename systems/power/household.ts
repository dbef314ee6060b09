import { bodyInvalid } from '#kernel/case'
import { normaliseCitizen, parseCitizen } from '#kernel/code'
import type { CompiledItem } from '#kernel/definition'
import type { RouteNeeds } from './routes.ts'

/** 共同生活的家庭成员 As the applicant names one: whether the number is that person's, only that person knows. */
interface Named {
  readonly name: string
  readonly number: string
}

/** 姓名、号码 The last part of a line is the number, whatever stands between the two. */
const line = /^(.{1,60}?)[\s,，、:：]+([0-9]{17}[0-9Xx])$/u

/** Says which field of the form is wrong, and how. */
const wrong = (field: string, problem: string) => bodyInvalid({ facts: { fields: { [field]: problem } } })

/** 写明的家庭成员 Whom the applicant names, in the item's own field for it. @throws BODY_INVALID, with the field. */
export function membersNamed(
  { definition }: CompiledItem,
  fields: Readonly<Record<string, unknown>>,
  today: string,
): readonly Named[] {
  const { member, subject } = definition.content.parties
  const field = member?.named
  if (field === undefined) return []
  const lines = Array.isArray(fields[field]) ? (fields[field] as readonly string[]) : []
  const named = lines.map(text => {
    const [, name, number] = line.exec(text.normalize('NFKC').trim()) ?? []
    const at = Temporal.PlainDate.from(today)
    if (name === undefined || number === undefined || !parseCitizen(number, { today: at }).ok)
      throw wrong(field, 'NOT_A_MEMBER')
    return { name, number: normaliseCitizen(number) }
  })
  const numbers = named.map(({ number }) => number)
  const own = String(fields['applicant.citizen'] ?? '').toUpperCase()
  if (new Set([...numbers, own]).size <= numbers.length) throw wrong(field, 'SAME_PERSON')
  const count = typeof subject?.members === 'string' ? Number(fields[subject.members]) : Number.NaN
  if (named.length >= count) throw wrong(field, 'TOO_MANY')
  return named
}

/**
 * 家庭成员入案 Puts whom the applicant names into the case, so that each can be asked for his own consent. A number that is known here under
 * another name asks nobody: somebody else would be told of this household. What was wrong is told to nobody either.
 */
export const makeHousehold =
  ({ db, clock, parties }: Pick<RouteNeeds, 'db' | 'clock' | 'parties'>) =>
  async (compiled: CompiledItem, fields: Readonly<Record<string, unknown>>) => {
    const named = membersNamed(compiled, fields, clock.today().toString())
    const registered = await db.transaction(async sql => {
      const found = []
      for (const { name, number } of named)
        found.push(
          await parties.register(sql, { kind: 'person', name, identifiers: [{ scheme: 'citizen', value: number }] }),
        )
      return found
    })
    return registered.flatMap(({ party, nameDiffers }) =>
      nameDiffers ? [] : [{ role: 'member', party, unit: 'person' } as const],
    )
  }
