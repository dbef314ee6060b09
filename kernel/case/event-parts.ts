export interface PartyInCase {
  readonly role: string
  readonly party: string
  readonly unit: string
  /** 授权 Of an agent who came in person: the mandate he showed. */
  readonly mandate?: string
}

/** 任务 One thing one post (or person) has to do at a stage. */
export interface TaskOpened {
  readonly task: string
  readonly role: string
  /** Code of the post in the organ; `*` where every officer of the organ may. */
  readonly post: string
  readonly organ: string
  readonly person?: string
}

/** 抽中 Which object a case was drawn for, and who was drawn to go there. */
export interface Drawn {
  readonly object: string
  /** Key of the role in `authority.posts` whose part the persons take. */
  readonly role: string
  readonly persons: readonly string[]
  readonly reserve: readonly string[]
}

export interface ClockSpan {
  readonly due: string
  readonly provisional: boolean
}

/** 意见 What one member of a body is for, and whether with reservations. */
export interface Vote {
  readonly person: string
  readonly for: string
  readonly reserved?: boolean
}
