import type { Deliveries } from '#hubs/application/delivery'
import type { Papers } from '#hubs/application/paper'
import type { AccountNotice } from '#hubs/application/sign-in'
import type { Clock } from '#kernel/clock'
import type { Log } from '#kernel/log'
import type { Db, Sql } from '#kernel/storage'
import { addMessages } from './messages.ts'
import { readPaperWords } from './paper-words.ts'

export interface NoticesNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly log: Pick<Log, 'error'>
  readonly deliveries: Pick<Deliveries, 'warn'>
  readonly papers: Pick<Papers, 'print'>
  /** Where the words of papers stand. */
  readonly locales: string
}

/** 知会 What happened to an account or a mandate: it belongs to no case, and is told once for its cause. */
export function makeNotices({ db, clock, log, deliveries, papers, locales }: NoticesNeeds) {
  const { say, day } = readPaperWords(locales)

  async function tell(
    sql: Sql,
    { cause, kind, parties }: { readonly cause: string; readonly kind: string; readonly parties: readonly string[] },
  ): Promise<void> {
    await sql.run(addMessages, [cause, null, kind, '{}', clock.now(), [...new Set(parties)]])
  }

  /** 信函 The notice as a letter: to whom, the envelope says. One that cannot be printed keeps no other way from telling. */
  const letter = (subject: string, text: string): Promise<Buffer | undefined> =>
    papers
      .print({
        form: 'letter',
        organ: say('papers.notice.organ'),
        number: '',
        title: subject,
        addressee: say('papers.notice.addressee'),
        blocks: [{ kind: 'text', text }],
        dated: day(clock.today().toString()),
        at: clock.now(),
        words: {
          sample: say('papers.sample'),
          seal: say('papers.seal', { organ: say('papers.notice.organ') }),
          code: say('papers.code'),
          reason: say('papers.notice.reason'),
          colon: say('list.colon'),
        },
      })
      .catch(fault => void log.error({ err: fault }, 'notice.unprinted'))

  return {
    tell,

    /** 账户知会 In his own pages, and at every address he gave. */
    alsoTell: ({ party, cause, kind, outside }: AccountNotice): Promise<void> =>
      db.transaction(async sql => {
        await tell(sql, { cause, kind, parties: [party] })
        if (!outside) return
        const { subject, text, told } = outside
        const written = outside.letter === true && { letter: () => letter(subject, text) }
        await deliveries.warn(sql, { party, cause, subject, text, told, ...written })
      }),
  }
}
