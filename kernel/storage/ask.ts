import type pg from 'pg'
import type { Sql, Statement } from './sql.ts'
import { encodeValue } from './value.ts'

/** The two ways to ask, over whatever sends a query. */
export function sqlOver(ask: <Row>(config: pg.QueryConfig) => Promise<Row[]>): Sql {
  return {
    run: <Row>({ name, text }: Statement, values: readonly unknown[] = []) =>
      ask<Row>({ name, text, values: values.map(encodeValue) }),
    query: <Row>(text: string, values: readonly unknown[] = []) => ask<Row>({ text, values: values.map(encodeValue) }),
  }
}
