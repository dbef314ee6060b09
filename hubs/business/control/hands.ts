import type { ControlInput } from '#kernel/case'

export interface Vote {
  readonly person: string
  readonly for: string
}

export const votesOf = ({ body }: Pick<ControlInput, 'body'>): readonly Vote[] =>
  Array.isArray(body.votes) ? (body.votes as readonly Vote[]) : []

/** Officers an act names beside the one who records it: the second at the scene, the chair of a hearing. */
export const namedOfficers = ({ body }: Pick<ControlInput, 'body'>): readonly string[] => [
  ...(Array.isArray(body.officers) ? (body.officers as readonly string[]) : []),
  ...(typeof body.chair === 'string' ? [body.chair] : []),
]

/** 经手人 Everybody by whose hand the act is done, besides whoever records it: what stands against one stands against the act. */
export const otherHands = (input: Pick<ControlInput, 'body'>): readonly string[] => [
  ...namedOfficers(input),
  ...votesOf(input).map(({ person }) => person),
]
