import { type CaseState, partCaseId } from '#kernel/case'
import type { TestCity } from './city.ts'
import { projectFields, projectMaterials } from './part-stories.ts'

type Body = Readonly<Record<string, unknown>>

const approval = '210102-approval-bureau'
const window = `acceptance@${approval}`

/** 并联办理 Projects and their parts, in a city on a database of its own. */
export function partsIn(house: TestCity) {
  const { city } = house

  const stateOf = (caseId: string): Promise<CaseState> => city.cases.stateOf(caseId)

  /** What the log says is carried to whoever listens, until nothing follows. */
  async function delivered(): Promise<void> {
    for (let round = 0; round < 4; round++) {
      await city.sequencer.drain()
      while ((await city.subscriptions.runOnce()) > 0);
      await city.jobs.runOnce()
    }
  }

  const casesOf = async (number: string): Promise<readonly CaseState[]> => {
    const rows = await house.database.migrator.query<{ state: string }>(
      `select state::text as state from kernel.cases where state::json ->> 'origin' = $1 order by number`,
      [number],
    )
    return rows.map(({ state }) => JSON.parse(state) as CaseState)
  }

  async function projectAccepted(more: Body = {}) {
    const firm = await house.firm()
    const { caseId, number } = await house.open({
      item: 'investment-project-permits',
      organ: approval,
      parties: [{ role: 'subject', party: firm, unit: 'firm' }],
      by: window,
      body: { fields: { ...projectFields, ...more }, materials: projectMaterials },
    })
    await house.act(caseId, 'accept', {}, window)
    await delivered()
    return { firm, caseId, number }
  }

  const partOf = async (caseId: string, part: string): Promise<string> =>
    partCaseId(caseId, await stateOf(caseId), part)

  /** A permit as the officers of its organ carry it out, to its delivery. */
  async function carriedOut(id: string, fields: Body, outcome = 'grant'): Promise<void> {
    const { act } = house
    const { organ, item } = await stateOf(id)
    const review = `review@${organ}`
    await act(id, 'accept', {}, `acceptance@${organ}`)
    if (item === 'energy-review')
      await act(id, 'complete', { stage: 'expert', materials: { expertOpinion: 'original' } }, review)
    await act(id, 'complete', { stage: 'review', fields: { 'review.opinion': outcome, ...fields } }, review)
    if (outcome === 'refuse') {
      const document = item === 'market-entity-registration' ? 'refusal-intended' : 'hearing-rights-notice'
      const states = ['facts', 'grounds', 'rights']
      await act(id, 'notify', { stage: 'tell', document, states, offersHearing: false, receipt: true }, review)
      const party = (await stateOf(id)).parties[0]!.party
      await act(id, 'makeStatement', { waived: true }, { kind: 'party', party, account: 'a' })
    }
    await act(id, 'decide', { outcome, ...(outcome === 'refuse' && { reason: '不符合条件' }) }, `bureau-head@${organ}`)
    await act(id, 'deliver', { stage: 'deliver', way: 'window', receipt: true }, `acceptance@${organ}`)
    await delivered()
  }
  const lastOf = async (caseId: string, part: string): Promise<CaseState> => stateOf(await partOf(caseId, part))

  return { carriedOut, casesOf, delivered, lastOf, partOf, projectAccepted, stateOf }
}
