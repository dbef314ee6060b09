import { Logger, runMigrations } from 'graphile-worker'
import type { Db, Statement } from '#kernel/storage'
import type { FeedEvent, Subscription } from './subscription.ts'

/** 附带工作 Mail, rendering, webhooks: what follows an event but is not part of it. The payload refers, it never quotes. */
export interface Job {
  readonly task: string
  readonly payload: Readonly<Record<string, string | number | boolean | null>>
  /** Jobs of one queue run one after another. */
  readonly queue?: string
  readonly priority?: number
  readonly maxAttempts?: number
}

// Not a declared statement: the queue's schema is the library's own, made by installJobs.
const addJobs: Statement = {
  name: 'relay.add_jobs',
  text: `select count(*) from graphile_worker.add_jobs(array(
  select row(j.task, j.payload, j.queue, null, j."maxAttempts", j.key, j.priority, null)::graphile_worker.job_spec
  from json_to_recordset($1::json) as j(task text, payload json, queue text, "maxAttempts" int, key text, priority int)))`,
}

/** 中继 A subscription that turns events into jobs, in bulk; the key of a job is its event's id, so none is added twice. */
export const makeRelay = (relay: {
  readonly name: string
  readonly types: readonly string[]
  readonly from?: 'start' | 'now'
  jobsOf(event: FeedEvent): readonly Job[]
}): Subscription => ({
  name: relay.name,
  types: relay.types,
  ...(relay.from && { from: relay.from }),
  async consume(sql, events) {
    const jobs = events.flatMap(event =>
      relay.jobsOf(event).map((job, index) => ({ ...job, key: index === 0 ? event.id : `${event.id}:${index}` })),
    )
    if (jobs.length > 0) await sql.run(addJobs, [JSON.stringify(jobs)])
  },
})

const quiet = new Logger(() => () => {})

// A policy that is there is left alone: to make it again waits for every job at work, and two who wait for each other are a deadlock
// (met by a web process that began beside two workers).
const grants = `
grant usage on schema graphile_worker to plumbline_app;
grant select, insert, update, delete on all tables in schema graphile_worker to plumbline_app;
grant usage on all sequences in schema graphile_worker to plumbline_app;
revoke insert, update, delete on graphile_worker.migrations from plumbline_app;
do $$ declare t record; begin
  for t in select c.relname from pg_catalog.pg_class c where c.relnamespace = 'graphile_worker'::regnamespace and c.relrowsecurity
    and not exists (select from pg_catalog.pg_policy p where p.polrelid = c.oid and p.polname = 'plumbline_app') loop
    execute format('create policy plumbline_app on graphile_worker.%I to plumbline_app using (true) with check (true)', t.relname);
  end loop;
end $$;`

/**
 * Installs or updates the job queue with the migrator's role, at migrate time. The program may add, take and finish jobs;
 * the tables are the library's and hold nothing of legal effect.
 */
export async function installJobs(migrator: Db): Promise<void> {
  await runMigrations({ connectionString: migrator.url, schema: 'graphile_worker', logger: quiet })
  await migrator.session(session => session.script(`begin; ${grants} commit;`))
}
