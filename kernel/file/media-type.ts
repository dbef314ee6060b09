/** 媒体类型 What is taken in, by how its bytes begin: what a sender says of a file is not believed. */
export const mediaTypes = ['application/pdf', 'image/png', 'image/jpeg', 'video/mp4'] as const
export type MediaType = (typeof mediaTypes)[number]

/** Still pictures come in the same box as films (ISO 14496-12): `ftyp`, then whose they are. */
const stills: ReadonlySet<string> = new Set([
  'heic',
  'heix',
  'heim',
  'heis',
  'hevc',
  'hevx',
  'mif1',
  'msf1',
  'avif',
  'avis',
])
const brandOf = (bytes: Buffer): string | undefined =>
  bytes.subarray(4, 8).equals(Buffer.from('ftyp')) ? bytes.subarray(8, 12).toString('latin1') : undefined

/** A picture as telephones keep it (HEIC, AVIF): nobody at the desk could open it. */
export const isStillInBox = (bytes: Buffer): boolean => stills.has(brandOf(bytes) ?? '')

const beginnings: Readonly<Record<MediaType, (bytes: Buffer) => boolean>> = {
  'application/pdf': bytes => bytes.subarray(0, 5).equals(Buffer.from('%PDF-')),
  'image/png': bytes => bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex')),
  'image/jpeg': bytes => bytes.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex')),
  'video/mp4': bytes => brandOf(bytes) !== undefined && !isStillInBox(bytes),
}

/** How many first bytes are enough to tell. */
export const beginningLength = 12

export const mediaTypeOf = (bytes: Buffer): MediaType | undefined => mediaTypes.find(type => beginnings[type](bytes))
