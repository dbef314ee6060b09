import { makeMemory } from '#kernel/memory'
import type { IsoDate } from './actor.ts'
import { postId } from './actor.ts'
import type {
  Administrator,
  AdministratorKind,
  Appointment,
  Certificate,
  Dated,
  Delegation,
  DirectoryRows,
  Organ,
  Person,
  Post,
  Region,
} from './records.ts'
import { holds } from './records.ts'

/** 履职资格 What an officer may act as on a day: the person, the post, and the organ whose power it is. */
export interface Acting {
  readonly person: Person
  readonly post: Post
  readonly organ: Organ
}

/** 通讯录 The city's offices at one moment, held in memory and never changed; every lookup is a few map reads. */
export interface Directory {
  readonly epoch: number
  /** 可否履职 The person is active and appointed to that post of a living organ on that day. Post ids are `<organ>/<code>`. */
  mayAct(as: { readonly person: string; readonly post: string; readonly on: IsoDate }): Acting | undefined
  /** 在岗人员 The persons who hold a post (by code) of an organ on a day and are active. */
  holdersOf(code: string, organ: string, on: IsoDate): readonly string[]
  /** 本机关人员 Every person who holds any post of the organ on that day. */
  membersOf(organ: string, on: IsoDate): readonly string[]
  /** 持证 A certificate of that kind in force on that day; a revoked one is not. */
  certificateOf(person: string, kind: string, on: IsoDate): Certificate | undefined
  /** Every certificate of that kind the person ever held, for saying what is wrong with it. */
  certificatesOf(person: string, kind: string): readonly Certificate[]
  /** 委托 The delegation by which a person may use that post's power over that item on that day, while its giver holds the post. */
  delegationFor(person: string, post: string, item: string, on: IsoDate): Delegation | undefined
  /** 在期代行 Whether this holder of a post lends it to that person on that day, for whatever items. */
  standsIn(as: {
    readonly person: string
    readonly behalf: string
    readonly post: string
    readonly on: IsoDate
  }): boolean
  /** 上级机关 The organ that leads this one: its business superior, else the body it belongs to. */
  superiorOf(organ: string, on: IsoDate): Organ | undefined
  /** 负责人 The persons in the organ's posts of level `head`. */
  headOf(organ: string, on: IsoDate): readonly string[]
  isAdministrator(person: string, kind: AdministratorKind, on: IsoDate): boolean
  /** Any of the three on that day. */
  administratorKind(person: string, on: IsoDate): AdministratorKind | undefined
  organ(id: string, on: IsoDate): Organ | undefined
  /** The organs of a region (code) that serve a function (`approval`), or of every region. */
  organsFor(operation: string, on: IsoDate, region?: string): readonly Organ[]
  /** The organs of a region (code), whatever they are for. */
  organsIn(region: string, on: IsoDate): readonly Organ[]
  post(id: string, on: IsoDate): Post | undefined
  /** The posts that an organ has on that day, held or not. */
  postsIn(organ: string, on: IsoDate): readonly Post[]
  /** Every organ of the city on that day. */
  organs(on: IsoDate): readonly Organ[]
  person(id: string): Person | undefined
  personByNumber(personnelNumber: string): Person | undefined
  region(code: string): Region | undefined
  /** The posts a person holds on a day. */
  postsOf(person: string, on: IsoDate): readonly Acting[]
  regions(): readonly Region[]
}

const none: readonly never[] = Object.freeze([])
const mostMembers = 100

function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return groups
}

const onDay = <Row extends Dated>(rows: readonly Row[] | undefined, on: IsoDate): Row | undefined =>
  rows?.find(row => holds(row, on))

/** Builds the directory: one pass over the rows, then maps keyed by what is asked. */
export function directoryOf(rows: DirectoryRows): Directory {
  const regions = new Map(rows.regions.map(region => [region.code, region]))
  const persons = new Map(rows.persons.map(person => [person.id, person]))
  const numbers = new Map(rows.persons.map(person => [person.personnelNumber, person]))
  const organs = grouped<Organ>(rows.organs, organ => organ.id)
  const posts = grouped<Post>(rows.posts, post => post.id)
  const postsByOrgan = grouped<Post>(rows.posts, post => post.organ)
  const organsByFunction = grouped(
    rows.organs.flatMap(organ => organ.functions.map(operation => ({ operation, organ }))),
    entry => entry.operation,
  )
  const appointmentsByPost = grouped<Appointment>(rows.appointments, row => row.post)
  const appointmentsByPerson = grouped<Appointment>(rows.appointments, row => row.person)
  const certificates = grouped<Certificate>(rows.certificates, row => `${row.person} ${row.kind}`)
  const delegations = grouped<Delegation>(rows.delegations, row => `${row.toPerson} ${row.post}`)
  const administrators = grouped<Administrator>(rows.administrators, row => row.person)

  const isActive = (person: Person | undefined, on: IsoDate) => onDay(person?.statuses, on)?.status === 'active'

  const mayAct: Directory['mayAct'] = ({ person: id, post: post_, on }) => {
    // a person holds few posts: to go through them is less than to look the two up together
    const appointed = appointmentsByPerson.get(id)?.some(row => row.post === post_ && holds(row, on))
    if (!appointed) return undefined
    const person = persons.get(id)
    if (!person || !isActive(person, on)) return undefined
    const post = onDay(posts.get(post_), on)
    const organ = post && onDay(organs.get(post.organ), on)
    return organ && { person, post, organ }
  }

  const holders = (post: string, on: IsoDate): readonly string[] => {
    const rows = appointmentsByPost.get(post)
    if (!rows) return none
    return rows.filter(row => mayAct({ person: row.person, post, on })).map(row => row.person)
  }

  /** Every act of several officers asks who belongs to the organ, mostly of the same few organs and today. */
  const members = makeMemory<readonly string[]>(mostMembers)
  const membersOf = (organ: string, on: IsoDate): readonly string[] =>
    members(`${organ} ${on}`, () => [
      ...new Set((postsByOrgan.get(organ) ?? none).flatMap(post => holders(post.id, on))),
    ])
  const administratorKind: Directory['administratorKind'] = (person, on) => onDay(administrators.get(person), on)?.kind

  return {
    epoch: rows.epoch,
    mayAct,
    holdersOf: (code, organ, on) => holders(postId(organ, code), on),
    membersOf,
    certificateOf: (person, kind, on) =>
      certificates
        .get(`${person} ${kind}`)
        ?.find(row => holds(row, on) && (row.revokedOn === null || on < row.revokedOn)),
    certificatesOf: (person, kind) => certificates.get(`${person} ${kind}`) ?? none,
    delegationFor: (person, post, item, on) =>
      isActive(persons.get(person), on)
        ? delegations
            .get(`${person} ${post}`)
            ?.find(row => holds(row, on) && row.items.includes(item) && mayAct({ person: row.fromPerson, post, on }))
        : undefined,
    standsIn: ({ person, behalf, post, on }) =>
      isActive(persons.get(person), on) &&
      mayAct({ person: behalf, post, on }) !== undefined &&
      (delegations.get(`${person} ${post}`) ?? none).some(row => row.fromPerson === behalf && holds(row, on)),
    superiorOf: (organ, on) => {
      const row = onDay(organs.get(organ), on)
      const superior = row?.superior ?? row?.parent
      return superior ? onDay(organs.get(superior), on) : undefined
    },
    headOf: (organ, on) => [
      ...new Set(
        (postsByOrgan.get(organ) ?? none)
          .filter(post => post.level === 'head' && holds(post, on))
          .flatMap(post => holders(post.id, on)),
      ),
    ],
    isAdministrator: (person, kind, on) => administratorKind(person, on) === kind && isActive(persons.get(person), on),
    administratorKind,
    organ: (id, on) => onDay(organs.get(id), on),
    organsFor: (operation, on, region) =>
      (organsByFunction.get(operation) ?? none)
        .map(entry => entry.organ)
        .filter(organ => holds(organ, on) && (region === undefined || organ.region === region)),
    organsIn: (region, on) => rows.organs.filter(organ => organ.region === region && holds(organ, on)),
    post: (id, on) => onDay(posts.get(id), on),
    postsIn: (organ, on) => (postsByOrgan.get(organ) ?? none).filter(post => holds(post, on)),
    organs: on => rows.organs.filter(organ => holds(organ, on)),
    person: id => persons.get(id),
    personByNumber: number => numbers.get(number),
    region: code => regions.get(code),
    postsOf: (person, on) =>
      (appointmentsByPerson.get(person) ?? none).flatMap(row => mayAct({ person, post: row.post, on }) ?? []),
    regions: () => rows.regions,
  }
}
