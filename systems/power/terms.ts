import type { Alarms } from '#hubs/governance/alarm'
import type { Clock } from '#kernel/clock'
import type { Definitions, Implementations } from '#kernel/definition'
import type { Db } from '#kernel/storage'

export interface TermNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly definitions: Pick<Definitions, 'temporary'>
  readonly implementations: Pick<Implementations, 'inForce'>
  readonly alarms: Pick<Alarms, 'raise'>
}

/**
 * 临时职权到期提醒 From the day by which it is to be renewed, whoever holds a temporary power and supervision hear that it ends, and on the
 * day after its last day that it has ended: each once for a version, however often it is looked.
 */
export function makeTerms({ db, clock, definitions, implementations, alarms }: TermNeeds) {
  return {
    async remind(): Promise<void> {
      const today = clock.today().toString()
      for (const { item, version, until, renewBy = until } of await definitions.temporary(today)) {
        if (today < renewBy) continue
        const over = today > until
        const holders = (await implementations.inForce(item, today)).map(({ organ }) => organ)
        const alarm = over ? 'term-over' : 'term-ending'
        const reason = over
          ? { code: 'TERM_OVER', text: '临时职权已经到期，不再受理新的办件', facts: { item, until } }
          : { code: 'TERM_ENDING', text: '临时职权即将到期，需要延续的须有新的依据', facts: { item, until, renewBy } }
        await db.transaction(async sql => {
          for (const organ of holders.length > 0 ? holders : [''])
            await alarms.raise(
              sql,
              {
                ...{ id: `${alarm}:${item}:${version}:${organ}`, caseId: null, seq: null, alarm, item, organ },
                ...{ level: over ? 'red' : 'yellow', region: null, about: 'case', person: null },
                ...{ reasons: [reason], raisedAt: clock.now().toString() },
              },
              organ === '' ? ['supervision'] : ['organ', 'superior', 'supervision'],
            )
        })
      }
    },
  }
}
export type Terms = ReturnType<typeof makeTerms>
