import { useQuery } from '@tanstack/react-query'
import { ask } from '../api.ts'
import type { Text } from '../words.ts'

/** 本机关事项 By name, for choosing one and for naming it. */
export const useOwnItems = () =>
  useQuery({
    queryKey: ['own-items'],
    queryFn: async () =>
      (await ask<{ readonly items: readonly { readonly item: string; readonly name: Text }[] }>('/api/own-items'))
        .items,
    staleTime: 600_000,
  })
