import type { CaseState } from '#kernel/case'
import type { ItemDefinition, Text } from '#kernel/definition'
import { concerns, findCase } from './access.ts'
import { isCheckCode } from './check-code.ts'
import { type Progress, progressOf } from './progress.ts'
import type { RouteNeeds } from './routes.ts'

/** 公开进度 What the holder of a receipt sees of his case: stages, posts, days, reasons; no name, no answer he gave. */
export interface PublicProgress extends Progress {
  readonly number: string
  readonly item: string
  readonly name: Text
  readonly organ: string
  readonly openedOn: string
  readonly status: CaseState['status']
  readonly outcome: { readonly key: string; readonly name: Text } | null
  readonly result: string | null
  readonly remedies: NonNullable<ItemDefinition['content']['outcomes'][string]['remedies']>
  readonly missing: readonly Text[]
}

/** Finds a case by its number and printed code; undefined for a wrong one of either, so that neither can be guessed apart. */
export function makePublicProgress({ db, clock, index, definitions, directory, calendar }: RouteNeeds) {
  return async (number: string, code: string): Promise<PublicProgress | undefined> => {
    const row = await findCase(db, number)
    if (!isCheckCode(index, number, code) || !row) return undefined
    const { state } = row
    // A case nobody has been told of has no receipt: the code of its number opens nothing.
    if (!state.parties.some(({ party }) => concerns(state, party))) return undefined
    const compiled = await definitions.byHash(row.itemHash)
    const { content, materials } = compiled.definition
    const offices = await directory()
    const today = clock.today()
    const outcome = state.outcome === undefined ? undefined : content.outcomes[state.outcome]
    return {
      number,
      item: state.item,
      name: content.name,
      organ: offices.organ(state.organ, today.toString())?.name ?? state.organ,
      openedOn: state.openedOn,
      status: state.status,
      outcome: state.outcome === undefined ? null : { key: state.outcome, name: outcome?.name ?? state.outcome },
      result: state.result ?? null,
      remedies: outcome?.remedies ?? [],
      missing: [
        ...(state.awaiting?.materials ?? []).map(id => materials.find(one => one.id === id)?.name ?? id),
        ...(state.awaiting?.fields ?? []).map(name => content.form[name]?.label ?? name),
      ],
      ...progressOf(state, compiled, { calendar: calendar(), directory: offices, today }),
    }
  }
}
