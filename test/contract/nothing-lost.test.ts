import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { after, before, suite, test } from 'node:test'
import { loadDefinition, makePublisher } from '#kernel/definition'
import { readItemFiles, readTemplates } from '../../content.ts'
import { makeGate } from '../../gate.ts'
import { openCity } from '../../main.ts'
import { browsing, scan, testSessions } from '../harness/citizen.ts'
import { formAnswers, openTestGate, type TestGate } from '../harness/gate.ts'

const organ = '210102-approval-bureau'
const typed = Object.fromEntries(Object.entries(formAnswers).map(([name, value]) => [`f.${name}`, String(value)]))
let gate: TestGate

before(async () => {
  gate = await openTestGate({ sessions: testSessions })
})
after(() => gate?.close())

async function begun(firm: string): Promise<string> {
  const visitor = browsing(gate, firm)
  const { to } = await visitor.send('/apply/energy-review', { organ, key: randomUUID() })
  const at = to.replace(/\/fit$/, '')
  await visitor.send(`${at}/fit`, typed)
  return at
}

suite('一样也不丢 nothing is lost when somebody or something stops half way', () => {
  test('the server dies between upload and submit: whoever comes back finds answers and papers, and hands in once', async () => {
    const firm = await gate.house.firm('沈阳断电有限公司')
    const at = await begun(firm)
    const visitor = browsing(gate, firm)
    await visitor.send(`${at}/fill/1`, typed)
    for (const material of ['application', 'report'])
      assert.equal((await visitor.upload(`${at}/materials/${material}`, { name: '一.pdf', bytes: scan })).status, 303)
    // Nothing is closed in order: another program finds what the first one left.
    const { city, clock } = gate.house
    const second = await openCity({ config: city.config, clock, storage: city.storage, content: false, durable: false })
    const app = await makeGate(second, { issuer: gate.issuer, sessions: testSessions })
    const later = browsing({ ...gate, app }, firm)
    assert.match((await later.get(`${at}/materials`)).text, /已上传 一\.pdf/)
    const review = await later.get(`${at}/review`)
    assert.match(review.text, /余热回收改造/)
    const key = randomUUID()
    const [one, two] = await Promise.all([later.send(`${at}/review`, { key }), visitor.send(`${at}/review`, { key })])
    assert.match(one.to, /receipt$/, one.text)
    assert.equal(two.to, one.to, 'also when both programs are asked at one instant')
    await app.close()
    await second.close()
  })

  test('the browser stops in the middle of a file: nothing of it is kept, and all else is there', async () => {
    const firm = await gate.house.firm('沈阳断网有限公司')
    const at = await begun(firm)
    const visitor = browsing(gate, firm)
    await visitor.send(`${at}/fill/1`, typed)
    const { city } = gate.house
    const seen = async () => (await city.db.query<{ n: number }>('select count(*)::int as n from kernel.files'))[0]!.n
    const before = await seen()
    const url = new URL(await gate.app.listen({ port: 0, host: '127.0.0.1' }))
    const socket = connect(Number(url.port), url.hostname)
    await once(socket, 'connect')
    const head = `POST ${at}/materials/report HTTP/1.1\r\nhost: ${url.host}\r\norigin: ${url.origin}\r\ncookie: plumbline-test=person:${firm}\r\n`
    socket.write(
      `${head}content-type: multipart/form-data; boundary=b\r\ncontent-length: 90000\r\n\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="x.pdf"\r\n\r\n%PDF-1.7 half`,
    )
    await new Promise(resolve => setTimeout(resolve, 100))
    socket.destroy()
    await new Promise(resolve => setTimeout(resolve, 200))
    assert.equal(await seen(), before)
    assert.ok(!(await visitor.get(`${at}/materials`)).text.includes('已上传'))
    assert.match((await visitor.get(`${at}/fill/1`)).html, /value="余热回收改造"/)
    assert.equal((await visitor.upload(`${at}/materials/report`, { name: 'x.pdf', bytes: scan })).status, 303)
  })

  test('a draft is taken up on another device, and two devices that fill in two pages keep both', async () => {
    const firm = await gate.house.firm('沈阳两台有限公司')
    const at = await begun(firm)
    const [desk, telephone] = [browsing(gate, firm), browsing(gate, firm)]
    assert.match((await telephone.get('/mine')).html, new RegExp(`href="${at}/fit`))
    await Promise.all([
      desk.send(`${at}/fit`, { ...typed, 'f.energy.total': '1300' }),
      telephone.send(`${at}/fill/1`, { ...typed, 'f.project.name': '在手机上填的' }),
    ])
    assert.match((await telephone.get(`${at}/fit`)).html, /value="1300"/)
    assert.match((await desk.get(`${at}/fill/1`)).html, /value="在手机上填的"/)
  })

  test('the rules change while a draft is open: what was typed stays, what is new is asked, and that is said', async () => {
    const firm = await gate.house.firm('沈阳新版有限公司')
    const at = await begun(firm)
    const visitor = browsing(gate, firm)
    await visitor.send(`${at}/fill/1`, typed)
    const { city, clock } = gate.house
    const file = (await readItemFiles()).find(one => one.file.endsWith('/energy-review.yaml'))!
    const text = file.bytes
      .toString()
      .replace('version: 3', 'version: 4')
      .replace('from: 2026-01-01', 'from: 2026-03-02')
      .replace(
        /^( +)project\.name: /m,
        '$1project.stage: { type: string, label: 项目进展阶段, required: false }\n$1project.name: ',
      )
    const loaded = loadDefinition(file.file, text, await readTemplates())
    await makePublisher({ db: city.db, clock }).publish(loaded, { publishedBy: 'a', secondApprover: 'b' })
    const page = await visitor.get(`${at}/fill/1`)
    assert.match(page.text, /这件事的规定有了新版本/)
    assert.match(page.html, /name="f\.project\.stage"/)
    assert.match(page.html, /value="余热回收改造"/)
    await visitor.send(`${at}/fill/1`, { ...typed, 'f.project.stage': '可行性研究' })
    assert.ok(!(await visitor.get(`${at}/fill/1`)).text.includes('有了新版本'), 'said until it was looked at')
    assert.match((await visitor.get(`${at}/review`)).text, /可行性研究/)
  })
})
