import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Issuer } from '#hubs/application/issuer'
import { systemClock } from '#kernel/clock'
import type { Config } from '#kernel/config'
import { silentLog } from '#kernel/log'
import { type GateNeeds, makeGate } from '../gate.ts'

const target = join(import.meta.dirname, '../docs/openapi.json')

/** Only the shape of the gate is wanted here: whoever asks this city for anything has made a mistake. */
const nobodyHome = new Proxy(
  {},
  {
    get: () => () => {
      const refused = Promise.reject(new Error('this city exists on paper only'))
      // Whoever waits for it is told; what is only set up on the way waits for nothing.
      refused.catch(() => {})
      return refused
    },
  },
)

const config: Config = {
  mode: 'test',
  dataDirectory: '.',
  host: '127.0.0.1',
  port: 0,
  poolSize: 2,
  roles: ['web'],
  origin: 'paper.example/trail',
  keyFile: 'none',
  demoAccounts: true,
  simulators: false,
  rateLimit: { perMinute: 1_000_000, signIn: 10 },
  limits: { body: 1_048_576, file: 1_048_576 },
  logLevel: 'silent',
}
const issuer = { issuer: 'urn:paper', audience: 'plumbline', jwks: { keys: [] } } as unknown as Issuer

/** 接口说明 The OpenAPI document as the gate itself serves it, without a city behind it. */
export async function openapiDocument(): Promise<string> {
  const parts = [
    'db',
    'identity',
    'parties',
    'keyring',
    'index',
    'definitions',
    'implementations',
    'registers',
    'cases',
    'trail',
    'grants',
    'reads',
    'alarms',
    'files',
    'ledger',
    'signIn',
    'questionWords',
    'calendar',
  ]
  const city = {
    config,
    clock: systemClock(),
    log: silentLog(),
    ...Object.fromEntries(parts.map(part => [part, nobodyHome])),
  } as unknown as GateNeeds
  const app = await makeGate(city, { issuer })
  const answer = await app.inject('/api/openapi.json')
  await app.close()
  return `${JSON.stringify(answer.json(), null, 1)}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(target, await openapiDocument())
  process.stdout.write('docs/openapi.json written\n')
}
