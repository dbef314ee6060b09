import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { confirmationEraser, openDeliveries } from '#hubs/application/delivery'
import { makeLedger, makeOwed, remitAll } from '#hubs/application/ledger'
import { makeMandates, mandateEraser } from '#hubs/application/mandate'
import { outgoingEraser } from '#hubs/application/message'
import { openPapers } from '#hubs/application/paper'
import { openSignIn } from '#hubs/application/sign-in'
import { makeVouchers } from '#hubs/application/voucher'
import { makeRatings, ratingEraser } from '#hubs/business/rating'
import { makeExportEraser } from '#hubs/data/export'
import { makeClamd, makeLook, makeReader, makeUploads, simulatedScanner } from '#hubs/data/upload'
import { makeAlarms } from '#hubs/governance/alarm'
import { type Cases, caseHolds, makeCaseEraser, makeCases } from '#kernel/case'
import { systemClock } from '#kernel/clock'
import { keepMode, refuseOtherMode } from '#kernel/config'
import { makeDefinitions, makeImplementations } from '#kernel/definition'
import { forgetOf, makeFiles, makeKeeping, openContentStore } from '#kernel/file'
import { makeGrants, makeReads } from '#kernel/grant'
import { makeIdentity } from '#kernel/identity'
import { makeLog } from '#kernel/log'
import { makeErasureList, makeKeyring, makeParties, openBlindIndex } from '#kernel/party'
import { readRegisters, releaseRegisters } from '#kernel/register'
import { migrate, type OpenStorage, openDatabase } from '#kernel/storage'
import { installJobs, makeJobs, makeSubscriptions } from '#kernel/subscription'
import { makeSequencer, makeTrailReader, openSigner, type TrailAlarm } from '#kernel/trail'
import { receivedEraser } from '#systems/national'
import {
  controls,
  dataErasers,
  makeCaseExports,
  makeDataHub,
  makeDrawSources,
  makeEffects,
  makeItemMoves,
  makeLateReplies,
  makeNotices,
  makeTerms,
  makeVoucherSeries,
  messageEraser,
  powerRelays,
  powerTasks,
  readExportRules,
  readPaperWords,
  readTaskRules,
} from '#systems/power'
import { batchEraser, draftEraser, makeBatches, makeDrafts } from '#systems/service'
import { loadEntries, openEntries, readCityExchanges } from './city-content.ts'
import type { CitySettings } from './city-settings.ts'
import { contentDirectory, readCalendar } from './content.ts'
import { migrations } from './migrations.ts'
import { publishContent, putToUse } from './publication.ts'
import { makeWork } from './work.ts'

export type City = Awaited<ReturnType<typeof openCity>>

/** What the embedded server does when all is well; anything else an operator should see. */
const ordinary = new Set(['storage.cluster.making', 'storage.server.adopted'])

/**
 * 开城 Opens the city: config → storage → kernel → hubs → systems, each from what stands below it; `close` goes back the
 * same way. What fails on the way leaves no database running. Nothing here decides anything.
 */
export async function openCity(settings: CitySettings) {
  const {
    config,
    log = makeLog(config),
    progress = () => {},
    storage: given,
    durable = true,
    join: shares = false,
  } = settings
  progress('database')
  const report = (event: string, facts: Record<string, unknown>) =>
    log[ordinary.has(event) ? 'info' : 'warn'](facts, event)
  const storage = given ?? (await openDatabase({ ...config, durable, join: shares, report }))
  try {
    return await oneAtATime(storage, () => openOn(storage, { ...settings, log, progress }))
  } catch (fault) {
    if (!given) await storage.stop()
    throw fault
  }
}

const opening = 7_311_204_880_418

/** Tables, keys and content are made by whoever comes first; the other processes of the city wait, and find them made. */
const oneAtATime = <T>({ migrator }: OpenStorage, work: () => Promise<T>): Promise<T> =>
  migrator.session(async session => {
    await session.query('select pg_advisory_lock($1)', [opening])
    return work()
  })

async function openOn(
  storage: OpenStorage,
  {
    config,
    clock = systemClock(),
    log,
    progress,
    content = 'shenyang',
    calendars = readCalendar,
    exchanges = [],
    standIn,
    declaredExchanges,
    storage: given,
  }: CitySettings & Required<Pick<CitySettings, 'log' | 'progress'>>,
) {
  const path = (...names: string[]) => join(config.dataDirectory, ...names)
  const secrets = config.secrets ?? path('secrets')
  const { app: db, migrator } = storage
  await refuseOtherMode(migrator, config.mode)
  mkdirSync(path('keys'), { recursive: true, mode: 0o700 })

  progress('migrations')
  await migrate(migrator, migrations)
  await keepMode(migrator, config)
  await releaseRegisters(migrator, await readRegisters(join(contentDirectory, 'registers')))
  await installJobs(migrator)

  progress('kernel')
  const keyring = makeKeyring({ kekFile: config.keyFile })
  const index = await openBlindIndex(db, keyring)
  const parties = makeParties({
    clock,
    keyring,
    index,
    erasures: makeErasureList({ path: path('erasures.list') }),
    erasers: [
      makeCaseEraser(),
      mandateEraser,
      batchEraser,
      draftEraser,
      messageEraser,
      ...dataErasers,
      outgoingEraser,
      confirmationEraser,
      ratingEraser,
      receivedEraser,
      makeExportEraser(clock),
      (sql, party) => forgetOf(sql, party, clock.now()),
    ],
    holds: [caseHolds],
  })
  await parties.reapplyErasures(db)
  const files = makeFiles({
    store: await openContentStore(config, (event, facts) => log.warn(facts, event)),
    clock,
    wrap: secret => keyring.wrapSecret(secret),
    unwrap: wrapped => keyring.unwrap(wrapped).secret,
  })
  const keeping = makeKeeping({ db, clock, files })
  if (config.scanner === undefined && !config.simulators) log.warn({}, 'uploads.unscanned')
  const scanner =
    config.scanner === undefined ? (config.simulators ? simulatedScanner : undefined) : makeClamd(config.scanner)
  const uploads = makeUploads({ db, files, look: makeLook(), read: makeReader(), scanner })
  const identity = makeIdentity({ db, clock })
  const grants = makeGrants({ db, clock, identity })
  const reads = makeReads({ clock, index })
  const definitions = makeDefinitions({ db })
  const implementations = makeImplementations({ db, clock, definitions })
  let calendar = calendars()
  const days: Pick<typeof calendar, 'due'> = { due: (start, limit) => calendar.due(start, limit) }
  const ledger = makeLedger({ clock })
  const { compare, exchangeFaults, ...data } = await makeDataHub({
    ...{ db, clock, log, keyring, index, exchanges, ledger, secrets, contentDirectory, calendar: () => days },
    declared: declaredExchanges ?? (await readCityExchanges(content)),
    raise: alarm => db.transaction(sql => alarms.raiseOfHouse(sql, alarm)),
    standIn: config.mode === 'production' ? undefined : standIn,
  })

  const signer = openSigner(path('keys', 'trail.key'), { create: config.mode !== 'production' })
  // What the sequencer cannot put right is told to supervision too; while it is told, the sequencer goes on.
  let telling: Promise<unknown> = Promise.resolve()
  const alarmOfTrail = ({ code, facts, cause }: TrailAlarm) => {
    log.error({ code, ...facts, err: cause }, 'trail.alarm')
    const { subject, firstSeq, refusal } = facts
    const caseId = typeof subject === 'string' ? subject : null
    const one = caseId === null ? `${refusal ?? 'fault'}:${clock.today()}` : `${caseId}:${firstSeq}`
    const raised = { id: `${code}:${one}`, alarm: code.replace('.', '-'), caseId, reason: { code, facts: {} } }
    const tell = () => db.transaction(sql => alarms.raiseOfHouse(sql, raised))
    telling = telling.then(tell).catch(fault => log.error({ err: fault }, 'alarm.unraised'))
  }
  const sequencer = makeSequencer({
    ...{ db, clock, signer, log: config.origin, checkpointFile: path('trail.checkpoint'), alarm: alarmOfTrail },
    holds: async (person, role) => (await identity.directory()).isAdministrator(person, role, clock.today().toString()),
  })
  const trail = makeTrailReader({ db, checkpointFile: path('trail.checkpoint') })

  progress('hubs')
  const locales = join(contentDirectory, 'locales')
  const voucherKey = openSigner(path('keys', 'voucher.key'), { create: config.mode !== 'production' })
  const vouchers = makeVouchers({
    clock,
    signer: { keyId: 'city', sign: bytes => voucherKey.sign(Buffer.from(bytes)) },
    seriesOf: makeVoucherSeries(identity, readPaperWords(locales)),
  })
  const papers = openPapers({ db, clock, files, key: path('keys', 'paper.p12'), create: config.mode !== 'production' })
  const out = openDeliveries({ db, clock, log, keyring, secrets }, config)
  const { messages, deliveries, ways } = out
  const { tell, alsoTell } = makeNotices({ db, clock, log, deliveries, papers, locales })
  const people = { db, clock, log, keyring, index, parties, identity }
  const { signIn, phones } = openSignIn({ ...people, ways, alsoTell, secrets }, config)
  const mandates = makeMandates({ db, clock, keyring, index, parties, registers: data.registers, tell })
  const alarms = makeAlarms({
    clock,
    // Asked anew each time: offices change, and most often by another process.
    async line(sql) {
      const [offices, on] = [await identity.directory(sql), clock.today().toString()]
      return {
        superiorsOf: organ => [organ, offices.superiorOf(organ, on)?.id].filter(found => found !== undefined),
        supervisionOf: () => offices.organsFor('supervision', on)[0]?.id ?? 'supervision',
      }
    },
  })
  const subscriptions = makeSubscriptions({
    ...{ db, clock, log },
    onParked: (sql, { subscription, caseId, leafIndex, log: at, reason, attempts }) =>
      alarms.raiseOfHouse(sql, {
        id: `parked:${subscription}:${at}:${leafIndex}`,
        alarm: 'subscription-parked',
        caseId,
        reason: { code: 'SUBSCRIPTION_PARKED', facts: { subscription, reason, attempts } },
      }),
  })
  for (const one of [alarms.subscription, ...powerRelays]) subscriptions.register(one)

  progress('systems')
  const cases: Cases = makeCases({
    ...{ db, clock, identity, keyring, calendar: () => calendar },
    ...{ controls, definitions: implementations, identifies: parties.owns, mustStand: parties.mustStand },
    mandateOf: (sql, { agent }) => mandates.find(sql, agent.mandate),
    ...{ serviceOf: deliveries.known, mayRefer: keeping.mayRefer },
    effects: makeEffects({ registers: data.registers, ledger, vouchers, calendar: days, reads }),
    owed: makeOwed(days),
    compare,
    draws: makeDrawSources({ registers: data.registers, trail }),
    clocksStopped: async ({ caseId, failed, fault }) => {
      log.error({ caseId, failed, err: fault }, 'clocks.stopped')
      const reason = { code: 'CLOCKS_STOPPED', facts: { failed } }
      await db.transaction(sql =>
        alarms.raiseOfHouse(sql, { id: `clocks-stopped:${caseId}`, alarm: 'clocks-stopped', caseId, reason }),
      )
    },
  })
  const offices = { clock, identity, definitions, implementations }
  const doing = { ...offices, ...data, db, cases, alarms, parties, deliveries, reads }
  const jobs = makeJobs({ db, log, tasks: powerTasks({ ...doing, ...readTaskRules(contentDirectory) }) })

  const itemMoves = makeItemMoves({ db, clock, identity, definitions, implementations, cases })
  const caseExports = makeCaseExports({
    ...{ db, clock, log, keyring, identity, definitions, cases, grants, reads, parties, files },
    ...{ words: readPaperWords(locales), rules: readExportRules(join(contentDirectory, 'rules/exports.yaml')) },
  })

  const { entries, findings: reasonFaults } = await openEntries({ db, clock })
  progress('content')
  const published =
    content === false
      ? { published: 0, faults: [] }
      : await publishContent({ db, clock, identity, implementations, ledger }, content)
  const entryFaults = content === false ? [] : await loadEntries(entries, content)
  const faults = [...exchangeFaults, ...reasonFaults, ...published.faults, ...entryFaults]
  for (const { file, line, rule } of faults) log.warn({ file, line, rule }, 'content.fault')
  if (content !== false) await putToUse({ db, clock, definitions, grants })
  const drafts = makeDrafts({ db, clock, keyring })
  const rereadCalendar = () => {
    calendar = calendars()
  }
  const work = makeWork({
    ...{ config, clock, log, db, sequencer, subscriptions, jobs, cases, itemMoves, caseExports, messages },
    ...{ drafts, batches: makeBatches({ db, clock, keyring, index }), keeping, signIn, mandates, rereadCalendar },
    lateReplies: makeLateReplies({ db, clock, alarms }),
    terms: makeTerms({ db, clock, definitions, implementations, alarms }),
    remit: () => remitAll(db, ledger),
  })

  return {
    /** 开工 The work of the roles this process plays: sequencer, subscriptions, legal clocks. */
    start: work.start,
    readiness: work.readiness,
    ...{ config, clock, log, storage, db, migrator, keyring, index, parties, identity, grants, reads },
    ...{ definitions, implementations, ...data, signer, sequencer, trail },
    audit: { db, keyring, trail, signer, origin: config.origin, checkpointFile: path('trail.checkpoint') },
    ...out,
    ...{ ledger, vouchers, mandates, papers, signIn, phones, alarms, subscriptions, jobs, files, uploads, keeping },
    ...{ cases, itemMoves, caseExports, entries, faults },
    ratings: makeRatings({ clock, keyring, calendar: () => days }),
    calendar: () => calendar,
    /** A new year was published: due dates in it are firm from now on, and what waited for it is counted anew. */
    reloadCalendar: work.reloadCalendar,
    async close() {
      await work.stop()
      await telling
      await signIn.close()
      if (!given) await storage.stop()
    },
  }
}
