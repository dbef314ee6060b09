import { join } from 'node:path'
import type { Mode } from './config.schema.ts'

export const demoKeyName = 'demo.key'
export const demoOrigin = 'demo.plumbline.example/trail'

/** What a mode brings when nobody says otherwise. Production brings no key, no origin: those must be chosen. */
export function defaultsOf(mode: Mode, dataDirectory: string): Record<string, unknown> {
  const loopback = { host: '127.0.0.1', roles: ['web', 'worker', 'sequencer'], rateLimit: {}, limits: {} }
  switch (mode) {
    case 'demo':
      return {
        ...loopback,
        port: 8080,
        origin: demoOrigin,
        keyFile: join(dataDirectory, demoKeyName),
        demoAccounts: true,
        simulators: true,
        logLevel: 'info',
      }
    case 'test':
      return {
        ...loopback,
        port: 0,
        origin: 'test.plumbline.example/trail',
        keyFile: join(dataDirectory, demoKeyName),
        demoAccounts: true,
        simulators: true,
        rateLimit: { perMinute: 1_000_000, signIn: 1_000_000 },
        logLevel: 'silent',
      }
    case 'production':
      return { ...loopback, port: 8443, demoAccounts: false, simulators: false, logLevel: 'info' }
  }
}
