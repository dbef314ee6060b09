import { ownSeconds, treeSeconds } from './cpu.ts'

/** 一轮 What one contender did in one round. CPU in milliseconds a case: its own process, and PostgreSQL. */
export interface Round {
  readonly cases: number
  readonly casesPerSecond: number
  readonly ownMsPerCase: number
  readonly serverMsPerCase: number
}

/** Does the same thing `cases` times with so many at once. */
export async function inParallel(cases: number, clients: number, one: (index: number) => Promise<void>): Promise<void> {
  let next = 0
  const client = async () => {
    for (let index = next++; index < cases; index = next++) await one(index)
  }
  await Promise.all(Array.from({ length: clients }, client))
}

/**
 * Measures a piece of work: wall time, and the CPU of this process and of the database's. What is left to do afterwards
 * (`settle`) costs CPU and no wall time: nobody waits for it.
 */
export async function measured(
  cases: number,
  postmaster: number,
  work: () => Promise<void>,
  settle: () => Promise<unknown> = async () => {},
): Promise<Round> {
  const own = ownSeconds()
  const server = treeSeconds(postmaster)
  const began = performance.now()
  await work()
  const seconds = (performance.now() - began) / 1_000
  await settle()
  const perCase = (spent: number) => (spent * 1_000) / cases
  return {
    cases,
    casesPerSecond: cases / seconds,
    ownMsPerCase: perCase(ownSeconds() - own),
    serverMsPerCase: perCase(treeSeconds(postmaster) - server),
  }
}

export const cpuOf = ({ ownMsPerCase, serverMsPerCase }: Round): number => ownMsPerCase + serverMsPerCase

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export const rounded = (value: number, places = 2): number => Math.round(value * 10 ** places) / 10 ** places
