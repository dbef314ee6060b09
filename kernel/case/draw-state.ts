import type { PopulationQuestion } from '#kernel/draw'

/** 抽取 What was frozen before a draw, and where its lots lie. */
export interface DrawState {
  readonly from: PopulationQuestion
  readonly size: number
  readonly hash: string
  readonly commitment: string
  readonly count: number
  readonly each: number
  readonly pool: readonly string[]
  /** Number of the event that prepared it. */
  readonly prepared: number
  /** Number of the event that holds the lots, once they are drawn. */
  readonly made?: number
}

/** 子办件 What a stage ordered to be opened, and what became of it. */
export interface SubCasesState {
  readonly item: string
  readonly draw: string
  readonly cases: number
  /** Number and moment of the event that ordered them: their ids are made from it. */
  readonly seq: number
  readonly at: string
  readonly results?: Readonly<Record<string, number>>
  readonly recalled?: string
}
