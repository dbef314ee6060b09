import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { administratorOf, openPerson, signInBy } from '../harness/person.ts'
import { openVisitor } from '../harness/visitor.ts'

let gate: TestGate
before(async () => {
  gate = await openTestGate()
})
after(() => gate?.close())

/** What stands in them is added and never changed, and nothing in the program can take it away. */
const journals = [
  ...['application.sign_in_records', 'kernel.reads', 'kernel.identity_changes', 'kernel.case_events'],
  ...['kernel.trail_checkpoints', 'kernel.trail_index'],
]

suite('审计记录留存 what is on record stays there (网络安全法 21: six months at least)', () => {
  test('seven months later, with everything swept that runs out, whoever owns the account reads his first sign-in', async () => {
    const { signIn } = gate.house.city
    const { number, party, codes } = await openPerson(gate)
    await signInBy(openVisitor(gate.app), number, codes[0]!)
    const seen = async () => {
      const { items } = (await gate.ask('/api/reads', { token: await gate.party(party) })).json()
      return items.length as number
    }
    const before = await seen()
    const day = gate.house.clock.today()
    gate.house.clock.advance({ hours: 24 * 214 })
    await signIn.sweep()
    const later = openVisitor(gate.app)
    await signInBy(later, number, codes[1]!)
    const page = (await later.get('/sign-in/own')).body
    assert.match(page, new RegExp(`${day.year}年${day.month}月${day.day}日[\\s\\S]*登录 打印码`))
    assert.ok((await seen()) >= before)
    const audit = {
      sub: await administratorOf(gate, 'audit'),
      administrator: 'audit',
      scope: 'administer',
      acr: 2,
    } as const
    const changes = await gate.ask('/api/administration/changes', { token: await gate.issuer.mint(audit) })
    assert.ok(changes.json().items.length > 0, changes.body)
  })

  test('the program’s own role can delete none of it', async () => {
    for (const table of journals) {
      const [row] = await gate.house.city.migrator.query<{ there: boolean; may: boolean; all: boolean }>(
        `select to_regclass($1) is not null as there, has_table_privilege('plumbline_app', $1, 'DELETE') as may,
                has_table_privilege('plumbline_app', $1, 'TRUNCATE') as all`,
        [table],
      )
      assert.deepEqual(row, { there: true, may: false, all: false }, table)
    }
  })
})
