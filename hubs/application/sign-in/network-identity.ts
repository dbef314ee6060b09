import { randomUUID } from 'node:crypto'
import type { NetworkIdentity } from './needs.ts'

export interface NetworkIdentitySettings {
  /** `POST url` asks whether the holder of a credential is the one of this name and number. */
  readonly url: string
  readonly secret?: string | undefined
  /** How long somebody who waits before a page is let wait. */
  readonly patience?: number
}

const mostBytes = 65_536

async function objectOf(answer: Response): Promise<Readonly<Record<string, unknown>>> {
  const text = await answer.text()
  if (text.length > mostBytes) return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/**
 * 国家网络身份认证 Asks the national service over HTTP. It gives back that the three belong together or not, and we take nothing else from it: no number of
 * its own, no name, no picture (网络身份认证公共服务管理办法; its text and the technical description are not kept here: the words of the question are unverified,
 * and a city’s own bridge may have to translate them). Whatever is not a plain answer to this very question (late, silent, garbled, of another question, against its
 * own status) is `unavailable`: what is unknown never counts as yes, and as little as no.
 */
export function makeNetworkIdentity({ url, secret, patience = 5_000 }: NetworkIdentitySettings): NetworkIdentity {
  const proof: Record<string, string> = secret === undefined ? {} : { authorization: `Bearer ${secret}` }

  async function ask(claim: Parameters<NetworkIdentity['compare']>[0]): Promise<'same' | 'different' | 'unavailable'> {
    const request = randomUUID()
    const { name, number, credential } = claim
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(patience),
      headers: { ...proof, 'content-type': 'application/json; charset=utf-8', accept: 'application/json' },
      body: JSON.stringify({ request, name, number, credential }),
    })
    const said = await objectOf(answer)
    if (answer.status !== 200 || said['request'] !== request) return 'unavailable'
    const { same, code } = said
    // An answer that says both how it went and that it went wrong is none.
    if (code !== undefined) return 'unavailable'
    return same === true ? 'same' : same === false ? 'different' : 'unavailable'
  }

  return { compare: claim => ask(claim).catch(() => 'unavailable' as const) }
}
