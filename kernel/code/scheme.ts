/** What is wrong with a code: a permanent word and the sentence a clerk would say. */
export interface Problem {
  readonly code: string
  readonly text: string
}

export type Parsed<Parts> =
  | { readonly ok: true; readonly scheme: string; readonly value: string; readonly parts: Parts }
  | { readonly ok: false; readonly scheme: string; readonly problems: readonly Problem[] }

/** What some schemes need to know of the world: nothing in a code is judged against the machine's own clock. */
export interface CodeContext {
  readonly today: Temporal.PlainDate
  /** Known divisions by 6- or 9-digit code; codes of a city that is listed here must be in the list. */
  readonly divisions: Divisions
}

export interface Divisions {
  /** The 4-digit prefixes of the cities whose divisions are listed whole. */
  readonly cities: ReadonlySet<string>
  readonly names: ReadonlyMap<string, string>
  /** Areas that only the statistics know: no street office, no town. */
  readonly statistical: ReadonlySet<string>
}

/** Collects problems; a scheme answers with its parts only if there is none. */
export interface Findings {
  readonly problems: Problem[]
  expect(holds: boolean, code: string, text: string): boolean
}

export function findings(): Findings {
  const problems: Problem[] = []
  return {
    problems,
    expect(holds, code, text) {
      if (!holds) problems.push({ code, text })
      return holds
    },
  }
}

export const refusedCode = <Parts>(scheme: string, problems: readonly Problem[]): Parsed<Parts> => ({
  ok: false,
  scheme,
  problems,
})

export const acceptedCode = <Parts>(scheme: string, value: string, parts: Parts): Parsed<Parts> => ({
  ok: true,
  scheme,
  value,
  parts,
})
