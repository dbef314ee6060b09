import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { composeCitizen } from '#kernel/code'
import type { NetworkIdentity } from './needs.ts'
import { makeNetworkIdentity } from './network-identity.ts'
import { type IdentityFault, identityFaults, simulateIdentityService } from './network-identity-simulator.ts'
import { simulateNetworkIdentity } from './simulators.ts'

const number = composeCitizen('210102', '19900307', '101')
const claim = { name: '示例公民', number, credential: number.slice(-6) }

/** Over HTTP, or by itself: whoever asks must not see which. */
const kinds: Readonly<Record<string, () => Promise<{ identity: NetworkIdentity; close: () => Promise<void> }>>> = {
  模拟: async () => ({ identity: simulateNetworkIdentity(), close: async () => {} }),
  接口: async () => {
    const service = await simulateIdentityService({ identity: simulateNetworkIdentity(), secret: 'token' })
    return { identity: makeNetworkIdentity({ url: service.url, secret: 'token' }), close: service.close }
  },
}

suite('国家网络身份认证 the contract of whoever says that somebody is who he says', () => {
  for (const [kind, open] of Object.entries(kinds))
    test(`${kind}: the same, another, and a service that is down`, async () => {
      const { identity, close } = await open()
      try {
        assert.equal(await identity.compare(claim), 'same')
        assert.equal(await identity.compare({ ...claim, credential: '000000' }), 'different')
        assert.equal(await identity.compare({ ...claim, credential: '' }), 'different')
        assert.equal(await identity.compare({ ...claim, credential: 'OFF' }), 'unavailable')
      } finally {
        await close()
      }
    })

  const told: Readonly<Record<IdentityFault, 'same' | 'unavailable'>> = {
    slow: 'same',
    silent: 'unavailable',
    busy: 'unavailable',
    garbled: 'unavailable',
    'other-question': 'unavailable',
    contradictory: 'unavailable',
    elsewhere: 'unavailable',
    neither: 'unavailable',
  }
  test('each fault of the line: what is unknown is never yes, and the next question is answered again', async () => {
    for (const fault of identityFaults) {
      const service = await simulateIdentityService({ identity: simulateNetworkIdentity(), faults: [fault], slow: 100 })
      const identity = makeNetworkIdentity({ url: service.url, patience: fault === 'silent' ? 300 : 5_000 })
      try {
        assert.equal(await identity.compare(claim), told[fault], fault)
        assert.equal(await identity.compare(claim), 'same', `${fault}, again`)
      } finally {
        await service.close()
      }
    }
  })

  test('slower than somebody is let wait, a wrong secret, nobody there: unavailable', async () => {
    const service = await simulateIdentityService({
      ...{ identity: simulateNetworkIdentity(), secret: 'right', slow: 2_000 },
      faults: ['slow'],
    })
    const impatient = makeNetworkIdentity({ url: service.url, secret: 'right', patience: 100 })
    assert.equal(await impatient.compare(claim), 'unavailable')
    const stranger = makeNetworkIdentity({ url: service.url, secret: 'wrong' })
    assert.equal(await stranger.compare(claim), 'unavailable')
    await service.close()
    assert.equal(await makeNetworkIdentity({ url: service.url }).compare(claim), 'unavailable')
  })

  test('asked is name, number and credential, under a number of the question’s own, and nothing is asked for besides', async () => {
    const service = await simulateIdentityService({ identity: simulateNetworkIdentity() })
    const identity = makeNetworkIdentity({ url: service.url })
    await identity.compare(claim)
    await identity.compare(claim)
    await service.close()
    assert.deepEqual(
      service.heard.map(asked => Object.keys(asked).toSorted()),
      [
        ['credential', 'name', 'number', 'request'],
        ['credential', 'name', 'number', 'request'],
      ],
    )
    assert.notEqual(service.heard[0]!['request'], service.heard[1]!['request'])
  })
})
