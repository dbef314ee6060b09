import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { suite, test } from 'node:test'
import { Compile } from 'typebox/compile'
import { acts, type Verb } from '#kernel/case'
import { compileItem, type Example, loadDefinition } from '#kernel/definition'
import { runExample } from '#systems/power'
import { readCalendar, readItemFiles, readTemplates } from '../../../content.ts'
import { itemOf } from '../../../test/harness/item.ts'
import { wrongsOf } from '../wrongs/index.ts'
import { answersOf, canAnswer, makeAnswers } from './answers.ts'
import { cast, playersOf } from './casting.ts'
import { beginsOn, moved } from './finish.ts'
import { livedOf } from './lived.ts'
import { isLived, makeScripts } from './scripts.ts'
import type { Staff } from './staff.ts'

const calendar = readCalendar()
const templates = await readTemplates()
const scripts = makeScripts((item, example, watch) => runExample(item, example, calendar, watch))
const seat = { organ: '210102-market-regulation-bureau', region: '210102' }
/** Somebody’s id. */
const uuidOf = (text: string): string =>
  createHash('sha256')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-7$3-8$4-$5')
const hand = (organ: string, code: string, nth: number | string = 1) =>
  ({ kind: 'officer', person: uuidOf(`${organ}/${code}#${nth}`), post: `${organ}/${code}` }) as const
const staff: Staff = {
  of: hand,
  find: hand,
  uncertified: (organ, code) => hand(organ, code, 'uncertified'),
  lapsed: (organ, code) => hand(organ, code, 'lapsed'),
  double: hand,
  organOf: (kind, { organ }) => kind ?? organ,
}
const positive = ({ expect }: Example) => expect.refused === undefined && (expect.alarms ?? []).length === 0

suite('脚本 a life from the definition', () => {
  test('every item of the city has a life that ends with nothing refused and nothing late', async () => {
    for (const { file, bytes } of await readItemFiles()) {
      const item = compileItem(loadDefinition(file, bytes, templates).definition)
      const lives = item.definition.examples
        .filter(example => isLived(example) && positive(example))
        .map(example =>
          scripts.of(item, example, item.definition.effective.from > '2026-03-02' ? '2026-07-06' : '2026-03-02'),
        )
      // What is paid month by month ends when it is stopped, and not by itself.
      const endless = Object.values(item.definition.content.outcomes).some(({ effects }) =>
        effects.some(effect => 'ledger' in effect && effect.every !== undefined),
      )
      assert.ok(
        endless || lives.some(({ ended, refused, alarms }) => ended && !refused && alarms.length === 0),
        item.definition.item,
      )
    }
  })
  test('what an example says could be said over HTTP: every body is one of its verb', async () => {
    const forms = new Map<Verb, ReturnType<typeof Compile>>()
    const formOf = (verb: Verb) => {
      const form = forms.get(verb) ?? Compile(acts[verb].body)
      forms.set(verb, form)
      return form
    }
    for (const { file, bytes } of await readItemFiles()) {
      const item = compileItem(loadDefinition(file, bytes, templates).definition)
      for (const example of item.definition.examples.filter(isLived)) {
        const script = livedOf(scripts.of(item, example, '2026-07-06'))
        const players = playersOf(script, seat, 1)
        const accounts = players.map(({ code }) => ({ kind: 'party' as const, party: uuidOf(code), account: code }))
        const casting = cast(script, seat, staff, players, accounts, 1)
        for (const { verb, body, actor } of script.steps) {
          const said = casting.body(body, actor)
          assert.ok(formOf(verb).Check(said), `${item.definition.item} ${verb} ${JSON.stringify(said)}`)
        }
      }
    }
  })
  test('what an example wants refused is refused in its script, by the name it gives', async () => {
    const item = await itemOf('food-seizure')
    for (const example of item.definition.examples.filter(({ expect }) => expect.refused !== undefined)) {
      const { refused, ended } = scripts.of(item, example, '2026-04-28')
      assert.ok(refused?.names.includes(example.expect.refused!), example.name ?? '')
      assert.equal(ended, false)
    }
  })
  test('the life of another day is the same life, its dates moved along', async () => {
    const item = await itemOf('energy-saving-fund')
    const [example] = item.definition.examples
    const one = scripts.of(item, example!, '2026-03-02')
    const other = scripts.of(item, example!, '2026-05-11')
    assert.deepEqual(
      one.deeds.map(({ verb }) => verb),
      other.deeds.map(({ verb }) => verb),
    )
    assert.equal(other.deeds[0]!.at.toString().slice(0, 10), '2026-05-11')
    assert.equal(beginsOn({}), '2026-03-02')
    assert.deepEqual(moved({ on: '2026-03-02', period: '2026-03', text: '2026', many: ['2026-02-28'] }, 31), {
      on: '2026-04-02',
      period: '2026-04',
      text: '2026',
      many: ['2026-03-31'],
    })
  })
  test('what is done at once is done on its ground, and the hours until its approval are counted', async () => {
    const item = await itemOf('food-seizure')
    const told = (what: string) => item.definition.examples.find(({ name }) => name?.includes(what))!
    const late = livedOf(scripts.of(item, told('没有在二十四小时内补办批准'), '2026-03-02'))
    assert.deepEqual(
      late.steps.map(({ verb, urgent, hours }) => [verb, urgent, hours]),
      [
        ['lodge', undefined, undefined],
        ['complete', 0, undefined],
        ['returnGoods', undefined, 25],
      ],
    )
    const lived = [told('二十四小时内补办批准，再办后续手续'), told('负责人认为不应当扣押')]
    const kinds = wrongsOf(item, lived, (example, variant) => scripts.of(item, example, '2026-03-02', variant))
      .map(({ foreseen }) => foreseen.kind)
      .filter(kind => kind.startsWith('urgency/'))
    assert.deepEqual(kinds.toSorted(), [
      'urgency/approved-by-itself',
      'urgency/no-such-ground',
      'urgency/not-said',
      'urgency/reported-too-late',
    ])
  })
  test('a wait that is put in makes the life late, and its alarm rings', async () => {
    const item = await itemOf('food-seizure')
    const example = item.definition.examples.find(positive)!
    const { deeds } = scripts.of(item, example, '2026-03-02')
    const before = deeds.findIndex(({ verb }) => verb === 'release')
    const late = scripts.of(item, example, '2026-03-02', { delay: { before, span: '42 day' } })
    assert.deepEqual([late.ended, late.alarms.includes('hold')], [true, true])
  })
})

suite('选角 real people in the place of the rehearsal’s', () => {
  test('codes and keys are the case’s own, and bodies name nobody of the rehearsal', async () => {
    const item = await itemOf('energy-saving-fund')
    const script = livedOf(scripts.of(item, item.definition.examples[0]!, '2026-03-02'))
    const lives = [1, 2].map(running => {
      const players = playersOf(script, seat, running)
      const accounts = players.map(({ code }) => ({ kind: 'party' as const, party: `party-${code}`, account: code }))
      const casting = cast(script, seat, staff, players, accounts, running)
      return { casting, bodies: script.steps.map(({ body, actor }) => casting.body(body, actor)) }
    })
    const said = JSON.stringify(lives.map(({ bodies }) => bodies))
    assert.doesNotMatch(said, /example-organ|00000000-0000-7000|"fund-verifier-\d"/)
    const codes = lives.map(({ bodies }) => (bodies[0]!['fields'] as Record<string, unknown>)['applicant.uscc'])
    assert.notEqual(codes[0], codes[1])
    const known = answersOf(script, lives[0]!.casting)
    assert.ok(known.some(({ ask, answer }) => ask === 'enterprise.isActive' && answer === true))
    // A budget line belongs to no case alone: the ledger itself answers.
    assert.ok(known.every(({ ask }) => ask !== 'budget.hasBalance'))
    assert.equal(canAnswer(script, known), true)
    const none = item.definition.examples.find(({ answers }) => answers?.['budget.hasBalance'] === false)!
    assert.equal(canAnswer(livedOf(scripts.of(item, none, '2026-03-02')), known), false)
  })
  test('an answer is given about those facts and no others, and forgotten', () => {
    const answers = makeAnswers()
    answers.set('enterprise.isActive', { a: 1, b: 'x' }, false)
    assert.equal(answers.about('enterprise.isActive', { b: 'x', a: 1 }), false)
    assert.equal(answers.about('enterprise.isActive', { a: 2, b: 'x' }), undefined)
    answers.forget('enterprise.isActive', { a: 1, b: 'x' })
    assert.equal(answers.about('enterprise.isActive', { a: 1, b: 'x' }), undefined)
  })
})

suite('违规推导 wrongs computed from the definition', () => {
  const kindsOf = async (name: string) => {
    const item = await itemOf(name)
    const lived = item.definition.examples.filter(isLived)
    const wrongs = wrongsOf(item, lived, (example, variant) => scripts.of(item, example, '2026-03-02', variant))
    return { wrongs, kinds: [...new Set(wrongs.map(({ foreseen }) => foreseen.kind))].sort() }
  }
  test('a seizure can be done alone, without certificate, unheard, too long, and without giving back', async () => {
    const { kinds, wrongs } = await kindsOf('food-seizure')
    for (const kind of [
      'authority/no-certificate',
      'authority/one-officer',
      'authority/same-person',
      'authority/wrong-post',
      'content/answer-missing',
      'example/alarmed',
      'example/refused',
      'gate/statement-skipped',
      'limits/overrun',
      'money/goods-without-receipt',
      'rules/broken',
    ])
      assert.ok(kinds.includes(kind), kind)
    const overrun = wrongs.filter(({ foreseen }) => foreseen.kind === 'limits/overrun')
    assert.deepEqual(overrun.flatMap(({ foreseen }) => foreseen.codes).sort(), ['hold', 'return'])
  })
  test('a fund can be paid beyond what was granted, to somebody else, posted too briefly, beyond its band', async () => {
    const { kinds } = await kindsOf('energy-saving-fund')
    for (const kind of [
      'authority/amount-beyond-band',
      'comparison/contradicted',
      'limits/posting-cut-short',
      'materials/missing',
      'money/more-than-granted',
      'money/other-payee',
    ])
      assert.ok(kinds.includes(kind), kind)
  })
  test('what an item does not have cannot be broken', async () => {
    const { kinds } = await kindsOf('court-enforcement')
    for (const kind of ['limits/posting-cut-short', 'materials/missing', 'money/other-payee'])
      assert.ok(!kinds.includes(kind), kind)
  })
})
