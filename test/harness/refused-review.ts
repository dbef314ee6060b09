import type { TestGate } from './gate.ts'

/** 不予许可 An energy review that was handed in is taken through its steps to a refusal, its notice before it. */
export async function refuseReview(gate: TestGate, number: string, party: string, reason: string): Promise<void> {
  const id = await gate.house.city.cases.idOf(number)
  const act = (verb: Parameters<typeof gate.house.act>[1], body: object, by: string) =>
    gate.house.act(id, verb, body as Record<string, unknown>, `${by}@210102-approval-bureau`)
  await act('accept', {}, 'acceptance')
  await act('complete', { stage: 'expert', materials: { expertOpinion: 'original' } }, 'review')
  const fields = { 'review.opinion': 'refuse', 'review.majorInterest': false }
  await act('complete', { stage: 'review', fields }, 'review')
  const notice = {
    document: 'hearing-rights-notice',
    states: ['facts', 'grounds', 'rights'],
    receipt: true,
    text: '拟不予许可',
  }
  await act('notify', { stage: 'tell', ...notice }, 'review')
  await gate.house.act(id, 'makeStatement', { waived: true }, { kind: 'party', party, account: 'x' })
  await act('decide', { outcome: 'refuse', reason, grounds: ['energy-standard'] }, 'bureau-head')
}
