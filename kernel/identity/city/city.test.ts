import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { manualClock } from '#kernel/clock'
import { Refusal } from '#kernel/refusal'
import { openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts'
import { type Identity, makeIdentity } from '../identity.ts'
import { type City, readCity } from './read-city.ts'

const content = join(import.meta.dirname, '../../../content')
const shenyang = join(content, 'cities/shenyang')
const on = '2026-03-02'

suite('城市 the demonstration city', () => {
  const clock = manualClock(`${on}T09:00:00+08:00`)
  let database: TestDatabase
  let identity: Identity
  let city: City
  before(async () => {
    database = await openTestDatabase()
    identity = makeIdentity({ db: database.app, clock })
    city = await readCity(shenyang)
  })
  after(() => database.close())
  const load = (what: City) => database.app.transaction(sql => identity.loadCity(sql, what))

  test('沈阳 13 区县、188 街镇 opens once; a second load writes nothing and the directory stays the same', async () => {
    assert.ok((await load(city)).rows > 1_000)
    const directory = await identity.directory()
    assert.equal(directory.regions().filter(region => region.kind === 'district').length, 13)
    assert.equal(directory.regions().filter(region => region.kind === 'street').length, 188)
    assert.equal((await load(city)).rows, 0)
    assert.equal(await identity.directory(), directory)
  })

  test('every district can run a permit and a penalty: enough different officers, certificates in force, a superior organ', async () => {
    const directory = await identity.directory()
    for (const { code } of directory.regions().filter(region => region.kind === 'district')) {
      const [approval] = directory.organsFor('approval-bureau', on, code)
      const [energy] = directory.organsFor('energy-bureau', on, code)
      for (const post of ['acceptance', 'review', 'hearing-chair', 'bureau-head'])
        assert.ok(directory.holdersOf(post, approval!.id, on).length > 0, post)
      const investigators = directory.holdersOf('investigator', energy!.id, on)
      assert.ok(investigators.filter(person => directory.certificateOf(person, 'law-enforcement', on)).length >= 2)
      for (const post of ['legal-reviewer', 'hearing-chair', 'bureau-head', 'penalty-committee'])
        assert.ok(
          directory.holdersOf(post, energy!.id, on).some(person => !investigators.includes(person)),
          post,
        )
      assert.equal(directory.holdersOf('penalty-committee', energy!.id, on).length, 3)
      assert.equal(directory.superiorOf(energy!.id, on)?.id, '210100-energy-bureau')
      assert.deepEqual(directory.headOf(energy!.id, on), directory.holdersOf('bureau-head', energy!.id, on))
    }
    assert.equal(directory.organsFor('collecting-bank', on).length, 1)
    assert.equal(directory.organsFor('government', on).length, 14)
  })

  test('机关代字 every organ has initials of its own, from its place and its kind; one from before there were any is filled in and stays the same organ', async () => {
    const initials = new Map(city.organs.map(organ => [organ.id, organ.initials]))
    assert.deepEqual(
      ['210100-approval-bureau', '210102-approval-bureau', '210103-approval-bureau', '210102001-street'].map(id =>
        initials.get(id),
      ),
      ['沈审批', '沈和审批', '沈河审批', '沈和浑河湾办'],
    )
    assert.equal(new Set(initials.values()).size, city.organs.length)
    for (const said of initials.values()) assert.match(said!, /^\p{Script=Han}{2,12}$/u)
    const { app, migrator } = database
    await migrator.query('alter table kernel.organs disable trigger fill_initials_once')
    await migrator.query(`update kernel.organs set initials = null where id = '210102-approval-bureau'`)
    await migrator.query('alter table kernel.organs enable trigger fill_initials_once')
    assert.equal((await load(city)).rows, 1)
    const organ = (await identity.directory()).organ('210102-approval-bureau', on)!
    assert.deepEqual([organ.initials, organ.from], ['沈和审批', city.from])
    await assert.rejects(
      app.query(`update kernel.organs set initials = '沈' where id = '210102-approval-bureau'`),
      /new row only/,
    )
  })

  test('an organ that is renamed in the files gets a new row from today; who was put out of office stays out', async () => {
    const renamed: City = {
      ...city,
      organs: city.organs.map(organ =>
        organ.id === '210102-energy-bureau' ? { ...organ, name: '和平区能源局' } : organ,
      ),
    }
    const directory = await identity.directory()
    const [head] = directory.headOf('210102-energy-bureau', on)
    await database.app.transaction(sql =>
      identity.endAppointment(
        sql,
        { kind: 'system', name: 'test' },
        { person: head!, post: '210102-energy-bureau/bureau-head', on },
      ),
    )
    assert.equal((await load(renamed)).rows, 2)
    const now = await identity.directory()
    assert.deepEqual(
      [now.organ('210102-energy-bureau', '2026-03-01')?.name, now.organ('210102-energy-bureau', on)?.name],
      ['和平区发展和改革局(能源局)', '和平区能源局'],
    )
    assert.deepEqual(now.headOf('210102-energy-bureau', on), [])
    await load(city)
  })

  test('every post and organ type that an item names exists in the organ types', () => {
    const types = readFileSync(join(content, 'organs/organ-types.yaml'), 'utf8')
    const items = ['items', 'templates'].flatMap(folder =>
      readdirSync(join(content, folder), { recursive: true, encoding: 'utf8' })
        .filter(name => name.endsWith('.yaml'))
        .map(name => readFileSync(join(content, folder, name), 'utf8')),
    )
    const named = new Set(
      items.flatMap(text =>
        [...text.matchAll(/(?:\b(?:post|body|organ)\/|@)([a-z]+(?:-[a-z]+)*)\b/g)].map(match => match[1]!),
      ),
    )
    assert.ok(named.size > 10)
    assert.deepEqual(
      // An item may also name what an organ does (`@government`), whatever its kind.
      [...named].filter(code => !new RegExp(`^ *${code}:|functions: \\[[^\\]]*\\b${code}\\b`, 'm').test(types)),
      [],
    )
  })
})

suite('城市文件 faults in a city’s files are named with file and place', () => {
  const folder = mkdtempSync(join(tmpdir(), 'city-'))
  cpSync(content, folder, { recursive: true })
  after(() => rmSync(folder, { recursive: true }))
  const directory = join(folder, 'cities/shenyang')
  const faults = [
    [
      'an unknown type',
      'organs.yaml',
      'type: data-bureau',
      'type: magic-bureau',
      /210100-data-bureau: no type magic-bureau/,
    ],
    [
      'an unknown parent',
      'organs.yaml',
      'parent: 210100-city-government',
      'parent: 210100-nowhere',
      /210100-nowhere is no other organ/,
    ],
    [
      'a wrong check digit',
      'organs.yaml',
      '11210100DEM000014J',
      '11210100DEM000014K',
      /is no unified social credit code/,
    ],
    ['an unknown region', 'organs.yaml', 'region: "210102001"', 'region: "210102999"', /no region 210102999/],
    ['an unknown post', 'officers.yaml', '/government-head,', '/king,', /SYD-0001: no post/],
    ['one number twice', 'officers.yaml', 'number: SYD-9001', 'number: SYD-0001', /SYD-0001 is given twice/],
    ['an unknown key', 'officers.yaml', 'kind: audit }', 'kind: audit, salary: 1 }', /officers\.yaml/],
    [
      'the initials of another',
      'organs.yaml',
      'name: 沈阳市数据局,',
      'name: 沈阳市数据局, initials: 沈审批,',
      /210100-approval-bureau and 210100-data-bureau share the initials 沈审批/,
    ],
    ['no YAML', 'city.yaml', 'city: shenyang', 'city: [', /city\.yaml cannot be read/],
  ] as const
  for (const [title, name, before, after_, message] of faults)
    test(title, async () => {
      const path = join(directory, name)
      const text = readFileSync(path, 'utf8')
      assert.ok(text.includes(before))
      writeFileSync(path, text.replace(before, after_))
      await assert.rejects(
        readCity(directory),
        error => error instanceof Refusal && error.code === 'CITY_INVALID' && message.test(error.message),
      )
      writeFileSync(path, text)
    })
})
