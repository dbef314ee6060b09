import type { ActInput } from '../act.ts'
import { event, type NewEvent } from '../event.ts'
import { actOutOfOrder } from '../refusals.ts'

/**
 * 公告送达 Served thirty days after the announcement, not before (民事诉讼法95, to which 行政处罚法61 refers). That law is not among those
 * kept here: the number is unverified.
 */
const announcedDays = 30

/** 送达日 The day something reached the party, or was announced: not in the future, not before there was anything to serve. */
function saidOn({ on }: ActInput<unknown>, said: string | undefined, earliest: string): string {
  if (said === undefined) return on
  if (said > on || said < earliest)
    throw actOutOfOrder({
      detail: 'service lies between the act that is served and today',
      facts: { servedOn: said, earliest, today: on },
    })
  return said
}

interface Served {
  readonly of: 'notice' | 'decision' | 'correction'
  /** On whom, where each is served by itself. */
  readonly party?: string | undefined
  readonly way: string
  readonly receipt: boolean
  readonly servedOn: string | undefined
  /** The day from which there was something to serve. */
  readonly earliest: string
  /** 送达回证 The row of evidence that says so. */
  readonly delivery?: string | undefined
}

/**
 * 送达 What was served and when it counts as served, and the day the organ did its part. Both are judged by the day it happened, not
 * by the day somebody put it on record; only an announcement reaches the party later than the organ makes it.
 */
export function served(input: ActInput<unknown>, { of, way, receipt, servedOn, earliest, party, delivery }: Served) {
  const made = saidOn(input, servedOn, earliest)
  const announced = way === 'announcement'
  const reached = announced ? Temporal.PlainDate.from(made).add({ days: announcedDays }).toString() : made
  const happened: NewEvent = {
    ...event('service.made', {
      of,
      way,
      on: reached,
      receipt,
      ...(announced && { announcedOn: made }),
      ...(party !== undefined && { party }),
      ...(delivery !== undefined && { delivery }),
    }),
    on: reached,
  }
  return { happened, made, reached }
}
