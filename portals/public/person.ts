import { timingSafeEqual } from 'node:crypto'
import type { FormBody } from './form-body.ts'

/** 登录者 Whose session a request comes with, and for whom he acts: himself, or the firm whose clerk he is. */
export interface SignedIn {
  readonly id: string
  readonly subject: { readonly kind: 'person' | 'officer'; readonly id: string }
  /** The person or firm in whose name everything is done. */
  readonly actsAs: string
  readonly acr: number
  /** Stands in every form of this session; a form without it is not ours. */
  readonly csrf: string
}

/** Whether the form carries this session's own token. */
export function hasToken({ csrf }: SignedIn, form: FormBody): boolean {
  const given = Buffer.from(form.one('csrf'))
  const right = Buffer.from(csrf)
  return given.length === right.length && timingSafeEqual(given, right)
}
