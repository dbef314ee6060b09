import type { Closing } from './closing.ts'

/** 命令 One subcommand of `plumbline`: what it is for, and what it does. It prints for people, and with `--json` one last line for programs. */
export interface Command {
  readonly summary: { readonly zh: string; readonly en: string }
  readonly usage: string
  /** The options it knows, by name; any other is refused before anything is opened. */
  readonly options: Readonly<Record<string, Option>>
  /** How many arguments it takes, at least and at most; none when this is not said. */
  readonly takes?: readonly [least: number, most: number]
  run(line: CommandLine): Promise<Outcome>
}

export interface Option {
  readonly about: string
  /** What follows it: `--data DIRECTORY`. An option without is there or not. */
  readonly value?: string
  /** The value is a whole number, from this on. */
  readonly from?: number
}

export interface CommandLine {
  readonly args: readonly string[]
  readonly options: Readonly<Record<string, string | true>>
  /** Findings and what was done, for people: standard error, so that standard output stays clean for `--json`. */
  readonly say: (text: string) => void
  /** Progress, on one line of a terminal that is written over; nothing where nobody watches. */
  readonly fold: (text: string) => void
  /** Progress on one line that grows by a step, terminal or not: for work that lets people wait. */
  readonly follow: (subject: string, step: string) => void
  /** Takes what the command opens; it is closed when the command ends, fails or is stopped. */
  readonly closing: Closing
}

/** `ok` decides the exit code; the figures are the last line of `--json`. */
export interface Outcome {
  readonly ok: boolean
  readonly figures: object
  /** Printed when `--json` was not asked for. */
  readonly text?: string
  /** Keeps the program running: a server. */
  readonly stays?: boolean
}
