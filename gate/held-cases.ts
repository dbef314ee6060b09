import type { CompiledItem, Field } from '#kernel/definition'
import type { HeldFact } from '#portals/public'
import type { OwnCase, RouteNeeds } from '#systems/power'
import type { DraftContent } from '#systems/service'
import { keptIn } from './draft-kept.ts'

const answers = (form: Readonly<Record<string, Field>>, said: Readonly<Record<string, unknown>>): HeldFact[] =>
  Object.entries(said).flatMap(([name, value]) => {
    const field = Object.hasOwn(form, name) ? form[name] : undefined
    return field === undefined || value === null || value === '' ? [] : [{ name: `answers.${name}`, field, value }]
  })

/** 案中所说 What a party said and handed in in one case, and what it was told there. */
export function caseFacts(own: OwnCase): readonly HeldFact[] {
  const { definition, answers: said, materials, files, told, decision, outcome } = own
  const papers = definition.materials.filter(({ id }) => materials[id] !== undefined)
  return [
    ...answers(definition.content.form, said),
    ...papers.map(({ id, name }) => ({
      name: `papers.${id}`,
      label: name,
      value: materials[id],
      as: { words: 'given' },
    })),
    ...Object.entries(files).map(([id, value]) => ({
      name: `files.${id}`,
      label: papers.find(one => one.id === id)?.name ?? id,
      value,
    })),
    ...(outcome === null ? [] : [{ name: 'outcome', value: outcome.name, as: 'text' as const }]),
    ...(decision === null ? [] : [{ name: 'decidedOn', value: decision.on, as: 'day' as const }]),
    ...told.map(({ verb, on, text }, at) => ({
      name: `told.${at + 1}.${verb}.${on}`,
      label: { zh: '告知', en: 'Told' },
      value: text,
    })),
  ]
}

/** 随填随存 What was typed and not sent, as it was typed. */
const typedOnly = (form: Readonly<Record<string, Field>>, typed: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(typed).flatMap(([name, texts]): HeldFact[] => {
    const label = Object.hasOwn(form, name) ? form[name]!.label : undefined
    const value = texts.filter(text => text !== '')
    return label === undefined || value.length === 0 ? [] : [{ name: `typed.${name}`, label, value }]
  })

/** 草稿所填 What was filled in so far. */
export async function draftFacts(
  { definitions, clock }: Pick<RouteNeeds, 'definitions' | 'clock'>,
  { item, fields, kept = {} }: { readonly item: string } & Pick<DraftContent, 'fields' | 'kept'>,
): Promise<readonly HeldFact[]> {
  const compiled: CompiledItem | undefined = await definitions
    .current(item, clock.today().toString())
    .catch(() => undefined)
  if (compiled === undefined) return []
  const { form } = compiled.definition.content
  return [...answers(form, fields), ...typedOnly(form, keptIn({ kept }).typed ?? {})]
}
