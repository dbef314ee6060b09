import { attribute, type Html, html } from './html.ts'
import { linesOf } from './lines.ts'
import { pixelsOf } from './tokens.ts'

/** 一个结 One stage on the line. */
export interface Knot {
  readonly name: string
  /** `stopped`: where the case ended; `unreached`: what it never came to. */
  readonly status: 'done' | 'open' | 'ahead' | 'skipped' | 'stopped' | 'unreached'
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
  /** Where the limits were stopped, between the open knot (0) and the weight (1): from there the thread is dashed. */
  readonly stop?: number
  /** Beside the weight: a number of days and what it counts, or only words. */
  readonly figure: string | null
  readonly label: string
  /** The whole drawing in one or two sentences, for those who do not see it. */
  readonly said: string
}

const top = 34
const [nameSize, smallSize, nameStep, smallStep] = [pixelsOf('type-knot'), pixelsOf('type-knot-day'), 20, 18]

/** Where the thread hangs, where names begin and where what stands left of the weight ends, in a drawing so wide. */
interface Frame {
  readonly width: number
  readonly line: number
  readonly namesFrom: number
  readonly labelsTo: number
}
const frameOf = (width: number, line: number): Frame => ({ width, line, namesFrom: line + 26, labelsTo: line - 24 })
const usual = frameOf(360, 128)
/** The same words in a narrower drawing: as wide as a phone, they are a third larger, and the smallest of them 18 px. */
const large = frameOf(252, 90)

interface Laid {
  readonly knots: readonly (Knot & { readonly lines: readonly string[] })[]
  readonly gap: number
}

/** Names in as many lines as they need; the longest says how far apart the knots are. */
function laidOut(drawn: readonly Knot[], { width, namesFrom }: Frame): Laid {
  const knots = drawn.map(knot => ({ ...knot, lines: linesOf(knot.name, nameSize, width - namesFrom) }))
  const most = Math.max(1, ...knots.map(({ lines }) => lines.length))
  return { knots, gap: 68 + nameStep * Math.max(0, most - 2) }
}

const yOf = (at: number, gap: number): number => top + at * gap
const openAt = (knots: readonly Knot[]): number =>
  knots.findIndex(({ status }) => status === 'open' || status === 'stopped')

/** Where the weight hangs: at the knot of the open stage, lower as the days go by. */
function weightAt({ knots, state, used }: PlumbLine, gap: number): number {
  if (state === 'promised') return yOf(0, gap) + gap * 0.42
  const open = openAt(knots)
  const last = open === -1 ? Math.max(0, knots.length - 1) : open
  if (state === 'ended' || open === -1) return yOf(last, gap) + gap * 0.42
  // What stands still hangs low enough for the dashes above it to be seen.
  if (state === 'suspended') return yOf(open, gap) + gap * 0.64
  return yOf(open, gap) + gap * (0.36 + 0.22 * Math.min(Math.max(used, 0), 1))
}

const textLines = (lines: readonly string[], x: number, y: number, step: number): Html =>
  html`${lines.map((text, at) => html`<tspan x="${x}" y="${y + at * step}">${text}</tspan>`)}`

const small = new Set(['ahead', 'skipped', 'unreached'])

const knotOf = ({ status, on, lines }: Laid['knots'][number], y: number, { line, namesFrom }: Frame): Html =>
  html`<g class="knot ${status}"><circle cx="${line}" cy="${y}" r="${small.has(status) ? 4 : 5}"/><text class="knot-name">${textLines(lines, namesFrom, y + 6, nameStep)}</text>${
    on === null
      ? null
      : html`<text class="knot-day" x="${namesFrom}" y="${y + 5 + lines.length * nameStep}">${on}</text>`
  }</g>`

/** The weight: a plain bob, point down, hung on its ring. */
const bob = (y: number, { line }: Frame): Html =>
  html`<g class="weight"><circle class="ring" cx="${line}" cy="${y - 10}" r="3"/><path d="M${line - 8} ${y - 6}h16l-2 13l-6 11l-6 -11z"/></g>`

/** The thread from the beam to the ring: whole, and dashed from where the limits were stopped. */
function thread({ knots, state, stop = 0 }: PlumbLine, gap: number, ring: number, { line }: Frame): Html {
  const open = openAt(knots)
  if (state !== 'suspended' || open === -1)
    return html`<line class="thread" x1="${line}" y1="6" x2="${line}" y2="${ring}"/>`
  const knot = yOf(open, gap)
  const stopped = knot + (ring - knot) * Math.min(Math.max(stop, 0), 1)
  return html`<line class="thread" x1="${line}" y1="6" x2="${line}" y2="${stopped}"/><line class="thread stopped" x1="${line}" y1="${stopped}" x2="${line}" y2="${ring}"/>`
}

/** What stands left of the weight, and how far down it reaches. */
function beside(
  { figure, label }: PlumbLine,
  y: number,
  { labelsTo }: Frame,
): { readonly text: Html; readonly end: number } {
  const lines = linesOf(label, smallSize, labelsTo)
  const from = y + (figure === null ? 6 : 24)
  const words = html`<text class="left-words" text-anchor="end">${textLines(lines, labelsTo, from, smallStep)}</text>`
  return {
    text:
      figure === null
        ? words
        : html`<text class="left-figure" x="${labelsTo}" y="${y + 4}" text-anchor="end">${figure}</text>${words}`,
    end: from + (lines.length - 1) * smallStep,
  }
}

/** 准绳 One thin vertical line, a knot for each stage, the weight at the present moment, the days left beside it; `elder` in large type. */
export function plumbLine(drawn: PlumbLine, id = 'plumb', elder = false): Html {
  const frame = elder ? large : usual
  const { width, line } = frame
  const { state, said } = drawn
  const { knots, gap } = laidOut(drawn.knots, frame)
  const y = weightAt(drawn, gap)
  const words = beside(drawn, y, frame)
  const end = yOf(Math.max(0, knots.length - 1), gap)
  const lastName = end + (knots.at(-1)?.lines.length ?? 1) * nameStep
  const height = Math.max(lastName + 12, y + 36, words.end + 12)
  return html`<svg class="plumb ${state}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-said" preserveAspectRatio="xMinYMin meet">
<title id="${id}-said">${said}</title>
<line class="beam" x1="${line - 16}" y1="6" x2="${line + 16}" y2="6"/>
${end > y ? html`<line class="rest" x1="${line}" y1="${y}" x2="${line}" y2="${end}"/>` : null}
${thread(drawn, gap, y - 10, frame)}
${knots.map((knot, at) => knotOf(knot, yOf(at, gap), frame))}
${bob(y, frame)}
${words.text}
</svg>`
}

/** The same in small, for lists: thread and weight only. */
export function smallPlumbLine({ state, used, said }: Pick<PlumbLine, 'state' | 'used' | 'said'>): Html {
  const y = 4 + 14 * Math.min(Math.max(used, 0), 1)
  return html`<svg class="plumb small ${state}" viewBox="0 0 16 28" role="img"${attribute('aria-label', said)}><line class="rest" x1="8" y1="1" x2="8" y2="27"/><line class="thread" x1="8" y1="1" x2="8" y2="${y}"/><path d="M5 ${y}h6l-1 4l-2 4l-2 -4z"/></svg>`
}
