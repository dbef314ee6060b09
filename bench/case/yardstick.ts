import pg from 'pg'

const schema = `
  create table item (id uuid primary key, stage int not null, status text not null, data jsonb not null, due date);
  create table step (item uuid not null, seq int not null, actor text not null, at timestamptz not null default now(), data jsonb not null, primary key (item, seq));
  create table task (item uuid primary key, stage int not null, post text not null, due date not null)`

const posts = ['acceptance', 'review', 'countersign', 'head', 'certifier', 'acceptance'] as const

export interface Yardstick {
  run(index: number, data: unknown): Promise<void>
  close(): Promise<void>
}

/**
 * 标尺 What any engine on PostgreSQL must at least do for a durable step, and nothing more: begin, lock, insert, delete, insert,
 * update, commit — seven round trips, prepared, no control, no authority, no proof.
 */
export async function openYardstick(url: string, clients: number): Promise<Yardstick> {
  const pool = new pg.Pool({ connectionString: url, max: clients, idleTimeoutMillis: 500 })
  pool.on('error', () => {})
  await pool.query(schema)
  const said = (name: string, text: string, values: readonly unknown[]) => ({ name, text, values: [...values] })
  return {
    async run(_, data) {
      const id = crypto.randomUUID()
      const client = await pool.connect()
      const text = JSON.stringify(data)
      try {
        await client.query('begin')
        await client.query(
          said(
            'open',
            `insert into item (id, stage, status, data, due) values ($1, 0, 'open', $2, current_date + 20)`,
            [id, text],
          ),
        )
        await client.query(
          said('task', 'insert into task (item, stage, post, due) values ($1, $2, $3, current_date + 20)', [
            id,
            0,
            posts[0],
          ]),
        )
        await client.query('commit')
        for (let stage = 0; stage < posts.length; stage++) {
          await client.query('begin')
          const { rows } = await client.query<{ stage: number }>(
            said('lock', 'select stage, status, data from item where id = $1 for update', [id]),
          )
          if (rows[0]?.stage !== stage) throw new Error('the yardstick lost its place')
          await client.query(
            said('step', 'insert into step (item, seq, actor, data) values ($1, $2, $3, $4)', [
              id,
              stage,
              posts[stage],
              '{"done":true}',
            ]),
          )
          await client.query(said('done', 'delete from task where item = $1', [id]))
          if (stage + 1 < posts.length)
            await client.query(
              said('task', 'insert into task (item, stage, post, due) values ($1, $2, $3, current_date + 20)', [
                id,
                stage + 1,
                posts[stage + 1],
              ]),
            )
          else await client.query(said('rest', 'select 1', []))
          await client.query(
            said('move', 'update item set stage = $2, status = $3 where id = $1', [
              id,
              stage + 1,
              stage + 1 < posts.length ? 'open' : 'ended',
            ]),
          )
          await client.query('commit')
        }
      } finally {
        client.release()
      }
    },
    close: () => pool.end(),
  }
}
