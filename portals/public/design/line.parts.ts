import { type Html, html } from '../html.ts'
import { type Knot, type PlumbLine, plumbLine, smallPlumbLine } from '../plumb-line.ts'
import type { View } from '../view.ts'

type Drawn = Pick<PlumbLine, 'state' | 'used' | 'figure'> & {
  readonly stages: readonly Knot['status'][]
  readonly label: string
  readonly stop?: number
}

/** Every state of the thread, and between them every state of a knot. */
const states: Readonly<Record<string, Drawn>> = {
  promised: {
    stages: ['ahead', 'ahead', 'ahead', 'ahead'],
    state: 'promised',
    used: 0,
    figure: '5',
    label: 'unit.workday',
  },
  running: {
    stages: ['done', 'open', 'ahead', 'ahead'],
    state: 'running',
    used: 0.4,
    figure: '3',
    label: 'left.many',
  },
  yours: {
    stages: ['done', 'open', 'skipped', 'ahead'],
    state: 'running',
    used: 0.7,
    figure: '1',
    label: 'leftYours.one',
  },
  suspended: {
    stages: ['done', 'done', 'open', 'ahead'],
    state: 'suspended',
    used: 0.5,
    figure: '3',
    label: 'stoppedLeft.many',
    stop: 0.4,
  },
  late: { stages: ['done', 'done', 'open', 'ahead'], state: 'late', used: 1, figure: '2', label: 'late.many' },
  noClock: { stages: ['done', 'open', 'ahead', 'ahead'], state: 'running', used: 0, figure: null, label: 'noClock' },
  stopped: {
    stages: ['done', 'stopped', 'unreached', 'unreached'],
    state: 'ended',
    used: 1,
    figure: null,
    label: 'ended',
  },
  ended: { stages: ['done', 'done', 'done', 'done'], state: 'ended', used: 1, figure: null, label: 'ended' },
}
const names = ['guide.conditions', 'guide.materials', 'guide.flow', 'guide.outcomes']
const dated = new Set<Knot['status']>(['done', 'stopped'])

const lineOf = (view: View, key: string, { stages, label, ...drawn }: Drawn): PlumbLine => ({
  ...drawn,
  label: view.say(`line.${label}`),
  said: view.say(`design.state.${key}`),
  knots: stages.map((status, at) => ({
    name: view.say(names[at]!),
    status,
    on: dated.has(status) ? view.day(`2026-03-0${at + 2}`) : null,
  })),
})

/** 准绳 The line in every state, large and small. */
export function lineParts(view: View): Html {
  const lines = Object.entries(states).map(([key, drawn]) => [key, lineOf(view, key, drawn)] as const)
  return html`<div class="states">${lines.map(([key, line]) => html`<div><h3>${view.say(`design.state.${key}`)}</h3>${plumbLine(line, `state-${key}`, view.elder)}</div>`)}</div><p>${lines.map(([, line]) => html`${smallPlumbLine(line)} `)}</p>`
}
