import type { CompiledItem, Field } from '#kernel/definition'
import { answerOf } from '../answer-text.ts'
import { longestOf } from '../field.ts'
import type { FormBody } from '../form-body.ts'
import { isUuid } from '../forms.ts'
import { isFixed, same } from './draft.ts'
import type { Draft, DraftChange, Heard } from './needs.ts'
import { pagesOf, questionsOn } from './paging.ts'

interface Said {
  readonly name: string
  readonly field: Field
  readonly texts: readonly string[]
}

/** Nothing that the page did not let anybody type: so what is kept is never larger than the form. */
export function fitsBox(field: Field, texts: readonly string[]): boolean {
  const values = field.type === 'boolean' ? ['true', 'false'] : field.options?.map(({ value }) => value)
  if (values) return texts.length <= values.length && texts.every(text => values.includes(text))
  return texts.reduce((length, text) => length + text.length, 0) <= longestOf(field)
}

/** 随填随存 Keeps what was typed as it was typed; what says no more than the answer that counts is not kept beside it. */
export function withTyped(draft: DraftChange, said: readonly Said[], heard: Heard | undefined): DraftChange {
  const typed = new Map(Object.entries(draft.kept.typed ?? {}))
  for (const { name, field, texts } of said) {
    const lines = texts.map(text => text.replaceAll('\r\n', '\n'))
    if (isFixed(draft, name) || same(answerOf(field, lines), draft.fields[name])) typed.delete(name)
    else if (fitsBox(field, lines)) typed.set(name, lines)
  }
  return { ...draft, kept: { ...draft.kept, typed: Object.fromEntries(typed), ...(heard && { heard }) } }
}

/** Which page it is and how often it has been heard, as its script says. */
export function heardIn(form: FormBody): Heard | undefined {
  const drawn = form.one('drawn') || form.one('key')
  const turn = Number(form.one('turn'))
  return isUuid(drawn) && Number.isSafeInteger(turn) && turn > 0 ? { drawn, turn } : undefined
}

export const isLate = ({ heard }: Pick<Draft['kept'], 'heard'>, now: Heard | undefined): boolean =>
  heard !== undefined && now !== undefined && heard.drawn === now.drawn && now.turn <= heard.turn

/** What stands in the box instead of the answer that counts. */
export const typedFor = (draft: Draft, name: string): readonly string[] | undefined =>
  isFixed(draft, name) ? undefined : draft.kept.typed?.[name]

/** The pages where something was typed that does not count yet. */
export const pagesTyped = (compiled: CompiledItem, draft: Draft): readonly number[] =>
  [0, ...pagesOf(compiled).fill.map((_, at) => at + 1)].filter(page =>
    questionsOn(compiled, page, draft.fields).some(([name]) => typedFor(draft, name) !== undefined),
  )
