import type { FastifyPluginAsync } from 'fastify'
import { type Admission, officersOnly } from '#hubs/application/access'
import { type DeskWords, makeOfficePages } from '#portals/office'
import { tokenSheet } from '#portals/public'
import type { GateNeeds } from '../gate.ts'
import type { Sessions } from './acting.ts'

export interface DeskNeeds {
  readonly city: Pick<GateNeeds, 'config' | 'clock'>
  readonly directory: Admission['directory']
  readonly sessions: Sessions
  readonly words: DeskWords
}

/** 坐席门 The desk: who is seated, by the session of his browser, and which posts he holds today. */
export const openDesk = ({ city, directory, sessions, words }: DeskNeeds): FastifyPluginAsync => {
  const { config, clock } = city
  const today = () => clock.today().toString()
  return makeOfficePages({
    words,
    today,
    demo: config.mode === 'demo',
    tokens: tokenSheet,
    async seated(cookie) {
      const signedIn = await sessions.of(cookie)
      if (!signedIn) return undefined
      // Sent to sign in, who is signed in as a citizen would be sent straight back, for ever.
      if (signedIn.subject.kind !== 'officer') throw officersOnly()
      const { subject, post = null, csrf } = signedIn
      return { person: subject.id, post, csrf }
    },
    nameOf: async person => (await directory()).person(person)?.name ?? '',
    async postsOf(person) {
      return (await directory()).postsOf(person, today()).map(({ post, organ }) => ({
        ...{ id: post.id, name: post.name, organ: organ.id, organName: organ.name },
        supervises: organ.functions.includes('supervision'),
        counter: post.counter === true,
      }))
    },
  })
}
