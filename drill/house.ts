import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { balanced, type LedgerSums, ledgerSums } from '#hubs/application/ledger'
import type { ExchangeAdapter } from '#hubs/data/exchange'
import type { ActResult, Verb } from '#kernel/case'
import { type Clock, manualClock } from '#kernel/clock'
import { composeCitizen, composeUscc } from '#kernel/code'
import { readConfig } from '#kernel/config'
import type { Officer } from '#kernel/identity'
import { silentLog } from '#kernel/log'
import { type City, openCity } from '../main.ts'

/** A data directory of the drill's own, gone when it ends; the database server's account may enter it. */
export function drillDirectory(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'plumbline-drill-'))
  chmodSync(path, 0o711)
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export interface DrillHouse {
  readonly city: City
  /** The first holder of a post, who has not been named as somebody not to take. */
  officer(post: string, not?: readonly string[]): Officer
}

/** What the ledger of each city of this drill said when it was closed, by its directory; nothing while it is open. */
const ledgers = new Map<string, LedgerSums | undefined>()

/** 演练之城 A city to be broken. Whatever is done to it, its ledger is asked when it is closed, and `conclude` judges what it said. */
export async function openDrillCity(
  dataDirectory: string,
  settings: {
    clock?: Clock
    content?: string | false
    log?: ReturnType<typeof silentLog>
    /** What the start of a demonstration prints is another than that of a test. */
    mode?: 'test' | 'demo'
    /** false where nothing is killed: commits need not wait for the disk. */
    durable?: boolean
    /** Shares the directory's database with other processes. */
    join?: boolean
    /** Departments that answer. */
    exchanges?: readonly ExchangeAdapter[]
  } = {},
): Promise<DrillHouse> {
  const clock = settings.clock ?? manualClock('2026-07-06T09:00:00+08:00')
  const { mode = 'test' } = settings
  const config = readConfig({ environment: {}, given: { mode, dataDirectory, logLevel: 'silent' } })
  const opened = await openCity({
    config,
    clock,
    log: settings.log ?? silentLog(),
    content: settings.content ?? 'shenyang',
    durable: settings.durable ?? true,
    join: settings.join ?? false,
    exchanges: settings.exchanges ?? [],
  })
  const city: City = {
    ...opened,
    async close() {
      ledgers.set(dataDirectory, await ledgerSums(opened.db))
      await opened.close()
    },
  }
  ledgers.set(dataDirectory, undefined)
  const directory = await city.identity.directory()
  return {
    city,
    officer: (post, not = []) => {
      const [organ, code] = post.split('/') as [string, string]
      const person = directory.holdersOf(code, organ, clock.today().toString()).find(id => !not.includes(id))
      if (person === undefined) throw new Error(`nobody holds ${post}`)
      return { kind: 'officer', person, post, organ }
    },
  }
}

/** A credit code that passes its checks and belongs to nobody. */
export const firmCode = (running: number): string =>
  composeUscc('91', '210102', `DR${String(running % 1_000_000).padStart(6, '0')}`)

const two = (value: number): string => String(value).padStart(2, '0')

/** A citizen number of a division that does not exist. */
export const citizenNumber = (running: number): string =>
  composeCitizen(
    '219900',
    `${1950 + (running % 50)}-${two(1 + (Math.floor(running / 50) % 12))}-${two(1 + (Math.floor(running / 600) % 28))}`,
    String(running % 1_000).padStart(3, '0'),
  )

export interface Firm {
  readonly party: string
  readonly uscc: string
  readonly name: string
}

/** A firm in the parties' file and in the enterprise register. */
export async function registerFirm(city: City, running: number): Promise<Firm> {
  const uscc = firmCode(running)
  const name = `沈阳演练${running}热力有限公司`
  return city.db.transaction(async sql => {
    const { party } = await city.parties.register(sql, {
      kind: 'firm',
      name,
      identifiers: [{ scheme: 'uscc', value: uscc }],
    })
    await city.registers.set(sql, 'enterprise', {
      entry: party,
      from: '2024-01-01',
      values: { uscc, name, active: true, keyEnergyUser: true },
      source: { organ: '210100-market-regulation-bureau', feed: 'market-regulation' },
    })
    return { party, uscc, name }
  })
}

export type Done = (act: ActResult, commandId: string) => void

/** One application for a permit, online unless an officer takes it in, with every paper unless it is said which. */
export async function openPermit(
  { city }: DrillHouse,
  firm: Firm,
  running: number,
  {
    materials = { application: 'original', report: 'original' },
    commandId = crypto.randomUUID() as string,
    by,
  } = {} as {
    readonly materials?: Readonly<Record<string, string>>
    readonly commandId?: string
    readonly by?: Officer
  },
): Promise<ActResult> {
  const definition = await city.definitions.current('energy-review', city.clock.today())
  return city.cases.open({
    verb: 'submit',
    commandId,
    actor: by ?? { kind: 'party', party: firm.party, account: firm.party },
    definition,
    place: { organ: '210102-approval-bureau', region: '210102', implementation: null },
    start: 'application',
    channel: by ? 'window' : 'online',
    parties: [{ role: 'subject', party: firm.party, unit: 'firm' }],
    body: {
      fields: {
        'applicant.uscc': firm.uscc,
        'applicant.name': firm.name,
        'project.code': `2607-210102-04-01-${String(running).padStart(6, '0')}`,
        'project.name': `余热回收改造${running}期`,
        'contact.name': '演练联系人',
        'contact.phone': '13800000001',
        'energy.total': 1_200,
        'energy.power': 0,
        'project.twoHigh': false,
        'project.stateApproved': false,
        'project.crossDepartment': false,
      },
      materials,
    },
  })
}

/** One permit from application to delivery, eight acts; `done` hears of each when it was acknowledged. */
export async function livePermit(
  house: DrillHouse,
  firm: Firm,
  running: number,
  done: Done = () => {},
): Promise<ActResult> {
  const { city, officer } = house
  const organ = '210102-approval-bureau'
  const commandId = crypto.randomUUID()
  const opened = await openPermit(house, firm, running, { commandId })
  done(opened, commandId)
  let last = opened
  const act = async (verb: Verb, post: string, body: Readonly<Record<string, unknown>>) => {
    const command = crypto.randomUUID()
    last = await city.cases.act({
      caseId: opened.caseId,
      verb,
      body,
      actor: officer(`${organ}/${post}`),
      commandId: command,
    })
    done(last, command)
  }
  await act('accept', 'acceptance', {})
  await act('suspend', 'review', { for: 'expert', notice: true })
  await act('complete', 'review', { stage: 'expert', materials: { expertOpinion: 'original' }, note: '专家意见:同意' })
  await act('complete', 'review', {
    stage: 'review',
    fields: { 'review.opinion': 'grant', 'review.majorInterest': false },
  })
  await act('decide', 'bureau-head', { outcome: 'grant' })
  await act('publish', 'publicity', {})
  await act('deliver', 'acceptance', { way: 'window', receipt: true })
  return last
}

export interface Report {
  readonly name: string
  readonly ok: boolean
  readonly figures: Readonly<Record<string, unknown>>
  /** Nothing in this drill moves money, not even a budget: there must be no entry, where otherwise there must be some. */
  readonly postsNothing?: true
}

/** The ledgers of all cities of the drill together; a city that was not closed was not asked. */
function ledgerOf(): (LedgerSums & { readonly notAsked?: number }) | undefined {
  if (ledgers.size === 0) return undefined
  const asked = [...ledgers.values()].filter(sums => sums !== undefined)
  const notAsked = ledgers.size - asked.length
  return {
    entries: asked.reduce((sum, { entries }) => sum + entries, 0),
    unbalanced: asked.reduce((sum, { unbalanced }) => sum + unbalanced, 0),
    ...(notAsked > 0 && { notAsked }),
  }
}

/** Prints the drill's last line and leaves with what it says: that it held, and that the ledger of every city it opened adds up. */
export function conclude({ name, ok: held, figures: found, postsNothing }: Report): never {
  const ledger = ledgerOf()
  const adds = (sums: LedgerSums & { readonly notAsked?: number }): boolean =>
    sums.notAsked === undefined && (postsNothing ? sums.entries + sums.unbalanced === 0 : balanced(sums))
  const ok = held && (ledger === undefined || adds(ledger))
  const figures = { ...found, ...(ledger && { ledger }) }
  process.stdout.write(
    process.argv.includes('--json')
      ? `${JSON.stringify({ name, ok, figures })}\n`
      : `${name}: ${ok ? 'holds' : 'DOES NOT HOLD'}\n${Object.entries(figures)
          .map(([figure, value]) => `  ${figure}: ${JSON.stringify(value)}`)
          .join('\n')}\n`,
  )
  process.exit(ok ? 0 : 1)
}

export const say = (text: string): void => void process.stderr.write(`${text}\n`)

export function optionOf(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`)
  return at === -1 ? otherwise : Number(process.argv[at + 1])
}

/** Words after an option, with commas between them; none where it is not given. */
export function wordsOf(name: string): readonly string[] {
  const at = process.argv.indexOf(`--${name}`)
  return at === -1 ? [] : (process.argv[at + 1] ?? '').split(',')
}
