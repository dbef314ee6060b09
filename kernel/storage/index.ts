export {
  backup,
  type Comparison,
  compare,
  type Manifest,
  type RestoreOptions,
  restore,
  verifyBackup,
} from './backup/index.ts'
export {
  type EmbeddedServer,
  type EmbeddedSettings,
  makeDataDirectory,
  type Role,
  startEmbedded,
} from './embedded/index.ts'
export { isLockTimeout, isSerializationFailure, isUniqueViolation, stateOf } from './fault.ts'
export {
  appliedMigrations,
  type Migration,
  type MigrationFolder,
  migrate,
  outstandingMigrations,
  pendingMigrations,
  readMigrations,
  schemas,
} from './migrate.ts'
export { openDatabase } from './open.ts'
export { openPool, type PoolSettings } from './pool.ts'
export { createDatabase, prepareRoles, type RolePasswords } from './role.ts'
export type { Db, Session, Sql, Statement, Transaction, TransactionOptions } from './sql.ts'
export { registeredStatements, statement } from './statement.ts'
export type { OpenStorage, StorageSettings } from './storage.ts'
