import { makeLog } from '#kernel/log'
import { replayCity, verifyCity } from '#systems/power'
import { openDoor } from '../commands/house.ts'
import { badTokens } from './fuzz/bad-tokens.ts'
import { chanceOf } from './fuzz/chance.ts'
import { differences, digestOf } from './fuzz/digest.ts'
import { makeTally } from './fuzz/judge.ts'
import { mutate, type UsedKey } from './fuzz/mutate.ts'
import { liveIn } from './fuzz/places.ts'
import { type Draft, operationsOf, skeleton, targetOf } from './fuzz/request.ts'
import { type Answer, makeWire } from './fuzz/wire.ts'
import { conclude, drillDirectory, openDrillCity, optionOf, say } from './house.ts'

/**
 * 乱投演练 Makes requests from the API's own description and breaks them in every way there is a name for, over real
 * connections. Nothing may end in a server error; every refusal has a permanent code; and where every write of a batch was
 * refused, not a row of any table may differ afterwards.
 */
const wanted = optionOf('requests', 50_000)
const seed = optionOf('seed', 20_260_706)
const [inBatch, atOnce] = [80, 16]

const directory = drillDirectory()
const elsewhere = drillDirectory()
let logged = 0
const bugs = new Map<string, number>()
const log = makeLog(
  { logLevel: 'error' },
  {
    write: (line: string) => {
      logged++
      const { msg, err, route } = JSON.parse(line) as {
        msg: string
        route?: string
        err?: {
          code?: string
          message: string
          stack?: string
          cause?: { message: string; code?: string; stack?: string }
        }
      }
      const { code = '', message = '', stack = '' } = err?.cause ?? err ?? {}
      const at =
        stack
          .split('\n')
          .find(place => !place.includes('node_modules'))
          ?.trim() ?? ''
      const bug = `${msg} ${route ?? ''} ${code} ${message} ${at}`
      if (!bugs.has(bug)) say(bug)
      bugs.set(bug, (bugs.get(bug) ?? 0) + 1)
    },
  },
)
const house = await openDrillCity(directory.path, { log, durable: false })
const { city } = house
const account = { account: 'drill', title: '演练', sub: 'drill', party: crypto.randomUUID(), scope: 'cases.read' }
const door = await openDoor(city, [account])
const lived = await liveIn(house, door.issuer!)
const wire = makeWire(door.url)
const description = (await (await fetch(`${door.url}/api/openapi.json`)).json()) as Parameters<typeof operationsOf>[0]
const operations = operationsOf(description)
const acting = operations.filter(({ path }) => /\/(acts|paper|urgent)\//.test(path))
const others = operations.filter(one => !acting.includes(one))
const around = {
  badTokens: await badTokens(house, lived, token => door.issuer!.mint(token), elsewhere.path),
  used: [] as UsedKey[],
}
const chance = chanceOf(seed)
const tally = makeTally()

function draftOne(valid: boolean): Draft {
  const operation = chance.pick(chance.below(10) < 4 ? acting : others)
  const draft = skeleton(operation, lived, chance)
  if (!valid) mutate(draft, chance, around)
  return draft
}

const isWrite = (method: string) => method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS'

function remember(draft: Draft): void {
  const key = draft.headers.find(([name]) => name === 'idempotency-key')?.[1]
  if (key === undefined || draft.raw || key.length !== 36) return
  around.used.push({ key, token: draft.token, target: targetOf(draft) })
  if (around.used.length > 400) around.used.splice(0, 200)
}

async function sendAll(drafts: readonly Draft[]): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  let next = 0
  const worker = async () => {
    for (let at = next++; at < drafts.length; at = next++) answers[at] = await wire.send(drafts[at]!)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return answers
}

let requests = 0
let changed = 0
let batches = 0
let refusalsChecked = 0
let done2xx = 0
let evidenceOnly = 0
let unanswered = 0
// With --strict a register's answer that stays on record after a refused act counts as a change as well.
const strict = process.argv.includes('--strict')
const evidence = /^data\.comparison_evidence/
const readRecords = /^kernel\.(reads|trail_outbox)/
const where = new Map<string, number>()
const started = performance.now()
let before = await digestOf(city.migrator)
for (let batch = 0; requests < wanted; batch++) {
  const valid = batch % 8 === 7
  const drafts = Array.from({ length: Math.min(inBatch, wanted - requests) }, () => draftOne(valid))
  const answers = await sendAll(drafts)
  requests += drafts.length
  let wrote = false
  let looked = false
  let refused = 0
  for (const [at, answer] of answers.entries()) {
    const draft = drafts[at]!
    tally.add(draft, answer)
    if (answer.status >= 400) refused++
    else if (answer.status >= 200 && !(isWrite(draft.method) && draft.operation.path !== '/demo/sign-in')) looked = true
    else if (answer.status >= 200) {
      wrote = true
      remember(draft)
    }
    if (answer.status >= 200 && answer.status < 300) done2xx++
    if (answer.status === 0 && !draft.raw) {
      unanswered++
      tally.faults.push({
        operation: draft.operation.name,
        mutations: draft.mutations,
        status: 0,
        code: '',
        why: 'no answer',
      })
    }
  }
  const after = await digestOf(city.migrator)
  if (!wrote) {
    batches++
    refusalsChecked += refused
    // Whoever reads names of persons is recorded: that is the law's doing, not the refused requests'.
    const all = differences(before, after, looked ? readRecords : /^$/)
    // What a register was asked before an act was refused stays on record by design; it is counted apart.
    const found = strict ? all : all.filter(name => !evidence.test(name))
    if (all.length > 0 && all.every(name => evidence.test(name))) evidenceOnly++
    if (found.length > 0) {
      changed++
      const told = `${found.join(' ')}`
      if (!where.has(told)) say(`changed: ${told}`)
      where.set(told, (where.get(told) ?? 0) + 1)
    }
  }
  before = after
  if ((batch + 1) % 50 === 0)
    say(
      `${requests} requests, ${Math.round((requests * 1_000) / (performance.now() - started))}/s, ${tally.serverErrors} server errors, ${changed} changed`,
    )
}
wire.close()
await door.close()
await city.sequencer.drain()
const verified = await verifyCity(city.audit)
const replayed = await replayCity(city.audit)
await city.close()
directory.remove()
elsewhere.remove()
for (const fault of tally.faults.slice(0, 40)) say(JSON.stringify(fault))
conclude({
  name: 'fuzz',
  ok:
    tally.serverErrors === 0 &&
    changed === 0 &&
    tally.undeclared === 0 &&
    logged === 0 &&
    unanswered === 0 &&
    requests >= wanted &&
    refusalsChecked > 0 &&
    verified.ok &&
    replayed.faults.length === 0,
  figures: {
    requests,
    serverErrors: tally.serverErrors,
    changed,
    undeclared: tally.undeclared,
    done: done2xx,
    batchesCompared: batches,
    refusalsCompared: refusalsChecked,
    evidenceOnly,
    unanswered,
    strict,
    logged,
    verified: verified.ok,
    replayed: replayed.equal,
    cases: replayed.cases,
    operations: operations.length,
    seed,
    perSecond: Math.round((requests * 1_000) / (performance.now() - started)),
    byStatus: tally.byStatus,
    codes: tally.codes,
    byMutation: tally.byMutation,
    faults: tally.faults.slice(0, 10),
    where: Object.fromEntries(where),
    bugs: Object.fromEntries(bugs),
  },
})
