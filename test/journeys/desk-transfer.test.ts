import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { choose, heading, type Journeys, openJourneys, press, sees } from '../harness/journey.ts'
import { clueFields } from '../harness/stories.ts'

const organ = '210102-energy-bureau'
let journeys: Journeys
before(async () => {
  journeys = await openJourneys()
})
after(() => journeys?.close())

suite('转办 passing a task on at the desk', () => {
  test('the holder hands it to a colleague of the post with his reason; it is that one’s from then on', async () => {
    const { house } = journeys.gate
    const [one, other] = [await house.officer(`investigator@${organ}`), await house.officer(`investigator@${organ}`, 2)]
    const party = await house.firm('沈阳转办有限公司')
    const opened = await house.open({
      ...{ item: 'energy-report-penalty', organ, verb: 'lodge', start: 'clue', by: one, body: { fields: clueFields } },
      parties: [{ role: 'respondent', party, unit: 'firm' }],
    })
    await house.act(opened.caseId, 'open', {}, one)
    const directory = await house.city.identity.directory()
    const name = directory.person(other.person)!.name
    const { page, look, close } = await journeys.officer(`investigator@${organ}`, `/cases/${opened.number}`)
    await press(page, '签收')
    await press(page, '确认签收')
    await sees(page, '已完成：签收')
    await press(page, '转办')
    await choose(page, '交给', name)
    await press(page, '确认转办')
    await page.getByRole('alert').getByText('BODY_INVALID').waitFor()
    await page.getByLabel('说明理由').fill('出差')
    await look('the form')
    await press(page, '确认转办')
    await sees(page, '已完成：转办')
    const { tasks } = await house.city.cases.stateOf(opened.caseId)
    assert.deepEqual(
      Object.values(tasks).map(({ person }) => person),
      [other.person],
    )
    await heading(page, '重点用能单位未按规定报送能源利用状况报告或者报告内容不实的处罚')
    await close()
  })
})
