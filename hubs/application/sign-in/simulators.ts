import { typedName } from './names.ts'
import type { NetworkIdentity, PhoneMessage, PhoneMessages } from './needs.ts'

const kept = 100

/** 模拟短信 Keeps the last messages instead of sending them. */
export function simulatePhones(): PhoneMessages & { readonly sent: readonly PhoneMessage[] } {
  const sent: PhoneMessage[] = []
  return {
    sent,
    async send(message) {
      sent.push(message)
      if (sent.length > kept) sent.shift()
    },
  }
}

/**
 * 模拟网络身份认证 The credential of somebody is the last six signs of his number; `off` answers for a service that is down. A demonstration
 * has invented people only, so nobody's number opens anything.
 */
export const simulateNetworkIdentity = (): NetworkIdentity => ({
  async compare({ number, credential }) {
    if (typedName(credential) === 'OFF') return 'unavailable'
    return typedName(number).length >= 6 && typedName(credential) === typedName(number).slice(-6) ? 'same' : 'different'
  },
})
