import type { Identity } from '#kernel/identity'
import type { Sql } from '#kernel/storage'

/**
 * 增设人员 People put into every bureau for a run: colleagues who make the honest variants possible (transfer, add-signer,
 * delegation), and those whose appointment, certificate or combination of posts is the planted wrong.
 */
export const extraRoles = {
  approval: ['colleague', 'second-reviewer', 'deputy', 'former', 'suspended', 'late-deputy', 'reviewer-head'],
  energy: [
    'former',
    'suspended',
    'lapsed',
    'revoked',
    'uncertified',
    'investigator-head',
    'investigator-legal',
    'head-collector',
  ],
} as const
export type ExtraRole = (typeof extraRoles)['approval' | 'energy'][number]

const isEnergy = (organ: string): boolean => organ.includes('energy')

export const extraNumber = (organ: string, role: ExtraRole): string =>
  `SIM-${organ.slice(0, 6)}-${isEnergy(organ) ? 'E' : 'A'}-${role}`

/** Posts they hold, the one they act in first. */
function postsOf(organ: string, role: ExtraRole, bank: string): readonly string[] {
  const own = (...codes: string[]) => codes.map(code => `${organ}/${code}`)
  switch (role) {
    case 'colleague':
      return own('acceptance')
    case 'second-reviewer':
      return own('review')
    case 'deputy':
    case 'late-deputy':
      return own('publicity')
    case 'former':
    case 'suspended':
      return own(isEnergy(organ) ? 'investigator' : 'acceptance')
    case 'reviewer-head':
      return own('bureau-head', 'review')
    case 'lapsed':
    case 'revoked':
    case 'uncertified':
      return own('investigator')
    case 'investigator-head':
      return own('bureau-head', 'investigator')
    case 'investigator-legal':
      return own('legal-reviewer', 'investigator')
    case 'head-collector':
      return [...own('bureau-head'), `${bank}/collector`]
  }
}

/** The post in which somebody of the cast acts. */
export const extraPost = (organ: string, role: ExtraRole): string =>
  role === 'deputy' || role === 'late-deputy' ? `${organ}/acceptance` : postsOf(organ, role, '')[0]!

const certificates: readonly ExtraRole[] = ['lapsed', 'revoked', 'investigator-head', 'investigator-legal']
const by = { kind: 'system', name: 'simulation' } as const
const since = '2025-01-01'

export interface CastSettings {
  readonly approval: readonly string[]
  readonly energy: readonly string[]
  readonly bank: string
  /** Departments that have nobody yet and are asked for their opinion. */
  readonly asked: readonly string[]
  /** First day of the run; what has ended, ended before. */
  readonly begin: Temporal.PlainDate
  readonly item: string
}

/** Appoints the cast, through the same changes an administrator makes. */
export async function appointCast(
  sql: Sql,
  identity: Identity,
  { approval, energy, bank, asked, begin, item }: CastSettings,
): Promise<void> {
  const before = begin.subtract({ days: 20 }).toString()
  for (const organ of [...approval, ...energy])
    for (const role of extraRoles[isEnergy(organ) ? 'energy' : 'approval']) {
      const personnelNumber = extraNumber(organ, role)
      const person = await identity.recordPerson(sql, by, {
        personnelNumber,
        name: `演示${personnelNumber}`,
        from: since,
      })
      for (const post of postsOf(organ, role, bank))
        await identity.appoint(sql, by, { person, post, from: since, ...(role === 'former' && { to: before }) })
      if (role === 'suspended') await identity.setStatus(sql, by, { person, status: 'suspended', from: before })
      if (!certificates.includes(role)) continue
      const to = role === 'lapsed' ? before : '2030-01-01'
      await identity.certify(sql, by, {
        person,
        kind: 'law-enforcement',
        number: `DEMO-${personnelNumber}`,
        from: since,
        to,
      })
      if (role === 'revoked')
        await identity.revokeCertificate(sql, by, {
          kind: 'law-enforcement',
          number: `DEMO-${personnelNumber}`,
          on: before,
        })
    }
  // Departments that are asked need somebody who answers.
  for (const organ of asked) {
    const person = await identity.recordPerson(sql, by, {
      personnelNumber: `SIM-${organ.slice(0, 6)}-asked`,
      name: '演示征求意见经办',
      from: since,
    })
    await identity.appoint(sql, by, { person, post: `${organ}/acceptance`, from: since })
  }
  const directory = await identity.directory(sql)
  for (const organ of approval) {
    const post = `${organ}/acceptance`
    const [from] = directory
      .holdersOf('acceptance', organ, begin.toString())
      .filter(person => !directory.person(person)?.personnelNumber.startsWith('SIM-'))
    if (from === undefined) throw new RangeError(`nobody holds ${post}`)
    const lend = (role: ExtraRole, ends: Temporal.PlainDate) =>
      identity.delegate(sql, by, {
        from,
        to: directory.personByNumber(extraNumber(organ, role))!.id,
        post,
        items: [item],
        begins: begin.subtract({ days: 1 }).toString(),
        ends: ends.toString(),
        delegable: () => true,
      })
    await lend('deputy', begin.add({ years: 1 }))
    await lend('late-deputy', begin.add({ days: 1 }))
  }
}
