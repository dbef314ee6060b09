import { randomUUID } from 'node:crypto'
import { type MessageWay, secretOf } from '#hubs/application/message'
import type { Config } from '#kernel/config'
import type { NetworkIdentity, PhoneMessages, SignInNeeds } from './needs.ts'
import { makeNetworkIdentity } from './network-identity.ts'
import { cheapCost, usualCost } from './passwords.ts'
import { makeSignIn } from './sign-in.ts'
import { simulateNetworkIdentity, simulatePhones } from './simulators.ts'

type Given = Omit<SignInNeeds, 'secure' | 'passwordCost' | 'phones' | 'networkIdentity'> & {
  readonly ways: readonly MessageWay[]
  /** Where the secrets of outside systems lie. */
  readonly secrets: string
}

/** 短信 By the city's own gateway, at once: a code that lies in a queue is over before it comes. */
function phonesBy(ways: readonly MessageWay[]): PhoneMessages | undefined {
  const carrier = ways.find(({ way }) => way === 'sms')
  return (
    carrier && {
      async send({ to, text }) {
        const message = { id: randomUUID(), to, subject: '', text }
        const answer = await carrier.send(message, AbortSignal.timeout(10_000))
        if (answer.kind !== 'taken') throw new Error(`the gateway answered ${answer.proof}`)
      },
    }
  )
}

/** 国家网络身份认证 As the city has it set up; none where it has not. */
const identifierBy = (url: string | undefined, secrets: string): NetworkIdentity | undefined =>
  url === undefined ? undefined : makeNetworkIdentity({ url, secret: secretOf(secrets, 'network-identity') })

/** 按设定开启 The sign-in as this city is set up: bound to TLS in production, with simulated outside services only where those are allowed. */
export function openSignIn(
  { ways, secrets, ...given }: Given,
  { mode, tls, simulators, networkIdentity }: Pick<Config, 'mode' | 'tls' | 'simulators' | 'networkIdentity'>,
) {
  const simulated = simulators ? simulatePhones() : undefined
  const identifier = identifierBy(networkIdentity?.url, secrets) ?? (simulators ? simulateNetworkIdentity() : undefined)
  const phones = simulated ?? phonesBy(ways)
  const signIn = makeSignIn({
    ...given,
    secure: mode === 'production' || tls !== undefined,
    passwordCost: mode === 'test' ? cheapCost : usualCost,
    ...(phones && { phones }),
    ...(identifier && { networkIdentity: identifier }),
  })
  return { signIn, phones: simulated }
}
