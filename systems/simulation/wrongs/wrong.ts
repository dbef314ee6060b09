import type { CompiledItem } from '#kernel/definition'
import type { Hand } from '../hand.ts'
import type { Script, Step } from '../script/script.ts'
import type { Variant } from '../script/scripts.ts'
import type { Seat, Staff } from '../script/staff.ts'
import type { Foreseen } from '../truth.ts'
import type { Account } from '../world.ts'

type Body = Readonly<Record<string, unknown>>

export interface Around {
  readonly staff: Staff
  readonly seat: Seat
  readonly accounts: readonly Account[]
  readonly rightful: Hand
}

/** 一试 What is tried instead of the rightful act: by other hands, another verb, another body. */
export interface Trial {
  readonly verb?: Step['verb']
  /** Whose part it would be, in the names of the rehearsal. */
  readonly actor?: Step['actor']
  /** In the names of the rehearsal. */
  readonly body?: Body
  readonly hand?: (around: Around) => Hand
  /** On another ground of urgency; false: not as urgent at all. Default as the rightful act. */
  readonly urgent?: number | false
  /** Changed once the real people are in it. */
  readonly finish?: (body: Body, by: Hand) => Body
}

/** 由定义而来的违规 A wrong computed from an item's definition: in which example, at which deed, and what must come of it. */
export interface Wrong {
  readonly foreseen: Foreseen
  /** Which of the item's examples it is planted in. */
  readonly example: number
  /** Before which deed it is tried; the number of deeds: at the act the example itself has refused. */
  readonly at?: number
  readonly trial?: (right: Step) => Trial
  /** The life ends with it: nothing rightful can follow. */
  readonly ends?: true
  /** The life is lived with this in it. */
  readonly variant?: Variant
  /** Tried on the day of the deed before: the wait that belongs between them is left out. */
  readonly early?: true
  /** Somebody else does these deeds rightly, so that what is tried later is the second of two. */
  readonly stands?: {
    readonly deeds: readonly number[]
    readonly hand: (around: Pick<Around, 'staff' | 'seat'>) => Hand
  }
  /** After which deed the alarm is expected. */
  readonly alarmsFrom?: number
  /** What registers answer while it is tried. */
  readonly answers?: Readonly<Record<string, unknown>>
}

/** An example that is lived, and the life it makes. */
export interface Told {
  readonly example: number
  readonly script: Script
}

export interface Rehearsed {
  readonly item: CompiledItem
  /** Examples in which nothing is refused and nothing rings. */
  readonly clean: readonly Told[]
  readonly all: readonly Told[]
  /** The same example with something in it. */
  variant(told: Told, variant: Variant): Script
}

/** 推导 Computes the wrongs of one setting. */
export type Maker = (rehearsed: Rehearsed) => readonly Wrong[]
