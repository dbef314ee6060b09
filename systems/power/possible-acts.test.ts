import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { makeOwed } from '#hubs/application/ledger'
import { acts, openingVerbs, overtake, tryAct, tryOpenings, type Verb, verbs } from '#kernel/case'
import { legalDate } from '#kernel/clock'
import { type CompiledItem, compileItem, loadDefinition, starts } from '#kernel/definition'
import { readDeskWords } from '#portals/office'
import { readCalendar, readItemFiles, readTemplates } from '../../content.ts'
import { choicesOf } from './act-choices.ts'
import { controls } from './controls.ts'
import { isRunnable, runExample } from './example.ts'
import { exampleDirectory, home, officerFor, organOf } from './example-people.ts'
import type { Attempt } from './example-watch.ts'
import { rolesShown, urgentActs } from './possible-acts.ts'

const calendar = readCalendar()
const templates = await readTemplates()
const owed = makeOwed(calendar)
const opening: ReadonlySet<Verb> = new Set(openingVerbs)
const seen = new Map<Verb, number>()
let urgentSeen = 0
const startsSeen = new Set<string>()
/** What a form offers by a word of ours, which the desk has to say in the officer’s language: `notify.states.facts`. */
const bare = new Set<string>()

const namesIn = (choices: ReturnType<typeof choicesOf>): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(Object.entries(choices).map(([name, list]) => [name, list.map(({ value }) => value)]))

/** What the button of an act would say to whoever did it in an example, just before. */
function asked(definition: CompiledItem, { verb, actor, at: now, before }: Attempt) {
  const directory = exampleDirectory(definition)
  const today = legalDate(now).toString()
  const sources = { calendar, personal: {}, organOf, owed }
  const { state } = overtake(definition, before, now, today, sources)
  const choices = choicesOf(verb, { definition, state, directory, actor, on: today })
  const named = namesIn(choices)
  if (acts[verb].who !== 'party')
    for (const [member, list] of Object.entries(choices))
      for (const { value, text } of list)
        if (text === value && !/-\d$|^\d+$/.test(value)) bare.add(`${verb}.${member}.${value}`)
  const tried = tryAct({
    ...{ definition, state, verb, actor, now, today, directory, sources },
    controls: controls[verb],
    choices: named,
  })
  return { tried, named }
}

/** Words of an act's body that its form would not offer: it lists what may be named, and something else was named. */
function unoffered({ body }: Attempt, named: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.entries(named).flatMap(([member, offered]) => {
    const given = body[member]
    const words = typeof given === 'string' ? [given] : Array.isArray(given) ? given : Object.keys(given ?? {})
    return words.filter(word => typeof word === 'string' && !offered.includes(word)).map(word => `${member}: ${word}`)
  })
}

/** What stands against beginning a case as an example does: at the desk its form is found by the way it begins. */
function unopenable(definition: CompiledItem, attempt: Attempt): readonly string[] {
  const { at: now, before, body, opens, verb } = attempt
  const directory = exampleDirectory(definition)
  const today = legalDate(now).toString()
  const place = { organ: home, region: '210102' }
  // Whoever applies himself stands at the counter here.
  const roles = [[...definition.stages.values()][0]?.by ?? []].flat()
  const actor =
    attempt.actor.kind === 'officer' ? attempt.actor : officerFor(definition, { ...before, organ: home }, roles)
  const sources = { calendar, personal: {}, organOf, owed }
  const offered = (state: Attempt['before']) => choicesOf(verb, { definition, state, directory, actor, on: today })
  const tried = tryOpenings({
    ...{ definition, place, actor, now, today, directory, sources, controls },
    choicesOf: (_, state) => namesIn(offered(state)),
  })
  const one = tried.find(({ start }) => start === opens?.start)
  if (!one) return [`no way of beginning by ${opens?.start}`]
  if (one.verb !== verb) return [`${verb} begins as ${one.verb}`]
  startsSeen.add(one.start)
  const refused = one.refusal ? [`${verb}: ${one.refusal.code} ${one.refusal.reasons.map(({ code }) => code)}`] : []
  const known = new Set(rolesShown(definition).map(({ role }) => role))
  const strangers = (opens?.parties ?? []).filter(({ role }) => !known.has(role)).map(({ role }) => `no role ${role}`)
  const members = Object.keys((acts[verb].body as { properties?: object }).properties ?? {})
  const unasked = Object.keys(body).filter(member => !members.includes(member))
  return [
    ...refused,
    ...strangers,
    ...unasked.map(member => `${verb} does not ask ${member}`),
    ...unoffered({ body } as Attempt, namesIn(offered(one.state))).map(word => `${verb} does not offer ${word}`),
  ]
}

suite('可办动作 whatever an example does has its button just before, and its form offers what was said', async () => {
  for (const { file, bytes } of await readItemFiles()) {
    const item = compileItem(loadDefinition(file, bytes, templates).definition)
    const examples = item.definition.examples.filter(isRunnable)
    if (examples.length === 0) continue
    test(`${item.definition.item}: ${examples.length}`, () => {
      const missing: string[] = []
      for (const example of examples) {
        let last: Attempt | undefined
        runExample(item, example, calendar, {
          tried: attempt => {
            last = { ...attempt, body: structuredClone(attempt.body) }
          },
          done: () => {
            if (!last || last.actor.kind === 'system') return
            if (opening.has(last.verb)) {
              seen.set(last.verb, (seen.get(last.verb) ?? 0) + 1)
              missing.push(...unopenable(item, last))
              return
            }
            if (last.urgent !== undefined) {
              const { verb, body, before: state, actor, at } = last
              const around = {
                definition: item,
                state,
                directory: exampleDirectory(item),
                actor,
                on: legalDate(at).toString(),
              }
              const offered = urgentActs(around).find(
                one => one.verb === verb && (one.stage ?? body['stage']) === body['stage'],
              )
              urgentSeen++
              if (!offered) missing.push(`${verb} is not offered as urgent`)
              for (const field of Object.keys((body['fields'] ?? {}) as object))
                if (!offered?.choices['fields']?.some(({ value }) => value === field))
                  missing.push(`${verb} does not ask ${field}`)
              return
            }
            const { tried, named } = asked(item, last)
            seen.set(last.verb, (seen.get(last.verb) ?? 0) + 1)
            const { refusal } = tried
            if (refusal)
              missing.push(
                `${last.verb}: ${refusal.code} ${refusal.message} ${refusal.reasons.map(({ code, rule }) => `${code}/${rule}`)} ${JSON.stringify(refusal.facts)}`,
              )
            if (acts[last.verb].who !== 'party')
              for (const word of unoffered(last, named)) missing.push(`${last.verb} does not offer ${word}`)
          },
        })
      }
      assert.deepEqual([...new Set(missing)], [])
    })
  }

  test('what a form offers is said in words, in both languages, and never by its key', () => {
    const { zh } = readDeskWords(join(import.meta.dirname, '../../content/locales'))
    const unsaid = [...bare].filter(one => {
      const [verb, member, ...rest] = one.split('.')
      const value = rest.join('.')
      return ![`${verb}.${value}`, `${member}.${value}`, value].some(key => zh[`value.${key}`] !== undefined)
    })
    assert.deepEqual(unsaid, [])
  })

  test('most verbs were met', () => {
    assert.ok(urgentSeen >= 1, `${urgentSeen} urgent acts`)
    const unmet = verbs.filter(verb => !seen.has(verb))
    assert.ok(seen.size >= 57, `${seen.size} verbs; not met: ${unmet.join(' ')}`)
    for (const verb of openingVerbs) assert.ok(seen.has(verb), `${verb} was not met`)
    for (const start of starts) assert.ok(startsSeen.has(start), `no example begins by ${start}`)
  })
})
