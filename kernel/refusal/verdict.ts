/** 依据 The provision a rule or limit stands on, as a clerk would cite it: `{ law: '行政许可法', articles: ['32(4)'] }`. */
export interface Basis {
  readonly law: string
  readonly articles: readonly string[]
}

/** 理由 Why the answer is no: a permanent code, the rule and article behind it, and the facts it saw (never personal detail). */
export interface Reason {
  readonly code: string
  readonly text?: string
  readonly rule?: string
  readonly basis?: Basis
  readonly facts?: Readonly<Record<string, unknown>>
}

/**
 * 裁断 What a control or rule answers. Data, never an exception: it is stored in the event and never recomputed.
 * `refuse` stops the act; `human` lets it wait for a person; `alarm` lets it pass and tells the supervisors.
 */
export type Verdict =
  | { readonly granted: true }
  | { readonly granted: false; readonly outcome: 'refuse' | 'human' | 'alarm'; readonly reasons: readonly Reason[] }

/** The verdict of a control that has nothing against the act. */
export const granted: Verdict = Object.freeze({ granted: true })

/** 不予 The verdict of a control that stops the act, with its reasons. */
export const refused = (...reasons: readonly Reason[]): Verdict => ({ granted: false, outcome: 'refuse', reasons })

/** 转人工 Unknown means a human decides, never "ineligible". */
export const humanDecides = (...reasons: readonly Reason[]): Verdict => ({ granted: false, outcome: 'human', reasons })

/** 报警 The act passes and the alarm is raised. */
export const alarmed = (...reasons: readonly Reason[]): Verdict => ({ granted: false, outcome: 'alarm', reasons })
