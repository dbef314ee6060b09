import { timingSafeEqual } from 'node:crypto'
import type { FormBody } from './form-body.ts'

/** 代办 The mandate on which somebody acts for another, and how the pages call that one. */
export interface Acting {
  readonly mandate: string
  readonly kind: string
  /** Who he is himself. */
  readonly self: string
  /** Masked; the name of a firm is public. */
  readonly name: string
  /** Set where it does not hold now: why, and since when. */
  readonly ended?: { readonly code: string; readonly on: string | null }
}

/** What a page lets somebody do for another; `own` is what only he does himself, or whoever stands for him by law; `any` is for everybody. */
export type Right = 'see' | 'apply' | 'pay' | 'receive' | 'own' | 'any'

/** 登录者 Whose session a request comes with, and for whom he acts: himself, or the firm whose clerk he is. */
export interface SignedIn {
  readonly id: string
  readonly subject: { readonly kind: 'person' | 'officer'; readonly id: string }
  /** The person or firm in whose name everything is done. */
  readonly actsAs: string
  readonly acr: number
  /** 代办 For whom he acts just now, where that is not himself. */
  readonly acting?: Acting
  /** Stands in every form of this session; a form without it is not ours. */
  readonly csrf: string
}

/** Whether the form carries this session's own token. */
export function hasToken({ csrf }: SignedIn, form: FormBody): boolean {
  const given = Buffer.from(form.one('csrf'))
  const right = Buffer.from(csrf)
  return given.length === right.length && timingSafeEqual(given, right)
}
