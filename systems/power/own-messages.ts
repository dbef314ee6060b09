import { type Caller, partiesOnly } from '#hubs/application/access'
import type { Text } from '#kernel/definition'
import { type Message, mayBeTold, messagesOf } from './messages.ts'
import type { RouteNeeds } from './routes.ts'

/** 消息 As its page says it: which item, and what its sentence has. */
export interface OwnMessage extends Pick<Message, 'id' | 'kind' | 'at' | 'number'> {
  readonly name: Text | null
  readonly said: Omit<Message['said'], 'reason'> & { readonly reason?: Text }
}

/** 我的消息 What happened in a party's cases, to his account and his mandates, the latest first. */
export function makeOwnMessages({ db, clock, definitions }: Pick<RouteNeeds, 'db' | 'clock' | 'definitions'>) {
  async function shown({ id, kind, at, number, item, said: { reason, ...said } }: Message): Promise<OwnMessage> {
    const found =
      item === null ? undefined : await definitions.current(item, clock.today().toString()).catch(() => undefined)
    const stage = reason === undefined ? undefined : found?.stages.get(reason)?.name
    return {
      ...{ id, kind, at, number },
      name: found?.definition.content.name ?? item,
      said: { ...said, ...(reason !== undefined && { reason: stage ?? reason }) },
    }
  }

  return async (caller: Caller, { before, limit }: { readonly before?: number; readonly limit: number }) => {
    const { actor } = caller
    if (actor.kind !== 'party') throw partiesOnly()
    const rows = await messagesOf(db, actor.party, before, limit + 1)
    const page = rows.slice(0, limit)
    const items = await Promise.all(page.filter(one => mayBeTold(caller, one)).map(shown))
    return { items, next: rows.length > limit ? page.at(-1)!.id : null }
  }
}
