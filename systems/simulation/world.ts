import { composeCitizen, composeUscc } from '#kernel/code'
import type { Directory } from '#kernel/identity'
import { type ExtraRole, extraNumber, extraPost } from './cast.ts'
import { type Hand, officerHand } from './hand.ts'
import { byItemKind, type ItemKind } from './item-kind.ts'
import type { Random } from './random.ts'

export type Officer = Extract<Hand, { kind: 'officer' }>
export type Account = Extract<Hand, { kind: 'party' }>

/** 企业 A synthetic firm; `DEM` in its credit code says so. */
export interface Firm {
  readonly uscc: string
  readonly name: string
  /** What the enterprise register says of it; null: it is not there. */
  readonly registered: { readonly active: boolean; readonly keyEnergyUser: boolean } | null
}

/** 家庭 A synthetic household: its number with the street, and the code of who applies; neither is anybody's. */
export interface Household {
  readonly number: string
  readonly citizen: string
  readonly name: string
}

/** 机构 One bureau with the people in its posts. */
export interface Office {
  readonly organ: string
  readonly region: string
  readonly name: string
  /** The first holder of a post; nobody who was put there for the run. */
  post(code: string): Officer
  holders(code: string): readonly Officer[]
  /** One of the people put there for the run, in the post they act in (`cast.ts`). */
  extra(role: ExtraRole): Officer
}

export interface World {
  /** The organs that carry out each item. */
  readonly offices: Readonly<Record<ItemKind, readonly Office[]>>
  /** Each of them once. */
  readonly bureaus: readonly Office[]
  readonly collector: Officer
  readonly administrator: Officer
  readonly firms: readonly Firm[]
  readonly inactive: readonly Firm[]
  readonly unregistered: readonly Firm[]
  readonly notKey: readonly Firm[]
  /** Households that may ask for help; the means check knows each. */
  readonly households: readonly Household[]
  /** The holders of a post in the organ of this kind that serves an office's region. */
  serving(kind: string, code: string, office: Office): readonly Officer[]
  /** 征求意见 Two officers whose answers are enough when the departments of an office's region are asked. */
  consulted(office: Office): readonly Officer[]
}

/** Whom the item asks side by side (`content/items/permit/energy-review.yaml`). */
const departments = ['natural-resources-bureau', 'energy-bureau', 'market-regulation-bureau'] as const

/** A firm's eight characters of body: `DEM` and a letter, then a running number; no registrar gives such codes. */
const body = (running: number): string =>
  `DEM${'FGHJKLMN'[Math.floor(running / 10_000)]}${String(running % 10_000).padStart(4, '0')}`

const trades = ['热力', '铸造', '水泥', '化工', '机械', '食品', '纺织', '制药', '装备', '建材'] as const
const words = ['宏远', '新北', '东塔', '浑南', '沈水', '长白', '盛京', '金廊', '铁西', '辉山'] as const

function firmOf(running: number, region: string, random: Random, registered: Firm['registered']): Firm {
  const uscc = composeUscc('91', region, body(running))
  return { uscc, name: `沈阳${random.pick(words)}${random.pick(trades)}有限公司(演示${running})`, registered }
}

/** 造企业 Firms for a run: sound ones, and a few of each kind of trouble. */
export function makeFirms(
  random: Random,
  regions: readonly string[],
  count: number,
): Pick<World, 'firms' | 'inactive' | 'unregistered' | 'notKey'> {
  let running = 0
  const some = (many: number, registered: Firm['registered']) =>
    Array.from({ length: many }, () => firmOf(++running, random.pick(regions), random, registered))
  const few = Math.max(3, Math.ceil(count / 40))
  return {
    firms: some(count, { active: true, keyEnergyUser: true }),
    inactive: some(few, { active: false, keyEnergyUser: true }),
    unregistered: some(few, null),
    notKey: some(few, { active: true, keyEnergyUser: false }),
  }
}

/** 造家庭 Households for a run; the sequence in the code is one that nobody has. */
export const makeHouseholds = (count: number): readonly Household[] =>
  Array.from({ length: count }, (_, index) => ({
    number: `H-210102-${String(index + 1).padStart(5, '0')}`,
    citizen: composeCitizen(
      '210102',
      `19${60 + (index % 40)}0101`,
      String(1 + (Math.floor(index / 40) % 999)).padStart(3, '0'),
    ),
    name: `演示户${index + 1}`,
  }))

/** Whether somebody stands in the city only for this run. */
const isExtra = (directory: Directory, person: string): boolean =>
  directory.person(person)?.personnelNumber.startsWith('SIM-') === true

export function officeOf(directory: Directory, organ: string, on: string): Office {
  const row = directory.organ(organ, on)
  if (!row) throw new RangeError(`there is no organ ${organ}`)
  const holders = (code: string) =>
    directory
      .holdersOf(code, organ, on)
      .filter(person => !isExtra(directory, person))
      .map(person => officerHand(person, organ, code))
  return {
    organ,
    region: row.region,
    name: row.name,
    holders,
    post: code => {
      const [first] = holders(code)
      if (!first) throw new RangeError(`nobody holds ${code} of ${organ}`)
      return first
    },
    extra: role => {
      const found = directory.personByNumber(extraNumber(organ, role))
      if (!found) throw new RangeError(`nobody was put into ${organ} as ${role}`)
      return { kind: 'officer', person: found.id, post: extraPost(organ, role) }
    },
  }
}

/** 世界 Who is who in the city, as its directory has it. */
export function makeWorld(
  directory: Directory,
  on: string,
  organs: Readonly<Record<ItemKind, readonly string[]>>,
  firms: ReturnType<typeof makeFirms>,
  households: readonly Household[],
): World {
  const [bank] = directory.organsFor('collecting-bank', on)
  const collector = bank && directory.holdersOf('collector', bank.id, on)[0]
  const administrator = directory.personByNumber('SYD-9002')
  if (!bank || !collector || !administrator) throw new RangeError('the city has no collecting bank or no administrator')
  const [first] = organs.permit
  const known = new Map(
    [...new Set(Object.values(organs).flat())].map(organ => [organ, officeOf(directory, organ, on)]),
  )
  /** The organ that is asked, as the engine finds it: the region's, else any, else the office's own. */
  const asked = (kind: string, office: Office): string =>
    directory.organsFor(kind, on, office.region)[0]?.id ?? directory.organsFor(kind, on)[0]?.id ?? office.organ
  const consulted = (office: Office): readonly Officer[] => {
    const own = [...office.holders('review')]
    const answers = departments.flatMap(kind => {
      const organ = asked(kind, office)
      if (organ === office.organ) return own.splice(0, 1)
      const [person] = directory.membersOf(organ, on)
      const post =
        person === undefined ? undefined : directory.postsOf(person, on).find(held => held.organ.id === organ)?.post
      return person !== undefined && post ? [officerHand(person, organ, post.code)] : []
    })
    return answers.slice(0, 2)
  }
  const serving: World['serving'] = (kind, code, office) =>
    [...directory.organsFor(kind, on, office.region), ...directory.organsFor(kind, on)].flatMap(({ id }) =>
      directory
        .holdersOf(code, id, on)
        .filter(person => !isExtra(directory, person))
        .map(person => officerHand(person, id, code)),
    )
  return {
    consulted,
    serving,
    households,
    offices: byItemKind(kind => organs[kind].map(organ => known.get(organ)!)),
    bureaus: [...known.values()],
    collector: officerHand(collector, bank.id, 'collector'),
    administrator: officerHand(administrator.id, first ?? bank.id, 'bureau-head'),
    ...firms,
  }
}
