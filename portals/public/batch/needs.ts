import type { CompiledItem, Text } from '#kernel/definition'
import type { SentFile } from '../form-body.ts'
import type { SignedIn } from '../person.ts'

/** What is wrong in one cell, or with the row as a whole. */
export interface RowProblem {
  /** The key of its column; null: the row. */
  readonly column: string | null
  readonly code: string
  /** What the item itself says of it. */
  readonly text: Text | null
  /** Another office that is competent. */
  readonly referTo?: string | null
}

export interface RowResult {
  /** As the spreadsheet counts. */
  readonly line: number
  /** `before`: the same row was filed already; nothing was filed now. */
  readonly status: 'filed' | 'before' | 'wrong'
  readonly number: string | null
  readonly problems: readonly RowProblem[]
}

export interface BatchResult {
  readonly name: string
  /** Headings that no column of the form has: nothing was filed. */
  readonly unknown: readonly string[]
  readonly rows: readonly RowResult[]
}

/** 批量申报 What its pages are given; another's batch and none are refused alike (BATCH_UNKNOWN). */
export interface BatchNeeds {
  /** @throws ITEM_UNKNOWN, ORGAN_NOT_FOR_ITEM */
  readonly formOf: (item: string, organ: string) => Promise<CompiledItem>
  /** Judges every row as the form would, files the good ones; the id of the result. @throws SHEET_UNREADABLE, SHEET_TOO_LARGE */
  readonly file: (
    person: SignedIn,
    place: { readonly item: string; readonly organ: string },
    sheet: SentFile,
    papers: readonly SentFile[],
    /** Of the press: the same one with the same files is answered as it was. */
    key?: string,
  ) => Promise<string>
  readonly read: (
    person: SignedIn,
    id: string,
  ) => Promise<{ readonly item: string; readonly organ: string; readonly on: string; readonly result: BatchResult }>
  /** Rows for a spreadsheet, without formulas. */
  readonly written: (rows: readonly (readonly string[])[]) => string
  readonly limits: { readonly rows: number; readonly bytes: number; readonly files: number }
}
