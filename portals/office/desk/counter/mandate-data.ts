import { useQuery } from '@tanstack/react-query'
import { ask } from '../api.ts'
import type { Reason } from '../case/case-data.ts'
import { dayOf, say, textOf } from '../words.ts'
import type { PartyFound, PartyKind } from './party-part.tsx'

interface Named {
  readonly party: string | null
  readonly name: string
}

/** 授权 As the counter finds it: who stands for whom, on which document, and what stands against it today. */
export interface MandateListed {
  readonly mandate: string
  readonly kind: 'mandate' | 'clerk' | 'guardianship' | 'assistance'
  readonly ward: 'minor' | 'incapacitated' | null
  readonly items: readonly string[] | null
  readonly scopes: readonly string[]
  readonly from: string
  readonly until: string | null
  readonly document: { readonly name: string; readonly number?: string; readonly issuer?: string } | null
  readonly principal: Named
  readonly agent: Named
  readonly against: Reason | null
  readonly ended: boolean
}

interface Listed {
  readonly items: readonly MandateListed[]
}

/** Of somebody who has been named at this counter today; each look is on record. */
export const useMandates = (party: PartyFound | undefined) =>
  useQuery({
    queryKey: ['mandates', party?.party, party?.presence],
    queryFn: async () => {
      const query = new URLSearchParams({ party: party?.party ?? '', presence: party?.presence ?? '' })
      return (await ask<Listed>(`/api/mandates?${query}`)).items
    },
    enabled: party?.presence !== undefined,
    gcTime: 0,
  })

/** 待核对 What colleagues recorded and a second officer has to look at. */
export const useUnconfirmed = () =>
  useQuery({
    queryKey: ['unconfirmed'],
    queryFn: async () => (await ask<Listed>('/api/mandates/unconfirmed')).items,
  })

/** 来的是谁 In which ways somebody else may stand at the counter: on which mandates, and of which kind he is. */
export const standings: Readonly<
  Record<string, { readonly kinds: readonly MandateListed['kind'][]; readonly parties: readonly PartyKind[] }>
> = {
  mandate: { kinds: ['mandate', 'clerk'], parties: ['person'] },
  guardianship: { kinds: ['guardianship'], parties: ['person'] },
  assistance: { kinds: ['assistance'], parties: ['organ'] },
}

export const documentSaid = ({ document }: MandateListed): string =>
  document === null
    ? say('mandates.online')
    : [document.name, document.issuer, document.number].filter(Boolean).join(' ')

export const untilSaid = ({ until, from }: MandateListed): string =>
  until === null ? say('mandates.since', { day: dayOf(from) }) : say('mandates.until', { day: dayOf(until) })

export const againstSaid = ({ against }: MandateListed): string =>
  against === null ? say('mandates.holds') : textOf(against.text) || against.code
