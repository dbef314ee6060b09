import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, suite, test } from 'node:test'
import { type Example, type ItemDefinition, loadDefinition } from '#kernel/definition'
import { readItemFiles, readTemplates } from '../../content.ts'
import { openTestCity } from '../../test/harness/city.ts'
import { staffEveryPost } from '../../test/harness/example-lives.ts'
import { livesAsItSays } from '../../test/harness/example-says.ts'

const templates = await readTemplates()
const items = (await readItemFiles()).map(({ file, bytes }) => loadDefinition(file, bytes, templates).definition)

/** What registers and outside systems answer while an example is lived: what the example says they do. */
let answers: NonNullable<Example['answers']> = {}

/** The drawers whose cases are told nowhere else from the first act to the last. */
const told: readonly ItemDefinition['category']['drawer'][] = [
  'project',
  'asset',
  'personnel',
  'decision',
  'fund',
  'service',
  'permit',
  'confirmation',
  'reward',
  'levy',
  'other',
  'adjudication',
]

for (const drawer of told)
  suite(`抽屉 ${drawer}: every example of the drawer is lived in PostgreSQL`, async () => {
    const house = await openTestCity({ now: '2026-01-05T09:00:00+08:00', standIn: question => answers[question] })
    after(() => house.close())
    await staffEveryPost(house)
    const { city } = house
    for (const line of ['energy-saving', 'industry-upgrade', 'state-compensation', 'reserve'])
      for (const year of [2027, 2028, 2029])
        await city.db.transaction(sql =>
          city.ledger.budget.appropriate(sql, {
            ...{ id: randomUUID(), line, year, amount: 80_000_000_000, source: 'test' },
          }),
        )

    for (const { item, examples } of items.filter(({ category }) => category.drawer === drawer)) {
      test(item, async () => {
        // A side that is silent has thirty days; the spring festival would make them more than its example waits.
        if (item === 'land-dispute') house.clock.set('2026-03-01T09:00:00+08:00')
        let ended = 0
        for (const example of examples) {
          // Told of one day in October; here it would be lived on another (terms.test.ts).
          if (example.expect.refused === 'term') continue
          answers = example.answers ?? {}
          if (await livesAsItSays(house, item, example)) ended++
        }
        assert.ok(ended >= 1, 'one case at least is lived to its end')
      })
    }

    test('every case is the fold of its events, and what was booked sums to zero', async () => {
      const replayed = await house.replay()
      assert.deepEqual(replayed.faults, [])
      assert.equal(replayed.equal, replayed.cases)
      const [sum] = await house.database.migrator.query<{ sum: string | null }>(
        'select sum(amount) from application.postings',
      )
      assert.equal(Number(sum?.sum ?? 0), 0)
    })
  })
