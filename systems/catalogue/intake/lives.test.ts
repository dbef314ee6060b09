import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { type Example, loadDefinition, makePublisher } from '#kernel/definition'
import { readItemFiles, readRegisterScopes, readTemplates } from '../../../content.ts'
import { openTestCity } from '../../../test/harness/city.ts'
import { staffEveryPost } from '../../../test/harness/example-lives.ts'
import { livesAsItSays } from '../../../test/harness/example-says.ts'
import { intakeOf } from './intake.samples.ts'
import { readSource } from './source.ts'

const published = join(import.meta.dirname, 'published')
const house = await openTestCity({ now: '2026-07-06T09:00:00+08:00' })
after(() => house.close())

const templates = await readTemplates()

/** Lives every example of an item; how many of the cases came to their end. */
async function livesOf(item: string, examples: readonly Example[]): Promise<number> {
  let ended = 0
  for (const example of examples) {
    // It rests on a decision in another case: systems/power/chains.test.ts lives both.
    if (example.answers?.['case:linked']) continue
    if (await livesAsItSays(house, item, example)) ended++
  }
  return ended
}

suite('真实事项在城里运行 published files become items of a city, and their cases are lived in PostgreSQL', () => {
  before(() => staffEveryPost(house))

  for (const name of readdirSync(published).sort())
    test(name, async () => {
      const { drafts } = intakeOf(name, readSource(name, readFileSync(join(published, name))))
      const { city, clock } = house
      const publisher = makePublisher({ db: city.db, clock, registers: await readRegisterScopes() })
      // some were taken into the city's own list, under the same name
      const named = (item: string) => `${item}-draft`
      const files = drafts.map(({ item, yaml }) => ({
        file: `${item}.yaml`,
        bytes: Buffer.from(yaml.replace(/^item: .*$/m, `item: ${named(item)}`)),
      }))
      const { publications, faults } = await publisher.publishAll(files, { publishedBy: 'editor' }, templates)
      assert.deepEqual(faults, [])
      assert.equal(publications.filter(one => one.published).length, drafts.length)
      let ended = 0
      for (const { item, loaded } of drafts) ended += await livesOf(named(item), loaded!.definition.examples)
      assert.ok(ended >= 1, 'one case at least is lived to its end')
    })

  test('the ten that the city took into its list, as its editor left them', async () => {
    const taken: string[] = []
    for (const { file, bytes } of await readItemFiles()) {
      const { definition } = loadDefinition(file, bytes, templates)
      if (definition.source?.file.startsWith('real/items/') !== true || definition.comparison.length > 0) continue
      assert.ok((await livesOf(definition.item, definition.examples)) >= 1, definition.item)
      taken.push(definition.item)
    }
    assert.ok(taken.length >= 10, taken.join())
  })

  test('every case is the fold of its events, and every step is in the log', async () => {
    const replayed = await house.replay()
    assert.deepEqual(replayed.faults, [])
    assert.ok(replayed.cases >= 80, String(replayed.cases))
    assert.equal(replayed.equal, replayed.cases)
  })
})
