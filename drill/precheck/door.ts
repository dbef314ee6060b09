import { join } from 'node:path'
import { makeAdmission } from '#hubs/application/access'
import type { CitizenNeeds, SignedIn } from '#portals/public'
import {
  makeCaseDeliveries,
  makeCasePapers,
  makeIdempotency,
  makeNaming,
  readMessageWords,
  readPaperWords,
} from '#systems/power'
import { makeBatches, makeDrafts } from '#systems/service'
import { contentDirectory } from '../../content.ts'
import { makeCitizen } from '../../gate/citizen.ts'
import { openHeard } from '../../gate/heard.ts'
import type { City } from '../../main.ts'

/** What the pages of an application are given, without the pages: the same functions, asked directly. */
export function openApplyDoor(city: City): CitizenNeeds['apply'] {
  const { db, clock, identity, keyring, index, parties, grants, reads } = city
  const tokens = { read: () => Promise.reject(new Error('nobody signs in here')) }
  const { directory } = makeAdmission({ tokens, identity, clock })
  const needs = {
    ...city,
    directory,
    idempotency: makeIdempotency({ db, clock, index }),
    naming: makeNaming({ db, clock, parties, grants, reads, directory }),
  }
  const locales = join(contentDirectory, 'locales')
  const casePapers = makeCasePapers({ ...needs, words: readPaperWords(locales), verifyAt: '/verify' })
  return makeCitizen(needs, {
    sessions: { of: async () => undefined },
    resuming: city.signIn.sessions,
    drafts: makeDrafts({ db, clock, keyring }),
    guide: () => Promise.reject(new Error('no guide is read here')),
    casePapers,
    caseDeliveries: makeCaseDeliveries({ ...needs, casePapers, messageWords: readMessageWords(locales) }),
    maxFile: city.config.limits.file,
    batches: makeBatches({ db, clock, keyring, index }),
    itemNamed: async () => undefined,
    stepUp: false,
    kept: city.signIn.own.kept,
    ...openHeard(needs, contentDirectory),
  }).apply
}

/** Somebody who is signed in for this party. */
export const signedInAs = (party: string): SignedIn => ({
  id: party,
  subject: { kind: 'person', id: party },
  actsAs: party,
  acr: 2,
  csrf: '',
})
