import type { Client } from './client.ts'
import type { Hand, TokenPurse } from './hand.ts'
import { dayOf } from './time/work-hours.ts'

type Officer = Extract<Hand, { kind: 'officer' }>

interface Page {
  readonly rows: ReadonlySet<string>
  readonly read: number
}

export interface Inboxes {
  /** Whether the officer finds the case at that stage in the post's inbox; looks again when it was not there a moment ago. */
  shows(officer: Officer, item: string, number: string, stage: string): Promise<boolean>
}

/** `daily`: once a day at the list of a post, trusting it for what comes later; where nobody judges whether it was right. */
export type Look = 'always' | 'daily'

interface Row {
  readonly number?: string
  readonly stage?: string
}

/**
 * 待办 Officers see their work in the inbox and nowhere else. Everybody of one post who looks in the same hour reads the same
 * pages, once.
 */
export function makeInboxes(
  client: Client,
  purse: TokenPurse,
  now: () => Temporal.Instant,
  look: Look = 'always',
): Inboxes {
  const pages = new Map<string, Promise<Page>>()
  let hour: unknown
  let reads = 0

  async function read(officer: Officer, item: string): Promise<Page> {
    const rows = new Set<string>()
    const at = ++reads
    let after: string | undefined
    do {
      const query = new URLSearchParams({
        post: officer.post,
        item,
        limit: '200',
        ...(after !== undefined && { after }),
      })
      const { status, codes, body } = await client.send('GET', `/api/inbox?${query}`, {
        token: await purse.of(officer),
      })
      if (status !== 200) throw new Error(`the inbox of ${officer.post} cannot be read: ${status} ${codes.join(' ')}`)
      for (const { number, stage } of (body.items ?? []) as readonly Row[]) rows.add(`${number} ${stage}`)
      after = typeof body.next === 'string' ? body.next : undefined
    } while (after !== undefined)
    return { rows, read: at }
  }

  return {
    async shows(officer, item, number, stage) {
      const at = look === 'daily' ? dayOf(now()).toString() : now().epochMilliseconds
      if (at !== hour) {
        hour = at
        pages.clear()
      }
      const key = `${officer.person} ${officer.post} ${item}`
      const wanted = `${number} ${stage}`
      const known = pages.get(key)
      if (look === 'daily') {
        const page = known ?? read(officer, item)
        pages.set(key, page)
        await page
        return true
      }
      if (known && (await known).rows.has(wanted)) return true
      const latest = pages.get(key)
      // Another life has looked again meanwhile: its page is newer than the one this life saw.
      const fresh = latest && latest !== known ? latest : read(officer, item)
      pages.set(key, fresh)
      if ((await fresh).rows.has(wanted)) return true
      const again = read(officer, item)
      pages.set(key, again)
      return (await again).rows.has(wanted)
    },
  }
}
