import { Refusal } from '#kernel/refusal'

interface ErrorFields {
  readonly type: string
  readonly code?: string
  readonly message: string
  readonly stack?: string
  readonly constraint?: string
  readonly table?: string
  readonly cause?: ErrorFields
}

/**
 * What the log says of an error. A refusal is its code. A database's error is its SQLSTATE, table and constraint: its message,
 * detail and position quote the row. Any other error is a bug and keeps its message and the places it came from.
 */
export function errorFields(error: unknown, depth = 0): ErrorFields {
  if (!(error instanceof Error)) return { type: typeof error, message: 'something was thrown that is no error' }
  const cause = error.cause === undefined || depth > 3 ? {} : { cause: errorFields(error.cause, depth + 1) }
  if (error instanceof Refusal) return { type: 'Refusal', code: error.code, message: error.title, ...cause }
  const { code, constraint, table, severity } = error as unknown as Record<string, unknown>
  const places = (error.stack ?? '')
    .split('\n')
    .filter(line => /^\s+at /.test(line))
    .join('\n')
  const fields = {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(places === '' ? {} : { stack: places }),
    ...cause,
  }
  if (typeof severity === 'string')
    return {
      ...fields,
      message: 'the database refused a statement',
      ...(typeof constraint === 'string' ? { constraint } : {}),
      ...(typeof table === 'string' ? { table } : {}),
    }
  // A parser quotes what it could not read.
  if (error instanceof SyntaxError) return { ...fields, message: 'a text could not be parsed' }
  return { ...fields, message: error.message }
}
