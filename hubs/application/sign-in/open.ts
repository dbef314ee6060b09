import { randomUUID } from 'node:crypto'
import type { MessageWay } from '#hubs/application/message'
import type { Config } from '#kernel/config'
import type { PhoneMessages, SignInNeeds } from './needs.ts'
import { cheapCost, usualCost } from './passwords.ts'
import { makeSignIn } from './sign-in.ts'
import { simulateNetworkIdentity, simulatePhones } from './simulators.ts'

type Given = Omit<SignInNeeds, 'secure' | 'passwordCost' | 'phones' | 'networkIdentity'> & {
  readonly ways: readonly MessageWay[]
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

/** 按设定开启 The sign-in as this city is set up: bound to TLS in production, with simulated outside services only where those are allowed. */
export function openSignIn(
  { ways, ...given }: Given,
  { mode, tls, simulators }: Pick<Config, 'mode' | 'tls' | 'simulators'>,
) {
  const simulated = simulators ? simulatePhones() : undefined
  const phones = simulated ?? phonesBy(ways)
  const signIn = makeSignIn({
    ...given,
    secure: mode === 'production' || tls !== undefined,
    passwordCost: mode === 'test' ? cheapCost : usualCost,
    ...(phones && { phones }),
    ...(simulated && { networkIdentity: simulateNetworkIdentity() }),
  })
  return { signIn, phones: simulated }
}
