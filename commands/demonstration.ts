import type { DemoAccount } from '#hubs/application/issuer'
import { type Clock, type ManualClock, manualClock, systemClock } from '#kernel/clock'
import { composeCitizen, composeUscc } from '#kernel/code'
import { partsOfPost } from '#kernel/identity'
import { type Answers, firstMonth, type Shown } from '#systems/simulation'
import type { City } from '../main.ts'
import type { CommandLine } from './command.ts'
import { houseOf, type LiveHouse } from './house.ts'

/** Days the demonstration city has lived before anybody looks, and cases of those days. */
const days = 30
const cases = 2_020

export interface DemonstrationClock extends ManualClock {
  /** From now on the machine's time. */
  release(): void
  readonly isLiving: () => boolean
}

/** 演示钟 Stands a month ago until that month has been lived, then goes with the machine. */
export function demonstrationClock(system: Clock = systemClock()): DemonstrationClock {
  const start = system
    .today()
    .subtract({ days: days + 1 })
    .toZonedDateTime({ timeZone: system.zone, plainTime: '08:00' })
    .toInstant()
  const manual = manualClock(start.toString(), system.zone)
  let lived = false
  return {
    ...manual,
    now: () => (lived ? system.now() : manual.now()),
    today: () => (lived ? system.today() : manual.today()),
    release: () => {
      lived = true
    },
    isLiving: () => !lived,
  }
}

const posts: readonly (readonly [account: string, title: string, post: string, scope: string])[] = [
  [
    'window',
    '和平区行政审批局 受理岗 counter',
    '210102-approval-bureau/acceptance',
    'cases.act cases.read parties.write registers.read alarms.read',
  ],
  [
    'reviewer',
    '和平区行政审批局 审查岗 reviewer',
    '210102-approval-bureau/review',
    'cases.act cases.read registers.read alarms.read',
  ],
  [
    'head',
    '和平区行政审批局 负责人 head',
    '210102-approval-bureau/bureau-head',
    'cases.act cases.read registers.read alarms.read',
  ],
  [
    'inspector',
    '和平区能源执法 办案岗 investigator',
    '210102-energy-bureau/investigator',
    'cases.act cases.read parties.write registers.read alarms.read',
  ],
  [
    'supervisor',
    '市监督 监督岗 supervision',
    '210100-supervision/supervision',
    'cases.read registers.read alarms.read supervise',
  ],
]

export const firm = { uscc: composeUscc('91', '210102', 'DEMX0001'), name: '沈阳演示热力有限公司' }

/** A firm that exists only here, for whoever wants to apply. */
async function demonstrationFirm(city: City): Promise<string> {
  const { db, parties, registers } = city
  const { uscc, name } = firm
  // 法定代表人: the citizen of the demonstration stands for the firm too, and may authorise clerks.
  const representative = await demonstrationCitizen(city)
  return db.transaction(async sql => {
    const [known] = await parties.find(sql, 'uscc', uscc)
    if (known !== undefined) return known
    const { party } = await parties.register(sql, {
      kind: 'firm',
      name,
      identifiers: [{ scheme: 'uscc', value: uscc }],
    })
    await registers.set(sql, 'enterprise', {
      entry: party,
      from: '2024-01-01',
      values: { uscc, name, active: true, keyEnergyUser: true, representative },
      source: { organ: '210100-market-regulation-bureau', feed: 'market-regulation' },
    })
    return party
  })
}

/** 演示市民 A citizen who exists only here. */
const demonstrationCitizen = ({ db, parties }: City): Promise<string> =>
  db.transaction(async sql => {
    const value = composeCitizen('210102', '1958-05-06', '002')
    const identifiers = [{ scheme: 'citizen', value }] as const
    return (await parties.register(sql, { kind: 'person', name: '演示市民', identifiers })).party
  })

/** 演示账户 One for each part in a case; passwords are made at random by this installation. */
export async function demonstrationAccounts(city: City): Promise<readonly DemoAccount[]> {
  const directory = await city.identity.directory()
  const today = city.clock.today().toString()
  const officers = posts.flatMap(([account, title, post, scope]): DemoAccount[] => {
    const { organ, code } = partsOfPost(post)
    const [sub] = directory.holdersOf(code, organ, today)
    return sub === undefined ? [] : [{ account, title, post, scope, sub }]
  })
  return [
    {
      account: 'citizen',
      title: '演示市民 citizen',
      sub: 'citizen',
      party: await demonstrationCitizen(city),
      scope: 'cases.act cases.read',
    },
    {
      account: 'firm',
      title: `${firm.name} applicant`,
      sub: 'firm',
      party: await demonstrationFirm(city),
      scope: 'cases.act cases.read',
    },
    ...officers,
  ]
}

/** Whose desks the month leaves work on: those of the accounts that are shown. */
export const shownBy = async (city: City): Promise<Shown> => ({
  approval: '210102-approval-bureau',
  energy: '210102-energy-bureau',
  firm: { ...firm, party: await demonstrationFirm(city), account: 'firm' },
})

/** Days between two words about the month. */
const stride = 3

/** The month before, lived once; a city that has cases has lived it. */
export async function liveFirstMonth(
  city: City,
  door: LiveHouse,
  clock: DemonstrationClock,
  follow: CommandLine['follow'],
  answers: Answers,
): Promise<void> {
  const [lived] = await city.db.query<{ count: number }>('select count(*)::int as count from kernel.cases')
  if (lived!.count === 0) {
    const begin = clock.today()
    const tell = (step: string) => follow('首月 first month', step)
    tell('第 1 天 day 1')
    let told = 1
    const watch = setInterval(() => {
      const day = clock.today().since(begin).days
      if (day < told + stride) return
      told = day
      tell(`${day}`)
    }, 250).unref()
    const shown = await shownBy(city)
    const month = await firstMonth(houseOf(city, door, clock, answers), { cases, days, shown }).finally(() =>
      clearInterval(watch),
    )
    tell(`${month.cases} 件 cases, ${month.items} 事项 items, ${Math.round(month.seconds)} s`)
  }
  clock.release()
}
