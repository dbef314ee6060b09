import { type Refusal, type RefusalKind, refusal } from '#kernel/refusal'

export const fileKindRefused = refusal('FILE_KIND_REFUSED', 415, 'Files of this kind are not taken in')
export const filePhonePicture = refusal('FILE_PHONE_PICTURE', 415, 'Pictures in HEIC or AVIF are not taken in')
export const fileMarkup = refusal('FILE_MARKUP', 415, 'Pages and drawings that can hold programs are not taken in')
export const fileMacros = refusal('FILE_MACROS', 415, 'Office files are not taken in: they can hold programs')
export const filePacked = refusal('FILE_PACKED', 415, 'Packed files are not taken in')
export const fileEncrypted = refusal('FILE_ENCRYPTED', 422, 'The file is locked with a password')
export const fileActive = refusal('FILE_ACTIVE', 422, 'The file holds programs or other files')
export const fileCutShort = refusal('FILE_CUT_SHORT', 400, 'The file did not arrive whole')
export const fileUnreadable = refusal('FILE_UNREADABLE', 422, 'The file cannot be opened')
export const fileTooCoarse = refusal('FILE_TOO_COARSE', 422, 'The picture is too small to be read')
export const filePixelsTooMany = refusal('FILE_PIXELS_TOO_MANY', 422, 'The picture has more pixels than are taken in')
export const filePagesTooMany = refusal('FILE_PAGES_TOO_MANY', 422, 'The document has more pages than are taken in')
export const fileExpands = refusal('FILE_EXPANDS', 422, 'The file unpacks to more than is taken in')
export const fileInfected = refusal('FILE_INFECTED', 422, 'The scanner found a harmful program in the file')
export const scannerAway = refusal('FILE_SCANNER_AWAY', 503, 'Files cannot be scanned at the moment')
export const uploadsBusy = refusal('UPLOADS_BUSY', 503, 'Too many files are being looked through at the moment')
export const filesTooMany = refusal('FILES_TOO_MANY', 409, 'Too many files wait to be referred to; use those first')

/** 文件问题 What keeps a file from being taken in, found by how it begins or by looking through it. */
export type FileFault =
  | 'kind'
  | 'phone-picture'
  | 'markup'
  | 'macros'
  | 'packed'
  | 'encrypted'
  | 'active'
  | 'cut'
  | 'unreadable'
  | 'coarse'
  | 'pixels'
  | 'pages'
  | 'expands'

const kinds: Readonly<Record<FileFault, readonly [kind: RefusalKind, remedy: string]>> = {
  kind: [fileKindRefused, 'Save it as one of the kinds that are taken; a document can be printed to PDF.'],
  'phone-picture': [
    filePhonePicture,
    'On an iPhone: Settings, Camera, Formats, Most Compatible, and take it again; or send the picture to yourself and save it as JPEG.',
  ],
  markup: [fileMarkup, 'Print it to PDF, or save it as PNG or JPEG.'],
  macros: [fileMacros, 'Print it to PDF.'],
  packed: [filePacked, 'Unpack it and send its files one by one.'],
  encrypted: [fileEncrypted, 'Save it again without a password.'],
  active: [fileActive, 'Print it to a new PDF, which holds pages only.'],
  cut: [fileCutShort, 'Send it again.'],
  unreadable: [fileUnreadable, 'Open it yourself; if it opens, save or print it anew and send that.'],
  coarse: [fileTooCoarse, 'Take or scan it again, closer and larger.'],
  pixels: [filePixelsTooMany, 'Scan it at 200 to 300 dots an inch, or make the picture smaller.'],
  pages: [filePagesTooMany, 'Split it into several files.'],
  expands: [fileExpands, 'Print it to a new PDF.'],
}

/** What may be refused before a file is kept. */
export const uploadRefusals: readonly RefusalKind[] = [
  ...Object.values(kinds).map(([kind]) => kind),
  ...[fileInfected, scannerAway, uploadsBusy, filesTooMany],
]

export function refusalFor(fault: FileFault, facts: Readonly<Record<string, unknown>> = {}): Refusal {
  const [kind, remedy] = kinds[fault]
  return kind({ remedy, facts })
}
