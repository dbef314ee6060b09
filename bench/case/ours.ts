import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Actor, Verb } from '#kernel/case'
import { composeUscc } from '#kernel/code'
import { type CompiledItem, makePublisher } from '#kernel/definition'
import type { City } from '../../main.ts'

const organ = '210102-approval-bureau'
const item = 'six-step-approval'

/** A case of about a kilobyte. */
const text = '本项目拟对现有生产线实施节能改造，建设内容包括余热回收装置、变频控制系统以及在线计量设施。'.repeat(6)

/** The six human steps, each by the officer in its post. */
export const steps: readonly {
  readonly verb: Verb
  readonly post: string
  readonly body: Readonly<Record<string, unknown>>
}[] = [
  { verb: 'accept', post: 'acceptance', body: {} },
  { verb: 'complete', post: 'review', body: { stage: 'review', opinion: 'agree', note: '符合条件' } },
  { verb: 'complete', post: 'hearing-chair', body: { stage: 'countersign', opinion: 'agree' } },
  { verb: 'decide', post: 'bureau-head', body: { outcome: 'grant' } },
  { verb: 'complete', post: 'publicity', body: { stage: 'certify' } },
  { verb: 'deliver', post: 'acceptance', body: { way: 'window', receipt: true } },
]

export interface Bench {
  readonly definition: CompiledItem
  readonly party: string
  readonly organ: string
  readonly item: string
  officer(post: string): Extract<Actor, { kind: 'officer' }>
  opening(index: number): Readonly<Record<string, unknown>>
  /** One whole case; returns its id. */
  run(index: number): Promise<string>
  /** Only its opening and first steps. */
  runUntil(index: number, count: number): Promise<string>
}

/** 本引擎 The bench's item published in the city, its officers, and one case from application to delivery. */
export async function prepareOurs(city: City): Promise<Bench> {
  const { db, clock, identity, parties, definitions, cases } = city
  const file = {
    file: 'bench/items/six-step-approval.yaml',
    bytes: await readFile(join(import.meta.dirname, '../items/six-step-approval.yaml')),
  }
  const publisher = makePublisher({ db, clock })
  const { faults } = await publisher.publishAll(
    [file],
    { publishedBy: 'system:bench', secondApprover: 'system:bench-review' },
    () => undefined,
  )
  if (faults.length > 0) throw new Error(`the bench's item cannot be published: ${JSON.stringify(faults)}`)
  const today = clock.today()
  const definition = await definitions.current(item, today)
  const directory = await identity.directory()
  const uscc = composeUscc('91', '210102', 'DEMP0001')
  const { party } = await db.transaction(sql =>
    parties.register(sql, { kind: 'firm', name: '沈阳测速有限公司', identifiers: [{ scheme: 'uscc', value: uscc }] }),
  )
  const officer: Bench['officer'] = post => {
    const [person] = directory.holdersOf(post, organ, today.toString())
    if (person === undefined) throw new Error(`nobody holds ${post}`)
    return { kind: 'officer', person, post: `${organ}/${post}`, organ }
  }
  const officers = new Map(steps.map(({ post }) => [post, officer(post)]))
  const opening: Bench['opening'] = index => ({
    fields: {
      'applicant.uscc': uscc,
      'applicant.name': '沈阳测速有限公司',
      'contact.phone': '13800000001',
      'project.name': `测速项目${index}`,
      'project.text': text,
      'project.amount': 2_000_000 + index,
    },
    materials: { application: 'original' },
  })
  async function runUntil(index: number, count: number): Promise<string> {
    const { caseId } = await cases.open({
      definition,
      place: { organ, region: '210102', implementation: null },
      verb: 'submit',
      start: 'application',
      channel: 'online',
      parties: [{ role: 'subject', party, unit: 'firm' }],
      actor: { kind: 'party', party, account: 'bench' },
      body: opening(index),
      commandId: crypto.randomUUID(),
    })
    for (const { verb, post, body } of steps.slice(0, count))
      await cases.act({ caseId, verb, body, actor: officers.get(post)!, commandId: crypto.randomUUID() })
    return caseId
  }
  return { definition, party, organ, item, officer, opening, runUntil, run: index => runUntil(index, steps.length) }
}

interface Found {
  readonly what: string
  readonly cases: number
}

/**
 * 查实 Nothing was left out to be fast: in every case that was run, a leaf and a verdict for each act, an ended state; and in a
 * case that stands in the middle, its inbox row, its running clock and its next firing. Throws what is absent.
 */
export async function mustBeWhole({ db, sequencer }: City, bench: Bench, ids: readonly string[]): Promise<void> {
  await sequencer.drain()
  const acts = steps.length + 1
  // Among two million cases this takes its time, and it is not what is measured.
  const rows = await db.transaction(async sql => {
    await sql.query('set local statement_timeout = 0')
    return sql.query<Found>(
      `with run as (select unnest($1::uuid[]) as id)
     select 'ended' as what, count(*)::int as cases from run join kernel.cases c using (id) where c.status = 'ended' and c.outcome = 'grant'
     union all select 'leaves', count(*)::int from (select 1 from run join kernel.trail_index t on t.subject = run.id group by run.id having count(*) = $2) one
     union all select 'verdicts', count(*)::int from (select 1 from run join kernel.case_steps s on s.case_id = run.id where json_array_length(s.verdicts::json) > 0 group by run.id having count(*) = $2) one
     union all select 'details', count(*)::int from (select 1 from run join kernel.case_details d on d.case_id = run.id where d.ciphertext is not null group by run.id) one
     union all select 'numbers', count(*)::int from run join kernel.case_numbers n on n.case_id = run.id`,
      [ids, acts],
    )
  })
  const absent = rows
    .filter(({ cases }) => cases !== ids.length)
    .map(({ what, cases }) => `${what}: ${cases} of ${ids.length} cases`)
  const half = await bench.runUntil(0, 2)
  const [standing] = await db.query<{ tasks: number; clocks: number; firings: number }>(
    `select (select count(*)::int from kernel.tasks where case_id = $1 and stage = 'countersign' and organ = $2 and post = 'hearing-chair') as tasks,
       (select count(*)::int from kernel.clocks where case_id = $1 and clock = 'decide') as clocks,
       (select count(*)::int from kernel.clocks where case_id = $1 and next_at is not null) as firings`,
    [half, bench.organ],
  )
  for (const [what, count] of Object.entries(standing ?? {})) if (count < 1) absent.push(`${what} of a case under way`)
  if (absent.length > 0) throw new Error(`the bench left something out: ${absent.join('; ')}`)
}
