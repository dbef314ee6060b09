import type { Chance } from './chance.ts'
import { ofAddress } from './mutate-address.ts'
import { type Mutation, ofBody, ofBytes, oversized } from './mutate-body.ts'
import { framing, ofHeaders, spoil } from './mutate-headers.ts'
import type { Draft } from './request.ts'

/** A key that was used before, and whose it was. */
export interface UsedKey {
  readonly key: string
  readonly token: string | undefined
  readonly target: string
}

export interface Around {
  readonly badTokens: readonly string[]
  readonly used: readonly UsedKey[]
}

const apply = (draft: Draft, chance: Chance, table: Readonly<Record<string, Mutation>>): void => {
  const name = chance.pick(Object.keys(table))
  table[name]!(draft, chance)
  draft.mutations.push(name)
}

function mutateToken(draft: Draft, chance: Chance, { badTokens }: Around): void {
  const good = draft.token
  if (draft.mutations.some(name => name.endsWith('token'))) return
  const [name, token] = chance.pick<readonly [string, () => string | undefined]>([
    ['no token', () => undefined],
    ['bad token', () => chance.pick(badTokens)],
    ['bad token', () => chance.pick(badTokens)],
    ['spoilt token', () => (good === undefined ? 'x' : spoil(good, chance))],
  ])
  draft.token = token()
  draft.mutations.push(name)
  if (!chance.once(8)) return
  draft.headers.push([
    'authorization',
    chance.pick(['', 'Bearer', 'Bearer ', 'Basic YTpi', `bearer${good}`, 'Bearer a b', 'Bearer é', 'Bearer ,']),
  ])
  draft.mutations.push('bad authorization')
}

function replayKey(draft: Draft, chance: Chance, { used }: Around): void {
  if (used.length === 0) return
  const { key, token, target } = chance.pick(used)
  const at = draft.headers.findIndex(([name]) => name === 'idempotency-key')
  if (at !== -1) draft.headers.splice(at, 1)
  draft.headers.push(['idempotency-key', key])
  draft.token = token
  if (chance.once(2) && draft.body !== undefined) draft.target = target
  draft.mutations.push('replayed key')
}

/** 变异 Breaks a request in one or two places. */
export function mutate(draft: Draft, chance: Chance, around: Around): void {
  for (let times = chance.once(4) ? 2 : 1; times > 0; times--) {
    const die = chance.below(1_000)
    const body = draft.body !== undefined
    if (die < 4) apply(draft, chance, { 'just over': oversized['just over']! })
    else if (die < 5) apply(draft, chance, oversized)
    else if (die < 35) apply(draft, chance, framing)
    else if (die < 135) mutateToken(draft, chance, around)
    else if (die < 175) replayKey(draft, chance, around)
    else if (die < 275) apply(draft, chance, ofHeaders)
    else if (die < (body ? 430 : 900)) apply(draft, chance, ofAddress)
    else if (die < (body ? 560 : 930)) apply(draft, chance, ofBytes)
    else apply(draft, chance, ofBody)
  }
}
