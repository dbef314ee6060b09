import { parentPort } from 'node:worker_threads'
import { getDocument, VerbosityLevel } from 'unpdf/pdfjs'
import { tableOf } from './sign-tables.ts'
import type { WordsLimits, WordsRead, WordsSaid, WordsWork } from './words.ts'

/** Signs under which a page is a picture with a number on it, and not read. */
const leastOnPage = 20

/** Sign tables that a document names and does not bring; the library makes one of these for each document. */
function SignTables() {
  let straight = false
  return {
    async fetch({ filename }: { readonly filename: string }): Promise<Uint8Array> {
      const table = tableOf(filename, straight)
      straight = true
      return table
    },
  }
}

async function wordsOf(bytes: Uint8Array, { mostPages, mostSigns }: WordsLimits): Promise<WordsRead> {
  const opening = getDocument({
    data: new Uint8Array(bytes),
    BinaryDataFactory: SignTables,
    ...{ cMapUrl: 'own/', cMapPacked: false, useWorkerFetch: false },
    ...{ disableFontFace: true, useSystemFonts: false, isEvalSupported: false, enableXfa: false },
    ...{ maxImageSize: 1, stopAtErrors: true, verbosity: VerbosityLevel.ERRORS },
  })
  const document = await opening.promise
  const lines: string[] = []
  let signs = 0
  let whole = document.numPages <= mostPages
  for (let page = 1; page <= Math.min(document.numPages, mostPages) && signs < mostSigns; page++) {
    const { items } = await (await document.getPage(page)).getTextContent()
    const text = items.map(item => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join('')
    const here = text.replace(/\s+/g, '').length
    if (here < leastOnPage) whole = false
    signs += here
    lines.push(...text.split('\n').filter(line => line.trim() !== ''))
  }
  return { lines, whole: whole && signs < mostSigns }
}

/** One thread for the papers of one application, one after the other; what one of them does to it costs those after it and nothing else. */
parentPort?.once('message', async ({ papers, limits }: WordsWork) => {
  const say = (said: WordsSaid): void => parentPort?.postMessage(said)
  for (const { id, bytes } of papers) {
    const words = await wordsOf(bytes, limits).catch(() => undefined)
    if (words && words.lines.length > 0) say({ id, words })
  }
  say({ done: true })
})
