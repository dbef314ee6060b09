import { openIssuer } from '#hubs/application/issuer'
import type { DrillHouse } from '../house.ts'
import type { LivedCity } from './places.ts'

/** 坏令牌 Well-formed tokens that must not do: expired, too narrow, of another issuer, another key, another audience, another's post. */
export async function badTokens(
  { city }: DrillHouse,
  { owner }: LivedCity,
  mint: (wanted: { sub: string; scope: string; post?: string; party?: string; ttl?: number }) => Promise<string>,
  elsewhere: string,
): Promise<readonly string[]> {
  const { sub, post } = JSON.parse(Buffer.from(owner.split('.')[1]!, 'base64url').toString()) as {
    sub: string
    post: string
  }
  const scope = 'cases.act cases.read cases.export parties.write registers.read alarms.read supervise audit'
  const foreign = await openIssuer({ mode: 'test', dataDirectory: elsewhere, clock: city.clock })
  const other = await openIssuer({ mode: 'test', dataDirectory: elsewhere, clock: city.clock, issuer: 'urn:elsewhere' })
  const nobody = '0198ffff-ffff-7fff-bfff-ffffffffffff'
  return Promise.all([
    mint({ sub, post, scope, ttl: -10 }),
    mint({ sub, post, scope, ttl: 0 }),
    mint({ sub, post, scope: 'registers.read' }),
    mint({ sub, post, scope: 'none' }),
    mint({ sub, post, scope: '' }),
    mint({ sub: nobody, post, scope }),
    mint({ sub, post: '210100-supervision/supervision', scope }),
    mint({ sub, post: '999999-nowhere/nobody', scope }),
    mint({ sub, scope }),
    mint({ sub: nobody, party: nobody, scope }),
    mint({ sub, post, party: nobody, scope }),
    mint({ sub: 'x'.repeat(300), post, scope }),
    foreign.mint({ sub, post, scope }),
    other.mint({ sub, post, scope }),
  ])
}
