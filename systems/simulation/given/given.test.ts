import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { Refusal } from '#kernel/refusal'
import { makeTruth } from '../truth.ts'
import { notLivedAt, readGiven } from './given.schema.ts'
import { actorOf, holderIn } from './given-actor.ts'
import { commit, type GivenHouse, isAt, mergePatch } from './given-wrong.ts'

const directory = mkdtempSync(join(tmpdir(), 'plumbline-given-'))
after(() => rmSync(directory, { recursive: true, force: true }))
const line = (more: object = {}) =>
  JSON.stringify({ kind: 'a', item: 'energy-review', at: 'accept', change: { skip: true }, expect: 'refused', ...more })

function read(content: string | Buffer) {
  const file = join(directory, 'given.jsonl')
  writeFileSync(file, content)
  return readGiven(file)
}
const refusedAt = (content: string | Buffer, place: RegExp) =>
  assert.throws(
    () => read(content),
    (fault: unknown) =>
      fault instanceof Refusal && fault.code === 'GIVEN_WRONG_UNREADABLE' && place.test(fault.message),
  )

suite('给定的违规 wrongs from a file', () => {
  test('a line is read, and belongs to the life of its item', () => {
    const [one] = read(`${line()}\n\n`)
    assert.equal(one?.lived, 'permit')
    assert.equal(read(line({ item: 'penalty', at: 'complete:review' }))[0]?.lived, 'penalty')
  })
  test('what cannot be used is refused with its place', () => {
    refusedAt(`${line()}\n{"kind":`, /given\.jsonl:2: this is not JSON/)
    refusedAt(line({ surprise: 1 }), /:1: /)
    refusedAt(line({ change: {} }), /:1: /)
    refusedAt(line({ change: { skip: true, delay: '1 day' } }), /:1: /)
    refusedAt(line({ at: 'accept;drop' }), /\/at/)
    // Whether an item is lived is known when the city is open.
    assert.equal(read(line({ item: 'food-seizure' }))[0]?.lived, 'food-seizure')
    assert.match(notLivedAt('no-such-item', ['permit']).message, /no life is known for no-such-item/)
    refusedAt(line({ at: 'submit', change: { skip: true } }), /only be patched/)
    refusedAt(Buffer.from([0xb0, 0xa1]), /not UTF-8/)
    refusedAt('\n', /holds no line/)
    assert.throws(() => readGiven(join(directory, 'absent')), /cannot be read/)
  })
  test('a post is looked for from office to office; one that nobody holds is refused, and ends no run with a fault', () => {
    const office = (organ: string, held: readonly string[]) => ({
      post: (code: string) => {
        if (!held.includes(code)) throw new RangeError(`nobody holds ${code} of ${organ}`)
        return { kind: 'officer', person: 'p', post: `${organ}/${code}` } as const
      },
    })
    const offices = [office('own', ['review']), office('bank', ['collector', 'review'])]
    assert.equal(holderIn('review', offices).post, 'own/review')
    assert.equal(holderIn('collector', offices).post, 'bank/collector')
    assert.throws(
      () => holderIn('astronaut', offices),
      (fault: unknown) =>
        fault instanceof Refusal && fault.code === 'GIVEN_WRONG_UNREADABLE' && fault.remedy !== undefined,
    )
  })
  test('who does it: the party of the case itself, somebody of another house, an administrator though the organ has no head', async () => {
    const house = (organ: string, held: readonly string[]) => ({
      ...{ organ, region: '210100', name: organ },
      holders: () => [],
      extra: () => {
        throw new RangeError('nobody')
      },
      post: (code: string) => {
        if (!held.includes(code)) throw new RangeError(`nobody holds ${code} of ${organ}`)
        return { kind: 'officer', person: 'p', post: `${organ}/${code}` } as const
      },
    })
    const [mailbox, bureau] = [house('mailbox', ['clerk']), house('bureau', ['acceptance', 'bureau-head', 'clerk'])]
    const firms = ['1', '2'].map(uscc => ({ uscc, name: uscc, registered: null }))
    const account = async ({ uscc }: { uscc: string }) => ({ kind: 'party', party: uscc, account: uscc }) as const
    const scene = {
      rightful: mailbox.post('clerk'),
      plan: { office: mailbox, otherOffice: mailbox, firm: firms[0]! },
      world: {
        administrator: bureau.post('clerk'),
        bureaus: [mailbox, bureau],
        collector: bureau.post('clerk'),
        firms,
      },
      account,
      ownParty: { kind: 'party', party: 'citizen', account: 'sim-citizen' },
    } as const
    const who = async (name: string) => {
      const hand = await actorOf(name, scene)
      return hand.kind === 'party' ? hand.party : hand.post
    }
    assert.equal(await who('party'), 'citizen')
    assert.equal(await who('stranger'), '2')
    assert.equal(await who('administrator'), 'bureau/bureau-head')
    assert.equal(await who('post/acceptance'), 'bureau/acceptance')
    assert.equal(await who('holder'), 'mailbox/clerk')
    assert.equal(await who('other-organ'), 'bureau/clerk')
    const alone = house('government', ['government-head'])
    const { person, post } = alone.post('government-head')
    const other = {
      ...scene,
      rightful: { kind: 'officer', person, post } as const,
      plan: { ...scene.plan, office: alone },
    }
    const hand = await actorOf('other-organ', other)
    assert.equal(hand.kind === 'officer' && hand.post, 'bureau/bureau-head')
  })
  test('RFC 7396: the examples of its appendix', () => {
    const examples: [unknown, unknown, unknown][] = [
      [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
      [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
      [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
      [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
      [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
      [
        ['a', 'b'],
        ['c', 'd'],
        ['c', 'd'],
      ],
      [{ e: null }, { a: 1 }, { e: null, a: 1 }],
      [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    ]
    for (const [target, patch, result] of examples) assert.deepEqual(mergePatch(target, patch), result)
  })
  test('an act is met by its verb, and by its stage where one is named', () => {
    assert.ok(isAt({ at: 'complete' }, 'complete', { stage: 'review' }))
    assert.ok(isAt({ at: 'complete:review' }, 'complete', { stage: 'review' }))
    assert.ok(!isAt({ at: 'complete:review' }, 'complete', { stage: 'expert' }))
  })
  test('a refusal for a reason that was not named is not a catch; one that is let through is none either', async () => {
    const [given] = read(line({ change: { patch: { stage: 'x' } }, codes: ['RULE_BROKEN'] }))
    const truth = makeTruth()
    const answered = (status: number, codes: readonly string[]): GivenHouse => ({
      given: given!,
      key: 'a',
      truth,
      actorOf: async hand => hand,
      send: async () => ({ status, codes, body: {} }),
      wait: async () => {},
      learn: () => {},
      leave: what => {
        throw new RangeError(what)
      },
    })
    const hand = { kind: 'party', party: 'p', account: 'a' } as const
    assert.equal(await commit(answered(422, ['RULE_BROKEN']), hand, 'accept', {}), 'go')
    assert.equal(await commit(answered(422, ['BODY_INVALID']), hand, 'accept', {}), 'go')
    await assert.rejects(commit(answered(200, []), hand, 'accept', {}), RangeError)
    assert.deepEqual(
      truth.planted.map(({ caught }) => caught),
      ['refused', undefined, undefined],
    )
  })
})
