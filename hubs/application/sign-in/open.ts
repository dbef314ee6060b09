import type { Config } from '#kernel/config'
import type { SignInNeeds } from './needs.ts'
import { cheapCost, usualCost } from './passwords.ts'
import { makeSignIn } from './sign-in.ts'
import { simulateNetworkIdentity, simulatePhones } from './simulators.ts'

type Given = Omit<SignInNeeds, 'secure' | 'passwordCost' | 'phones' | 'networkIdentity'>

/** 按设定开启 The sign-in as this city is set up: bound to TLS in production, with simulated outside services only where those are allowed. */
export function openSignIn(given: Given, { mode, tls, simulators }: Pick<Config, 'mode' | 'tls' | 'simulators'>) {
  const phones = simulators ? simulatePhones() : undefined
  const signIn = makeSignIn({
    ...given,
    secure: mode === 'production' || tls !== undefined,
    passwordCost: mode === 'test' ? cheapCost : usualCost,
    ...(phones && { phones, networkIdentity: simulateNetworkIdentity() }),
  })
  return { signIn, phones }
}
