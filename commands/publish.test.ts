import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { makeSearch, readSynonyms } from '#hubs/application/search'
import { loadDefinition, makeDefinitions } from '#kernel/definition'
import { readCity } from '#kernel/identity'
import { carriersIn, synthesize, writeImplementations } from '#systems/catalogue'
import { contentDirectory, readTemplates } from '../content.ts'
import { publishFiles, putToUse } from '../publication.ts'
import { openTestCity } from '../test/harness/city.ts'
import { openTestDatabase, type TestDatabase } from '../test/harness/database.ts'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'plumbline-publish-'))
after(() => rmSync(folder, { recursive: true }))
const put = (path: string, text: string) => {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), text)
}

suite('发布文件 a folder of items and implementations is put in force', () => {
  test('what is good can be found, and another process knows it with its next question; what is broken is told', async () => {
    await using house = await openTestCity({ now: '2026-07-02T09:00:00+08:00' })
    const { city } = house
    const template = await readTemplates()
    const carriers = carriersIn(await readCity(join(contentDirectory, 'cities/shenyang')))
    const [made] = [...synthesize({ count: 1, seed: 9, template })]
    const { item, name, yaml } = made!
    const { definition } = loadDefinition(`${item}.yaml`, yaml, template)
    const { text, count } = writeImplementations({
      definition,
      carriers,
      basic: definition.category.codes!['gb39554.basic']!,
      mark: '合成',
    })
    put(`items/permit/${item}.yaml`, yaml)
    put('items/permit/broken.yaml', 'item: [\n')
    put(`implementations/shenyang/${item}.yaml`, text)

    const elsewhere = makeDefinitions({ db: city.db })
    const before = await elsewhere.directory()
    const { published, implementations, faults, publications } = await publishFiles(city, folder)
    assert.deepEqual([published, implementations], [1, count])
    assert.deepEqual(
      faults.map(({ file, rule }) => `${file} ${rule}`),
      ['items/permit/broken.yaml DEFINITION_SYNTAX'],
    )
    assert.equal(before.inForce(item, '2026-07-02'), undefined)
    assert.equal((await elsewhere.directory()).inForce(item, '2026-07-02')?.version, 1)
    assert.equal((await city.implementations.carriedOutBy(item, '2026-07-02')).length, count)

    const search = makeSearch({ db: city.db, synonyms: readSynonyms(join(contentDirectory, 'search/synonyms.yaml')) })
    const found = async () => (await search.items(name, undefined, 5)).hits.map(hit => hit.item)
    assert.ok(!(await found()).includes(item))
    await putToUse(city, publications)
    assert.equal((await found())[0], item)
    put(
      `items/permit/${item}.yaml`,
      yaml
        .replace(/^version: 1$/m, 'version: 2')
        .replace(/^effective:.*\n( +from: .*\n)?/m, 'effective: { from: 2027-01-01 }\n'),
    )
    const later = await publishFiles(city, join(folder, `items/permit/${item}.yaml`))
    assert.equal(later.published, 1)
    await putToUse(city, later.publications)
    const indexed = await city.db.query<{ hash: string }>(`select hash from power.item_search where item = '${item}'`)
    assert.equal(indexed[0]?.hash, publications[0]?.hash, 'what does not hold yet is not found yet')
    put(`items/permit/${item}.yaml`, yaml)
    const grants = await city.grants.table()
    assert.ok([...grants.byPurpose.values()].flat().some(({ groundName }) => groundName === item))

    const again = await publishFiles(city, join(folder, `items/permit/${item}.yaml`))
    assert.deepEqual([again.published, again.faults], [0, []])
  })
})

suite('发布命令 the command', () => {
  /** As an operator types it, in a process of its own. */
  async function publish(database: TestDatabase, file: string) {
    const child = spawn(process.execPath, [join(root, 'plumbline.ts'), 'publish', file, '--json'], {
      env: {
        ...process.env,
        PLUMBLINE_MODE: 'test',
        PLUMBLINE_DATA_DIRECTORY: join(folder, 'data'),
        DATABASE_URL: database.url,
        DATABASE_MIGRATOR_URL: database.migratorUrl,
      },
    })
    let out = ''
    child.stdout.on('data', part => (out += part))
    const [code] = await once(child, 'close')
    return { code, figures: JSON.parse(out.trim().split('\n').at(-1)!).figures }
  }
  const indexedIn = (database: TestDatabase) => database.app.query('select item from power.item_search')

  test('a file is put in force in a new city, which is made first, and again beside it, which is not opened for it', async () => {
    await using database = await openTestDatabase({ folders: [] })
    const template = await readTemplates()
    const [first, second] = [...synthesize({ count: 2, seed: 11, template })]
    put(`new/${first!.item}.yaml`, first!.yaml)
    put(`new/${second!.item}.yaml`, second!.yaml)
    const one = await publish(database, join(folder, 'new', `${first!.item}.yaml`))
    assert.deepEqual([one.code, one.figures.published], [0, 1])
    assert.deepEqual(await indexedIn(database), [{ item: first!.item }])
    const registers = await database.app.query('select from information_schema.tables where table_schema = $1', [
      'registers',
    ])
    assert.ok(registers.length > 10, 'the city was opened whole')

    const two = await publish(database, join(folder, 'new', `${second!.item}.yaml`))
    assert.deepEqual([two.code, two.figures.published], [0, 1])
    assert.equal((await indexedIn(database)).length, 2)
  })

  test('a city of another mode is not published into', async () => {
    await using database = await openTestDatabase()
    await database.migrator.query(`insert into kernel.city_mode (mode) values ('production')`)
    const { code, figures } = await publish(database, join(folder, 'new'))
    assert.deepEqual([code, figures.code], [1, 'CITY_MODE_DIFFERS'])
    assert.deepEqual(await indexedIn(database), [])
  })
})
