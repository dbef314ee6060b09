import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '#kernel/clock'
import type { Finding } from '#kernel/definition'
import { guarded } from './breaker.ts'
import type { ExchangeAdapter } from './contract.ts'
import { type DeclaredSystem, findingAt, type ReadExchanges } from './declaration.ts'
import type { Health } from './health.ts'
import { makeHttpAdapter } from './http-adapter.ts'

/** 已声明系统 A system that is asked, as administrators are shown it. */
export interface ConnectedSystem {
  readonly adapter: ExchangeAdapter
  readonly declared: DeclaredSystem
}

export interface OpenAdaptersNeeds {
  readonly clock: Clock
  readonly health: Pick<Health, 'told'>
  /** Where the secrets lie, a file each, readable by this account only. */
  readonly secrets: string
}

type SecretRead = { readonly secret: string | undefined } | { readonly told: readonly [string, string, string] }

function secretOf({ proof }: DeclaredSystem, secrets: string): SecretRead {
  if (!proof) return { secret: undefined }
  const path = join(secrets, proof.secret)
  const missing = [
    'EXCHANGE_SECRET_MISSING',
    `没有密钥文件 ${proof.secret}`,
    `There is no secret ${proof.secret}`,
  ] as const
  try {
    if ((statSync(path).mode & 0o077) !== 0)
      return {
        told: [
          'EXCHANGE_SECRET_OPEN',
          `密钥文件 ${proof.secret} 他人可读`,
          `Others may read secret ${proof.secret}: chmod 600`,
        ],
      }
    const secret = readFileSync(path, 'utf8').trim()
    return secret === '' ? { told: missing } : { secret }
  } catch {
    return { told: missing }
  }
}

/** 接通 Opens every declared system behind its breaker. One whose secret is missing or open is left out, and told of. */
export function openAdapters(
  { systems, positions }: ReadExchanges,
  { clock, health, secrets }: OpenAdaptersNeeds,
): { readonly connected: readonly ConnectedSystem[]; readonly findings: readonly Finding[] } {
  const connected: ConnectedSystem[] = []
  const findings: Finding[] = []
  for (const [system, declared] of systems) {
    const read = secretOf(declared, secrets)
    if ('told' in read) {
      findings.push(findingAt(positions!, [system, 'proof', 'secret'], read.told))
      continue
    }
    const adapter = guarded({
      adapter: makeHttpAdapter(system, declared, { clock, secret: read.secret }),
      together: declared.together ?? 16,
      told: fault => health.told(system, fault),
    })
    connected.push({ adapter, declared })
  }
  return { connected, findings }
}
