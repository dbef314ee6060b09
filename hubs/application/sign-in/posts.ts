import type { Clock } from '#kernel/clock'
import type { Identity } from '#kernel/identity'
import { refusal } from '#kernel/refusal'
import type { Accounts } from './accounts.ts'
import type { SignInNeeds } from './needs.ts'
import type { Sessions, SignedIn } from './sessions.ts'

export const postNotToTake = refusal('POST_NOT_TO_TAKE', 403, 'You do not hold this post today')

/** 可上的岗 A post an officer holds today, in the words of his organ; the three administrators stand in a post of no organ. */
export interface PostHeld {
  readonly id: string
  readonly name: string
  /** Absent for an administrator: his post is `administration/<kind>`. */
  readonly organ?: string
}

export interface PostsNeeds extends Pick<SignInNeeds, 'db'> {
  readonly clock: Clock
  readonly identity: Pick<Identity, 'directory'>
  readonly accounts: Accounts
  readonly sessions: Sessions
}

/** 上岗 One post in a session: what an officer does, he does in it and in no other. */
export function makePosts({ db, clock, identity, accounts, sessions }: PostsNeeds) {
  async function held(person: string): Promise<readonly PostHeld[]> {
    const [offices, on] = [await identity.directory(), clock.today().toString()]
    const kind = offices.administratorKind(person, on)
    const posts = offices.postsOf(person, on).map(({ post, organ }) => ({
      ...{ id: post.id, name: post.name, organ: organ.name },
    }))
    if (kind === undefined || !offices.isAdministrator(person, kind, on)) return posts
    return [...posts, { id: `administration/${kind}`, name: kind }]
  }

  return {
    held,
    /** Of whoever signs in: the only post he holds; who holds several chooses. */
    async only(person: string): Promise<string | undefined> {
      const posts = await held(person)
      return posts.length === 1 ? posts[0]!.id : undefined
    },

    /** @throws POST_NOT_TO_TAKE */
    async take({ id, subject, account }: SignedIn, post: string): Promise<void> {
      if (subject.kind !== 'officer' || !(await held(subject.id)).some(one => one.id === post)) throw postNotToTake()
      await db.transaction(async sql => {
        await sessions.takePost(sql, id, post)
        if (account !== null) await accounts.record(sql, account, 'post-taken', { byWhat: post })
      })
    },
  }
}
export type Posts = ReturnType<typeof makePosts>
