import { useQuery } from '@tanstack/react-query'
import { ask } from '../api.ts'
import type { ItemWords } from '../case/case-data.ts'
import { post } from '../session.ts'
import type { Text } from '../words.ts'

export interface ItemListed {
  readonly item: string
  readonly name: Text
  readonly starts: readonly string[]
  readonly channels: readonly string[]
}

/** 窗口事项 An item as the counter asks for it: GET /api/items/{item}/form. */
export interface ItemForm {
  readonly item: string
  readonly organ: string
  readonly name: Text
  readonly channels: readonly string[]
  readonly starts: readonly string[]
  readonly units: readonly string[]
  readonly words: ItemWords
}

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
    all.push(
      ...page.items.filter(({ starts, channels }) => starts.includes('application') && channels.includes('window')),
    )
    after = page.next
  }
  return all
}

export const useItems = () =>
  useQuery({ queryKey: ['items', post?.organ], queryFn: () => itemsOf(post?.organ ?? ''), staleTime: 600_000 })

export const useItemForm = (item: string) =>
  useQuery({
    queryKey: ['item-form', item],
    queryFn: () => ask<ItemForm>(`/api/items/${item}/form`),
    enabled: item !== '',
    staleTime: 600_000,
  })
