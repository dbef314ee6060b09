import { isDay } from '#kernel/clock'
import { refusal } from '#kernel/refusal'

export const cursorInvalid = refusal('CURSOR_INVALID', 400, 'The page cursor is not one this list gave')

/** A place in a list, as text for the caller to hand back. */
export const writeCursor = (place: readonly (string | null)[]): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url')

/** What one part of a place must look like. */
export type Form = (text: string) => boolean

/** Reads a place back; every part must have the form its column has. */
export function readCursor(cursor: string | undefined, forms: readonly Form[]): readonly (string | null)[] | undefined {
  if (cursor === undefined) return undefined
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    const fits = (part: unknown, at: number) => part === null || (typeof part === 'string' && forms[at]!(part))
    if (Array.isArray(place) && place.length === forms.length && place.every(fits)) return place as (string | null)[]
  } catch {
    // told below
  }
  throw cursorInvalid({ remedy: 'Start from the first page.' })
}

export const uuidForm: Form = text => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text)
export const dateForm: Form = isDay
export const wordForm: Form = text => /^[A-Za-z0-9._-]{1,100}$/.test(text)
