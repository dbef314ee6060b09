/** 并联办件 What the case that opened it knows of one part. */
export interface PartState {
  readonly stage: string
  readonly item: string
  /** `left`: it is not opened. `decided`: but not served yet. `ended`: the whole waits for it no more. */
  readonly status: 'ordered' | 'opened' | 'decided' | 'ended' | 'left'
  /** Number and moment of the event that ordered it: its id is made from it. */
  readonly seq: number
  readonly at: string
  readonly number?: string
  readonly outcome?: string
  readonly favourable?: boolean
  readonly result?: string
  /** Why it is not opened, or was told to stop, and because of which part. */
  readonly why?: PartLeft
  readonly of?: string
  readonly recalled?: true
}

/** 不办的缘由 Not needed; what had to be granted before was not; another was refused; the whole was withdrawn, or ended. */
export type PartLeft = 'not-needed' | 'prerequisite' | 'refused' | 'withdrawn' | 'terminated'

/** What a part knows of itself: its key in the case that opened it, and what it has reported there. */
export interface PartOf {
  readonly part: string
  readonly reported?: 'decided' | 'ended'
  /** The outcome that was reported last. */
  readonly outcome?: string
}
