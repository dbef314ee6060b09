import { papersOf, questionsOf } from '#portals/public'
import type { Chance } from '../fuzz/chance.ts'
import { type DrillHouse, livePermit } from '../house.ts'
import { goodAnswers } from './answers.ts'
import { type Applicant, applyOnce, knownFirm, knownPerson } from './applicants.ts'
import type { Application, ApplyDoor } from './application.ts'
import type { Cast } from './faults.ts'
import type { PublishedItem } from './items.ts'

/** Applicants of each kind; a draft is begun and dropped for every application, so a few are enough. */
const people = 8

const range = (from: number, count: number): readonly number[] => Array.from({ length: count }, (_, at) => from + at)
const inTurn = async <T>(running: readonly number[], make: (one: number) => Promise<T>): Promise<readonly T[]> => {
  const made: T[] = []
  for (const one of running) made.push(await make(one))
  return made
}

/** A firm that was struck off: its row says so from a day that is past. */
async function endedFirm(house: DrillHouse, running: number): Promise<Applicant> {
  const firm = await knownFirm(house, running)
  const { city } = house
  await city.db.transaction(sql =>
    city.registers.set(sql, 'enterprise', {
      entry: crypto.randomUUID(),
      from: '2026-06-01',
      values: { uscc: firm.number, name: firm.name, active: false, keyEnergyUser: false },
      source: { organ: '210100-market-regulation-bureau', feed: 'market-regulation' },
    }),
  )
  return firm
}

/** A firm whose energy review was granted and has run out since. */
async function firmOfThePast(house: DrillHouse, running: number): Promise<Applicant> {
  const firm = await knownFirm(house, running)
  await livePermit(house, { party: firm.party, uscc: firm.number, name: firm.name }, running)
  await house.city.migrator.query(
    `update application.vouchers set issued_on = '2024-06-01', valid_until = '2026-05-31' where party = $1`,
    [firm.party],
  )
  return firm
}

const unitsOf = ({ compiled }: PublishedItem): readonly string[] =>
  [compiled.definition.content.parties.subject?.unit ?? []].flat()

/** 演员 Who applies in this drill: known persons and firms, some who were struck off, some whose papers ran out, some who apply twice. */
export async function makeCast(house: DrillHouse, apply: ApplyDoor, usual: Buffer) {
  const persons = await inTurn(range(1, people), running => knownPerson(house, running))
  const firms = await inTurn(range(1, people), running => knownFirm(house, running))
  const ended = await inTurn(range(101, 2), running => endedFirm(house, running))
  const expired = await inTurn(range(201, 2), running => firmOfThePast(house, running))
  const known = new Map<string, Readonly<Record<string, unknown>>>()
  const repeated = new Map<string, Promise<Application>>()
  let next = 301

  /** What a register, or the day, answers for this applicant in this form. */
  async function fixedOf(
    { item, organ }: PublishedItem,
    { party, signedIn }: Applicant,
  ): Promise<Readonly<Record<string, unknown>>> {
    const key = `${item} ${party}`
    const before = known.get(key)
    if (before) return before
    const { caseId, fields, kept } = await apply.draft(
      signedIn,
      await apply.begin(signedIn, crypto.randomUUID(), { item, organ }),
    )
    await apply.drop(signedIn, caseId)
    const fixed = Object.fromEntries(
      Object.entries(fields).filter(([name]) => ['register', 'day'].includes(kept.sources?.[name]?.kind ?? '')),
    )
    known.set(key, fixed)
    return fixed
  }

  /** A good application of this item by this applicant, after one of the item's own examples. */
  async function goodOne(published: PublishedItem, applicant: Applicant, which: number): Promise<Application> {
    const answers = { ...goodAnswers(published, applicant, which), ...(await fixedOf(published, applicant)) }
    const papers = Object.fromEntries(papersOf(published.compiled, answers).map(({ id }) => [id, usual]))
    return { published, applicant, answers, papers }
  }

  const applicantFor = (published: PublishedItem, chance: Chance): Applicant => {
    const both = unitsOf(published).includes('person') && unitsOf(published).includes('firm')
    const whose = both && chance.once(2) ? 'firm' : published.for
    return chance.pick(whose === 'person' ? persons : firms)
  }

  /** Somebody of the same kind who has handed in an application like this one. */
  const before = (application: Application): Promise<Application> => {
    const { published, applicant } = application
    const key = `${published.item} ${applicant.kind}`
    const made = async (): Promise<Application> => {
      const running = next++
      const twin = await (applicant.kind === 'firm' ? knownFirm(house, running) : knownPerson(house, running))
      const good = await goodOne(published, twin, 0)
      await applyOnce(apply, twin, published, good.answers)
      const said = { 'contact.name': '演练联系人', 'contact.phone': '13800000001', 'applicant.phone': '13800000002' }
      const asked = questionsOf(published.compiled).map(([name]) => name)
      const own = { ...said, 'applicant.account': '6222020000000000123', 'household.members': 3 }
      return {
        ...good,
        answers: {
          ...good.answers,
          ...Object.fromEntries(Object.entries(own).filter(([name]) => asked.includes(name))),
        },
      }
    }
    const found = repeated.get(key) ?? made()
    repeated.set(key, found)
    return found
  }

  /** The same applicant, another matter: nothing stands against that. */
  async function anotherMatter(application: Application): Promise<Application> {
    const again = await before(application)
    const fixed = await fixedOf(again.published, again.applicant)
    const { form } = again.published.compiled.definition.content
    const name = Object.keys(again.answers).find(
      one =>
        ['string', 'text'].includes(form[one]?.type ?? '') && !(one in fixed) && !/^(?:contact|applicant)\./.test(one),
    )
    return name === undefined
      ? application
      : { ...again, answers: { ...again.answers, [name]: `${String(again.answers[name])}，另一件` } }
  }

  const cast: Cast = {
    ended,
    expired,
    before,
    stranger({ published, applicant }) {
      const units = unitsOf(published)
      const other = applicant.kind === 'person' ? 'firm' : 'person'
      const may = units.includes(other) || (other === 'person' && units.includes('household')) || units.length === 0
      return may ? undefined : (other === 'firm' ? firms : persons)[0]
    },
    fixed: ({ published, applicant }) => Object.keys(known.get(`${published.item} ${applicant.party}`) ?? {}),
  }
  return { cast, goodOne, applicantFor, anotherMatter }
}
