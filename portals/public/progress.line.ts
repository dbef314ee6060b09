import type { DueShown, ProgressShown } from './needs.ts'
import type { Knot, PlumbLine } from './plumb-line.ts'
import type { View } from './view.ts'
import { spanSaid, word } from './wording.ts'

/** What a case ended with, in words. */
export const resultSaid = (view: View, { outcome, result }: Pick<ProgressShown, 'outcome' | 'result'>): string =>
  outcome && result !== 'set-aside' ? view.plain(outcome.name) : word(view, 'result', result ?? 'ended')

/** How far into its stage the limits were stopped: at its knot on the day it opened, else some way below it. */
const stopOf = ({ suspended, stages }: ProgressShown): number =>
  stages.some(({ status, on }) => status === 'open' && on === suspended?.since) ? 0 : 0.4

const usedOf = ({ workdaysLeft, workdays }: DueShown): number => (workdays > 0 ? 1 - workdaysLeft / workdays : 0)

/** What the line shows of a case today. */
export function lineOf(view: View, shown: ProgressShown): PlumbLine {
  const { stages, due, yours, suspended, status } = shown
  const knots: readonly Knot[] = stages
    .filter(stage => stage.status !== 'skipped')
    .map(stage => ({
      name: view.plain(stage.name),
      status: stage.status,
      on: stage.on === null ? null : view.day(stage.on),
    }))
  const done = knots.filter(knot => knot.status === 'done').length
  const at = knots.filter(knot => knot.status === 'open' || knot.status === 'stopped').map(({ name }) => name)
  const open = at.join(view.say('list.join'))
  const named = open === '' ? view.say('line.betweenStages') : open
  const counts = { done, count: knots.length, open: named }
  if (status === 'ended') {
    const result = resultSaid(view, shown)
    const said = view.say(open === '' ? 'line.saidEnded' : 'line.saidStopped', { ...counts, result })
    return { knots, state: 'ended', used: 1, figure: null, label: view.say('line.ended'), said }
  }
  // Whose turn it is: the office's limit goes before the party's.
  const limit = due ?? yours[0]
  const office = due !== null
  if (!limit)
    return {
      knots,
      state: 'running',
      used: 0,
      figure: null,
      label: view.say('line.noClock'),
      said: view.say('line.saidNoClock', counts),
    }
  const days = Math.abs(limit.workdaysLeft)
  const late = limit.workdaysLeft < 0
  const span = spanSaid(view, { value: days, unit: 'workday' })
  const many = days === 1 ? 'one' : 'many'
  const drawn = { knots, used: late ? 1 : usedOf(limit), figure: String(days) }
  if (suspended && limit.on === null)
    return {
      ...drawn,
      state: 'suspended',
      stop: stopOf(shown),
      label: view.say(`line.${late ? 'stoppedLate' : 'stoppedLeft'}.${many}`),
      said: view.say(late ? 'line.saidStoppedLate' : 'line.saidSuspended', { ...counts, span }),
    }
  const key = `${late ? 'late' : 'left'}${office ? '' : 'Yours'}`
  const said = `said${late ? 'Late' : ''}${office ? '' : 'Yours'}`
  return {
    ...drawn,
    state: late ? 'late' : 'running',
    label: view.say(`line.${key}.${many}`),
    said: view.say(`line.${said}`, { ...counts, span }),
  }
}
