import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { type Browsing, browsing, testSessions } from '../harness/citizen.ts'
import { openTestGate, type TestGate } from '../harness/gate.ts'
import { knownPerson } from '../harness/person.ts'

let gate: TestGate
let visitor: Browsing

before(async () => {
  gate = await openTestGate({ sessions: testSessions })
  visitor = browsing(gate, (await knownPerson(gate)).party)
})
after(() => gate?.close())

const stepsIn = (html: string): readonly string[] => {
  const [list = ''] = /<nav class="steps"[\s\S]*?<\/nav>/.exec(html) ?? []
  return [...list.matchAll(/<li[^>]*>(?:<a[^>]*>)?([^<]+)/g)].map(([, name]) => name!)
}

/** Begins, and goes on to the first page that asks something. */
async function begun(item: string, organ: string): Promise<string> {
  const { to } = await visitor.send(`/apply/${item}`, { organ, key: randomUUID() })
  const first = await visitor.get(to)
  assert.equal(first.status, 303, first.text)
  return first.to
}

suite('步骤 a step that asks nothing is neither shown nor named', () => {
  test('没有条件可问的 no fitting: from what one must know to the form, and back', async () => {
    const steps = ['办事须知', '填写', '材料', '预检', '核对提交']
    const notice = await visitor.get('/apply/information-request?organ=210100-city-government')
    assert.deepEqual(stepsIn(notice.html), steps)
    const page = await visitor.get(await begun('information-request', '210100-city-government'))
    assert.deepEqual(stepsIn(page.html), steps)
    assert.match(page.html, /<a href="\/apply\/information-request">上一页/)
    const asking = await visitor.get('/apply/energy-review?organ=210102-approval-bureau')
    assert.deepEqual(stepsIn(asking.html), ['办事须知', '适合我吗', '填写', '材料', '预检', '核对提交'])
  })

  test('没有材料要交、预检也没有问题的 one press leads from the form to everything once more; what is wrong is shown first', async () => {
    const at = await begun('service-complaint', '210102-approval-bureau')
    const page = await visitor.get(at)
    assert.deepEqual(stepsIn(page.html), ['办事须知', '填写', '预检', '核对提交'])
    const draft = at.replace(/\/fill\/1$/, '')
    assert.equal((await visitor.get(`${draft}/materials`)).to, `${draft}/precheck`)
    const answers = {
      'f.matter.text': '同一件事让我跑了三趟',
      'f.complaint.about': 'window',
      'f.complaint.organ': '和平区自然资源局',
    }
    let next = at
    for (let pages = 0; /\/fill\/\d$/.test(next) && pages < 4; pages++) {
      const sent = await visitor.send(next, answers)
      assert.equal(sent.status, 303, sent.text)
      next = sent.to
    }
    assert.equal(next, `${draft}/review`)
    const review = await visitor.get(next)
    assert.match(review.text, /没有发现问题，可以提交。/)
    assert.ok(!review.text.includes('还没有预检'))
  })
})
