import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { permitFields, permitMaterials } from '../harness/stories.ts'

const organ = '210102-approval-bureau'

let gate: TestGate
before(async () => {
  gate = await openTestGate()
})
after(() => gate?.close())

suite('待办 the inbox', () => {
  test('a second signer finds his task though he holds another post, page by page, and once', async () => {
    const { house } = gate
    const counter = await house.officer(`acceptance@${organ}`)
    const reviewer = await house.officer(`review@${organ}`)
    const party = await house.firm()
    const { caseId, number } = await house.open({
      item: 'energy-review',
      organ,
      parties: [{ role: 'subject', party, unit: 'firm' }],
      by: counter,
      body: { fields: permitFields, materials: permitMaterials },
    })
    await house.act(caseId, 'accept', {}, counter)
    await house.act(caseId, 'complete', { stage: 'expert', materials: { expertOpinion: 'original' } }, reviewer)
    const inbox = async (query = '') => {
      const token = await gate.officer(`acceptance@${organ}`)
      return (await gate.ask(`/api/inbox${query}`, { token })).json()
    }
    assert.deepEqual((await inbox()).items, [])

    await house.act(caseId, 'addSigner', { stage: 'review', to: counter.person, reason: '会签' }, reviewer)
    const { items } = await inbox()
    assert.deepEqual(
      items.map((row: { number: string; stage: string; claimed: boolean }) => [row.number, row.stage, row.claimed]),
      [[number, 'review', true]],
    )
    assert.deepEqual((await inbox('?stage=accept')).items, [])
    assert.equal((await inbox('?limit=1')).next, null)
    assert.deepEqual((await inbox('?claimed=false')).items, [])
    assert.equal((await inbox('?claimed=true&stage=review')).items.length, 1)
    assert.equal((await inbox('?claimed=perhaps')).code, 'PARAMETER_INVALID')

    const elsewhere = await gate.officer('acceptance@210103-approval-bureau')
    assert.deepEqual((await gate.ask('/api/inbox', { token: elsewhere })).json().items, [])
  })

  test('leafing through it shows every task once, the most urgent first and those without a limit last', async () => {
    const { house } = gate
    const reviewer = await house.officer(`review@${organ}`)
    const token = await gate.officer(`review@${organ}`)
    // Two on each day, and two without: a page may end between any of them.
    await house.database.migrator.query(
      `insert into kernel.tasks (case_id, task, number, item, drawer, stage, organ, post, person, region, entered_on, due_on)
       select gen_random_uuid(), 'review.1.' || nth, '2101022026030200' || lpad(nth::text, 6, '0'), 'energy-review', 'permit', 'review', $1, 'review',
         case when nth % 4 = 0 then $2::uuid end, '210102', '2026-03-02', case when nth <= 6 then date '2026-03-20' - nth / 2 end
       from generate_series(1, 8) as nth`,
      [organ, reviewer.person],
    )
    const all = (await gate.ask('/api/inbox?limit=100', { token })).json().items as {
      number: string
      dueOn: string | null
    }[]
    assert.ok(all.length >= 8)
    const dates = all.map(({ dueOn }) => dueOn ?? '9999')
    assert.deepEqual(dates, dates.toSorted())
    for (const limit of [1, 3]) {
      const seen: string[] = []
      for (let next: string | null = ''; next !== null; ) {
        const after: string = next === '' ? '' : `&after=${next}`
        const page = (await gate.ask(`/api/inbox?limit=${limit}${after}`, { token })).json()
        seen.push(...page.items.map(({ number }: { number: string }) => number))
        next = page.next
      }
      assert.deepEqual(
        seen,
        all.map(({ number }) => number),
      )
    }
    const dated = (await gate.ask('/api/inbox?limit=1&stage=review&drawer=permit&region=210102', { token })).json()
    assert.equal(dated.items.length, 1)
  })
})
