import { comparisonVerdict, evidenceOf, type RecordedEvidence } from '#hubs/data/comparison'
import { caseHandling } from '#hubs/data/reading'
import { type CaseState, primaryParty } from '#kernel/case'
import type { CompiledItem, Provision, Text } from '#kernel/definition'
import { type Ground, readingOf } from '#kernel/grant'
import type { Actor } from '#kernel/identity'
import type { Reason } from '#kernel/refusal'
import { statement } from '#kernel/storage'
import type { CaseRow } from './access.ts'
import { readingRefused } from './details.ts'
import type { FieldMeanings } from './field-meanings.ts'
import { disclosureOf } from './naming.ts'
import { type DisputeShown, makeRegisterDisputes } from './register-disputes.ts'
import { registerSource } from './register-row.ts'
import type { RouteNeeds } from './routes.ts'

const openedAt = statement('power.openedAt', 'select at from kernel.case_steps where case_id = $1 order by seq limit 1')

/** 登记怎么说 One question of the form that a register answers too: what it held when the case was handed in, and what it holds now. */
export interface FieldHeld {
  readonly field: string
  readonly name: Text
  readonly organ: string | null
  /** Null: the register has no such row, or does not say. */
  readonly held: unknown
  readonly since: string | null
  readonly recorded: string | null
  readonly now: unknown
  readonly dispute: Pick<DisputeShown, 'answer' | 'answeredOn' | 'answeredBy' | 'reason' | 'dueOn'> | null
}

/** 核对问了什么 One comparison of the item as it was put last: with which answers of the case, what came back, what had to come back. */
export interface Asked {
  readonly comparison: string
  readonly text: Text
  readonly source: Text
  readonly basis: Provision | null
  readonly put: readonly { readonly field: string; readonly value: unknown }[]
  readonly answer: unknown
  readonly expected: unknown
  readonly at: string
  readonly verdict: 'holds' | 'differs' | 'unknown'
}

const answered = ({ answer, answeredOn, answeredBy, reason, dueOn }: DisputeShown): FieldHeld['dispute'] => ({
  ...{ answer, answeredOn, answeredBy, reason, dueOn },
})

export type ComparedNeeds = RouteNeeds & { readonly meanings: FieldMeanings }

/** 并列核对 What was said in a case beside what registers and systems say, and when: only of what the form itself takes from them or the item asks. */
export function makeCompared(needs: ComparedNeeds) {
  const { db, clock, registers, reads, grants, directory, meanings, questionWords, keyring } = needs
  const disputes = makeRegisterDisputes(needs)
  const today = () => clock.today().toString()

  /** The key of a register's row, as the case's own answers name it. */
  function keyOf(register: string, { form }: CompiledItem['definition']['content'], { facts }: CaseState) {
    const { key, fields } = registers.declaration(register)
    const answered = Object.entries(form).filter(([name, { at }]) => at === undefined && facts[name] !== undefined)
    return Object.fromEntries(
      key.flatMap(part => {
        const named = answered.find(([name, field]) => {
          const source = registerSource(name, field, meanings)
          return source?.register === register && source.field === part
        })
        const typed = answered.find(([, { type }]) => type !== 'string' && type === fields[part]?.type)
        const [name] = named ?? typed ?? []
        return name === undefined ? [] : [[part, facts[name]] as const]
      }),
    )
  }

  async function fieldsHeld({ id, state }: CaseRow, { definition }: CompiledItem): Promise<readonly FieldHeld[]> {
    const { content } = definition
    const [opened] = await db.run<{ at: string }>(openedAt, [id])
    const said = await disputes.ofCase(id)
    const offices = await directory()
    const found = await Promise.all(
      Object.entries(content.form).map(async ([name, field]): Promise<readonly FieldHeld[]> => {
        const source = field.at === undefined ? registerSource(name, field, meanings) : undefined
        const declared = source && registers.declarations.get(source.register)
        const dispute = said.find(one => one.field === name)
        if (!source || !declared) return []
        const key = keyOf(source.register, content, state)
        // A question that is the key itself finds its own row: nothing is compared.
        if (declared.key.includes(source.field) || declared.key.some(part => key[part] === undefined)) return []
        const [then, now] = await Promise.all([
          registers.asOf(source.register, key, state.openedOn, opened!.at),
          registers.asOf(source.register, key, today()),
        ])
        // Where the register has no row of it there is nothing beside what was said, unless somebody said that it is wrong.
        if (!then && !now && !dispute) return []
        const organ = then?.organ ?? now?.organ ?? declared.feed?.organ ?? null
        return [
          {
            field: name,
            name: declared.name as Text,
            organ: organ && (offices.organ(organ, today())?.name ?? organ),
            held: dispute ? dispute.held : (then?.values[source.field] ?? null),
            since: dispute?.heldSince ?? then?.validFrom ?? null,
            recorded: dispute?.recorded ?? then?.recordedFrom ?? null,
            now: now?.values[source.field] ?? null,
            dispute: dispute ? answered(dispute) : null,
          },
        ]
      }),
    )
    return found.flat()
  }

  async function asked({ id, state }: CaseRow, { definition }: CompiledItem): Promise<readonly Asked[]> {
    const latest = new Map<string, RecordedEvidence>()
    for (const one of await evidenceOf(db, keyring, id)) latest.set(one.comparison, one)
    return definition.comparison.flatMap((comparison): readonly Asked[] => {
      const evidence = latest.get(comparison.id)
      if (!evidence) return []
      const verdict = comparisonVerdict(comparison, evidence, Temporal.Instant.from(evidence.obtained))
      const unknown = evidence.value === null || evidence.value === undefined
      return [
        {
          comparison: comparison.id,
          text: questionWords.asked(comparison.ask),
          source: questionWords.source(evidence.source),
          basis: comparison.basis ?? null,
          put: Object.values(comparison.with)
            // What the item puts of its own accord, a literal or a sum, is no answer of the form and has no name there.
            .filter(field => definition.content.form[field] !== undefined)
            .map(field => ({ field, value: state.facts[field] ?? null })),
          answer: evidence.value ?? null,
          expected: comparison.expect,
          at: evidence.obtained,
          verdict: unknown ? 'unknown' : verdict.granted ? 'holds' : 'differs',
        },
      ]
    })
  }

  /**
   * Under the grants by which what was said in the case is read, question by question: whoever may not read the answer learns nothing from what
   * stands beside it. What the registers say of the party is a look at it, and is on record first. @throws READING_REFUSED where no grant reaches anything.
   */
  return async (row: CaseRow, definition: CompiledItem, { actor, ground }: { actor: Actor; ground: Ground }) => {
    const reader = { grants: await grants.table(), directory: await directory(), on: today() }
    const question = { actor, purpose: caseHandling, ground, source: 'case.details', at: clock.now() }
    const used = new Set<string>()
    let against: readonly Reason[] = []
    const may = (names: readonly string[]): boolean => {
      const { verdict, grants: by } = readingOf(reader, { ...question, fields: names })
      if (verdict.granted) for (const id of by) used.add(id)
      else against = verdict.reasons
      return verdict.granted
    }
    const [held, put] = await Promise.all([fieldsHeld(row, definition), asked(row, definition)])
    const fields = held.filter(({ field }) => may([field]))
    const questions = put.filter(one => may(one.put.length > 0 ? one.put.map(({ field }) => field) : [one.comparison]))
    if (fields.length + questions.length === 0 && !may(['*'])) throw readingRefused({ reasons: against })
    const party = primaryParty(row.state)?.party
    if (fields.length > 0 && party !== undefined)
      await db.transaction(sql =>
        reads.recordRead(sql, {
          ...{ actor, purpose: caseHandling, ground, grants: [...used], source: 'register', subjects: [party] },
          fields: fields.map(({ field }) => field),
          disclosure: disclosureOf(definition, today()),
        }),
      )
    return { fields, asked: questions }
  }
}
