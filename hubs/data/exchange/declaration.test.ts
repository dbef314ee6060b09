import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { manualClock } from '#kernel/clock'
import { market } from '../../../test/harness/department.ts'
import { openAdapters, readExchanges } from './index.ts'

const clock = manualClock('2026-03-02T09:00:00+08:00')
const secrets = mkdtempSync(join(tmpdir(), 'plumbline-secrets-'))
writeFileSync(join(secrets, 'court'), 'a secret of the court\n', { mode: 0o600 })
after(() => rmSync(secrets, { recursive: true }))

suite('外部系统清单 exchanges.yaml', () => {
  const faultsOf = (yaml: string) =>
    readExchanges('exchanges.yaml', Buffer.from(yaml)).findings.map(({ rule, line, path }) => `${line} ${rule} ${path}`)

  test('is read with file and line of everything that cannot be', () => {
    const good = market('https://market.example')
    assert.deepEqual(faultsOf(good), [])
    assert.deepEqual(faultsOf(good.replace('https:', 'http:')), ['5 EXCHANGE_URL_OPEN market.url'])
    assert.deepEqual(faultsOf(good.replace('存续: true', '存续: 是')), [
      '13 EXCHANGE_MEANS_TYPE market.questions.enterprise.isActive.value.means.存续',
    ])
    assert.match(faultsOf(good.replace('within: 1000', 'within: 0'))[0]!, /^6 \w+ market\.within$/)
    assert.match(faultsOf(good.replace('echo:', 'eccho:'))[0]!, /^14 /)
    assert.deepEqual(faultsOf(`${good}${good.replace('market:', 'other:')}`), [
      '26 EXCHANGE_QUESTION_TWICE other.questions.enterprise.isActive',
    ])
    const key = '  publicKey: "-----BEGIN PUBLIC KEY-----"\n  questions:'
    assert.match(faultsOf(good.replace('  questions:', key))[0]!, /EXCHANGE_SIGNED_AND_MAPPED/)
    assert.match(faultsOf('market: [')[0]!, /^1 DEFINITION_/)
    const other = good.replaceAll('market', 'other').replace('enterprise.', 'firm.').replace('https:', 'http:')
    assert.deepEqual([...readExchanges('x', Buffer.from(`${good}${other}`)).systems.keys()], ['market'])
  })

  test('a system whose secret is missing, empty or open to others is left out, and told of where it is named', () => {
    const health = { told: async () => {} }
    const opened = (secret: string) => {
      const read = readExchanges(
        'exchanges.yaml',
        Buffer.from(market('https://market.example').replace('secret: court', `secret: ${secret}`)),
      )
      const { connected, findings } = openAdapters(read, { clock, health, secrets })
      return [connected.length, ...findings.map(({ rule, line }) => `${line} ${rule}`)]
    }
    writeFileSync(join(secrets, 'open'), 'x')
    chmodSync(join(secrets, 'open'), 0o644)
    writeFileSync(join(secrets, 'empty'), '\n', { mode: 0o600 })
    assert.deepEqual(opened('court'), [1])
    assert.deepEqual(opened('nobody'), [0, '7 EXCHANGE_SECRET_MISSING'])
    assert.deepEqual(opened('empty'), [0, '7 EXCHANGE_SECRET_MISSING'])
    assert.deepEqual(opened('open'), [0, '7 EXCHANGE_SECRET_OPEN'])
  })
})
