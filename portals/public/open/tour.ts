import type { TourCase } from './needs.ts'

export interface TourStep {
  readonly key: 'guide' | 'own' | 'decide' | 'deliver' | 'result' | 'watch'
  /** Whose eyes; absent: anybody's. */
  readonly account?: string
  readonly to: (shown: TourCase) => string
}

const own = ({ number }: TourCase): string => `/mine/cases/${number}`
const desk = ({ number }: TourCase): string => `/office/cases/${number}`

/** 导览 One live case, followed through those who have to do with it. */
export const tourSteps: readonly TourStep[] = [
  { key: 'guide', to: ({ item }) => `/items/${item}` },
  { key: 'own', account: 'firm', to: own },
  { key: 'decide', account: 'head', to: desk },
  { key: 'deliver', account: 'window', to: desk },
  { key: 'result', account: 'firm', to: own },
  { key: 'watch', to: ({ number, checkCode }) => `/cases/${number}?code=${checkCode}` },
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
