import type { TourCase } from './needs.ts'

export interface TourStep {
  readonly key: 'item' | 'own' | 'decide' | 'deliver' | 'watch' | 'supervise'
  /** Whose card: that of the six parts. */
  readonly role: 'editor' | 'firm' | 'head' | 'window' | 'citizen' | 'supervisor'
  /** By which account one looks. */
  readonly account: string
  readonly to: (shown: TourCase) => string
}

const own = ({ number }: TourCase): string => `/mine/cases/${number}`
const desk = ({ number }: TourCase): string => `/office/cases/${number}`

/** 导览 One live case, followed through the six parts that have to do with it. */
export const tourSteps: readonly TourStep[] = [
  // Whoever looks after the items sits in the organ: the head's account, at another page.
  { key: 'item', role: 'editor', account: 'head', to: () => '/office/items' },
  { key: 'own', role: 'firm', account: 'firm', to: own },
  { key: 'decide', role: 'head', account: 'head', to: desk },
  { key: 'deliver', role: 'window', account: 'window', to: desk },
  {
    key: 'watch',
    role: 'citizen',
    account: 'citizen',
    to: ({ number, checkCode }) => `/cases/${number}?code=${checkCode}`,
  },
  { key: 'supervise', role: 'supervisor', account: 'supervisor', to: () => '/office/supervision' },
]

const name = 'plumbline-tour'
const kept = new RegExp(`(?:^|;\\s*)${name}=([1-${tourSteps.length}])\\.(\\d{10,30})(?:;|$)`)

/** Where somebody stands in the tour, and which case he follows; it can be left and taken up again for a day. */
export function tourIn(cookie: string | undefined): { readonly step: number; readonly number: string } | undefined {
  const [, step, number] = kept.exec(cookie ?? '') ?? []
  return number === undefined ? undefined : { step: Number(step), number }
}

export const tourCookie = (at: { readonly step: number; readonly number: string } | undefined): string =>
  [
    `${name}=${at ? `${at.step}.${at.number}` : ''}`,
    'Path=/demo',
    'SameSite=Lax',
    'HttpOnly',
    `Max-Age=${at ? 86_400 : 0}`,
  ].join('; ')
