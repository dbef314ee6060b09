import type { CompiledStage } from '#kernel/definition'
import type { ActInput } from './act.ts'
import { event, type NewEvent } from './event.ts'
import type { CaseState } from './state.ts'

/** Under which name the evidence about the cases that a stage had opened is handed to its act. */
export const subCasesKnown = 'case:sub-cases'

/** 子办件进度 How many cases a stage ordered, how many of them are there, how many still run, and what became of the others. */
export interface SubCasesSeen {
  readonly stage: string
  readonly ordered: number
  readonly opened: number
  readonly running: number
  readonly results: Readonly<Record<string, number>>
}

export const subCasesSeen = ({ evidence }: Pick<ActInput, 'evidence'>): SubCasesSeen | undefined =>
  evidence?.find(({ comparison }) => comparison === subCasesKnown)?.value as SubCasesSeen | undefined

/** A stage whose work is done in cases of their own says what became of them. */
export function subCasesEnded(input: ActInput<unknown>, { stage }: CompiledStage): readonly NewEvent[] {
  const seen = subCasesSeen(input)
  if (seen?.stage !== stage || input.state.subCases?.[stage] === undefined) return []
  return [event('subcases.ended', { stage, results: seen.results })]
}

/** A stage that is done in cases of their own is entered: one is ordered for each object drawn. */
export function subCasesOrdered(state: CaseState, { stage, subCase }: CompiledStage): readonly NewEvent[] {
  if (!subCase || state.subCases?.[stage]) return []
  const [draw, made] = Object.entries(state.draws ?? {}).find(([, one]) => one.made !== undefined) ?? []
  if (draw === undefined || !made) return []
  return [event('subcases.ordered', { stage, item: subCase.item, draw, cases: made.count })]
}

/** The case ends before its time: those it had opened are told. */
export const subCasesRecalled = ({ subCases = {} }: CaseState, ground: string): readonly NewEvent[] =>
  Object.entries(subCases).flatMap(([stage, { results }]) =>
    results === undefined ? [event('subcases.recalled', { stage, ground })] : [],
  )
