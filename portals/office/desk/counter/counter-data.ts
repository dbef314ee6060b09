import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, type Problem } from '../api.ts'
import type { ActShown, ItemWords } from '../case/case-data.ts'
import type { useDraft } from '../form/draft.ts'
import { problemOf } from '../problem-note.tsx'
import { post } from '../session.ts'
import type { Text } from '../words.ts'
import type { PartyFound } from './party-part.tsx'

export interface ItemListed {
  readonly item: string
  readonly name: Text
  readonly starts: readonly string[]
  readonly channels: readonly string[]
}

/** Who may stand in a case of the item from the beginning. */
export interface Role {
  readonly role: string
  readonly units: readonly string[]
  readonly min: number
  readonly max: number | null
}

/** One way in which a case of the item may begin: with its form, or why the officer may not begin it so. */
export interface Opening extends ActShown {
  readonly start: string
}

/** 窗口事项 An item as the counter asks for it: GET /api/items/{item}/form. */
export interface ItemForm {
  readonly item: string
  readonly organ: string
  readonly name: Text
  readonly channels: readonly string[]
  readonly starts: readonly string[]
  readonly units: readonly string[]
  readonly roles: readonly Role[]
  readonly openings: readonly Opening[]
  readonly words: ItemWords
}

/** 来源 Where an answer is from that nobody had to type. */
export type FilledFrom =
  | { readonly kind: 'register'; readonly register: string; readonly name: Text }
  | { readonly kind: 'own' | 'day' }
  | { readonly kind: 'case'; readonly on: string }
export type Filled = Readonly<Record<string, { readonly value: unknown; readonly from: FilledFrom }>>

export interface Opened {
  readonly number: string
  readonly checkCode: string
  readonly due: string | null
}

interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

/** What the organ carries out, page after page. */
async function itemsOf(organ: string): Promise<readonly ItemListed[]> {
  const all: ItemListed[] = []
  let after: string | null = ''
  while (after !== null && all.length < 1_000) {
    const query = new URLSearchParams({ organ, limit: '200', ...(after !== '' && { after }) })
    const page: Page<ItemListed> = await ask(`/api/items?${query}`)
    all.push(...page.items)
    after = page.next
  }
  return all
}

/** Those of the organ’s items that fit here. */
export const useItems = (fits: (item: ItemListed) => boolean) =>
  useQuery({
    queryKey: ['items', post?.organ],
    queryFn: () => itemsOf(post?.organ ?? ''),
    select: items => items.filter(fits),
    staleTime: 600_000,
  })

export const useItemForm = (item: string) =>
  useQuery({
    queryKey: ['item-form', item],
    queryFn: () => ask<ItemForm>(`/api/items/${item}/form`),
    enabled: item !== '',
    staleTime: 600_000,
  })

const nothing: Filled = {}
/**
 * 带出 What the city knows of whoever has come, for this item; each time one looks is on record. Of somebody whose name is another one in the
 * city's books nothing is shown. It is kept no longer than the page.
 */
export function useFilled(item: string, party: PartyFound | undefined) {
  const presence = party?.presence
  return useQuery({
    queryKey: ['filled', item, party?.party, presence],
    queryFn: async () => {
      if (presence === undefined) return nothing
      const query = new URLSearchParams({ party: party?.party ?? '', presence })
      return (await ask<{ filled?: Filled }>(`/api/items/${item}/form?${query}`)).filled ?? nothing
    },
    enabled: item !== '' && party !== undefined,
    staleTime: 600_000,
    gcTime: 0,
  })
}

/** 开办 The case that a draft becomes; refused, it stays as it was typed. */
export function useOpening({ keyOf, drop }: Pick<ReturnType<typeof useDraft>, 'keyOf' | 'drop'>) {
  const [opened, setOpened] = useState<Opened>()
  const [problem, setProblem] = useState<{ readonly told: Problem; readonly nth: number }>()
  const [busy, setBusy] = useState(false)
  const send = async (body: unknown) => {
    setBusy(true)
    setProblem(undefined)
    try {
      setOpened(await ask<Opened>('/api/cases', { body, key: keyOf(body) }))
      drop()
    } catch (thrown) {
      setProblem({ told: problemOf(thrown), nth: (problem?.nth ?? 0) + 1 })
    } finally {
      setBusy(false)
    }
  }
  return { opened, problem, busy, send }
}
