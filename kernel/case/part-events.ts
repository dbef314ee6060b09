import type { PartLeft } from './part-state.ts'

/** 并联办理的事件 Those of the case that opens parts, and `part.reported` of the part itself. */
export interface PartEvents {
  'part.ordered': { stage: string; part: string; item: string }
  /** It is not opened: not needed, not possible, or not any more. */
  'part.left': { stage: string; part: string; item: string; why: PartLeft; of?: string }
  'part.opened': { stage: string; part: string; number: string }
  'part.decided': { stage: string; part: string; outcome: string; favourable: boolean }
  'part.ended': { stage: string; part: string; result: string }
  /** It is to stop: where nobody has begun it, or the applicant takes everything back before it is decided. */
  'part.recalled': { stage: string; part: string; why: PartLeft; of?: string }
  /** Of the part: the case that opened it is told that it is decided, or that nothing more is to come. */
  'part.reported': { origin: string; part: string; status: 'decided' | 'ended'; outcome?: string }
  /** It was decided otherwise after it was over for the case: on a remedy. */
  'part.reversed': { stage: string; part: string; outcome: string; favourable: boolean }
  /** It was not begun because of a part that is granted after all, and is to be looked at anew. */
  'part.restored': { stage: string; part: string; of: string }
}
