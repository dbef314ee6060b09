import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { hasErrors } from '../finding.ts'
import { noPositions } from '../located.ts'
import { judge } from '../publish.ts'
import { registerScopeOf } from '../registers.ts'
import type { ItemDefinition } from '../settings/item.ts'
import { itemFiles, library, loadItem } from './content.samples.ts'
import { lint } from './lint.ts'
import { mutationsOf } from './mutate.samples.ts'
import { harmlessOf, type Mutation } from './mutate-law.samples.ts'

const items = itemFiles.map(loadItem)
const known = new Set(items.map(({ definition }) => definition.item))

const registers = (name: string) => {
  try {
    return registerScopeOf(name, readFileSync(new URL(`../../../content/registers/${name}.yaml`, import.meta.url)))
  } catch {
    return undefined
  }
}

const faultsOf = (definition: ItemDefinition, mutation: Mutation): boolean => {
  const item = structuredClone(definition)
  mutation.apply(item)
  const loaded = { definition: item, positions: noPositions(item.item), file: '', source: '' }
  return hasErrors(judge(loaded, { registers, lint: one => lint(one, library) }, known).findings)
}

/** A small generator with a written seed, so that every run tries the same thousand. */
function* seeded(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    yield state / 2 ** 32
  }
}

const sitesOf = (sites: (item: ItemDefinition) => readonly Mutation[]) =>
  items.flatMap(({ definition }) => sites(definition).map(mutation => ({ definition, mutation })))

test('一千处改坏，发现不少于九成九 Of a thousand seeded faults in the city’s items at least 99 % are found', () => {
  const sites = sitesOf(mutationsOf)
  const random = seeded(20260101)
  const drawn = Array.from({ length: 1_000 }, () => sites[Math.floor(random.next().value! * sites.length)]!)
  const seen = new Map<Mutation, boolean>()
  for (const { definition, mutation } of drawn)
    if (!seen.has(mutation)) seen.set(mutation, faultsOf(definition, mutation))
  const missed = drawn.filter(({ mutation }) => !seen.get(mutation))
  const names = [...new Set(missed.map(({ definition, mutation }) => `${definition.item} ${mutation.what}`))]
  assert.ok(missed.length <= 10, `${missed.length} missed: ${names.join('; ')}`)
})

test('无害的改动不报错 Changes that leave an item lawful are no finding', () => {
  const wrong = sitesOf(harmlessOf).filter(({ definition, mutation }) => faultsOf(definition, mutation))
  assert.deepEqual(
    wrong.map(({ definition, mutation }) => `${definition.item} ${mutation.what}`),
    [],
  )
})
