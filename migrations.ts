import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { MigrationFolder } from '#kernel/storage'

/**
 * 迁移次序 The modules that keep tables, in the order their migrations are applied: the storey law from the ground up.
 * A module that is not in this list keeps no table; test/architecture holds the list against the folders on disk.
 */
const modules = [
  'kernel/config',
  'kernel/identity',
  'kernel/party',
  'kernel/definition',
  'kernel/register',
  'kernel/grant',
  'kernel/file',
  'kernel/trail',
  'kernel/case',
  'kernel/subscription',
  'hubs/application',
  'hubs/application/message',
  'hubs/application/delivery',
  'hubs/application/ledger',
  'hubs/application/mandate',
  'hubs/application/voucher',
  'hubs/application/paper',
  'hubs/application/sign-in',
  'hubs/application/provider',
  'hubs/business',
  'hubs/business/publicity',
  'hubs/business/rating',
  'hubs/data',
  'hubs/data/comparison',
  'hubs/data/correction',
  'hubs/data/feed',
  'hubs/data/exchange',
  'hubs/data/export',
  'hubs/governance',
  'hubs/governance/alarm',
  'hubs/supervision',
  'systems/power',
  'systems/service',
  'systems/directory',
  'systems/hotline',
  'systems/operations',
  'systems/national',
] as const

export const migrations: readonly MigrationFolder[] = modules
  .map(module => ({ module, path: join(import.meta.dirname, module, 'migrations') }))
  .filter(folder => existsSync(folder.path))
