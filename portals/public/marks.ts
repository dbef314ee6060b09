import { type Html, html } from './html.ts'

/** `ink` says that something is over and nothing more; `cinnabar` that it went against the party, or is late. */
export type Tone = 'ink' | 'jade' | 'amber' | 'cinnabar'

const shapes: Readonly<Record<Tone, Html>> = {
  ink: html`<path d="M3 3h10v10h-10z" fill="none" stroke="currentColor" stroke-width="2.2"/>`,
  jade: html`<path d="M2 8.5l4 4 8-9" fill="none" stroke="currentColor" stroke-width="2.2"/>`,
  amber: html`<path d="M5 2v12M11 2v12" fill="none" stroke="currentColor" stroke-width="2.6"/>`,
  cinnabar: html`<path d="M8 1.5v8M8 12v2.5" fill="none" stroke="currentColor" stroke-width="2.6"/>`,
}

/** A state in colour, sign and word: never colour alone. */
export const mark = (tone: Tone, words: string | Html): Html =>
  html`<span class="mark ${tone}"><svg viewBox="0 0 16 16" aria-hidden="true">${shapes[tone]}</svg>${words}</span>`
