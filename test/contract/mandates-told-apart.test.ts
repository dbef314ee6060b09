import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { maskIdentifier } from '#kernel/code'
import { browsing, testSessions } from '../harness/citizen.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { mandatesAt, type Person } from '../harness/mandates.ts'

const organ = '210102-approval-bureau'
let gate: TestGate
before(async () => {
  gate = await openTestGate({ sessions: testSessions })
})
after(() => gate?.close())

const person = (name: string, birth?: string) => mandatesAt(gate).person(name, birth)
const page = ({ party }: Person) => browsing(gate, party).get('/mine/delegations')
/** Who stands in a section of the page. */
const namesIn = (html: string, section: string) =>
  [
    ...new RegExp(`<section id="${section}">[\\s\\S]*?</section>`)
      .exec(html)![0]
      .matchAll(/<p class="item-name">([^<]*)</g),
  ].map(([, name]) => name)
const recorded = async (body: object) => {
  const token = await gate.officer(`acceptance@${organ}`)
  const answer = await gate.ask('/api/mandates', { token, body: { document: { name: '授权委托书' }, ...body } })
  assert.equal(answer.statusCode, 201, answer.body)
}
/** How often somebody is told that he was looked at for a mandate. */
const looksAt = async ({ party }: Person) =>
  (await browsing(gate, party).get('/mine/data')).text.split('受托人代办').length - 1

suite('分得清 whom one authorised is told from others', () => {
  test('two of one surname by their numbers, whether given on the page or on paper; never a whole name or number', async () => {
    const giver = await person('示例老人')
    const [plum, orchid] = [await person('李梅', '19780307'), await person('李兰', '19810506')]
    const [bamboo, aster] = [await person('李竹', '19600102'), await person('李菊', '19610102')]
    for (const helper of [plum, orchid]) await mandatesAt(gate).mandate(giver, helper)
    for (const helper of [bamboo, aster])
      await recorded({
        kind: 'mandate',
        principal: giver.party,
        agent: helper.party,
        items: ['information-request'],
        until: '2026-06-30',
      })
    const { html, text } = await page(giver)
    assert.deepEqual(
      namesIn(html, 'given'),
      [aster, bamboo, orchid, plum].map(({ number }) => `李* ${maskIdentifier(number)}`),
    )
    for (const { name, number } of [plum, orchid, bamboo, aster])
      assert.ok(!text.includes(name) && !text.includes(number))
    assert.equal(await looksAt(aster), 1, 'whoever is read from the register of people sees that he was')
    const agent = await page(plum)
    assert.deepEqual(namesIn(agent.html, 'held'), ['示***'], 'the agent sees whom he acts for by name alone')
    assert.ok(!agent.text.includes(maskIdentifier(giver.number)))
    const [choice] = /为示\*\*\*办理/.exec((await browsing(gate, plum.party).get('/mine/acting')).text)!
    assert.ok(choice)
  })

  test('a child sees who its guardian is by name; whom the law set over somebody is not told by his number', async () => {
    const [child, mother] = [await person('示例孩子', '20100310'), await person('示例妈妈', '19800307')]
    await recorded({ kind: 'guardianship', ward: 'minor', principal: child.party, agent: mother.party })
    assert.deepEqual(namesIn((await page(child)).html, 'given'), ['示***'])
  })
})
