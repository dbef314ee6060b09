import type { Actor } from '#kernel/identity'
import type { Basis } from '#kernel/refusal'

/** 持有人 Who holds a grant: one person, one post, a post code in any organ that handles the case, a whole organ, or a part of the program. */
export type HolderKind = 'person' | 'post' | 'post-code' | 'organ' | 'system'

/** 授权 Who may read which fields of which source, for which purpose, on which ground, from when until when. */
export interface Grant {
  readonly id: string
  readonly purpose: string
  readonly holderKind: HolderKind
  readonly holder: string
  readonly ground: 'case' | 'service' | 'emergency'
  /** The item of the case (null: any), the service, or the declaration. */
  readonly groundName: string | null
  /** Set when the grant is for one case only. */
  readonly caseId: string | null
  /** Where the fields are: `party`, `case.details`, `register.<name>`. */
  readonly source: string
  /** Field names; `*` for every field of the source. */
  readonly fields: readonly string[]
  readonly basis: Basis
  /** ISO instants; `to` null while open. */
  readonly from: string
  readonly to: string | null
  readonly revokedAt: string | null
}

/** 查阅依据 The open case, the service or the declared emergency that a read stands on; or the person's own data. */
export type Ground =
  | {
      readonly kind: 'case'
      readonly case: string
      readonly item: string
      readonly open: boolean /** Organs that handle the case now. */
      readonly organs: readonly string[]
    }
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'emergency'; readonly declaration: string }
  | { readonly kind: 'own' }

/** 查阅请求 One wish to read. */
export interface ReadQuestion {
  readonly actor: Actor
  readonly purpose: string
  readonly ground: Ground
  readonly source: string
  readonly fields: readonly string[]
  /** The parties whose data it is, when they are known beforehand; needed for a person's own data. */
  readonly subjects?: readonly string[]
  readonly at: Temporal.Instant
}

/** 新授权 A grant as it is given: it has no number yet, and nobody took it back. */
export type NewGrant = Omit<Grant, 'id' | 'revokedAt'>

/** 授权表 Every grant at one moment, by purpose; immutable. */
export interface GrantTable {
  readonly epoch: number
  readonly byPurpose: ReadonlyMap<string, readonly Grant[]>
}

export const grantTableOf = (epoch: number, grants: readonly Grant[]): GrantTable => ({
  epoch,
  byPurpose: Map.groupBy(grants, ({ purpose }) => purpose),
})
