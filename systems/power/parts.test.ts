import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { openDetails } from '#kernel/case'
import { openTestGate } from '../../test/harness/gate.ts'
import { partsIn } from '../../test/harness/part-city.ts'
import {
  projectFields,
  projectMaterials,
  restaurantFields,
  restaurantMaterials,
} from '../../test/harness/part-stories.ts'

const approval = '210102-approval-bureau'
const resources = '210102-natural-resources-bureau'
const market = '210102-market-regulation-bureau'
const window = `acceptance@${approval}`
type Body = Readonly<Record<string, unknown>>

const gate = await openTestGate({ now: '2026-04-13T09:00:00+08:00' })
after(() => gate.close())
const { carriedOut, casesOf, delivered, lastOf, partOf, projectAccepted, stateOf } = partsIn(gate.house)

const plain = { 'review.majorInterest': false }

suite('并联审批 a project, three permits, two organs', () => {
  test('one form, each organ its own case; the third begins with the numbers the first two gave it; done with the last', async () => {
    const { caseId, number, firm } = await projectAccepted()
    const [planning, energy, ...others] = await casesOf(number)
    assert.deepEqual(others, [], 'the building waits')
    assert.deepEqual([planning?.organ, energy?.organ], [resources, approval])
    assert.deepEqual(planning?.parties, [{ role: 'subject', party: firm, unit: 'firm' }])
    assert.deepEqual(planning?.materials, { application: 'original', 'land-proof': 'copy', design: 'original' })
    assert.deepEqual(Object.keys(planning?.facts ?? {}).sort(), [
      'applicant.name',
      'build.area',
      'project.code',
      'project.name',
      'project.place',
    ])
    assert.ok(energy?.clocks['supplement'], 'each has its own limits')
    const { city, database } = gate.house
    const said = await openDetails(city.db, city.keyring, { caseId: planning!.id, after: 0, steps: 1 })
    assert.equal(said[0]?.fields['contact.phone'], '13800000001', 'asked once, and sealed in each case by itself')

    await database.migrator.query(`update kernel.subscriptions set leaf_index = 0 where name = 'power.parts'`)
    await delivered()
    assert.equal((await casesOf(number)).length, 2, 'a repetition opens nothing twice')

    await carriedOut(planning!.id, { ...plain, 'review.fitsPlan': true })
    assert.equal((await casesOf(number)).length, 2)
    await carriedOut(energy!.id, plain)
    const building = await lastOf(caseId, 'construction')
    const { parts } = await stateOf(caseId)
    assert.equal(building.facts['planning.case'], parts?.['planning']?.number)
    assert.equal(building.facts['planning.decidedOn'], gate.house.clock.today().toString())
    assert.equal(building.facts['energy.case'], parts?.['energy']?.number)
    await carriedOut(building.id, { ...plain, 'review.ready': true })
    const whole = await stateOf(caseId)
    assert.deepEqual([whole.status, whole.stages['handle']?.result], ['ended', 'all-granted'])
    assert.deepEqual((await gate.house.replay()).faults, [])
  })

  test('whoever handles one part reads neither the whole nor the other part; who accepted the whole sees how each stands', async () => {
    const { number, caseId, firm } = await projectAccepted()
    const [planning, energy] = await casesOf(number)
    const { planning: first, energy: second } = (await stateOf(caseId)).parts!
    const reviewer = await gate.officer(`review@${resources}`)
    const read = (one: string, token: string) => gate.ask(`/api/cases/${one}`, { token })
    assert.equal((await read(first!.number!, reviewer)).statusCode, 200)
    for (const other of [number, second!.number!])
      assert.equal((await read(other, reviewer)).statusCode, 404, 'not his')
    const whole = (await read(number, await gate.officer(window))).json()
    assert.deepEqual(
      whole.parts.map((one: Body) => [one['part'], one['status'], (one['opened'] as Body | null)?.['organId'] ?? null]),
      [
        ['planning', 'running', planning!.organ],
        ['energy', 'running', energy!.organ],
        ['construction', 'waiting', null],
      ],
    )
    assert.equal(JSON.stringify(whole.parts).includes('build.area'), false, 'how it stands, not what is in it')
    const own = (await read(number, await gate.party(firm))).json()
    assert.equal(own.parts.length, 3)
    assert.equal((await read(first!.number!, await gate.party(firm))).json().origin, number)
    assert.equal((await read(first!.number!, await gate.party(await gate.house.firm()))).statusCode, 404)
    const page = await gate.ask(`/cases/${number}?code=${whole.checkCode}`)
    assert.match(page.body, /一并办理的各项/)
    assert.match(page.body, /等“建设工程规划许可证核发、固定资产投资项目节能审查”准予后开始/)
    const [, address] = /href="(\/cases\/[^"]+)">建设工程规划许可证核发/.exec(page.body) ?? []
    const itsOwn = await gate.ask(address!.replaceAll('&amp;', '&'))
    assert.equal(itsOwn.statusCode, 200, 'the receipt of the whole opens each part')
  })

  test('one refused: the others go on, what needed it is not opened, and the applicant is told why', async () => {
    const { number, caseId, firm } = await projectAccepted()
    await carriedOut(await partOf(caseId, 'planning'), { ...plain, 'review.fitsPlan': false }, 'refuse')
    const [, energy, ...others] = await casesOf(number)
    assert.deepEqual([energy?.status, others], ['open', []])
    const messages = (await gate.ask('/api/messages', { token: await gate.party(firm) })).json()
    assert.ok(messages.items.some((one: Body) => one['kind'] === 'part-not-opened' && one['number'] === number))
    const { checkCode } = (await gate.ask(`/api/cases/${number}`, { token: await gate.officer(window) })).json()
    const page = await gate.ask(`/cases/${number}?code=${checkCode}`)
    assert.match(page.body, /因为“建设工程规划许可证核发”没有准予/)
    await carriedOut(energy!.id, plain)
    const whole = await stateOf(caseId)
    assert.deepEqual([whole.status, whole.stages['handle']?.result], ['ended', 'some-granted'])
  })

  test('refused, and granted on a remedy when all was over: what was withheld is opened, without a new application', async () => {
    const { caseId, firm } = await projectAccepted()
    const planning = await partOf(caseId, 'planning')
    const { act } = gate.house
    const [head, review] = [`bureau-head@${resources}`, `review@${resources}`]
    await carriedOut(planning, { ...plain, 'review.fitsPlan': false }, 'refuse')
    await carriedOut(await partOf(caseId, 'energy'), plain)
    assert.equal((await stateOf(caseId)).status, 'ended')
    await act(planning, 'recordRemedy', { kind: 'reconsideration', status: 'started' }, head)
    await act(planning, 'recordRemedy', { kind: 'reconsideration', status: 'ended', result: 'revoked' }, head)
    await act(planning, 'reopen', { ground: 'ordered-anew', to: 'review', reason: '复议决定责令重新作出' }, head)
    const fields = { ...plain, 'review.opinion': 'grant', 'review.fitsPlan': true }
    await act(planning, 'complete', { stage: 'review', fields }, review)
    await act(planning, 'decide', { outcome: 'grant' }, head)
    await act(planning, 'deliver', { stage: 'deliver', way: 'window', receipt: true }, `acceptance@${resources}`)
    await delivered()
    const building = await lastOf(caseId, 'construction')
    assert.equal(building.facts['planning.case'], (await stateOf(caseId)).parts?.['planning']?.number)
    assert.equal((await stateOf(caseId)).status, 'open', 'taken up again')
    const messages = (await gate.ask('/api/messages', { token: await gate.party(firm) })).json()
    assert.ok(messages.items.some((one: Body) => one['kind'] === 'part-restored'))
    await carriedOut(building.id, { ...plain, 'review.ready': true })
    const whole = await stateOf(caseId)
    assert.deepEqual([whole.status, whole.stages['handle']?.result], ['ended', 'all-granted'])
    assert.deepEqual((await gate.house.replay()).faults, [])
  })

  test('taken back as a whole: what is not decided is withdrawn, what is decided stands', async () => {
    const { caseId, firm } = await projectAccepted()
    const planning = await partOf(caseId, 'planning')
    await carriedOut(planning, { ...plain, 'review.fitsPlan': true })
    await gate.house.act(await partOf(caseId, 'energy'), 'accept', {}, window)
    await gate.house.act(caseId, 'withdraw', { reason: '项目不做了' }, { kind: 'party', party: firm, account: 'a' })
    await delivered()
    const energy = await lastOf(caseId, 'energy')
    assert.deepEqual([energy.status, energy.result], ['ended', 'withdrawn'])
    const granted = await stateOf(planning)
    assert.deepEqual([granted.status, granted.outcome], ['open', 'grant'], 'still to be published')
    assert.deepEqual((await gate.house.replay()).faults, [])
  })

  test('told to stop: who has not been begun ends, and the applicant hears of it in that case', async () => {
    const { caseId, number, firm } = await projectAccepted()
    const energy = await partOf(caseId, 'energy')
    const planning = await partOf(caseId, 'planning')
    await gate.house.act(planning, 'accept', {}, `acceptance@${resources}`)
    for (const id of [energy, planning])
      await gate.house.city.cases.endOrigin(id, { origin: number, result: 'refused' })
    await delivered()
    assert.deepEqual([(await stateOf(energy)).status, (await stateOf(planning)).status], ['ended', 'open'])
    const messages = (await gate.ask('/api/messages', { token: await gate.party(firm) })).json()
    const { parts } = await stateOf(caseId)
    assert.deepEqual(
      messages.items.filter((one: Body) => one['kind'] === 'part-stopped').map((one: Body) => one['number']),
      [parts?.['energy']?.number],
    )
    const whole = (await gate.ask(`/api/cases/${number}`, { token: await gate.officer(window) })).json()
    assert.deepEqual(
      whole.parts.map((one: Body) => one['status']),
      ['running', 'stopped', 'left'],
    )
  })

  test('taken back before anything was opened: nothing is opened afterwards', async () => {
    const firm = await gate.house.firm()
    const { caseId, number } = await gate.house.open({
      item: 'investment-project-permits',
      organ: approval,
      parties: [{ role: 'subject', party: firm, unit: 'firm' }],
      by: window,
      body: { fields: projectFields, materials: projectMaterials },
    })
    await gate.house.act(caseId, 'accept', {}, window)
    await gate.house.act(caseId, 'withdraw', {}, { kind: 'party', party: firm, account: 'a' })
    await delivered()
    assert.deepEqual(await casesOf(number), [])
  })

  test('the guide says beforehand what is opened, in which order, and what a refusal means', async () => {
    const guide = (await gate.ask('/api/items/investment-project-permits')).json()
    assert.deepEqual(
      guide.parts.map((one: Body) => [one['item'], one['onlyWhen'], one['after']]),
      [
        ['construction-planning-permit', false, []],
        ['energy-review', true, []],
        ['construction-permit', false, ['planning', 'energy']],
      ],
    )
    const { body } = await gate.ask('/items/investment-project-permits', { headers: { accept: 'text/html' } })
    assert.match(body, /35个工作日内全部办完/)
    assert.match(body, /有一项不予批准的，其他各项照常办理/)
    assert.match(body, /href="\/items\/energy-review[^"]*">固定资产投资项目节能审查/)
  })
})

suite('一件事 a restaurant: registered, then licensed', () => {
  async function restaurant() {
    const { city } = gate.house
    const { party } = await city.db.transaction(sql =>
      city.parties.register(sql, { kind: 'person', name: '示例经营者', identifiers: [] }),
    )
    const { caseId, number } = await gate.house.open({
      item: 'open-restaurant',
      organ: approval,
      channel: 'online',
      parties: [{ role: 'subject', party, unit: 'person' }],
      by: { kind: 'party', party, account: 'a' },
      body: { fields: restaurantFields, materials: restaurantMaterials },
    })
    await gate.house.act(caseId, 'accept', {}, window)
    await delivered()
    return { caseId, number, party }
  }
  const registered = { 'review.complete': true, 'review.danger': false }

  test('once, and done: the licence knows the registration, and the whole ends with it', async () => {
    const { caseId, number } = await restaurant()
    const [registration] = await casesOf(number)
    assert.equal(registration?.organ, market)
    await carriedOut(registration!.id, registered)
    const food = await lastOf(caseId, 'food')
    assert.equal(food.organ, approval)
    assert.equal(food.facts['registration.case'], (await stateOf(caseId)).parts?.['registration']?.number)
    await carriedOut(food.id, { ...plain, 'review.fit': true })
    assert.deepEqual([(await stateOf(caseId)).status, food.channel], ['ended', 'online'])
  })
  test('not registered: the licence is not opened, and that ends it', async () => {
    const { caseId, number } = await restaurant()
    await carriedOut(await partOf(caseId, 'registration'), { 'review.complete': true, 'review.danger': true }, 'refuse')
    assert.equal((await casesOf(number)).length, 1)
    const whole = await stateOf(caseId)
    assert.deepEqual([whole.status, whole.stages['handle']?.result], ['ended', 'none-granted'])
  })
  test('who is erased is erased in each of them', async () => {
    const { caseId, number, party } = await restaurant()
    const { city } = gate.house
    const ids = [caseId, ...(await casesOf(number)).map(({ id }) => id)]
    const known = async () =>
      (await Promise.all(ids.map(id => openDetails(city.db, city.keyring, { caseId: id, after: 0, steps: 5 }))))
        .flat()
        .filter(({ fields }) => fields['applicant.name'] !== undefined).length
    assert.equal(await known(), 2)
    await gate.house.act(ids[1]!, 'withdraw', {}, { kind: 'party', party, account: 'a' })
    await delivered()
    const law = { law: '个人信息保护法', articles: ['47'] }
    await city.db.transaction(sql => city.parties.erase(sql, party, law, { kind: 'system', name: 'test' }))
    assert.equal(await known(), 0)
  })
})
