import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { loadDefinition, makePublisher } from '#kernel/definition'
import type { NewGrant } from '#kernel/grant'
import type { Actor, Officer } from '#kernel/identity'
import { readItemFiles, readTemplates } from '../../content.ts'
import type { DrillHouse } from '../house.ts'
import type { Asker } from './asking.ts'
import type { Named } from './bodies.ts'

/** An item that nobody in the drill applies for: it goes on under a second version from today. */
const moved = 'mayor-mailbox'
/** A post in which nobody of the drill acts. */
const post = '210103-approval-bureau/acceptance'
const drill: Actor = { kind: 'system', name: 'drill' }
const certificate = 'law-enforcement'

/** 查阅授权 The masked name, for a year. */
const grant: Omit<NewGrant, 'holder' | 'caseId' | 'from' | 'to'> = {
  ...{ purpose: 'case-handling', holderKind: 'person', ground: 'case', groundName: 'energy-review' },
  ...{ source: 'party', fields: ['name.masked'], basis: { law: '个人信息保护法', articles: ['34'] } },
}
const client = { name: '演练系统', redirects: ['https://client.plumbline.test/back'] }

type Thrown = Readonly<Record<string, string>>
export interface AdministeredNeeds {
  readonly house: DrillHouse
  readonly app: FastifyInstance
  readonly askers: Readonly<Record<string, Asker>>
}

/** 三员所办 What administrators are asked to do, each to somebody or something made for this asking alone, so that whoever asks afterwards finds the house as it was. */
export async function makeAdministered({ house: { city }, app, askers }: AdministeredNeeds) {
  const { db, identity, grants, clock, itemMoves } = city
  let running = 0
  const on = (days: number) => clock.today().add({ days }).toString()
  const [file] = (await readItemFiles()).filter(one => one.file.endsWith(`/${moved}.yaml`))
  const second = file!.bytes
    .toString()
    .replace('version: 1', 'version: 2')
    .replace('from: 2026-01-01', `from: ${on(0)}`)
  const loaded = loadDefinition(file!.file, second, await readTemplates())
  await makePublisher({ db, clock }).publish(loaded, { publishedBy: 'drill', secondApprover: 'drill-second' })
  const [known] = await db.query<{ person: string }>(
    `select person from kernel.administrators where kind = 'system' order by person limit 1`,
  )
  const proposer: Officer = {
    ...{ kind: 'officer', person: known!.person, post: 'administration/system', organ: 'administration' },
  }

  /** 新人 Nobody else knows him. */
  async function officer(): Promise<{ readonly number: string; readonly person: string }> {
    const number = `DRILL-${++running}`
    const person = await db.transaction(sql =>
      identity.recordPerson(sql, drill, { personnelNumber: number, name: '演练新人', from: on(-1) }),
    )
    return { number, person }
  }

  async function send(kind: 'system' | 'security', path: string, payload: object): Promise<void> {
    const token = askers[`${kind}-administrator.own`]!.token!
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() }
    const answer = await app.inject({ method: 'POST', url: `/api/administration/${path}`, headers, payload })
    if (answer.statusCode >= 300) throw new Error(`${path}: ${answer.statusCode} ${answer.body}`)
  }
  /** 依赖方 @param stage how far its registration has come */
  async function system(stage: 'proposed' | 'approved'): Promise<string> {
    const id = `drill-${++running}`
    await send('system', 'clients', { id, ...client })
    if (stage === 'approved') await send('security', 'clients/approve', { id })
    return id
  }

  /** 换版 One at a time: what was proposed before is taken back. */
  async function move(): Promise<string> {
    await withdrawn()
    return db.transaction(sql => itemMoves.propose(sql, proposer, { item: moved, from: 1, to: 2 }))
  }
  async function withdrawn(): Promise<void> {
    const open = await db.query<{ id: string }>('select id from power.item_moves where ended_at is null')
    for (const { id } of open) await db.transaction(sql => itemMoves.withdraw(sql, proposer, id))
  }

  const made: Readonly<Record<string, () => Promise<Thrown>>> = {
    persons: async () => ({ officer: `DRILL-${++running}` }),
    async 'appointments/end'() {
      const { number, person } = await officer()
      await db.transaction(sql => identity.appoint(sql, drill, { person, post, from: on(-1) }))
      return { officer: number }
    },
    async certificates() {
      return { officer: (await officer()).number, certificate: `DRILL-ZF-${running}` }
    },
    async 'certificates/revoke'() {
      const { person } = await officer()
      const number = `DRILL-ZF-${running}`
      const given = { kind: certificate, number, person, from: on(-1), to: on(400) }
      await db.transaction(sql => identity.certify(sql, drill, given))
      return { certificate: number }
    },
    async 'administrators/end'() {
      const { number, person } = await officer()
      await db.transaction(sql => identity.appointAdministrator(sql, drill, { person, kind: 'audit', from: on(-1) }))
      return { officer: number }
    },
    async 'grants/revoke'() {
      const { person: holder } = await officer()
      const period = { from: clock.now().toString(), to: clock.now().add({ hours: 24 }).toString() }
      return {
        grant: await db.transaction(sql => grants.give(sql, drill, { ...grant, ...period, holder, caseId: null })),
      }
    },
    async accounts() {
      return { officer: (await officer()).person }
    },
    clients: async () => ({ client: `drill-${++running}` }),
    'clients/approve': async () => ({ client: await system('proposed') }),
    'clients/end': async () => ({ client: await system('approved') }),
    async 'item-moves'() {
      await withdrawn()
      return {}
    },
    'item-moves/approve': async () => ({ move: await move() }),
    'item-moves/withdraw': async () => ({ move: await move() }),
    'item-moves/:move': async () => ({ move: await move() }),
    'item-moves/trial': async () => ({ moved }),
  }

  /** What this address of the administrators names. */
  return async (path: string): Promise<Thrown> => {
    const make = made[path.replace('/api/administration/', '')]
    return make ? make() : { officer: (await officer()).number }
  }
}

/** What each of these writes says of whom it was made for; `self`: of whoever asks. */
export const administrativeBodies: Readonly<Record<string, (named: Named) => unknown>> = Object.fromEntries(
  Object.entries({
    persons: ({ officer, today }: Said) => ({ personnelNumber: officer, name: '演练新人', from: today }),
    statuses: ({ officer, today }: Said) => ({ person: officer, status: 'suspended', from: today }),
    appointments: ({ officer, today }: Said) => ({ person: officer, post, from: today }),
    'appointments/end': ({ officer, today }: Said) => ({ person: officer, post, on: today }),
    certificates: ({ officer, certificate: number, today }: Said) => ({
      ...{ kind: certificate, number, person: officer, from: today, to: '2030-01-01' },
    }),
    'certificates/revoke': ({ certificate: number, today }: Said) => ({ kind: certificate, number, on: today }),
    administrators: ({ officer, today }: Said) => ({ person: officer, kind: 'audit', from: today }),
    'administrators/end': ({ officer, today }: Said) => ({ person: officer, on: today }),
    grants: ({ officer, today }: Said) => ({ ...grant, holder: officer, until: today }),
    'grants/revoke': ({ grant }: Said) => ({ grant }),
    accounts: ({ officer }: Said) => ({ person: officer }),
    clients: ({ client: id }: Said) => ({ id, ...client }),
    'clients/approve': ({ client: id }: Said) => ({ id }),
    'clients/end': ({ client: id }: Said) => ({ id }),
    'item-moves': () => ({ item: moved, from: 1, to: 2 }),
    'item-moves/approve': ({ move }: Said) => ({ move }),
    'item-moves/withdraw': ({ move }: Said) => ({ move }),
  }).map(([path, body]) => [
    `POST /api/administration/${path}`,
    ({ also, today, self }: Named) => body({ ...also, ...(self !== undefined && { officer: self }), today }),
  ]),
)
type Said = Readonly<Record<string, string>>
