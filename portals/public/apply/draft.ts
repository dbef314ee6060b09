import type { CompiledItem } from '#kernel/definition'
import type { Visit } from '../citizen.ts'
import type { Draft, DraftChange } from './needs.ts'

export interface DraftAddress {
  readonly item: string
  readonly draft: string
}
export type DraftVisit<Came extends Visit = Visit> = Came & { readonly draft: Draft; readonly compiled: CompiledItem }

export const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
export const isFixed = ({ kept: { sources = {}, disputed = {} } }: Pick<Draft, 'kept'>, name: string): boolean =>
  sources[name]?.kind === 'day' || (sources[name]?.kind === 'register' && disputed[name] === undefined)

/** What was checked before is not true of what was changed since. */
export const unchecked = (draft: DraftChange): DraftChange => ({ ...draft, kept: { ...draft.kept, checked: null } })

const without = <Value>(record: Readonly<Record<string, Value>> | undefined, name: string): Record<string, Value> =>
  Object.fromEntries(Object.entries(record ?? {}).filter(([key]) => key !== name))

/** The draft with new answers; what was taken from somewhere and is now another is the person's own. */
export function withAnswers(draft: DraftChange, answers: ReadonlyMap<string, unknown>, version: string): DraftChange {
  const changed = [...answers].filter(([name, value]) => !same(draft.fields[name], value))
  const kept = { ...draft.kept, version }
  if (changed.length === 0) return { ...draft, kept }
  const names = new Set(changed.map(([name]) => name))
  const fields = Object.fromEntries(
    [...Object.entries(draft.fields).filter(([name]) => !names.has(name)), ...changed].filter(
      ([, value]) => value !== null,
    ),
  )
  const sources = Object.fromEntries(
    Object.entries(kept.sources ?? {}).filter(
      ([name, { kind }]) => kind === 'register' || kind === 'day' || !names.has(name),
    ),
  )
  return unchecked({ fields, kept: { ...kept, sources } })
}

/** 信息有误 The register keeps what it says; the case goes on with what the person says, and tells that the two differ. */
export function disputing(draft: DraftChange, name: string): DraftChange {
  const source = draft.kept.sources?.[name]
  if (source?.kind !== 'register') return draft
  return unchecked({ ...draft, kept: { ...draft.kept, disputed: { ...draft.kept.disputed, [name]: source.register } } })
}

export function agreeing(draft: DraftChange, name: string): DraftChange {
  const source = draft.kept.sources?.[name]
  if (source?.kind !== 'register') return draft
  return unchecked({
    fields: { ...draft.fields, [name]: source.value },
    kept: {
      ...draft.kept,
      disputed: without(draft.kept.disputed, name),
      ...(draft.kept.typed && { typed: without(draft.kept.typed, name) }),
    },
  })
}
