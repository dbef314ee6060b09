import { drawers } from '#kernel/definition'
import { type Given, GivenViolation, readGiven } from './given/given.schema.ts'
import type { House } from './house.ts'
import { holds, type SimulationReport } from './report.ts'
import { simulate } from './simulate.ts'

export interface SimulationOptions {
  readonly days: number
  readonly cases: number
  readonly seed: string
  readonly given: readonly Given[]
  readonly items?: readonly string[]
  readonly drawers?: readonly string[]
  readonly allDrawers?: boolean
  /** Progress, for people. */
  readonly say: (line: string) => void
}

/** 违规格式 The published form of a line of `--violations FILE`, JSON Schema 2020-12. */
export const violationsSchema = (): string => JSON.stringify(GivenViolation, null, 2)

/** 命令 What `plumbline simulate` answers. */
export interface SimulationOutcome {
  readonly ok: boolean
  readonly figures: SimulationReport
  readonly text: string
}

const wholeOf = (text: unknown, otherwise: number, name: string): number => {
  if (text === undefined) return otherwise
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 1) throw new RangeError(`--${name} is a whole number from 1 on`)
  return number
}

/** @throws RangeError naming what is no drawer. */
function drawersNamed(text: string): readonly string[] {
  const named = text.split(',')
  const unknown = named.filter(name => !(drawers as readonly string[]).includes(name))
  if (unknown.length > 0)
    throw new RangeError(`--drawers is all, or of: ${drawers.join(', ')} (not ${unknown.join(', ')})`)
  return named
}

/** `--days 20 --cases 3000 --seed 1` → settings. @throws RangeError naming the option. */
export const simulationOptions = (
  options: Readonly<Record<string, string | true>>,
): Omit<SimulationOptions, 'say'> => ({
  days: wholeOf(options['days'], 20, 'days'),
  cases: wholeOf(options['cases'], 3_000, 'cases'),
  seed: options['seed'] === undefined || options['seed'] === true ? '1' : options['seed'],
  ...(typeof options['items'] === 'string' && { items: options['items'].split(',') }),
  ...(options['drawers'] === 'all' && { allDrawers: true }),
  ...(typeof options['drawers'] === 'string' &&
    options['drawers'] !== 'all' && { drawers: drawersNamed(options['drawers']) }),
  given: typeof options['violations'] === 'string' ? readGiven(options['violations']) : [],
})

function textOf(report: SimulationReport): string {
  const {
    cases,
    days,
    planted,
    caught,
    undetectable,
    falseAlarms,
    ended,
    clean,
    verified,
    replayed,
    requests,
    seconds,
  } = report
  const lines = [
    `${cases} cases over ${days} days in ${seconds} s, ${requests} requests`,
    `${caught} of ${planted - undetectable} planted violations caught; ${undetectable} contradict nothing the city knows`,
    `${falseAlarms} false alarms; ${ended} of ${clean} clean cases ended`,
    ...Object.entries(report.byItem).map(
      ([item, one]) =>
        `${item}: ${one.cases} cases, ${one.caught} of ${one.planted} found in ${Object.keys(one.byKind).length} kinds, ${one.ended} of ${one.clean} clean ones ended`,
    ),
    ...Object.entries(report.byDrawer).map(
      ([drawer, one]) =>
        `drawer ${drawer}: ${one.cases} cases of ${one.items} items, ${one.caught} of ${one.planted - one.undetectable} found, ${one.falseAlarms} false, ${one.ended} of ${one.clean} clean ones ended`,
    ),
    ...(report.notLived.length > 0 ? [`not lived: ${report.notLived.join(', ')}`] : []),
    ...(report.opened < report.asked.cases
      ? [`NOT lived: ${report.asked.cases - report.opened} of the cases asked for`]
      : []),
    ...report.asked.drawers
      .filter(drawer => (report.byDrawer[drawer]?.planted ?? 0) === 0)
      .map(drawer => `NOT lived: no wrong was planted in drawer ${drawer}`),
    `ledger: ${report.ledger.entries} entries, ${report.ledger.unbalanced} off`,
    `log ${verified ? 'verified' : 'NOT verified'}; cases ${replayed ? 'replayed equal' : 'NOT replayed equal'}`,
    ...Object.entries(report.given).map(([kind, { planted: done, caught: found }]) =>
      done === 0
        ? `given: ${kind} was done nowhere: no life of its item comes to that act`
        : `given: ${kind} found in ${found} of ${done} cases`,
    ),
    ...report.missed.map(({ kind, found, number, count }) => `missed: ${kind} ×${count} (${found}), e.g. ${number}`),
    ...report.falseAlarmsBy.map(
      ({ what, codes, number, count }) => `false: ${what} ×${count} (${codes}), e.g. ${number}`,
    ),
  ]
  return lines.join('\n')
}

/** 运行模拟 Lives the days in the city that is given and says whether the line holds. */
export async function runSimulation(house: House, { say, ...settings }: SimulationOptions): Promise<SimulationOutcome> {
  const figures = await simulate(house, { ...settings, progress: say })
  return { ok: holds(figures), figures, text: textOf(figures) }
}
