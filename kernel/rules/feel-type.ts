/** 值的类型 What a value may be in Plumbline FEEL 1. Money is an integer in fen; there is no float and no time of day. */
export type FeelKind = 'boolean' | 'string' | 'integer' | 'decimal' | 'date' | 'days' | 'months'

export interface ScalarType {
  readonly kind: FeelKind
  /** Digits after the point of a `decimal`, 0–9; kept as a scaled integer, so 12.50 at scale 2 is 1250. */
  readonly scale?: number
  /** `tce/a`, `fen`, `fen/m2`: values of different units are never compared or added. Literals take the other side's unit. */
  readonly unit?: string
  /** Declared range in the type's own value ("0", 5000, "99.95"); a fact outside it is unknown. Lets arithmetic stay small. */
  readonly min?: number | string
  readonly max?: number | string
  /** The only values a `string` may have; comparing with any other is a compile error. */
  readonly values?: readonly string[]
}

/** 关联 A declared keyed relation: rows linked to the subject by `key`; only `some` and `every` may look into it. */
export interface RelationType {
  readonly kind: 'relation'
  readonly key?: readonly string[]
  readonly fields: Scope
}

export type FeelType = ScalarType | RelationType

/** Every name an expression may see, dotted names included (`energy.total`). */
export type Scope = Readonly<Record<string, FeelType>>

export const maxScale = 9
/** |scaled integer| < 10^18: the bound of every operand and result; beyond it a value is unknown. */
export const maxDigits = 18
/** Integers below 10^15 are exact as Number whatever is added to or subtracted from them once. */
export const exactDigits = 15
