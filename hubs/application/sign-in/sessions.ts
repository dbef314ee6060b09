import { uuidv7 } from '#kernel/clock'
import type { Sql } from '#kernel/storage'
import { cookie, cookieNames, readCookie } from './cookies.ts'
import { deviceNamed, networkNamed } from './names.ts'
import type { Origin, SignInNeeds } from './needs.ts'
import { formTokenOf, hashOf, newToken, resumeTokenOf, sameText } from './secrets.ts'
import * as store from './sign-in.store.ts'

/** 已登录 Who sits at this browser now, and how well that is proved. */
export interface SignedIn {
  readonly id: string
  /** The account's holder: a party's id for a person, the person id of an officer. `account` is null for accounts of the demonstration. */
  readonly subject: { readonly kind: 'person' | 'officer'; readonly id: string }
  readonly account: string | null
  /** The person or firm for whom this session acts; an officer acts as himself. */
  readonly actsAs: string
  /** The post an officer has taken for this session. */
  readonly post?: string
  /** 2: two factors, proved within the last half hour (by an officer: ten minutes) and not held back after a recovery; else 1. */
  readonly acr: 1 | 2
  /** 恢复观察期 Until then nothing makes it 2, whatever is proved: ISO instant; absent where no recovery is that fresh. */
  readonly heldUntil?: string
  /** ISO instant. */
  readonly signedInAt: string
  /** What a form of this session carries; worth nothing without the cookie. */
  readonly csrf: string
}

/** A session as its owner sees it among his others. */
export interface OwnSession {
  readonly id: string
  readonly device: string
  readonly network: string
  readonly signedInAt: string
  readonly seenAt: string
  readonly present: boolean
}

/** What the browser carries from now on, and what its forms do. */
export interface Proved {
  readonly setCookie: string
  readonly csrf: string
}

export interface SessionWanted {
  readonly account?: string
  readonly subject: SignedIn['subject']
  readonly actsAs: string
  readonly post?: string
  readonly acr: 1 | 2
  readonly agent: string
  readonly address: string
}

interface SessionRow {
  readonly id: string
  readonly account: string | null
  readonly subjectKind: 'person' | 'officer'
  readonly subject: string
  readonly actsAs: string
  readonly post: string | null
  readonly acr: 1 | 2
  readonly provedAt: string
  readonly signedInAt: string
  readonly seenAt: string
  readonly device: string
  readonly network: string
  readonly heldUntil: string | null
}

const isHeld = (until: string | null, now: Temporal.Instant): until is string =>
  until !== null && Temporal.Instant.compare(Temporal.Instant.from(until), now) > 0

/** 会话时限 How long one may be away, how long one may stay, and how long a proof is fresh. */
const limits = {
  idle: { officer: { minutes: 30 }, person: { hours: 1 } },
  whole: { hours: 12 },
  /** An officer's proof stands before what he decides for others. */
  fresh: { officer: { minutes: 10 }, person: { minutes: 30 } },
} as const
/** A session is marked as seen at most so often. */
const seenEvery = 60_000

/** 会话 Browsers that are signed in; each has its row, and its owner sees and ends it. */
export function makeSessions({ db, clock, secure }: Pick<SignInNeeds, 'db' | 'clock' | 'secure'>) {
  const names = cookieNames(secure)
  const idleSince = () => {
    const now = clock.now()
    return [now.subtract(limits.idle.officer), now.subtract(limits.idle.person)] as const
  }

  /** What was proved a while ago is to be proved again before a power is used; after a recovery, not before three days are over. */
  function strengthOf({ acr, provedAt, heldUntil, subjectKind }: SessionRow): 1 | 2 {
    const now = clock.now()
    const fresh = Temporal.Instant.compare(Temporal.Instant.from(provedAt).add(limits.fresh[subjectKind]), now) > 0
    return acr === 2 && fresh && !isHeld(heldUntil, now) ? 2 : 1
  }

  const shown = (row: SessionRow, token: string): SignedIn => ({
    id: row.id,
    subject: { kind: row.subjectKind, id: row.subject },
    account: row.account,
    actsAs: row.actsAs,
    ...(row.post !== null && { post: row.post }),
    acr: strengthOf(row),
    ...(isHeld(row.heldUntil, clock.now()) && { heldUntil: row.heldUntil }),
    signedInAt: row.signedInAt,
    csrf: formTokenOf(token),
  })

  async function seen({ id, seenAt }: SessionRow, now: Temporal.Instant): Promise<void> {
    if (now.epochMilliseconds - Temporal.Instant.from(seenAt).epochMilliseconds > seenEvery)
      await db.run(store.seeSession, [id, now])
  }
  const carried = (header: string | undefined) => readCookie(header, names.session)

  return {
    cookieNames: names,

    /** 识别会话 Who is signed in by this `Cookie` header; undefined for nobody, or a session that is over. */
    async of(cookieHeader: string | undefined): Promise<SignedIn | undefined> {
      const token = carried(cookieHeader)
      if (token === undefined) return undefined
      const now = clock.now()
      const [row] = await db.run<SessionRow>(store.findSession, [hashOf(token), now, ...idleSince()])
      if (!row) return undefined
      await seen(row, now)
      return shown(row, token)
    },

    /** A session that still stands, by its id; `csrf` is empty, for no form comes of it. Being asked about counts as being used. */
    async byId(id: string): Promise<SignedIn | undefined> {
      const now = clock.now()
      const [row] = await db.run<SessionRow>(store.findSessionById, [id, now, ...idleSince()])
      if (!row) return undefined
      await seen(row, now)
      return { ...shown(row, ''), csrf: '' }
    },

    /** Whose session it is or was. */
    async subjectOf(id: string): Promise<SignedIn['subject'] | undefined> {
      const [row] = await db.run<Pick<SessionRow, 'subjectKind' | 'subject'>>(store.findSubject, [id])
      return row && { kind: row.subjectKind, id: row.subject }
    },

    /** 开会话 In the caller's transaction; `setCookie` goes into the answer. */
    async open(sql: Sql, wanted: SessionWanted): Promise<{ readonly id: string; readonly setCookie: string }> {
      const [id, token, now] = [uuidv7(clock), newToken(), clock.now()]
      const { account, subject, actsAs, post, acr, agent, address } = wanted
      await sql.run(store.addSession, [
        id,
        hashOf(token),
        account ?? null,
        subject.kind,
        subject.id,
        actsAs,
        post ?? null,
        acr,
        now,
        now.add(limits.whole),
        deviceNamed(agent),
        networkNamed(address),
      ])
      return { id, setCookie: cookie(names.session, token, { secure }) }
    },

    /** 提升认证 A second proof within the session: a new token, so that one seen before is worth nothing now. */
    async prove(sql: Sql, id: string): Promise<Proved> {
      const token = newToken()
      await sql.run(store.proveSession, [id, hashOf(token), 2, clock.now()])
      return { setCookie: cookie(names.session, token, { secure }), csrf: formTokenOf(token) }
    },

    /** 选岗 The post an officer takes; whether he holds it is asked by whoever calls. */
    takePost: async (sql: Sql, id: string, post: string): Promise<void> =>
      void (await sql.run(store.placeSession, [id, post])),

    /** The sessions of one owner, the latest first. */
    async list({ subject, id: present }: Pick<SignedIn, 'subject' | 'id'>): Promise<readonly OwnSession[]> {
      const rows = await db.run<SessionRow>(store.sessionsOf, [subject.kind, subject.id, clock.now(), ...idleSince()])
      return rows.map(({ id, device, network, signedInAt, seenAt }) => ({
        ...{ id, device, network, signedInAt, seenAt },
        present: id === present,
      }))
    },

    /** 退出 Ends a session of this owner; another's is as if it were not there. */
    end: async (
      sql: Sql,
      { subject }: Pick<SignedIn, 'subject'>,
      id: string,
      why: 'signed-out' | 'revoked',
    ): Promise<boolean> =>
      (await sql.run(store.endSession, [id, subject.kind, subject.id, clock.now(), why])).length > 0,

    /** Every session of an account but this one. */
    endAll: async (sql: Sql, account: string, why: 'revoked' | 'recovered', but?: string): Promise<readonly string[]> =>
      (await sql.run<{ id: string }>(store.endSessionsOf, [account, clock.now(), why, but ?? null])).map(
        ({ id }) => id,
      ),

    /** Takes the cookie away. */
    gone: (): string => cookie(names.session, '', { secure, maxAge: 0 }),

    /**
     * 续填 What a form of a session that is over carries past the next sign-in, so that one press goes on with it; undefined where it is no form
     * of a session that this browser had.
     */
    async resumeToken(cookieHeader: string | undefined, csrf: string): Promise<string | undefined> {
      const [token, device] = [carried(cookieHeader), readCookie(cookieHeader, names.device)]
      if (token === undefined || device === undefined || !sameText(formTokenOf(token), csrf)) return undefined
      const [row] = await db.run<Pick<SessionRow, 'subjectKind' | 'subject'>>(store.findSubjectByToken, [hashOf(token)])
      return row && resumeTokenOf(device, row.subjectKind, row.subject)
    },

    /** Whether the same person, signed in again in the same browser, goes on with it. */
    resumes({ subject }: Pick<SignedIn, 'subject'>, cookieHeader: string | undefined, token: string): boolean {
      const device = readCookie(cookieHeader, names.device)
      return device !== undefined && sameText(resumeTokenOf(device, subject.kind, subject.id), token)
    },

    /** Whether a form of this session carries its token. */
    fits: ({ csrf }: Pick<SignedIn, 'csrf'>, token: string): boolean => sameText(csrf, token),
  }
}
export type Sessions = ReturnType<typeof makeSessions>

/** 设备标识 Who is not signed in has forms too, and is told from others by what his browser carries; it lasts, so that his own failures are not others'. */
export function makeVisitors(secure: boolean) {
  const { device } = cookieNames(secure)
  return {
    /** What the browser carries; made new, with its `Set-Cookie`, for one that carries nothing. */
    of(cookieHeader: string | undefined): {
      readonly device: string
      readonly csrf: string
      readonly setCookie?: string
    } {
      const known = readCookie(cookieHeader, device)
      const carried = known ?? newToken()
      return {
        device: carried,
        csrf: formTokenOf(carried),
        ...(known === undefined && { setCookie: cookie(device, carried, { secure, maxAge: 31_536_000 }) }),
      }
    },
    originOf: (cookieHeader: string | undefined, address: string, agent: string): Origin => ({
      device: readCookie(cookieHeader, device) ?? '',
      address,
      agent,
    }),
  }
}
