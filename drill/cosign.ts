import { readFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import type { CaseEvent, Verb } from '#kernel/case'
import { systemClock } from '#kernel/clock'
import { makePublisher } from '#kernel/definition'
import type { Officer } from '#kernel/identity'
import { replayCity, verifyCity } from '#systems/power'
import { openDoor } from '../commands/house.ts'
import { conclude, drillDirectory, openDrillCity, optionOf, registerFirm, say } from './house.ts'

/**
 * 联署演练 Two co-signers complete their parts of one stage at one instant, over HTTP, at two web processes' doors: where all must sign,
 * any, two of three (as the two, or as the second and the third), two added signers, two branches that join, two organs asked. Nobody
 * meets an error, both signatures stand, the stage is completed once.
 */
const pairs = optionOf('pairs', 10_000)
const clients = optionOf('clients', 6)
const directory = drillDirectory()
const clock = systemClock()
const first = await openDrillCity(directory.path, { clock })
const second = await openDrillCity(directory.path, { clock, content: false, join: true })
const { city } = first
const organ = '210102-approval-bureau'

const file = 'drill/items/co-signed-approval.yaml'
const bytes = await readFile(join(import.meta.dirname, 'items/co-signed-approval.yaml'))
const { faults } = await makePublisher({ db: city.db, clock }).publishAll(
  [{ file, bytes }],
  { publishedBy: 'system:drill', secondApprover: 'system:drill-review' },
  () => undefined,
)
if (faults.length > 0) throw new Error(`the drill's item cannot be published: ${JSON.stringify(faults)}`)
const definition = await city.definitions.current('co-signed-approval', clock.today())
const firm = await registerFirm(city, 1)
const doors = [await openDoor(first.city, [], 0), await openDoor(second.city, [], 0)] as const
city.sequencer.start()

const reviewer = first.officer(`${organ}/review`)
const counter = first.officer(`${organ}/acceptance`)
const chair = first.officer(`${organ}/hearing-chair`)
const head = first.officer(`${organ}/bureau-head`)
const nature = first.officer('210102-natural-resources-bureau/acceptance')
const energy = first.officer('210102-energy-bureau/acceptance')
const market = first.officer('210102-market-regulation-bureau/acceptance')

const tokens = new Map<Officer, string>()
for (const officer of [reviewer, counter, chair, head, nature, energy, market])
  tokens.set(
    officer,
    await doors[0].issuer!.mint({
      ...{ sub: officer.person, post: officer.post, scope: 'cases.act', acr: 2 },
      ...{ ttl: 86_400, client: 'plumbline-simulator' },
    }),
  )

const agent = new Agent({ keepAlive: true, maxSockets: 64 })
interface Answer {
  readonly status: number
  readonly said: string
}
function post(door: number, number: string, verb: Verb, by: Officer, body: object): Promise<Answer> {
  const text = JSON.stringify(body)
  return new Promise((done, failed) => {
    const headers = {
      authorization: `Bearer ${tokens.get(by)!}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      'idempotency-key': crypto.randomUUID(),
    }
    const address = `${doors[door]!.url}/api/cases/${number}/acts/${verb}`
    const asked = request(address, { agent, method: 'POST', headers }, answer => {
      let said = ''
      answer.setEncoding('utf8').on('data', part => (said += part))
      answer.on('end', () => done({ status: answer.statusCode ?? 500, said }))
    })
    asked.on('error', failed)
    asked.end(text)
  })
}

const figures = { pairs: 0, errors: 0, unsigned: 0, completedTwice: 0, notCompleted: 0 }
const kinds = new Map<string, number>()
const examples: string[] = []

interface Signature {
  readonly by: Officer
  readonly verb: Verb
  readonly body: Readonly<Record<string, unknown>>
}
const opinion = (stage: string, by: Officer): Signature => ({
  by,
  verb: 'complete',
  body: { stage, opinion: 'agree', note: '无异议' },
})

/** Each pair in another order and at another door: both at one, or one at each. */
async function sign(number: string, kind: string, two: readonly [Signature, Signature]): Promise<void> {
  const turn = figures.pairs++
  kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  const order = turn % 2 === 0 ? two : [two[1], two[0]]
  const at = (index: number) => (turn % 4 < 2 ? index : Math.floor(turn / 4) % 2)
  const answers = await Promise.all(order.map(({ by, verb, body }, index) => post(at(index), number, verb, by, body)))
  for (const { status, said } of answers) {
    if (status === 200) continue
    figures.errors++
    if (examples.length < 5) examples.push(`${kind}: ${status} ${said.slice(0, 300)}`)
  }
}

async function alone(number: string, by: Officer, verb: Verb, body: object): Promise<void> {
  const { status, said } = await post(figures.pairs % 2, number, verb, by, body)
  if (status !== 200) throw new Error(`${verb} was answered ${status}: ${said.slice(0, 400)}`)
}

/** The stages of the flow, and whose signatures of each must stand. */
const signers: Readonly<Record<string, readonly Officer[]>> = {
  all: [nature, energy],
  any: [nature, energy],
  two: [energy, market],
  third: [nature, energy, market],
  review: [reviewer, counter, head],
}

async function live(running: number): Promise<void> {
  const { caseId, number } = await city.cases.open({
    ...{ verb: 'submit', definition, start: 'application', channel: 'online' },
    ...{ place: { organ, region: '210102', implementation: null } },
    parties: [{ role: 'subject', party: firm.party, unit: 'firm' }],
    actor: { kind: 'party', party: firm.party, account: firm.party },
    body: {
      fields: {
        ...{ 'applicant.uscc': firm.uscc, 'applicant.name': firm.name, 'contact.phone': '13800000001' },
        ...{ 'project.name': `联署演练${running}`, 'project.text': '演练用', 'project.amount': 2_000_000 },
      },
      materials: { application: 'original' },
    },
  })
  await alone(number, counter, 'accept', {})
  await sign(number, 'all', [opinion('all', nature), opinion('all', energy)])
  await sign(number, 'any', [opinion('any', nature), opinion('any', energy)])
  await sign(number, 'two of three', [opinion('two', energy), opinion('two', market)])
  await alone(number, nature, 'complete', { stage: 'third', opinion: 'agree' })
  await sign(number, 'second and third', [opinion('third', energy), opinion('third', market)])
  for (const { person } of [counter, head])
    await alone(number, reviewer, 'addSigner', { stage: 'review', to: person, reason: '联署' })
  await alone(number, reviewer, 'complete', { stage: 'review', opinion: 'agree' })
  await sign(number, 'added', [opinion('review', counter), opinion('review', head)])
  await sign(number, 'branches', [opinion('left', reviewer), opinion('right', chair)])
  const organs = [nature.organ, energy.organ]
  await alone(number, reviewer, 'consult', { stage: 'asked', organs, mode: 'any', question: '有无意见' })
  const answer = { opinion: 'agree', note: '无' }
  await sign(number, 'asked', [
    { by: nature, verb: 'answerConsultation', body: answer },
    { by: energy, verb: 'answerConsultation', body: answer },
  ])
  await alone(number, reviewer, 'complete', { stage: 'asked', opinion: 'agree' })
  await look(caseId)
}

/** What is stored of the case: each signature, and each stage completed once. */
async function look(caseId: string): Promise<void> {
  const rows = await city.db.query<{ type: CaseEvent['type']; data: Record<string, string> }>(
    'select type, data from kernel.case_events where case_id = $1 order by seq',
    [caseId],
  )
  const of = (type: CaseEvent['type'], stage: string) =>
    rows.filter(row => row.type === type && row.data['stage'] === stage)
  for (const stage of ['all', 'any', 'two', 'third', 'review', 'left', 'right', 'asked']) {
    const done = of('stage.completed', stage).length
    if (done > 1) figures.completedTwice++
    if (done < 1) figures.notCompleted++
  }
  if (of('stage.entered', 'asked').length !== 1) figures.completedTwice++
  for (const [stage, officers] of Object.entries(signers)) {
    const persons = of('task.completed', stage).map(({ data }) => data['person'])
    const missing = officers.filter(({ person }) => persons.filter(one => one === person).length !== 1)
    figures.unsigned += missing.length
  }
  const answered = rows.filter(row => row.type === 'consultation.answered').map(({ data }) => data['organ'])
  figures.unsigned += [nature.organ, energy.organ].filter(one => !answered.includes(one)).length
}

let running = 0
const client = async (): Promise<void> => {
  while (figures.pairs < pairs) {
    await live(++running)
    if (running % 200 === 0) say(`${figures.pairs} pairs, ${figures.errors} errors`)
  }
}
await Promise.all(Array.from({ length: clients }, client))
agent.destroy()

await city.sequencer.drain()
const log = await verifyCity(city.audit)
const replayed = await replayCity(city.audit)
for (const door of doors) await door.close()
await second.city.close()
await city.close()
directory.remove()
const { errors, unsigned, completedTwice, notCompleted } = figures
conclude({
  name: 'cosign',
  ok:
    errors + unsigned + completedTwice + notCompleted + replayed.faults.length === 0 &&
    log.ok &&
    figures.pairs >= pairs,
  figures: {
    ...figures,
    kinds: Object.fromEntries(kinds),
    cases: replayed.cases,
    replayed: replayed.equal,
    verified: log.ok,
    examples,
  },
})
