import type { Statement } from './sql.ts'

const statements = new Map<string, Statement>()

/**
 * Declares a named prepared statement, once, beside the store that runs it. Names are `noun.verb` in the module's words;
 * PostgreSQL cuts identifiers at 63 bytes, so a longer name is a programming error, as is the same name twice.
 */
export function statement(name: string, text: string): Statement {
  if (Buffer.byteLength(name) > 63) throw new TypeError(`statement name ${name} is longer than 63 bytes`)
  if (statements.has(name)) throw new TypeError(`statement ${name} is declared twice`)
  const declared = Object.freeze({ name, text })
  statements.set(name, declared)
  return declared
}

/** Every statement declared by the modules loaded so far, by name. A contract test prepares each against the schema. */
export const registeredStatements = (): readonly Statement[] =>
  [...statements.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
