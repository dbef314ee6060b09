import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import { localKeys, makeAdmission, makeTokens, ownKeys, remoteKeys, tokensOfAll } from '#hubs/application/access'
import type { Issuer } from '#hubs/application/issuer'
import type { CityProvider } from '#hubs/application/provider'
import { makeSearch, readSynonyms } from '#hubs/application/search'
import type { SignIn } from '#hubs/application/sign-in'
import type { Config } from '#kernel/config'
import { readSurroundings } from '#kernel/definition'
import { type Log, requestFields } from '#kernel/log'
import { refusal } from '#kernel/refusal'
import { readDeskWords } from '#portals/office'
import { makePublicPages, readLocales } from '#portals/public'
import { directoryRoutes, type Entries } from '#systems/directory'
import { makeReceiving, nationalRoutes, readNationalCodes } from '#systems/national'
import {
  comparedRoutes,
  deliveryRoutes,
  fileRoutes,
  itemFormRoutes,
  keyReused,
  makeCaseDeliveries,
  makeCasePapers,
  makeIdempotency,
  makeNaming,
  makePlaces,
  organNotForItem,
  organUnknown,
  type PowerNeeds,
  paperRoutes,
  type RouteNeeds,
  ratingRoutes,
  readMessageWords,
  readPaperWords,
  trailRoutes,
} from '#systems/power'
import {
  draftRoutes,
  lawRoutes,
  makeDrafts,
  makeGuides,
  makeVersions,
  ownItemRoutes,
  serviceRoutes,
  versionRoutes,
} from '#systems/service'
import type { Sessions } from './gate/acting.ts'
import { watchAddresses } from './gate/addresses.ts'
import { answerOnce } from './gate/answer-once.ts'
import { answerProblems, makeAnswer } from './gate/answers.ts'
import { readBody } from './gate/body.ts'
import { caseRoutes } from './gate/case-routes.ts'
import { openDirectory } from './gate/city-directory.ts'
import { openDesk } from './gate/desk.ts'
import { addEntrance } from './gate/entrance.ts'
import { errorRoutes, readRefusalTitles } from './gate/errors.routes.ts'
import { refuseFraming } from './gate/framing.ts'
import { addSecurityHeaders, secure } from './gate/headers.ts'
import { type HealthNeeds, healthRoutes } from './gate/health.routes.ts'
import { openHeard } from './gate/heard.ts'
import { houseRoutes } from './gate/house.routes.ts'
import { serverFactory } from './gate/listener.ts'
import { watchRoutes } from './gate/openapi.ts'
import { openToPeople, providerOf } from './gate/people.ts'
import { mediaTypeUnsupported, problemOf, refusalOf } from './gate/problem.ts'
import { makeBuckets } from './gate/rate.ts'
import { makeValidation } from './gate/validation.ts'
import { zipAnswers } from './gate/zipped.ts'

export const issuerMissing = refusal('ISSUER_MISSING', 500, 'Nobody is named who signs access tokens')

/** What the gate needs of the city: what the routes need, and how to listen and log. */
export interface GateNeeds extends PowerNeeds, HealthNeeds {
  readonly config: Config
  readonly log: Log
  readonly entries: Entries
  readonly signIn: SignIn
}

export interface GateOptions {
  /** The local issuer of a demonstration or test; a real city names its own in `config.issuer`. */
  readonly issuer?: Issuer
  /** Where `locales/` and `search/` are; default the repository's content. */
  readonly contentDirectory?: string
  /** The address people type, where no setting says it. */
  readonly publicUrl?: string
  /** Deciding and publishing need a sign-in of acr 2; default in production. */
  readonly stepUp?: boolean
  /** A new city answers nothing before three persons have become its administrators; default in production. */
  readonly setUp?: boolean
  /** While it is so, whoever opens a page is told to come back. */
  readonly isPreparing?: () => boolean
  /** Who is signed in by a browser; default as the sign-in knows. */
  readonly sessions?: Sessions
}

/** Those of our own provider, and of whoever else signs for this city. */
function tokensOf({ config, clock }: GateNeeds, issuer: Issuer | undefined, provider: CityProvider) {
  const own = makeTokens({ issuer: provider.issuer, audience: 'plumbline', keys: ownKeys(provider.jwks), clock })
  const from = (name: string, audience: string, keys: ReturnType<typeof localKeys>) =>
    tokensOfAll(
      new Map([
        [name, makeTokens({ issuer: name, audience, keys, clock })],
        [provider.issuer, own],
      ]),
    )
  if (issuer) return from(issuer.issuer, issuer.audience, localKeys(issuer.jwks))
  if (!config.issuer) throw issuerMissing({ remedy: 'Set issuer.url, or start in demo mode.' })
  const { url, jwks = `${url.replace(/\/$/, '')}/.well-known/jwks.json`, audience = 'plumbline' } = config.issuer
  return from(url, audience, remoteKeys(jwks))
}

/** One line for each request: who by post, which route, how it ended. Never what was sent. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const actor = request.caller?.actor
    const by = actor === undefined ? undefined : actor.kind === 'officer' ? actor.post : 'party'
    request.log.info(
      {
        ...requestFields(request),
        path: undefined,
        status: reply.statusCode,
        by,
        ms: Math.round(reply.elapsedTime * 10) / 10,
      },
      'request',
    )
  })
}

function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, bytes: Buffer) => {
      const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(request.headers['content-type'] ?? '')?.[1]
      if (charset !== undefined && charset.toLowerCase() !== 'utf-8') throw mediaTypeUnsupported()
      return readBody(bytes)
    },
  )
}

/** 门 Builds the HTTP application: error mapping, admission, description. No business is done here. */
export async function makeGate(city: GateNeeds, options: GateOptions = {}): Promise<FastifyInstance> {
  const { config, log, db, clock, definitions, implementations, keyring, grants, reads, parties, identity, index } =
    city
  const {
    issuer,
    contentDirectory = join(import.meta.dirname, 'content'),
    stepUp = config.mode === 'production',
    setUp = config.mode === 'production',
    sessions = city.signIn.sessions,
  } = options
  const provider = providerOf(city, options.publicUrl)
  const tokens = tokensOf(city, issuer, provider)
  const admission = makeAdmission({
    ...{ tokens, identity, clock, sessionOf: city.signIn.sessions.byId },
    mandates: { find: id => city.mandates.find(db, id) },
  })
  const { directory } = admission

  const idempotency = makeIdempotency({ db, clock, index })
  const naming = makeNaming({ db, clock, parties, grants, reads, directory })
  const needs: RouteNeeds = { ...city, directory, idempotency, naming }
  const synonyms = readSynonyms(join(contentDirectory, 'search/synonyms.yaml'))
  const search = makeSearch({ db, synonyms })
  const { laws } = await readSurroundings(contentDirectory)
  const guides = makeGuides({ clock, definitions, implementations, directory, search, laws })
  const words = join(contentDirectory, 'locales')
  const locales = readLocales(words)
  const versions = makeVersions({ clock, definitions, implementations, directory, laws, phrases: locales })
  const drafts = makeDrafts({ db, clock, keyring })
  const lists = await openDirectory(city, { offices: directory, contentDirectory, synonyms, locales })
  const heard = openHeard(needs, contentDirectory)
  const pages = makePublicPages({
    guides,
    versions,
    ...lists,
    progress: heard.unnamed.progress,
    ratingByCode: heard.caseRatings.byCode,
    locales,
    demo: config.mode !== 'production',
    demoHome: issuer !== undefined && config.demoAccounts,
    wrongCodes: makeBuckets(Math.min(30, config.rateLimit.perMinute)),
  })
  const verifyAt = `${options.publicUrl ?? config.publicUrl ?? `http://${config.host}:${config.port}`}/verify`
  const casePapers = makeCasePapers({ ...needs, verifyAt, words: readPaperWords(words) })
  const caseDeliveries = makeCaseDeliveries({ ...needs, casePapers, messageWords: readMessageWords(words) })
  const titles = readRefusalTitles(words)
  const answerAsked = makeAnswer(pages, titles)
  const safe = { tls: config.tls !== undefined }

  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: config.limits.body,
    trustProxy: config.proxy ?? false,
    routerOptions: { maxParamLength: 120, ignoreTrailingSlash: false },
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    serverFactory: serverFactory(config.tls),
    clientErrorHandler: refuseFraming,
    frameworkErrors: (error, request, reply) =>
      answerAsked(
        request,
        secure(request, reply as unknown as FastifyReply, safe),
        problemOf(refusalOf(error).refusal, request),
      ),
  }) as unknown as FastifyInstance
  app.setValidatorCompiler(makeValidation())
  app.setSerializerCompiler(() => data => JSON.stringify(data))
  const { description } = watchRoutes(app)
  const { missing } = watchAddresses(app)
  addSecurityHeaders(app, safe)
  addEntrance(app, {
    admission,
    sessions,
    perMinute: config.rateLimit.perMinute,
    simulators: config.simulators,
    stepUp,
    atOnce: config.poolSize * 32,
    isSetUp: setUp ? city.signIn.setup.isFinished : undefined,
    isPreparing: options.isPreparing,
  })
  logRequests(app)
  readBodies(app)
  answerProblems(app, missing, answerAsked)
  answerOnce(app, { db, clock, idempotency })
  zipAnswers(app)
  await app.register(errorRoutes, { titles })

  await app.register(healthRoutes, { db, readiness: city.readiness })
  await app.register(houseRoutes, {
    issuer,
    demoAccounts: config.demoAccounts,
    signInPerMinute: config.rateLimit.signIn,
    description,
  })
  await app.register(serviceRoutes, { prefix: '/api', guides, listed: lists.directory.listed })
  await app.register(versionRoutes, { prefix: '/api', versions })
  await app.register(directoryRoutes, { prefix: '/api', ...lists })
  await app.register(lawRoutes, { prefix: '/api', laws, clock })
  await app.register(ownItemRoutes, { prefix: '/api', laws, clock, definitions, implementations })
  await app.register(draftRoutes, {
    prefix: '/api',
    drafts,
    clock,
    placeOf: makePlaces(city),
    refusals: { place: [organUnknown, organNotForItem], once: [keyReused] },
    once: idempotency.once,
  })
  for (const routes of caseRoutes) await app.register(routes, { prefix: '/api', ...needs })
  for (const routes of [comparedRoutes, itemFormRoutes])
    await app.register(routes, { prefix: '/api', ...needs, meanings: heard.meanings })
  await app.register(paperRoutes, { prefix: '/api', casePapers })
  await app.register(deliveryRoutes, { prefix: '/api', caseDeliveries })
  await app.register(ratingRoutes, { prefix: '/api', caseRatings: heard.caseRatings })
  await app.register(fileRoutes, { prefix: '/api', ...needs, maxBytes: config.limits.file })
  const codesFile = join(contentDirectory, 'national/codes.yaml')
  const codes = readNationalCodes(codesFile, await readFile(codesFile, 'utf8'))
  await app.register(nationalRoutes, { prefix: '/api', codes, receiving: makeReceiving({ ...city, codes }) })
  await app.register(trailRoutes, { trail: city.trail })
  await app.register(pages.routes)
  await app.register(openDesk({ city, directory, sessions, words: readDeskWords(words) }))
  const demo = config.demoAccounts ? issuer?.accounts : undefined
  const own = { ...heard, drafts, guide: guides.guide, search, sessions, stepUp, casePapers, caseDeliveries }
  const people = { ...own, demo, provider, lists }
  await openToPeople(app, { city, needs, pages, publicUrl: options.publicUrl, ...people })
  return app
}
