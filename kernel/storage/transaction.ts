import type pg from 'pg'
import { transactionLost } from './fault.ts'
import type { Statement, Transaction, TransactionOptions } from './sql.ts'
import { encodeValue } from './value.ts'

const beginText = ({ isolation, readOnly }: TransactionOptions): string =>
  `begin${isolation ? ` isolation level ${isolation}` : ''}${readOnly ? ' read only' : ''}`

/**
 * Runs the work inside one transaction on a connection just taken from the pool, and gives the connection back whatever
 * happens: committed, rolled back, or thrown away when it is broken. BEGIN is corked together with the first statement,
 * COMMIT with the last (`finish`), so a step of n statements costs n round trips, not n + 2.
 */
export async function runTransaction<T>(
  client: pg.PoolClient,
  work: (sql: Transaction) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  let state: 'fresh' | 'open' | 'over' = 'fresh'
  let lost: unknown

  // What is asked in one turn travels in one write: each write wakes the server, which costs both sides more than the question.
  let corked = false
  const together = (send: () => void) => {
    if (!corked) {
      corked = true
      const { stream } = client.connection
      stream.cork()
      process.nextTick(() => {
        corked = false
        stream.uncork()
      })
    }
    send()
  }
  const begin = () => {
    state = 'open'
    // A BEGIN fails only with its connection, and then the statement behind it fails too and tells the caller.
    client.query(beginText(options)).catch(() => {})
  }
  const ask = <Row>(config: pg.QueryConfig): Promise<Row[]> => {
    if (state === 'over') throw new TypeError('the transaction is over: no statement after finish()')
    let answer: Promise<pg.QueryResult> | undefined
    together(() => {
      if (state === 'fresh') begin()
      answer = client.query(config)
    })
    return answer!.then(result => result.rows as Row[])
  }
  const settle = (commit: pg.QueryResult) => {
    if (commit.command !== 'COMMIT') throw transactionLost({ facts: { answer: commit.command } })
  }

  const transaction: Transaction = {
    run: async <Row>({ name, text }: Statement, values: readonly unknown[] = []) =>
      ask<Row>({ name, text, values: values.map(encodeValue) }),
    query: async <Row>(text: string, values: readonly unknown[] = []) =>
      ask<Row>({ text, values: values.map(encodeValue) }),
    async finish<Row>({ name, text }: Statement, values: readonly unknown[] = []) {
      const config = { name, text, values: values.map(encodeValue) }
      let last: Promise<Row[]> | undefined
      let commit: Promise<pg.QueryResult> | undefined
      together(() => {
        last = ask<Row>(config)
        state = 'over'
        commit = client.query('commit')
      })
      const [answer, committed] = await Promise.allSettled([last!, commit!])
      try {
        if (answer.status === 'rejected') throw answer.reason
        if (committed.status === 'rejected') throw committed.reason
        settle(committed.value)
        return answer.value
      } catch (error) {
        lost = error
        throw error
      }
    },
  }

  try {
    const result = await work(transaction)
    // A caller that swallowed the failure of finish() must not believe its work was kept.
    if (lost !== undefined) throw lost
    if (readState() === 'open') {
      state = 'over'
      settle(await client.query('commit'))
    }
    return result
  } catch (error) {
    if (readState() === 'open') await client.query('rollback').catch(() => {})
    throw error
  } finally {
    // Anything but idle after COMMIT or ROLLBACK means the connection is lost or confused: it is not used again.
    client.release(client.getTransactionStatus() !== 'I')
  }

  // The compiler cannot see that the closures above move the state.
  function readState(): 'fresh' | 'open' | 'over' {
    return state
  }
}
