import { officerName } from './names.ts'

/** Who sits in a demo organ: one line per officer with the posts he holds. `certified` officers carry a law-enforcement certificate. */
export interface Seat {
  readonly posts: readonly string[]
  readonly certified?: true
}

const approval: readonly Seat[] = [
  { posts: ['acceptance', 'publicity', 'hearing-chair'] },
  { posts: ['review'] },
  { posts: ['bureau-head'] },
]

const energy: readonly Seat[] = [
  { posts: ['acceptance', 'publicity', 'investigator'], certified: true },
  { posts: ['fund-verifier', 'investigator'], certified: true },
  { posts: ['review', 'fund-reviewer', 'legal-reviewer', 'penalty-committee'] },
  { posts: ['hearing-chair', 'penalty-committee'] },
  { posts: ['bureau-head', 'penalty-committee'] },
]

/** Offices of the city itself. */
export const citySeats: Readonly<Record<string, readonly Seat[]>> = {
  'city-government': [
    { posts: ['government-head', 'executive-meeting'] },
    { posts: ['government-office', 'executive-meeting'] },
    { posts: ['legality-reviewer', 'reconsideration', 'executive-meeting'] },
  ],
  'approval-bureau': approval,
  'energy-bureau': energy,
  supervision: [{ posts: ['supervision'] }, { posts: ['bureau-head'] }],
  'audit-bureau': [{ posts: ['supervision', 'bureau-head'] }],
  'collecting-bank': [{ posts: ['collector'] }],
  'treasury-payment': [{ posts: ['payer'] }],
}

/** Offices of every district. */
export const districtSeats: Readonly<Record<string, readonly Seat[]>> = {
  'approval-bureau': approval,
  'energy-bureau': energy,
}

/** Offices of the first district only, for the items that the later demonstrations run. */
export const firstDistrictSeats: Readonly<Record<string, readonly Seat[]>> = {
  'county-government': [
    { posts: ['government-head', 'executive-meeting'] },
    { posts: ['government-office', 'drafting-unit', 'executive-meeting'] },
    { posts: ['legality-reviewer', 'risk-assessor', 'executive-meeting'] },
  ],
  'market-regulation-bureau': [
    { posts: ['acceptance', 'inspection-planner', 'inspector', 'investigator'], certified: true },
    { posts: ['draw-officer', 'publicity', 'inspector', 'investigator'], certified: true },
    { posts: ['section-head', 'legal-reviewer', 'hearing-chair', 'penalty-committee'] },
    { posts: ['bureau-head', 'penalty-committee'] },
  ],
  'natural-resources-bureau': [
    { posts: ['acceptance', 'dispute-officer'] },
    { posts: ['mediator'] },
    { posts: ['legal-reviewer', 'bureau-head'] },
  ],
  'civil-affairs-bureau': [{ posts: ['review', 'publicity'] }, { posts: ['bureau-head'] }],
}

/** The street office of the first street of the first district. */
export const streetSeats: readonly Seat[] = [
  { posts: ['acceptance', 'home-visit'] },
  { posts: ['review'] },
  { posts: ['bureau-head'] },
]

/** Seats that came after the first lists were written: filled last, so that no number changes hands. */
export const laterCitySeats: Readonly<Record<string, readonly Seat[]>> = {
  'city-government': [{ posts: ['letter-registrar'] }, { posts: ['letter-handler'] }, { posts: ['letter-head'] }],
  'civil-defence-office': [{ posts: ['acceptance'] }, { posts: ['review'] }, { posts: ['bureau-head'] }],
}

export const laterFirstDistrictSeats: Readonly<Record<string, readonly Seat[]>> = {
  'market-regulation-bureau': [
    { posts: ['review'] },
    { posts: ['inspector'], certified: true },
    { posts: ['inspector'], certified: true },
    { posts: ['inspector'], certified: true },
    { posts: ['inspector'], certified: true },
  ],
  'natural-resources-bureau': [
    { posts: ['review'] },
    { posts: ['inspector'], certified: true },
    { posts: ['inspector'], certified: true },
  ],
}

export const laterStreetSeats: readonly Seat[] = [{ posts: ['home-visit'] }]

/** Those that came after these. */
export const latestCitySeats: Readonly<Record<string, readonly Seat[]>> = {
  'intellectual-property-bureau': [
    { posts: ['acceptance', 'dispute-officer'] },
    { posts: ['mediator'] },
    { posts: ['legal-reviewer'] },
    { posts: ['bureau-head'] },
  ],
  'urban-management-bureau': [
    { posts: ['acceptance', 'publicity'] },
    { posts: ['review', 'award-committee'] },
    { posts: ['award-committee'] },
    { posts: ['bureau-head', 'award-committee'] },
  ],
}

export const latestFirstDistrictSeats: Readonly<Record<string, readonly Seat[]>> = {
  'forestry-bureau': [{ posts: ['acceptance'] }, { posts: ['review'] }, { posts: ['bureau-head'] }],
  'urban-management-bureau': [
    { posts: ['acceptance', 'publicity'] },
    { posts: ['review', 'award-committee'] },
    { posts: ['award-committee'] },
    { posts: ['bureau-head', 'award-committee'] },
  ],
  'public-security-bureau': [
    { posts: ['inspector'], certified: true },
    { posts: ['inspector'], certified: true },
    { posts: ['bureau-head'] },
  ],
  'housing-bureau': [{ posts: ['investigator'], certified: true }],
  'fire-rescue-brigade': [{ posts: ['fire-inspector'], certified: true }],
}

export interface Officer {
  readonly number: string
  readonly name: string
  readonly posts: readonly string[]
  readonly certificate?: string
}

/** The three administrators took the names after so many officers; whoever came later takes the next ones. */
export const namedBeforeAdministrators = 150
const administrators = 3

/** Fills seats one after the other: personnel number SYD-0001 …, name 王某甲 …, certificate 演示 number where the seat needs one. */
export function makeStaff(): {
  readonly fill: (organ: string, seats: readonly Seat[]) => void
  readonly officers: Officer[]
} {
  const officers: Officer[] = []
  return {
    officers,
    fill: (organ, seats) => {
      for (const { posts, certified } of seats) {
        const serial = String(officers.length + 1).padStart(4, '0')
        officers.push({
          number: `SYD-${serial}`,
          name: officerName(officers.length + (officers.length < namedBeforeAdministrators ? 0 : administrators)),
          posts: posts.map(post => `${organ}/${post}`),
          ...(certified ? { certificate: `DEMO-ZF-${serial}` } : {}),
        })
      }
    },
  }
}
