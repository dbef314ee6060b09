import pg from 'pg'
import type { Statement } from './sql.ts'
import { valueTypes } from './value.ts'

/** The part of pg's wire connection that this needs and its published types leave out. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void }
  parse(of: Statement): void
  describe(of: { readonly type: 'S'; readonly name: string }): void
  bind(of: { readonly statement: string; readonly values: readonly (string | Buffer | null)[] }): void
  execute(): void
  sync(): void
}

/** What pg's client calls back while an answer comes in. */
interface Answering extends pg.Submittable {
  handleRowDescription(message: {
    readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[]
  }): void
  handleDataRow(message: { readonly fields: readonly (string | null)[] }): void
  handleCommandComplete(): void
  handleReadyForQuery(): void
  handleError(reason: unknown): void
}

type Column = readonly [name: string, parse: (text: string) => unknown]
export type Columns = readonly Column[]

export interface Bound {
  readonly statement: Statement
  readonly values: readonly (string | Buffer | null)[]
}

/** Everything arrived, or one was refused, or the commit, and nothing stands. */
export type Arrival = { readonly rows: readonly (readonly unknown[])[] } | { readonly reason: unknown }

const ignored = {
  handleRowDescription() {},
  handleDataRow() {},
  handleCommandComplete() {},
}

/** As a query of pg's own: a pipelining client takes no other. */
const ask = (client: pg.Client, answering: Answering): void =>
  void client.query(Object.assign(new pg.Query(''), answering))

/** Has the server read a statement once on this connection; answers the columns that its rows will have. */
export const prepare = (client: pg.Client, statement: Statement): Promise<Columns> =>
  new Promise((done, failed) => {
    let columns: Columns = []
    ask(client, {
      ...ignored,
      submit(connection) {
        const wire = connection as unknown as Wire
        wire.stream.cork()
        wire.parse(statement)
        wire.describe({ type: 'S', name: statement.name })
        wire.sync()
        wire.stream.uncork()
      },
      handleRowDescription: ({ fields }) => {
        columns = fields.map(({ name, dataTypeID }) => [name, valueTypes.getTypeParser(dataTypeID, 'text')])
      },
      handleReadyForQuery: () => done(columns),
      handleError: failed,
    })
  })

/**
 * 同行 Several prepared statements in one write, with one synchronisation behind the last: they are one transaction, committed and waited for
 * once, and answered together. Each by itself would cost a commit, a wake-up and a message of its own.
 */
export const travel = (
  client: pg.Client,
  bound: readonly Bound[],
  columnsOf: (statement: Statement) => Columns,
): Promise<Arrival> =>
  new Promise(arrived => {
    const rows: unknown[][] = [[]]
    let columns = columnsOf(bound[0]!.statement)
    let at = 0
    ask(client, {
      ...ignored,
      submit(connection) {
        const wire = connection as unknown as Wire
        wire.stream.cork()
        for (const { statement, values } of bound) {
          wire.bind({ statement: statement.name, values })
          wire.execute()
        }
        wire.sync()
        wire.stream.uncork()
      },
      handleDataRow({ fields }) {
        const row: Record<string, unknown> = {}
        for (let index = 0; index < columns.length; index++) {
          const [name, parse] = columns[index]!
          const text = fields[index] ?? null
          row[name] = text === null ? null : parse(text)
        }
        rows[at]!.push(row)
      },
      handleCommandComplete() {
        at += 1
        if (at === bound.length) return
        columns = columnsOf(bound[at]!.statement)
        rows.push([])
      },
      handleReadyForQuery: () => arrived({ rows }),
      handleError: reason => arrived({ reason }),
    })
  })
