import type { MediaType } from './media-type.ts'

/** `encrypted`: nobody here could read it. `active`: it does something when it is opened. `cut`: its end is missing. */
export type ContentFault = 'encrypted' | 'active' | 'cut'

const encryption = /\/Encrypt\s*(?:\d{1,10}\s+\d{1,5}\s+R|<<)/
const actions = /\/(?:JavaScript|JS|Launch|RichMedia|EmbeddedFiles|XFA)\b/

/** How many last bytes may stand after the end of a document. */
const tail = 2_048

const endings: Readonly<Record<MediaType, (bytes: Buffer) => boolean>> = {
  'application/pdf': bytes => bytes.subarray(-tail).includes('%%EOF'),
  'image/png': bytes => bytes.subarray(-tail).includes('IEND'),
  'image/jpeg': bytes => bytes.subarray(-tail).includes(Buffer.from('ffd9', 'hex')),
  'video/mp4': () => true,
}

/**
 * 内容检查 What keeps a paper from being read by whoever decides on it: undefined where nothing does. It looks at what a document
 * says of itself in the open; what is hidden in compressed parts is the scanner's affair.
 */
export function contentFaultOf(bytes: Buffer, type: MediaType): ContentFault | undefined {
  if (!endings[type](bytes)) return 'cut'
  if (type !== 'application/pdf') return undefined
  const text = bytes.toString('latin1')
  return encryption.test(text) ? 'encrypted' : actions.test(text) ? 'active' : undefined
}
