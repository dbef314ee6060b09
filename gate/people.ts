import type { FastifyInstance } from 'fastify'
import type { Issuer } from '#hubs/application/issuer'
import { type CityProvider, makeProvider } from '#hubs/application/provider'
import type { Search } from '#hubs/application/search'
import {
  makeCitizenPages,
  makeDemoPages,
  makeOpenPages,
  makeSignInPages,
  makeSitePages,
  type PublicPages,
} from '#portals/public'
import type { RouteNeeds } from '#systems/power'
import { makeBatches, makeItemNamed } from '#systems/service'
import type { GateNeeds } from '../gate.ts'
import { accountRoutes } from './accounts.routes.ts'
import { actingSessions } from './acting.ts'
import { type CitizenSettings, makeCitizen } from './citizen.ts'
import type { openDirectory } from './city-directory.ts'
import { clientRoutes } from './clients.routes.ts'
import { makeDemo } from './demo.ts'
import { makeOpen } from './open.ts'
import { providerRoutes } from './provider.routes.ts'
import { makeBuckets } from './rate.ts'
import { makeSignInDoor } from './sign-in.ts'

export interface PeopleNeeds extends Omit<CitizenSettings, 'maxFile' | 'itemNamed' | 'batches' | 'resuming' | 'kept'> {
  readonly city: GateNeeds
  readonly needs: RouteNeeds
  readonly pages: PublicPages
  readonly search: Search
  readonly demo: Issuer['accounts'] | undefined
  readonly publicUrl: string | undefined
  readonly provider: CityProvider
  readonly lists: Awaited<ReturnType<typeof openDirectory>>
}

/** 认证服务 Stands under the address people type: its name for ever, as other systems know it. */
export const providerOf = (
  city: GateNeeds,
  publicUrl = city.config.publicUrl ?? `http://${city.config.host}:${city.config.port}`,
) => {
  const secure = city.config.mode === 'production'
  return makeProvider({ ...city, sessions: city.signIn.sessions, secure }, `${publicUrl}/oidc`)
}

/** 面向个人的门 Where people sign in, and the pages of their own affairs; and what other systems ask about who they are. */
export async function openToPeople(
  app: FastifyInstance,
  { city, needs, pages, search, demo, publicUrl, provider, casePapers, lists, ...rest }: PeopleNeeds,
): Promise<void> {
  const { config, db, signIn } = city
  signIn.onEnded(provider.sessionEnded)
  await app.register(accountRoutes, { prefix: '/api', db, signIn })
  await app.register(clientRoutes, { prefix: '/api', db, clients: provider.clients })
  await app.register(providerRoutes, { provider })
  if (demo)
    await app.register(
      makeDemoPages(makeDemo({ db, index: city.index, sessions: signIn.sessions, accounts: demo }), pages),
    )
  const door = makeSignInDoor({ ...city, demo, provider, publicUrl: publicUrl ?? config.publicUrl })
  await app.register(makeSignInPages({ ...pages, door }))
  const wrongCodes = makeBuckets(Math.min(30, config.rateLimit.perMinute))
  const secure = config.tls !== undefined
  const open = makeOpen(needs, { casePapers, caseRatings: rest.caseRatings, wrongCodes, secure })
  await app.register(makeOpenPages(open, pages))
  await app.register(makeSitePages({ ...lists, guide: rest.guide, published: open.published }, pages))
  const own = { ...rest, casePapers }
  await app.register(
    makeCitizenPages(
      makeCitizen(needs, {
        ...own,
        sessions: actingSessions(own.sessions, city),
        resuming: signIn.sessions,
        kept: signIn.own.kept,
        batches: makeBatches(needs),
        itemNamed: makeItemNamed({ ...needs, search }),
        maxFile: config.limits.file,
      }),
      pages,
    ),
  )
}
