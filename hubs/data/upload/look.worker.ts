import { parentPort } from 'node:worker_threads'
import type { Looked, LookWork } from './look.ts'
import { seePdf } from './pdf.ts'
import { legibilityOfPicture, remadeJpeg, remadePng } from './picture.ts'

/** Pictures of one document that are opened to see whether anything stands on them; one that is written on is enough. */
const mostOpened = 4

function look({ bytes: sent, type, limits }: LookWork): Looked {
  const bytes = Buffer.from(sent.buffer, sent.byteOffset, sent.byteLength)
  if (type === 'image/jpeg') return remadeJpeg(bytes, limits)
  if (type === 'image/png') return remadePng(bytes, limits)
  const seen = seePdf(bytes, limits)
  if ('fault' in seen) return seen
  const { pages, writes, pictures } = seen
  if (writes || pictures.length > mostOpened) return { pages, blank: false, blurred: false }
  const opened = pictures.map(picture => legibilityOfPicture(picture, limits))
  const blank = opened.every(one => one?.blank === true)
  return { pages, blank, blurred: !blank && opened.every(one => one?.blurred === true || one?.blank === true) }
}

/** One thread for one file: whatever it does to memory and time stays here. */
parentPort?.once('message', (work: LookWork) => parentPort?.postMessage(look(work)))
