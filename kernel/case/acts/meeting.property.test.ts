import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { Refusal } from '#kernel/refusal'
import { attendance, chief, decisionAt, member } from '../../../test/harness/decision-stories.ts'

const everybody = [member(1), member(2), member(3), member(4), chief]
const persons = everybody.map(({ person }) => person)

const tries = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        verb: fc.constant('vote' as const),
        by: fc.nat(4),
        for: fc.constantFrom('adopt', 'revise', 'reject', 'abstain'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ verb: fc.constant('convene' as const), present: fc.subarray(persons) }) },
    { weight: 4, arbitrary: fc.record({ verb: fc.constant('deliberate' as const), reasons: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ verb: fc.constant('declareAvoidance' as const), by: fc.nat(3) }) },
  ),
  { minLength: 25, maxLength: 60 },
)

suite('会议的性质 whatever members try, in whatever order', () => {
  test('the head is last, nobody speaks twice or absent, enough were there, and what is concluded was said', () => {
    let concluded = 0
    fc.assert(
      fc.property(tries, given => {
        const at = decisionAt('deliberate')
        at.act('convene', attendance)
        for (const one of given) {
          const { verb } = one
          const body =
            verb === 'vote'
              ? { for: one.for, opinion: '意见' }
              : verb === 'convene'
                ? {
                    present: one.present,
                    absent: Object.fromEntries(
                      persons
                        .filter(person => person !== chief.person && !one.present.includes(person))
                        .map(person => [person, 'leave']),
                    ),
                  }
                : verb === 'deliberate'
                  ? { minutes: '记录', ...(one.reasons && { reasons: '理由' }) }
                  : { ground: 'interest' }
          const by = verb === 'vote' || verb === 'declareAvoidance' ? everybody[one.by] : chief
          try {
            at.act(verb, body, by)
          } catch (fault) {
            if (!(fault instanceof Refusal)) throw fault
          }
          const spoken = at.state.meeting?.votes.map(({ person }) => person) ?? []
          assert.equal(new Set(spoken).size, spoken.length)
          assert.ok(spoken.every(person => at.state.meeting!.present.includes(person)))
          if (spoken.includes(chief.person)) assert.equal(spoken.at(-1), chief.person)
          if (at.state.stages['deliberate']?.status !== 'done') continue
          const { votes, conclusion } = at.of('deliberation.held')[0]!.data
          const counted = persons.filter(person => !at.state.avoided.includes(person))
          assert.ok(votes.length >= Math.max(2, Math.ceil((counted.length * 2) / 3)), 'two thirds of those who count')
          assert.equal(votes.at(-1)?.for, conclusion)
          assert.ok(votes.every(({ person }) => counted.includes(person)))
          concluded++
          break
        }
      }),
      { numRuns: 120, seed: 20_260_302 },
    )
    assert.ok(concluded > 5, `${concluded} concluded`)
  })
})
