/** 日期 A legal date of the city, `YYYY-MM-DD`; compared as text. */
export type IsoDate = string

/** 经办人 An officer who acts in a post; `onBehalfOf` names the holder whose delegated power is used. */
export interface Officer {
  readonly kind: 'officer'
  /** Internal id of the person (UUID). */
  readonly person: string
  /** Id of the post, `<organ>/<code>`, e.g. `210102-approval/review`. */
  readonly post: string
  readonly organ: string
  readonly onBehalfOf?: string
}

/** 当事人 A party who acts through an account, or for whom somebody else acts: what is done is done in the party's name. */
export interface PartyActor {
  readonly kind: 'party'
  readonly party: string
  readonly account: string
  /** 代理人 Who acted in the party's stead, and on which mandate; absent where the party acted itself (民法典162). */
  readonly agent?: { readonly party: string; readonly mandate: string }
}

/** 系统 The program itself: a clock that fires, a loader, a relay. Never decides against anybody. */
export interface SystemActor {
  readonly kind: 'system'
  readonly name: string
}

/** 行为人 Whoever acts. What an actor may do is asked of the directory, before every act. */
export type Actor = Officer | PartyActor | SystemActor

/**
 * One line for journals and command ids: `officer:<person>@<post>`, `party:<party>`, `party:<agent>@<mandate>`, `system:<name>`. Never a
 * name or number of a person.
 */
export function actorText(actor: Actor): string {
  switch (actor.kind) {
    case 'officer':
      return `officer:${actor.person}@${actor.post}`
    case 'party':
      return actor.agent ? `party:${actor.agent.party}@${actor.agent.mandate}` : `party:${actor.party}`
    case 'system':
      return `system:${actor.name}`
  }
}

/** 实际与名义经办人 The persons who stand behind an officer's act: who did it, and in whose stead. */
export const personsOf = (actor: Officer): readonly string[] =>
  actor.onBehalfOf === undefined ? [actor.person] : [actor.person, actor.onBehalfOf]

/** The id of a post: `<organ>/<code>`. */
export const postId = (organ: string, code: string): string => `${organ}/${code}`

/** The organ and code of a post id. */
export function partsOfPost(id: string): { readonly organ: string; readonly code: string } {
  const slash = id.indexOf('/')
  return { organ: id.slice(0, slash), code: id.slice(slash + 1) }
}
