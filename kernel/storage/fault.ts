import pg from 'pg'
import { refusal } from '#kernel/refusal'

export const databaseBusy = refusal('DATABASE_BUSY', 503, 'No database connection became free in time')
export const transactionLost = refusal('TRANSACTION_LOST', 500, 'The commit became a rollback')
export const databaseClosed = refusal('DATABASE_CLOSED', 503, 'The database is closed')

const fault = (error: unknown): pg.DatabaseError | undefined => (error instanceof pg.DatabaseError ? error : undefined)

/** The row exists already; with a name, only when that constraint or unique index said so. */
export const isUniqueViolation = (error: unknown, constraint?: string): boolean =>
  fault(error)?.code === '23505' && (constraint === undefined || fault(error)?.constraint === constraint)

/** Two transactions met (serialization failure or deadlock): the caller may run the whole of it again. */
export const isSerializationFailure = (error: unknown): boolean => /^40(001|P01)$/.test(fault(error)?.code ?? '')

/** Somebody held a lock for longer than this connection may wait. */
export const isLockTimeout = (error: unknown): boolean => fault(error)?.code === '55P03'

/** The SQLSTATE of what the server said, if the server said it. */
export const stateOf = (error: unknown): string | undefined => fault(error)?.code

/** True when the connection may carry no further statement: it is gone, or the server is ending it. */
export function isConnectionLost(error: unknown): boolean {
  const said = fault(error)
  if (!said) return true
  return said.severity === 'FATAL' || said.severity === 'PANIC' || /^(08|57P0)/.test(said.code ?? '')
}
