import { generateKeyPairSync } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Asked, type ExchangeAdapter, makeExchange, type OutsideSystem } from '#hubs/data/exchange'
import { uuidv7 } from '#kernel/clock'
import type { Chance } from '../fuzz/chance.ts'
import { differences, digestOf } from '../fuzz/digest.ts'
import type { DrillHouse } from '../house.ts'
import { type Found, foundIn, put } from './found.ts'
import { watchCases } from './watched.ts'

const { publicKey } = generateKeyPairSync('ed25519')
/** Milliseconds somebody waits: so long that no busy machine makes an answer late, and so short that one that is meant to be late is. */
const patient = 10_000
const hasty = 40
const questions = {
  hasBalance: { with: ['line'], answer: 'boolean' },
  count: { with: ['line'], answer: 'integer' },
  state: { with: ['line'], answer: 'string' },
} as const satisfies OutsideSystem['questions']
type Name = keyof typeof questions

type Answer = (sound: Readonly<Record<string, unknown>>, chance: Chance) => unknown
const deep = (levels: number): unknown => {
  let inner: unknown = 1
  for (let at = 0; at < levels; at++) inner = { inner }
  return inner
}
const times: readonly string[] = [
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '1883-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '9999-12-31T23:59:59.999999999Z',
  '2026-02-30T00:00:00Z',
  '2026-07-06T24:00:00Z',
  '2026-07-06T01:00:60Z',
  '2026-07-06T01:00:00.123456789Z',
  '-271821-04-20T00:00:00Z',
  '2026-07-06',
  'now',
  '',
]
const scalars: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  1,
  1.5,
  2 ** 53,
  1e308,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '',
  '\0',
  '\ud800',
  'x'.repeat(1_001),
  '好'.repeat(1_000),
  'null',
  '"',
  [],
  {},
  [[]],
  { value: true },
]

/** What a system may send instead of an answer. */
const answers: Readonly<Record<string, Answer>> = {
  sound: sound => sound,
  'another value': (sound, chance) => ({ ...sound, value: chance.pick(scalars) }),
  'another source': (sound, chance) => ({
    ...sound,
    source: chance.pick([...scalars, 's'.repeat(200), 'a\u202eb', 'a\nb', 'a\0b']),
  }),
  'another time': (sound, chance) => ({ ...sound, [chance.pick(['obtained', 'validUntil'])]: chance.pick(times) }),
  'other times': (sound, chance) => ({ ...sound, obtained: chance.pick(times), validUntil: chance.pick(times) }),
  'another question': sound => ({ ...sound, question: 'treasury.count; drop table x' }),
  'another request': (sound, chance) => ({
    ...sound,
    request: chance.pick(['', 'x', crypto.randomUUID(), '00000000-0000-0000-0000-000000000000']),
  }),
  'false signature': sound => ({ ...sound, signature: `${'A'.repeat(86)}==` }),
  'one member more': sound => ({ ...sound, __proto__: null, extra: 1 }),
  'one member less': (sound, chance) => Object.fromEntries(Object.entries(sound).filter(() => !chance.once(6))),
  enormous: sound => ({ ...sound, extra: 'x'.repeat(4_000_000) }),
  'enormous list': () => Array.from({ length: 300_000 }, (_, at) => at),
  deep: () => deep(5_000),
  cyclic: () => {
    const one: Record<string, unknown> = {}
    one['self'] = one
    return one
  },
  'a big integer': sound => ({ ...sound, value: 10n ** 30n }),
  'that throws when read': () => ({
    get value() {
      throw new Error('a trap')
    },
  }),
  'that throws when written': sound => ({
    ...sound,
    toJSON: () => {
      throw new Error('a trap')
    },
  }),
  text: () => '<html>502 Bad Gateway</html>',
  nothing: () => undefined,
  'a function': () => () => true,
}

/**
 * 恶意证据 Answers of an outside system that are anything but answers: asked for, pushed, many to one question, contradicting, late. The engine
 * knows a value only from an answer of its type, in its time, to its question; everything else is unknown with a code, and leaves behind
 * that it was asked and that it is unknown, nothing else.
 */
export async function hostileEvidence({ city }: DrillHouse, count: number, chance: Chance): Promise<Found> {
  const found = foundIn('evidence', await watchCases(city.migrator))
  const everything = await digestOf(city.migrator)
  const { db, clock } = city
  const seen: { failed?: string } = {}
  let next: (asked: Asked) => Promise<unknown> = async () => undefined
  const adapterOf = (system: string, within: number, signed: boolean): ExchangeAdapter => ({
    outside: { system, questions, within, ...(signed && { publicKey }) },
    ask: asked => next(asked),
  })
  const { ask, receive, evidenceOf } = makeExchange({
    db,
    clock,
    adapters: [
      adapterOf('treasury', patient, false),
      adapterOf('sealed', patient, true),
      // What comes after patience ended is kept, and may be stored before or after one looks.
      adapterOf('hasty', hasty, false),
    ],
    keyring: city.keyring,
    tag: text => city.index.tag('exchange', text),
    report: (event, facts) => {
      if (event === 'exchange.failed') seen.failed = String(facts['fault'])
    },
  })
  const soundTo = ({ request, question }: Pick<Asked, 'request' | 'question'>, value: unknown) => ({
    request,
    question,
    value,
    source: 'drill',
    obtained: clock.now().toString(),
    validUntil: clock.now().add({ minutes: 30 }).toString(),
  })
  const good = { hasBalance: true, count: 7, state: 'open' } as const
  const fits = (name: Name, value: unknown): boolean =>
    value === null ||
    (questions[name].answer === 'integer' ? Number.isSafeInteger(value) : typeof value === questions[name].answer)

  const rowsOf = async ({ request, caseId }: Asked) => {
    // What an answer says lies sealed: it is read as the city reads it.
    const kept = (await evidenceOf(caseId)).filter(one => one.request === request && one.late !== null)
    return { answers: kept.length, known: kept.filter(({ value }) => value !== null).length }
  }
  const answersNow = async () =>
    (await db.query<{ n: number }>('select count(*)::int as n from data.exchange_answers'))[0]!.n

  const one = async (name: Name, system: string, kind: string, way: number): Promise<readonly string[]> => {
    const question = `${system}.${name}`
    const hostile = (asked: Asked): unknown => answers[kind]!(soundTo(asked, good[name]), chance)
    let asked: Asked | undefined
    next = async one => {
      asked = one
      if (way === 0) return hostile(one)
      if (way === 1) throw hostile(one)
      if (way === 2) {
        await pause(hasty * 2, undefined, { ref: false })
        return hostile(one)
      }
      // Pushed, and answered otherwise.
      await receive(system, hostile(one)).catch(fault => {
        if ((fault as { code?: string }).code !== 'EXCHANGE_ANSWER_UNASKED') throw fault
      })
      return soundTo(one, chance.once(2) ? good[name] : null)
    }
    const of = { caseId: uuidv7(clock), purpose: 'drill' }
    delete seen.failed
    const since = performance.now()
    const obtained = await ask(question, { line: chance.pick(['a', '\0', '好'.repeat(2_000), 1]) }, of)
    const waited = performance.now() - since
    if (waited > 30_000) throw new Error(`${Math.round(waited)} ms were waited`)
    if (way === 0 && !/was not asked|^undefined$/.test(String(seen.failed)))
      throw new Error(`it was not judged: ${seen.failed}`)
    if (!asked) throw new Error('nobody was asked')
    if (!fits(name, obtained.value)) throw new Error(`a value of another type was believed: ${typeof obtained.value}`)
    if (obtained.value !== null && system === 'sealed') throw new Error('an unsigned answer was believed')
    if (obtained.fault === null && obtained.validUntil === null) throw new Error('known without an end')
    const stored = await rowsOf(asked)
    if (stored.answers > (way === 3 ? 2 : way === 1 ? 0 : 1)) throw new Error(`${stored.answers} rows of one answer`)
    const believed = obtained.fault === null || obtained.fault === 'EXCHANGE_CONTRADICTED' || way === 2
    if (!believed && stored.known > 0) throw new Error(`${obtained.fault}, and a value was stored`)
    return obtained.fault === null ? [] : [obtained.fault]
  }

  const names = Object.keys(questions) as Name[]
  for (let at = 0; at < count; at++) {
    const kind = chance.pick(Object.keys(answers))
    const way = chance.pick([0, 0, 0, 0, 1, 3, 3, ...(chance.once(8) ? [2] : [])])
    const system = chance.once(4) ? 'sealed' : 'treasury'
    await put(found, kind, () => one(chance.pick(names), way === 2 ? 'hasty' : system, kind, way))
  }
  // What comes late has come.
  await pause(hasty * 20)
  const stored = await answersNow()
  if (stored === 0) found.faults.push({ kind: 'afterwards', why: 'nothing was stored' })
  for (const payload of [...scalars, ...times, deep(100)])
    await put(found, 'pushed unasked', async () => {
      await receive('treasury', payload)
      return []
    })
  if ((await answersNow()) !== stored)
    found.faults.push({ kind: 'afterwards', why: 'what nobody asked for was stored' })
  const changed = differences(everything, await digestOf(city.migrator), /^data\.exchange_/)
  if (changed.length > 0) found.faults.push({ kind: 'afterwards', why: `rows changed: ${changed.join(' ')}` })
  const untried = Object.keys(answers).filter(kind => found.byKind[kind] === undefined)
  if (untried.length > 0) found.faults.push({ kind: 'afterwards', why: `never sent: ${untried.join(', ')}` })
  return found
}
