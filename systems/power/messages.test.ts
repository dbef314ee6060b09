import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { browsing, testSessions } from '../../test/harness/citizen.ts'
import { openingOf, openTestGate, type TestGate } from '../../test/harness/gate.ts'
import { verifyPdf } from '../../test/harness/pdf.ts'
import { refuseReview } from '../../test/harness/refused-review.ts'
import { forgetOldMessages } from './messages.ts'

const organ = '210102-approval-bureau'
let gate: TestGate
let window: string

before(async () => {
  gate = await openTestGate({ sessions: testSessions })
  window = await gate.officer(`acceptance@${organ}`)
})
after(() => gate?.close())

suite('消息 messages over the relay', () => {
  test('an applicant learns once that something is missing, wherever the worker dies, and the job quotes nothing', async () => {
    const { city, database } = gate.house
    const firm = await gate.house.firm()
    const token = await gate.officer(`acceptance@${organ}`)
    const { number } = (await gate.ask('/api/cases', { token, body: openingOf(firm) })).json()
    const body = { materials: ['report'], note: '缺少签字页' }
    const asked = await gate.ask(`/api/cases/${number}/acts/requestSupplement`, { token, body })
    assert.equal(asked.statusCode, 200, asked.body)
    const relay = async () => {
      await city.sequencer.drain()
      while ((await city.subscriptions.runOnce()) > 0);
    }
    const jobs = () =>
      database.migrator.query<{ row: string; key: string }>(
        'select row(j.*)::text as row, key from graphile_worker._private_jobs j',
      )
    const told = async () => {
      const answer = await gate.ask('/api/messages', { token: await gate.party(firm) })
      assert.equal(answer.statusCode, 200, answer.body)
      return (answer.json().items as { kind: string; number: string }[]).map(one => [one.kind, one.number])
    }
    /** The worker died after the job was added and before its cursor was known to have moved. */
    const crash = () =>
      database.migrator.query(`update kernel.subscriptions set leaf_index = 0 where name = 'power.messages'`)

    await relay()
    await crash()
    await relay()
    const waiting = await jobs()
    assert.equal(waiting.length, 1)
    assert.match(waiting[0]!.key, /^[0-9a-f-]{36}:\d+$/)
    assert.doesNotMatch(waiting[0]!.row, /[\u4e00-\u9fff]/)
    assert.deepEqual(await told(), [])
    await city.jobs.runOnce()
    assert.deepEqual(await told(), [['supplement-asked', number]])
    // And after the job was done: it is added and done again, and says nothing new.
    await crash()
    await relay()
    await city.jobs.runOnce()
    assert.deepEqual(await told(), [['supplement-asked', number]])
    assert.deepEqual(await jobs(), [])

    assert.equal((await gate.ask('/api/messages', { token })).json().code, 'PARTIES_ONLY')
    const stranger = await gate.party(await gate.house.firm('别家公司'))
    assert.deepEqual((await gate.ask('/api/messages', { token: stranger })).json().items, [])
  })

  test('a message goes after two years, unless its case still runs', async () => {
    const { city, database } = gate.house
    const firm = await gate.house.firm('留两年有限公司')
    const opened = async () =>
      (await gate.ask('/api/cases', { token: window, body: openingOf(firm) })).json().number as string
    const [running, over] = [await opened(), await opened()]
    const token = await gate.party(firm)
    assert.equal((await gate.ask(`/api/cases/${over}/acts/withdraw`, { token, body: {} })).statusCode, 200)
    const day = 24 * 60 * 60 * 1_000
    const write = (cause: string, number: string | null, daysAgo: number) =>
      database.migrator.query(
        `insert into power.messages (event, case_id, party, kind, said, at)
         values ($1, (select id from kernel.cases where number = $2), $3, 'accepted', '{}', $4)`,
        [cause, number, firm, new Date(city.clock.now().epochMilliseconds - daysAgo * day)],
      )
    await write('old-of-running', running, 800)
    await write('old-of-over', over, 731)
    await write('young-of-over', over, 729)
    await write('old-of-account', null, 731)
    await forgetOldMessages(city)
    const left = await database.migrator.query<{ event: string }>(
      `select event from power.messages where party = $1 and event ~ '^(old|young)' order by event`,
      [firm],
    )
    assert.deepEqual(
      left.map(({ event }) => event),
      ['old-of-running', 'young-of-over'],
    )
  })

  test('the worker takes jobs by itself from the start', async () => {
    const { city } = gate.house
    await city.jobs.start()
    await city.jobs.stop()
  })
})

/** A permit refused: its reason, and how it was reached. */
async function decided(party: string): Promise<string> {
  const { number } = (await gate.ask('/api/cases', { token: window, body: openingOf(party) })).json() as {
    number: string
  }
  await refuseReview(gate, number, party, '主要设备未达到强制性能效标准')
  return number
}

suite('送达 served electronically only on whoever signed for it, and with evidence', () => {
  const contact = { mail: 'someone@people.example', phone: '13800004001', post: '' }
  const relay = async () => {
    const { sequencer, subscriptions, jobs, messages } = gate.house.city
    await sequencer.drain()
    while ((await subscriptions.runOnce()) > 0);
    await jobs.runOnce(['tell-parties'])
    await messages.sendDue()
  }
  const keptBy = (way: string) =>
    (
      gate.house.city.ways.find(one => one.way === way) as unknown as {
        kept: { to: string; subject: string; text: string }[]
      }
    ).kept
  const deliver = (number: string, more: object = {}) =>
    gate.ask(`/api/cases/${number}/acts/deliver`, {
      token: window,
      body: { stage: 'deliver', way: 'electronic', consent: true, ...more },
    })
  const reasonIn = (answer: { json(): unknown }) =>
    (answer.json() as { reasons?: { code: string }[] }).reasons?.[0]?.code
  const evidenceOf = async (number: string, token = window) =>
    (await gate.ask(`/api/cases/${number}/deliveries`, { token })).json()
  const sign = (party: string, typed: object = contact) =>
    browsing(gate, party).send('/mine/consents', { ...contact, electronic: '1', key: randomUUID(), ...typed })

  test('without a signature an officer’s tick serves nobody; post and counter stay open', async () => {
    const party = await gate.house.firm('沈阳未同意有限公司')
    const number = await decided(party)
    await relay()
    const refused = await deliver(number)
    assert.deepEqual([refused.statusCode, reasonIn(refused)], [409, 'SERVICE_WITHOUT_CONSENT'], refused.body)
    assert.deepEqual((await evidenceOf(number)).deliveries, [])
    const served = await deliver(number, { way: 'window', receipt: true })
    assert.equal(served.statusCode, 200, served.body)
    const page = await browsing(gate, party).get(`/mine/cases/${number}`)
    assert.match(page.text, /决定：窗口领取，2026年3月2日[\s\S]*有送达回证/)
  })

  test('signed, handed out, told by mail and message without a word of the matter; served on the day it is signed for', async () => {
    const party = await gate.house.firm('沈阳已同意有限公司')
    const wrong = await sign(party, { mail: 'x\r\nBcc: evil@example.com', phone: '1' })
    assert.equal(wrong.status, 400)
    assert.match(wrong.html, /href="#c-mail"[\s\S]*href="#c-phone"/)
    assert.equal((await sign(party)).to, '/mine/consents#delivery')
    assert.match(
      (await browsing(gate, party).get('/mine/consents')).text,
      /已同意电子送达[\s\S]*someone@people\.example/,
    )
    const number = await decided(party)
    const [mails, short] = [keptBy('mail').length, keptBy('sms').length]
    await relay()
    await relay()
    const told = [...keptBy('mail').slice(mails), ...keptBy('sms').slice(short)]
    // 受理、告知权利、送达决定: each once by each way.
    const thrice = [contact.phone, contact.mail].flatMap(one => [one, one, one])
    assert.deepEqual(told.map(({ to }) => to).toSorted(), thrice.toSorted())
    for (const { subject, text } of told) {
      assert.ok(`${subject}${text}`.includes(number) && text.includes('和平区行政审批局'), text)
      assert.doesNotMatch(`${subject}${text}`, /沈阳已同意|节能|不予|拒绝|许可/)
    }
    assert.equal(reasonIn(await deliver(number)), 'SERVICE_NOT_RECEIVED')
    const before = await evidenceOf(number)
    const [{ delivery, state }] = before.deliveries
    assert.deepEqual([state, before.electronic], ['under-way', true])
    // Reading changes nothing, and nobody signs for another.
    const own = browsing(gate, party)
    assert.match((await own.get(`/mine/cases/${number}`)).text, /还没有签收/)
    const [, path] = /href="(\/mine\/cases\/\d+\/papers\/decision-\d+)"/.exec(
      (await own.get(`/mine/cases/${number}`)).html,
    )!
    assert.ok(verifyPdf((await own.get(path!)).answer.rawPayload).valid)
    assert.deepEqual((await evidenceOf(number)).deliveries, before.deliveries)
    const stranger = browsing(gate, await gate.house.firm())
    for (const one of [delivery, randomUUID(), 'nothing'])
      assert.equal((await stranger.send(`/mine/cases/${number}/deliveries/${one}`, {})).status, 404)
    assert.equal((await own.send(`/mine/cases/${number}/deliveries/${randomUUID()}`, {})).status, 404)
    for (const _ of [1, 2])
      assert.equal((await own.send(`/mine/cases/${number}/deliveries/${delivery}`, {})).status, 303)
    assert.match((await own.get(`/mine/cases/${number}`)).text, /已收到[\s\S]*本人签收/)
    assert.equal(reasonIn(await deliver(number, { servedOn: '2026-03-03' })), 'SERVICE_ON_ANOTHER_DAY')
    const served = await deliver(number)
    assert.equal(served.statusCode, 200, served.body)
    const evidence = await evidenceOf(number, await gate.party(party))
    assert.deepEqual(
      [evidence.deliveries[0].state, evidence.deliveries[0].proof, evidence.served.at(-1).delivery],
      ['received', 'SIGNED', delivery],
    )
    assert.deepEqual(
      evidence.messages.map(({ state: one }: { state: string }) => one),
      told.map(() => 'sent'),
    )
  })

  test('withdrawn: what is not signed for goes by post; what came back says what to try next', async () => {
    const party = await gate.house.firm('沈阳撤回有限公司')
    await sign(party)
    const number = await decided(party)
    await relay()
    assert.equal((await browsing(gate, party).send('/mine/consents/delivery/withdraw', {})).status, 303)
    const [given] = (await evidenceOf(number)).deliveries
    assert.deepEqual([given.state, given.proof, given.next], ['undeliverable', 'CONSENT_WITHDRAWN', 'post'])
    assert.equal(reasonIn(await deliver(number)), 'SERVICE_WITHOUT_CONSENT')
    assert.equal(
      (await browsing(gate, party).send(`/mine/cases/${number}/deliveries/${given.delivery}`, {})).status,
      404,
    )
    const { paper } = given
    const post = (body: object, token = window) => gate.ask(`/api/cases/${number}/deliveries`, { token, body })
    assert.equal((await post({ paper })).json().code, 'DELIVERY_NO_ADDRESS')
    assert.equal((await post({ paper, address: '一\n二三四五六' })).statusCode, 400)
    assert.equal((await post({ paper }, await gate.party(party))).json().code, 'OFFICERS_ONLY')
    const address = '沈阳市和平区示例路1号 示例收件人'
    assert.equal((await post({ paper, address })).statusCode, 200)
    await relay()
    const [letter] = keptBy('post').slice(-1) as unknown as { to: string; paper: { bytes: Buffer } }[]
    assert.ok(letter?.to === address && verifyPdf(letter.paper.bytes).valid)
    const { delivery } = (await evidenceOf(number)).deliveries.at(-1)
    const outcome = (said: object) =>
      gate.ask(`/api/cases/${number}/deliveries/${delivery}/outcome`, { token: window, body: said })
    assert.equal((await outcome({ outcome: 'returned', on: '2026-03-01' })).json().code, 'DELIVERY_UNKNOWN')
    const back = await outcome({ outcome: 'returned', on: '2026-03-02', tracking: 'EA123456789CN' })
    assert.equal(back.statusCode, 200, back.body)
    const last = (await evidenceOf(number)).deliveries.at(-1)
    assert.deepEqual([last.state, last.tracking, last.next], ['returned', 'EA123456789CN', 'window'])
    // 纸质确认书: signed at the counter, for this case alone.
    const body = { electronic: true, mail: 'someone@people.example' }
    const paperOne = await gate.ask(`/api/cases/${number}/delivery-confirmation`, { token: window, body })
    assert.equal(paperOne.statusCode, 200, paperOne.body)
    assert.equal((await evidenceOf(number)).electronic, true)
    assert.match((await browsing(gate, party).get('/mine/consents')).text, /您还没有签过送达地址确认书/)
    const foreign = await gate.officer('acceptance@210103-approval-bureau')
    for (const to of ['deliveries', 'delivery-confirmation'])
      assert.equal(
        (await gate.ask(`/api/cases/${number}/${to}`, { token: foreign, body: to === 'deliveries' ? { paper } : body }))
          .statusCode,
        404,
      )
  })
})
