import type { Search } from '#hubs/application/search'
import type { Clock } from '#kernel/clock'
import type { Definitions } from '#kernel/definition'

/** 同名事项 An item by the very name that people read on its guide, or by its key; the first few that the search finds are looked at. */
export const makeItemNamed =
  ({
    clock,
    definitions,
    search,
  }: {
    readonly clock: Clock
    readonly definitions: Definitions
    readonly search: Search
  }) =>
  async (typed: string): Promise<string | undefined> => {
    const spelt = (text: string): string => text.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase()
    const known = await definitions.directory()
    if (known.inForce(typed, clock.today())) return typed
    const { hits } = await search.items(typed.slice(0, 100), undefined, 30)
    for (const { item } of hits) {
      const { name } = (await definitions.current(item, clock.today().toString())).definition.content
      const names = typeof name === 'string' ? [name] : Object.values(name)
      if (names.some(one => spelt(String(one)) === spelt(typed))) return item
    }
    return undefined
  }
