import pg from 'pg'
import { sqlOver } from './ask.ts'
import { copyIn, copyOut } from './copy.ts'
import type { Session } from './sql.ts'

/** Opens a connection of its own for the work and ends it afterwards, also when a copy was left unread. */
export async function openSession<T>(config: pg.ClientConfig, work: (session: Session) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...config, idle_in_transaction_session_timeout: 0, pipeline: false })
  client.on('error', () => {})
  await client.connect()
  const session: Session = {
    ...sqlOver(async <Row>(query: pg.QueryConfig) => (await client.query(query)).rows as Row[]),
    script: async text => void (await client.query(text)),
    copyOut: text => copyOut(client, text),
    copyIn: (text, source) => copyIn(client, text, source),
  }
  try {
    return await work(session)
  } finally {
    await client.end().catch(() => {})
  }
}
