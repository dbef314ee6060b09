import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { openTestGate, type TestGate } from '../../test/harness/gate.ts'
import { type LifeEventGround, readLifeEvent } from './life-event.ts'

const content = join(import.meta.dirname, '../../content')
const keyOf = (key: string): string => ({ department: 'authority' })[key] ?? key

interface Line {
  readonly kind: string
  readonly key: string
  readonly drawer: string
  readonly levels: readonly string[]
  readonly standing: string
  readonly name: { readonly zh: string }
  readonly organ: string | null
  readonly item: string | null
  readonly region: string | null
}
interface Region {
  readonly code: string
  readonly items: number
  readonly entries: number
  readonly within: readonly Region[]
}
interface Measure {
  readonly id: string
  readonly how: { readonly zh: string; readonly en: string }
  readonly rows: readonly (Readonly<Record<string, number>> & { readonly key: string })[]
}

let gate: TestGate
before(async () => {
  gate = await openTestGate()
  const excerpt = JSON.parse(readFileSync(join(import.meta.dirname, 'published/guangan.json'), 'utf8'))
  await gate.house.city.entries.import({ file: 'guangan.json', source: excerpt, keyOf, home: '210100', by: 'test' })
})
after(() => gate?.close())

const read = async <Answer>(path: string): Promise<Answer> => {
  const answer = await gate.ask(path)
  assert.equal(answer.statusCode, 200, `${path} ${answer.body}`)
  return answer.json() as Answer
}
async function everyLine(query = ''): Promise<readonly Line[]> {
  const lines: Line[] = []
  let after = ''
  do {
    const page = await read<{ lines: Line[]; next: string | null }>(`/api/directory?limit=17${query}${after}`)
    lines.push(...page.lines)
    after = page.next === null ? '' : `&after=${encodeURIComponent(page.next)}`
  } while (after !== '')
  return lines
}
const pageOf = async (path: string): Promise<string> => {
  const { statusCode, body } = await gate.ask(path, { headers: { accept: 'text/html', 'accept-language': 'zh' } })
  assert.equal(statusCode, 200, path)
  return body
}

suite('四级目录 the directory of four levels', () => {
  test('the city’s content is loaded without a fault', () => {
    assert.deepEqual(
      gate.house.city.faults.filter(({ file }) => /^directory|^life-events/.test(file)),
      [],
    )
  })

  test('items and entries stand together, each once, page after page: the city’s own in the order of their kinds, others last', async () => {
    const lines = await everyLine()
    const items = (await read<{ items: { item: string }[] }>('/api/items?limit=200')).items
    assert.deepEqual(
      lines
        .filter(({ kind }) => kind === 'item')
        .map(({ key }) => key)
        .sort(),
      items.map(({ item }) => item).sort(),
    )
    assert.equal(new Set(lines.map(({ kind, key }) => `${kind}~${key}`)).size, lines.length)
    assert.ok(lines.length > items.length + 32)
    const foreign = lines.map(({ region }) => region === '511602')
    assert.equal(foreign.lastIndexOf(false) + 1, foreign.indexOf(true))
    const drawers = lines.slice(0, foreign.indexOf(true)).map(({ drawer }) => drawer)
    assert.deepEqual([...new Set(drawers)].length, drawers.filter((drawer, at) => drawer !== drawers[at - 1]).length)
  })

  test('a level, a region, an organ, a kind and a standing each narrow it to what is so', async () => {
    const street = await everyLine('&level=street')
    assert.ok(street.length > 0 && street.every(({ levels }) => levels.includes('street')))
    const heping = (await everyLine('&region=210102')).map(({ key }) => key)
    assert.ok(heping.includes('energy-review') && heping.includes('signboard-approval'))
    assert.ok(!heping.includes('mayor-mailbox'), 'a letter to the mayor is the city’s')
    const inStreet = await everyLine('&region=210102001')
    assert.ok(inStreet.some(({ key }) => key === 'land-dispute') && inStreet.some(({ key }) => key === 'elder-card'))
    assert.ok(!inStreet.some(({ key }) => key === 'energy-review'))
    const bureau = await everyLine('&organ=210102-approval-bureau')
    assert.ok(
      bureau.some(({ key }) => key === 'energy-review') && !bureau.some(({ key }) => key === 'marriage-registration'),
    )
    assert.ok((await everyLine('&drawer=permit')).every(({ drawer }) => drawer === 'permit'))
    const offline = await everyLine('&standing=offline')
    assert.ok(
      offline.some(({ key }) => key === 'marriage-registration') &&
        offline.every(({ standing }) => standing === 'offline'),
    )
  })

  test('another city’s list stands in its own region, and what is an item here leads to it', async () => {
    const there = await everyLine('&region=511602')
    assert.equal(there.length, 32)
    const same = there.find(({ name }) => name.zh === '建筑工程施工许可证核发')
    assert.deepEqual([same?.standing, same?.item], ['runs', 'construction-permit'])
    await gate.refused('/api/directory?region=999999', {}, 404, 'REGION_UNKNOWN')
    await gate.refused('/api/directory?lifeEvent=nothing', {}, 404, 'LIFE_EVENT_UNKNOWN')
  })

  test('words find items and entries, the best first, and the search shows entries beside items', async () => {
    const { lines } = await read<{ lines: Line[] }>(`/api/directory?q=${encodeURIComponent('教师资格')}`)
    assert.equal(lines[0]?.name.zh, '教师资格认定')
    const found = await read<{ items: { item: string }[]; entries: Line[] }>(
      `/api/search?q=${encodeURIComponent('消防安全检查')}`,
    )
    assert.ok(found.entries.some(({ key }) => key === 'fire-safety-check'))
    const both = await everyLine(`&q=${encodeURIComponent('施工许可')}`)
    assert.deepEqual([...new Set(both.map(({ kind }) => kind))].sort(), ['entry', 'item'])
    const { lines: byCode } = await read<{ lines: Line[] }>('/api/directory?q=511A0138600000')
    assert.equal(byCode[0]?.name.zh, '教师资格认定')
  })

  test('the tree of regions counts what the list of each region holds', async () => {
    const { divisions, elsewhere } = await read<{
      divisions: Region[]
      elsewhere: { code: string; entries: number }[]
    }>('/api/divisions')
    const [city] = divisions
    assert.equal(city?.within.length, 13)
    const heping = city!.within.find(({ code }) => code === '210102')!
    for (const { code, items, entries } of [city!, heping, heping.within[0]!, city!.within[7]!])
      assert.equal((await everyLine(`&region=${code}`)).length, items + entries, code)
    assert.deepEqual(elsewhere, [{ code: '511602', entries: 32 }])
  })

  test('an entry says what is known of it, why it is offline and who confirmed it', async () => {
    const shown = await read<{ entry: { confirmedBy: string }; reason: { name: { zh: string } } }>(
      '/api/directory/entries/offline-marriage',
    )
    assert.deepEqual([shown.reason.name.zh, shown.entry.confirmedBy], ['法律、法规规定须本人到场', '沈阳市数据局'])
    await gate.refused('/api/directory/entries/nothing-here', {}, 404, 'ENTRY_UNKNOWN')
  })
})

suite('一件事 life events', () => {
  const files = readdirSync(join(content, 'life-events')).filter(name => name.endsWith('.yaml'))

  test('six and more, of items and entries that there are, each saying what it gives the next', async () => {
    const { versions } = await gate.house.city.definitions.directory()
    const parts = new Map<string, readonly string[]>()
    for (const item of ['open-restaurant', 'investment-project-permits'])
      parts.set(
        item,
        (await read<{ parts: { item: string }[] }>(`/api/items/${item}`)).parts.map(part => part.item),
      )
    const entries = new Set((await gate.house.city.entries.list()).map(({ id }) => id))
    const ground: LifeEventGround = { items: new Set(versions.map(({ item }) => item)), parts, entries }
    for (const file of files)
      assert.deepEqual(readLifeEvent(file, readFileSync(join(content, 'life-events', file)), ground).findings, [], file)
    assert.ok(files.length >= 6, `${files.length} life events`)
    const wrong = readLifeEvent(
      'x.yaml',
      Buffer.from(
        'id: x\nname: { zh: 甲, en: A }\nfor: firm\njoint: nothing\nsteps: [{ item: nothing }, { entry: nobody-here }]',
      ),
      ground,
    )
    assert.deepEqual(
      wrong.findings.map(({ rule }) => rule),
      ['LIFE_EVENT_GIVES', 'LIFE_EVENT_ITEM', 'LIFE_EVENT_ENTRY', 'LIFE_EVENT_JOINT'],
    )
  })

  test('its steps in order, and the directory narrowed to them', async () => {
    const { steps, joint } = await read<{ steps: { key: string; runs: boolean }[]; joint: { item: string } }>(
      '/api/life-events/open-a-restaurant',
    )
    assert.deepEqual(
      steps.map(({ key, runs }) => [key, runs]),
      [
        ['market-entity-registration', true],
        ['food-business-licence', true],
        ['signboard-approval', false],
        ['fire-safety-check', false],
      ],
    )
    assert.equal(joint.item, 'open-restaurant')
    assert.equal((await everyLine('&lifeEvent=open-a-restaurant')).length, 5)
    assert.equal((await read<{ lifeEvents: object[] }>('/api/life-events')).lifeEvents.length, files.length)
  })
})

suite('目录统计 the counts of the directory', () => {
  test('they add up with the list and say how they are counted; what nobody confirmed is named', async () => {
    const { measures, unconfirmed, differing } = await read<{
      measures: Measure[]
      unconfirmed: { item: string }[]
      differing: object[]
    }>('/api/directory/statistics')
    const rows = (id: string) => measures.find(measure => measure.id === id)!.rows
    const sum = (id: string, column: string) => rows(id).reduce((total, row) => total + row[column]!, 0)
    const lines = await everyLine()
    for (const id of ['drawers', 'standings']) assert.equal(sum(id, 'items') + sum(id, 'entries'), lines.length, id)
    assert.equal(sum('visits', 'items'), sum('drawers', 'items'))
    assert.equal(
      sum('offline', 'items'),
      lines.filter(({ kind, standing }) => kind === 'item' && standing === 'offline').length,
    )
    for (const { id, how } of measures) assert.ok(/\p{Script=Han}/u.test(how.zh) && !/\p{Script=Han}/u.test(how.en), id)
    const named = unconfirmed.map(({ item }) => item)
    // “in writing” is no reason: a data message is in writing too (电子签名法 4)
    assert.ok(named.includes('civil-servant-resignation') && !named.includes('marriage-registration'))
    assert.ok(rows('times').some(({ key, saved }) => key === 'workday' && saved! > 0))
    assert.deepEqual(differing, [])
  })

  test('an entry that is withdrawn is counted no longer, at once', async () => {
    const count = async () => {
      const { measures } = await read<{ measures: Measure[] }>('/api/directory/statistics')
      return measures.find(({ id }) => id === 'drawers')!.rows.reduce((total, { entries }) => total + entries!, 0)
    }
    const before = await count()
    await gate.house.city.entries.withdraw('completion-record', '并入联合验收', 'test')
    assert.equal(await count(), before - 1)
  })
})

suite('目录的页面 the pages of the directory', () => {
  test('each says what it is called, in both languages and in large type, without script', async () => {
    for (const [path, title] of [
      ['/', '办事'],
      ['/?region=210102', '办事'],
      ['/?region=210102&organ=210102-approval-bureau', '办事'],
      ['/regions', '按区划查看'],
      ['/life-events', '一件事'],
      ['/life-events/marry', '我要结婚'],
      ['/entries/fire-safety-check', '公众聚集场所投入使用、营业前消防安全检查'],
      ['/entries/offline-marriage', '结婚登记（内地居民）'],
      ['/statistics', '目录统计'],
    ] as const) {
      const body = await pageOf(path)
      assert.match(body, new RegExp(`<h1[^>]*>${title}</h1>`), path)
      assert.ok(!/<script|undefined|\[object|directory\.|statistics\.[a-z]|entry\.[a-z]+<|life\.[a-z]/.test(body), path)
      const joint = path.includes('?') ? '&' : '?'
      const english = await pageOf(`${path}${joint}lang=en&elder=1`)
      const own = english.replaceAll(/<(\w+) [^>]*lang="zh-CN"[^>]*>.*?<\/\1>/gs, '').replaceAll(/<[^>]*>/g, ' ')
      assert.deepEqual(
        [...own.matchAll(/\S*\p{Script=Han}+\S*/gu)].map(([found]) => found),
        [],
        path,
      )
    }
  })

  test('a guide says why the item is not done online and who confirmed it, or that nobody has', async () => {
    const marriage = await pageOf('/items/marriage-registration')
    assert.match(
      marriage,
      /为什么不能网上办.*法律、法规规定须本人到场.*《国务院关于在线政务服务的若干规定》第4条.*沈阳市数据局/s,
    )
    const resignation = await pageOf('/items/civil-servant-resignation')
    assert.match(resignation, /为什么不能网上办.*书面申请由本人签名.*还没有按闭合清单写明/s)
    assert.ok(!(await pageOf('/items/energy-review')).includes('为什么不能网上办'))
  })

  test('from a place to what is done there, by whom; an unknown place is told as such', async () => {
    const body = await pageOf('/?region=210102')
    assert.match(body, /和平区行政审批局/)
    assert.match(body, /href="\/items\/energy-review\?organ=210102-approval-bureau"/)
    const { statusCode } = await gate.ask('/?region=999999', { headers: { accept: 'text/html' } })
    assert.equal(statusCode, 404)
  })
})
