import { attribute, type Html, html } from './html.ts'

/** 一个结 One stage on the line. */
export interface Knot {
  readonly name: string
  readonly status: 'done' | 'open' | 'ahead' | 'skipped'
  /** The day, as it is shown; null while it has none. */
  readonly on: string | null
}

/**
 * 准绳 What the line shows: where the case stands and what is left. `used` is the part of the limit that is spent (0–1 and beyond);
 * `state` decides how the thread is drawn.
 */
export interface PlumbLine {
  readonly knots: readonly Knot[]
  readonly state: 'running' | 'suspended' | 'late' | 'ended' | 'promised'
  readonly used: number
  /** Beside the weight: a number of days and what it counts, or only words. */
  readonly figure: string | null
  readonly label: string
  /** The whole drawing in one or two sentences, for those who do not see it. */
  readonly said: string
}

const [top, gap, line, width] = [34, 68, 128, 360]

/** Where the weight hangs: at the knot of the open stage, lower as the days go by. */
function weightAt({ knots, state, used }: PlumbLine): number {
  const yOf = (at: number): number => top + at * gap
  if (state === 'promised') return yOf(0) + gap * 0.42
  const open = knots.findIndex(({ status }) => status === 'open')
  const last = knots.length - 1
  if (state === 'ended' || open === -1) return yOf(Math.max(0, last)) + gap * 0.42
  return yOf(open) + gap * (0.36 + 0.22 * Math.min(Math.max(used, 0), 1))
}

const knotOf = ({ name, status, on }: Knot, at: number): Html => {
  const y = top + at * gap
  return html`<g class="knot ${status}"><circle cx="${line}" cy="${y}" r="${status === 'ahead' || status === 'skipped' ? 4 : 5}"/><text class="knot-name" x="${line + 26}" y="${y + 6}">${name}</text>${
    on === null ? null : html`<text class="knot-day" x="${line + 26}" y="${y + 25}">${on}</text>`
  }</g>`
}

/** The weight: a plain bob, point down, hung on its ring. */
const bob = (y: number): Html =>
  html`<g class="weight"><circle class="ring" cx="${line}" cy="${y - 10}" r="3"/><path d="M${line - 8} ${y - 6}h16l-2 13l-6 11l-6 -11z"/></g>`

/** 准绳 One thin vertical line, a knot for each stage, the weight at the present moment, the days left beside it. */
export function plumbLine(drawn: PlumbLine, id = 'plumb'): Html {
  const { knots, state, figure, label, said } = drawn
  const y = weightAt(drawn)
  const end = top + Math.max(0, knots.length - 1) * gap
  const height = Math.max(end, y) + 36
  return html`<svg class="plumb ${state}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-said" preserveAspectRatio="xMinYMin meet">
<title id="${id}-said">${said}</title>
<line class="beam" x1="${line - 16}" y1="6" x2="${line + 16}" y2="6"/>
${end > y ? html`<line class="rest" x1="${line}" y1="${y}" x2="${line}" y2="${end}"/>` : null}
<line class="thread" x1="${line}" y1="6" x2="${line}" y2="${y - 10}"/>
${knots.map(knotOf)}
${bob(y)}
${figure === null ? html`<text class="left-words" x="${line - 24}" y="${y + 6}" text-anchor="end">${label}</text>` : html`<text class="left-figure" x="${line - 24}" y="${y + 4}" text-anchor="end">${figure}</text><text class="left-words" x="${line - 24}" y="${y + 24}" text-anchor="end">${label}</text>`}
</svg>`
}

/** The same in small, for lists: thread and weight only. */
export function smallPlumbLine({ state, used, said }: Pick<PlumbLine, 'state' | 'used' | 'said'>): Html {
  const y = 4 + 14 * Math.min(Math.max(used, 0), 1)
  return html`<svg class="plumb small ${state}" viewBox="0 0 16 28" width="16" height="28" role="img"${attribute('aria-label', said)}><line class="rest" x1="8" y1="1" x2="8" y2="27"/><line class="thread" x1="8" y1="1" x2="8" y2="${y}"/><path d="M5 ${y}h6l-1 4l-2 4l-2 -4z"/></svg>`
}
