import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { browsing, scan, testSessions } from './citizen.ts'
import { formAnswers, openingOf, type TestGate } from './gate.ts'

const organ = '210102-approval-bureau'

/** 一家企业 A firm whose pages are full: a decision against it, a case that waits for it, one under way, one not taken, a draft, and a spreadsheet sent. */
export async function livedFirm(gate: TestGate) {
  const firm = await gate.house.firm('沈阳英文有限公司')
  const token = await gate.officer(`acceptance@${organ}`)

  async function opened(materials: object = { application: 'original', report: 'original' }): Promise<string> {
    const body = openingOf(firm) as { readonly body: object }
    const answer = await gate.ask('/api/cases', { token, body: { ...body, body: { ...body.body, materials } } })
    assert.equal(answer.statusCode, 201, answer.body)
    return answer.json().number
  }

  /** Refused after a hearing was waived, and served: a decision with reasons, articles and remedies. */
  async function decided(): Promise<{ readonly decided: string; readonly receipt: string }> {
    const number = await opened()
    const id = await gate.house.city.cases.idOf(number)
    const act = (verb: Parameters<typeof gate.house.act>[1], body: Record<string, unknown>, by: string) =>
      gate.house.act(id, verb, body, `${by}@${organ}`)
    await act('accept', {}, 'acceptance')
    await act('complete', { stage: 'expert', materials: { expertOpinion: 'original' } }, 'review')
    const fields = { 'review.opinion': 'refuse', 'review.majorInterest': false }
    await act('complete', { stage: 'review', fields }, 'review')
    const states = ['facts', 'grounds', 'rights']
    const told = { stage: 'tell', document: 'hearing-rights-notice', states, receipt: true, text: '拟不予许可' }
    await act('notify', told, 'review')
    const waived = { 'f.waived': 'true', step: 'send', key: randomUUID() }
    const said = await browsing(gate, firm).send(`/mine/cases/${number}/acts/makeStatement`, waived)
    assert.equal(said.status, 303, said.text)
    const outcome = { outcome: 'refuse', reason: '项目不符合强制性节能标准', grounds: ['energy-standard'] }
    await act('decide', outcome, 'bureau-head')
    await act('deliver', { receipt: true }, 'acceptance')
    return { decided: number, receipt: said.to }
  }

  async function begun(): Promise<string> {
    const visitor = browsing(gate, firm)
    const { to } = await visitor.send('/apply/energy-review', { organ, key: randomUUID() })
    const address = to.replace(/\/fit$/, '')
    const typed = Object.fromEntries(Object.entries(formAnswers).map(([name, value]) => [`f.${name}`, String(value)]))
    await visitor.send(`${address}/fit`, typed)
    await visitor.send(`${address}/fill/1`, { ...typed, 'f.project.name': '余热回收改造' })
    await visitor.upload(`${address}/materials/report`, { name: '节能报告.pdf', bytes: scan })
    return address
  }

  /** Sends a spreadsheet, and where it is told what came of it. */
  async function batchOf(text: string): Promise<string> {
    const csrf = (await testSessions.of(`plumbline-test=person:${firm}`))!.csrf
    const edge = 'plumbline-batch'
    const parts = Object.entries({ csrf, for: '', organ, key: randomUUID() }).map(
      ([name, value]) => `--${edge}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    )
    const sheet = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="sheet.csv"\r\n\r\n${text}\r\n--${edge}--\r\n`
    const sent = await gate.app.inject({
      method: 'POST',
      url: '/apply/energy-review/batch',
      headers: {
        ...{ host: 'plumbline.test', origin: 'http://plumbline.test', accept: 'text/html' },
        cookie: `plumbline-test=person:${firm}`,
        'content-type': `multipart/form-data; boundary=${edge}`,
      },
      payload: `${parts.join('')}${sheet}`,
    })
    assert.equal(sent.statusCode, 303, sent.body)
    return String(sent.headers.location)
  }

  const [{ decided: decidedOn, receipt }, awaiting, running, refused] = [
    await decided(),
    await opened({ application: 'original' }),
    await opened(),
    await opened(),
  ]
  const supplement = { materials: ['report'], fields: ['project.name'], note: '节能报告缺失' }
  await gate.ask(`/api/cases/${awaiting}/acts/requestSupplement`, { token, body: supplement })
  const turnedAway = { ground: 'not-this-organ', referTo: '省级节能主管部门', reason: '超过本级审查权限' }
  await gate.ask(`/api/cases/${refused}/acts/refuseAcceptance`, { token, body: turnedAway })
  await gate.house.city.sequencer.drain()
  while ((await gate.house.city.subscriptions.runOnce()) > 0);
  return {
    firm,
    numbers: { decided: decidedOn, awaiting, running, refused },
    receipt,
    draft: await begun(),
    batch: await batchOf('项目名称\n余热回收改造'),
  }
}
