import type { Judged } from '#kernel/case'
import type { CompiledItem, Provision, Text } from '#kernel/definition'
import { type Reason, Refusal } from '#kernel/refusal'

/**
 * 预检结果 One thing that stands against an application (`wrong`), that an officer will have to look at (`unknown`), or that a machine read on a
 * paper, may be mistaken about, and asks the sender to look at (`look`).
 */
export interface Finding {
  readonly kind: 'wrong' | 'unknown' | 'look'
  readonly code: string
  readonly text: Text | null
  readonly basis: Provision | null
  /** Fields of the form that it is about. */
  readonly fields: readonly string[]
  readonly material: string | null
  readonly referTo: string | null
  /** Why a field does not fit, where that is what is wrong. */
  readonly problem: string | null
  /** What was read on the paper, for the sentence that says so; people only masked. */
  readonly read?: Readonly<Record<string, string>>
}

export const nothing = { text: null, basis: null, fields: [], material: null, referTo: null, problem: null } as const

/** What an expression reads, also by way of facts that the item derives. */
export function answersRead(
  { definition, expressions }: CompiledItem,
  sources: readonly (string | undefined)[],
): string[] {
  const { form, facts = {} } = definition.content
  const seen = new Set<string>()
  const look = (source: string | undefined): void => {
    for (const name of source === undefined ? [] : (expressions.get(source)?.names ?? [])) {
      if (seen.has(name)) continue
      seen.add(name)
      look(facts[name]?.test)
    }
  }
  for (const source of sources) look(source)
  return [...seen].filter(name => form[name] !== undefined && form[name].at === undefined)
}

function about(
  compiled: CompiledItem,
  { rule = '', facts = {}, basis }: Reason,
): Omit<Finding, 'kind' | 'code' | 'problem'> {
  const { conditions, rules, comparison } = compiled.definition
  const [group, id] = rule.split('.') as [string, string | undefined]
  const own: Provision | null = basis ? { law: basis.law, articles: [...basis.articles] } : null
  const referTo = typeof facts['referTo'] === 'string' ? facts['referTo'] : null
  const common = { ...nothing, basis: own, referTo }
  if (typeof facts['field'] === 'string') return { ...common, fields: [facts['field']] }
  if (typeof facts['material'] === 'string') return { ...common, material: facts['material'] }
  if (group === 'comparison') {
    const asked = comparison.find(one => one.id === id)
    return { ...common, fields: answersRead(compiled, Object.values(asked?.with ?? {})) }
  }
  const condition = group === 'conditions' ? conditions.find(one => one.id === id) : undefined
  const broken = group === 'rules' ? rules.find(one => one.id === id) : undefined
  const sources = [condition?.test, broken?.test, broken?.when]
  return { ...common, text: condition?.text ?? broken?.text ?? null, fields: answersRead(compiled, sources) }
}

/** Where the register has not answered yet, nothing is wrong: it is asked again, or somebody looks. */
const waits: ReadonlySet<string> = new Set(['COMPARISON_AWAITED', 'COMPARISON_UNKNOWN'])

const findingsOf = (compiled: CompiledItem, reasons: readonly Reason[], kind: Finding['kind']): readonly Finding[] =>
  reasons.map(reason => ({
    ...about(compiled, reason),
    kind: waits.has(reason.code) ? 'unknown' : kind,
    code: reason.code,
    problem: null,
  }))

/** 预检 What the counter's questions came to, in the words of the item; what passes and is only told to supervisors is not said. */
export function findingsIn(compiled: CompiledItem, judged: readonly Judged[]): readonly Finding[] {
  return judged.flatMap(({ verdict }) => {
    if (verdict.granted || verdict.outcome === 'alarm') return []
    return findingsOf(compiled, verdict.reasons, verdict.outcome === 'refuse' ? 'wrong' : 'unknown')
  })
}

/** 空白扫描件 Papers on which nothing can be read: whoever accepts would ask for them again (行政许可法32). */
export const findingsOfBlank = ({ definition }: CompiledItem, materials: readonly string[]): readonly Finding[] =>
  definition.materials
    .filter(({ id }) => materials.includes(id))
    .map(({ id }) => ({
      ...nothing,
      ...{ kind: 'wrong', code: 'MATERIAL_BLANK', material: id },
      basis: { law: '行政许可法', articles: ['32'] },
    }))

/** 凭证失效 What the city would fetch itself, and of which the applicant holds only what no longer holds: a new one given instead is looked at. */
export function findingsOfVouchers(
  compiled: CompiledItem,
  { fields, given }: { readonly fields: Readonly<Record<string, unknown>>; readonly given: readonly string[] },
  held: readonly { readonly kind: string; readonly status: string }[],
): readonly Finding[] {
  const facts = compiled.prepare(fields)
  return compiled.definition.materials.flatMap(({ id, from, stage, onlyIf, basis }): readonly Finding[] => {
    if (stage !== undefined || typeof from !== 'object' || !('voucher' in from)) return []
    if (onlyIf !== undefined && compiled.test(onlyIf, facts) === false) return []
    const own = held.filter(({ kind }) => kind === from.voucher)
    if (own.length === 0 || own.some(({ status }) => status === 'valid')) return []
    const anew = given.includes(id)
    const found = anew
      ? ({ kind: 'unknown', code: 'VOUCHER_ANEW' } as const)
      : ({ kind: 'wrong', code: 'VOUCHER_OVER' } as const)
    return [{ ...nothing, ...found, material: id, basis: basis ?? null }]
  })
}

/** 办理对象 Who applies is none of those the item is for; a household applies by one of its persons. */
export function findingsOfApplicant({ definition }: CompiledItem, kind: string): readonly Finding[] {
  const units: readonly string[] = [definition.content.parties.subject?.unit ?? []].flat()
  const fits = units.length === 0 || units.includes(kind) || (kind === 'person' && units.includes('household'))
  return fits ? [] : [{ ...nothing, kind: 'wrong', code: 'APPLICANT_OF_OTHER_KIND' }]
}

/** 与登记不一致 What the applicant says a register has wrongly: nobody is kept from sending, and somebody looks at it. */
export const findingsOfDisputed = (disputed: Readonly<Record<string, string>>): readonly Finding[] =>
  Object.keys(disputed).map(name => ({ ...nothing, kind: 'unknown', code: 'REGISTER_DISPUTED', fields: [name] }))

/** What the opening itself was refused with. @throws the refusal where nothing in the form mends it. */
export function findingsOfRefusal(compiled: CompiledItem, refusal: unknown): readonly Finding[] {
  if (!(refusal instanceof Refusal)) throw refusal
  const { fields = {}, materials = {} } = refusal.facts as {
    readonly fields?: Readonly<Record<string, string>>
    readonly materials?: Readonly<Record<string, string>>
  }
  const found: readonly Finding[] = [
    ...Object.entries(fields).map(([name, problem]) => ({
      ...nothing,
      kind: 'wrong' as const,
      code: 'FIELD_WRONG',
      fields: [name],
      problem,
    })),
    ...Object.keys(materials).map(material => ({
      ...nothing,
      kind: 'wrong' as const,
      code: 'MATERIAL_WRONG',
      material,
    })),
    ...findingsOf(compiled, refusal.reasons, 'wrong'),
  ]
  if (found.length === 0) throw refusal
  return found
}
