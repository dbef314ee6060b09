import { accessSync, constants, statSync } from 'node:fs'
import { basename } from 'node:path'
import { type Reason, refusal } from '#kernel/refusal'
import { demoKeyName, demoOrigin } from './config.default.ts'
import type { Config } from './config.schema.ts'
import { isProxyAddress, namesAnybody } from './proxy.ts'

export const configUnsafe = refusal('CONFIG_UNSAFE', 500, 'These settings would put people at risk')
export const demoExposed = refusal('DEMO_EXPOSED', 500, 'A demonstration may be reached from this machine only')

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/

/** `[code, when it is wrong, what to do]`, in the order an operator would set things up. */
type Danger = readonly [code: string, when: (config: Partial<Config>) => boolean, remedy: string]

const readable = (path: string): boolean => {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}

const isDefaultKey = (path: string | undefined): boolean => path === undefined || basename(path) === demoKeyName
const isOpen = (address: string | undefined): boolean => address !== undefined && !address.startsWith('https://')

const openToOthers = (path: string): boolean => readable(path) && (statSync(path).mode & 0o077) !== 0

const dangers: readonly Danger[] = [
  [
    'TRANSPORT_OPEN',
    config => config.tls === undefined && config.proxy === undefined,
    'Set tls.cert and tls.key, or name in proxy the addresses of the proxy that ends TLS.',
  ],
  [
    'TLS_UNREADABLE',
    config => config.tls !== undefined && !(readable(config.tls.cert) && readable(config.tls.key)),
    'Make the files named by tls.cert and tls.key readable for this account.',
  ],
  [
    'PROXY_ANYBODY',
    config => config.proxy !== undefined && namesAnybody(config.proxy),
    'Name in proxy the addresses of your own proxies, not everybody’s, nor everybody’s in parts.',
  ],
  [
    'PROXY_UNREADABLE',
    config => config.proxy?.some(word => !isProxyAddress(word)) ?? false,
    'Write each address in proxy as 10.0.0.1, fd00::1 or a block 10.0.0.0/24.',
  ],
  [
    'PUBLIC_URL_OPEN',
    config => isOpen(config.publicUrl),
    'Use an https address in publicUrl: people would send their sign-in in the clear.',
  ],
  ['DEMO_ACCOUNTS', config => config.demoAccounts !== false, 'Remove demoAccounts: their passwords are public.'],
  [
    'SIMULATORS',
    config => config.simulators !== false,
    'Remove simulators: they would answer in place of real offices.',
  ],
  [
    'DEFAULT_KEY',
    config => isDefaultKey(config.keyFile),
    'Name in keyFile where the master key lies, and make it: plumbline key.',
  ],
  [
    'KEY_MISSING',
    config => !isDefaultKey(config.keyFile) && !readable(config.keyFile!),
    'Bring the file named by keyFile from its safe and make it readable for this account; for a new city only, make it: plumbline key.',
  ],
  [
    'KEY_OPEN',
    config => config.keyFile !== undefined && openToOthers(config.keyFile),
    'Run chmod 600 on the file named by keyFile.',
  ],
  [
    'FILES_KEY_MISSING',
    config => config.filesKeyFile !== undefined && !readable(config.filesKeyFile),
    'Make the file named by filesKeyFile readable for this account.',
  ],
  [
    'FILES_KEY_OPEN',
    config => config.filesKeyFile !== undefined && openToOthers(config.filesKeyFile),
    'Run chmod 600 on the file named by filesKeyFile.',
  ],
  [
    'DEFAULT_ORIGIN',
    config => config.origin === undefined || config.origin === demoOrigin,
    'Set origin to a name under a domain of the city; it names the log for ever.',
  ],
  ['ISSUER_MISSING', config => config.issuer === undefined, 'Set issuer.url to the city’s identity provider.'],
  [
    'ISSUER_OPEN',
    config => isOpen(config.issuer?.url) || isOpen(config.issuer?.jwks),
    'Use https addresses in issuer.url and issuer.jwks: whoever answers there says who everybody is.',
  ],
  [
    'GATEWAY_OPEN',
    config => isOpen(config.messages?.sms?.url),
    'Use an https address in messages.sms.url: telephones and codes would go in the clear.',
  ],
  [
    'NETWORK_IDENTITY_OPEN',
    config => isOpen(config.networkIdentity?.url),
    'Use an https address in networkIdentity.url: whoever answers there says who everybody is.',
  ],
]

/** Refuses production with anything of a demonstration in it, all at once, and a demonstration others could reach. */
export function refuseUnsafe(config: Partial<Config>): void {
  if (config.mode !== 'production') {
    if (config.host !== undefined && !loopback.test(config.host))
      throw demoExposed({
        detail: `It was told to listen on ${config.host}.`,
        remedy: 'Leave host unset (127.0.0.1) and reach it through an SSH tunnel, or set up mode: production.',
      })
    return
  }
  const found: Reason[] = dangers
    .filter(([, when]) => when(config))
    .map(([code, , remedy]) => ({ code: `CONFIG_${code}`, text: remedy }))
  if (found.length > 0)
    throw configUnsafe({
      detail: `mode is production, and: ${found.map(reason => reason.code).join(', ')}.`,
      remedy: found.map(reason => reason.text).join('\n'),
      reasons: found,
    })
}
