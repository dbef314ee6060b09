import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { xlsxOf } from '#hubs/data/sheet'
import { manualClock } from '#kernel/clock'
import { kindOf, plain, waysOf } from '../drill/access/asking.ts'
import { absentThings } from '../drill/access/people.ts'
import { faultsOf, readPrivateTables, writableColumns } from '../drill/access/private-rows.ts'
import { digestsNow, readReviews, unreviewed } from '../drill/access/review.ts'
import { makeSearch, readable, readPlaces } from '../drill/access/sought.ts'
import { expectedOf, readTable, roles, routesIn, rowsOf } from '../drill/access/table.ts'
import { makeCanaries } from '../drill/canary/words.ts'
import { printPaper } from '../hubs/application/paper/press.ts'
import { makePaperSigner } from '../hubs/application/paper/signing.ts'
import { openTestCity } from './harness/city.ts'

suite('准入表 the table of who may see what', () => {
  test('every row says what it is about, on what ground, and knows its words', () => {
    const table = readTable()
    assert.ok(table.length >= 25, `${table.length} rows`)
    assert.deepEqual(
      table.filter(({ section, about, basis, routes }) => !section || !about || !basis || routes.length === 0),
      [],
    )
    // A row that says nothing of anybody is about whoever has not signed in yet.
    const silent = table
      .filter(({ expect, unsaid }) => Object.keys(expect).length > 0 && !unsaid)
      .flatMap(({ about, expect }) => {
        const named = new Set(Object.keys(expect).map(cell => cell.split('.')[0]))
        return roles.filter(role => !named.has(role)).map(role => `${about}: nothing of ${role}`)
      })
    assert.deepEqual(silent, [])
  })

  test('every section reads as another than its author reviewed it; what is changed afterwards is refused', () => {
    const now = digestsNow()
    assert.deepEqual(unreviewed(now, readReviews()), [])
    const [section = ''] = now.keys()
    const [record] = readReviews().filter(one => one.section === section)
    const changed = new Map([...now, [section, 'ffffffffffffffff'] as const])
    assert.match(unreviewed(changed, readReviews())[0]!, /reviewed as [0-9a-f]{16}, reads f{16}; let another/)
    assert.match(unreviewed(now, [])[0]!, /0 records of a review/)
    const own = readReviews().map(one => (one === record ? one : { ...one, reviewer: one.author }))
    assert.match(unreviewed(now, own).join(), /reviewed by whoever wrote it/)
  })

  test('whoever sits behind the counter is answered as his organ is, but where the row says otherwise; officers ask by their desk too', () => {
    const row = { section: 's', about: 'a', basis: 'l', routes: ['GET /x'] }
    const own = expectedOf({ ...row, expect: { 'officer.own': 'yes' } })
    assert.equal(own['officer.no-counter'], 'yes')
    assert.equal(expectedOf({ ...row, expect: { ...own, 'officer.no-counter': 'no' } })['officer.no-counter'], 'no')
    assert.deepEqual(expectedOf({ ...row, expect: { 'person.own': 'yes' } }), { 'person.own': 'yes' })
    const seated = { token: 't', cookie: 'c', csrf: 'f', desk: true } as const
    assert.deepEqual(waysOf({ method: 'GET', path: '/api/inbox' }, seated), ['token', 'desk'])
    assert.deepEqual(waysOf({ method: 'GET', path: '/mine' }, seated), ['token'], 'a page knows the session alone')
    assert.deepEqual(waysOf({ method: 'GET', path: '/api/inbox' }, { token: 't', cookie: 'c' }), ['token'])
  })

  test('an address stands under the first row that names it', () => {
    const { rowFor, unused } = rowsOf([
      { section: 's', about: 'a', basis: 'l', routes: ['GET /mine/cases/*', 'POST /x/**'], expect: {} },
      { section: 's', about: 'b', basis: 'l', routes: ['* /mine/**'], expect: {} },
    ])
    assert.equal(rowFor({ method: 'GET', path: '/mine/cases/:number' })?.about, 'a')
    assert.equal(rowFor({ method: 'GET', path: '/mine/cases/:number/proof' })?.about, 'b')
    assert.equal(rowFor({ method: 'GET', path: '/other' }), undefined)
    assert.deepEqual(unused(), ['POST /x/**'])
  })

  test('the router’s tree is read into addresses', () => {
    const tree = '└── / (GET)\n    ├── mine (GET, HEAD)\n    │   └── /cases/:number (GET, POST)\n    └── help (GET)\n'
    assert.deepEqual(
      routesIn('├── /office (GET)\n│   └── * (GET)\n').map(({ path }) => path),
      ['/office', '/office/(wildcard)'],
      'and what is handed on whole stands below',
    )
    assert.deepEqual(
      routesIn(tree).map(({ method, path }) => `${method} ${path}`),
      ['GET /', 'GET /mine', 'GET /mine/cases/:number', 'POST /mine/cases/:number', 'GET /help'],
    )
  })

  test('what an answer comes to; two that differ in nothing but the names of the things are alike', () => {
    const answer = { status: 404, location: '', text: '', code: '', read: () => '' }
    assert.deepEqual(
      [200, 401, 403, 404].map(status => kindOf({ ...answer, status })),
      ['yes', 'sign-in', 'no', 'absent'],
    )
    // What is sent back for its form says nothing of who may; what does not fit where the case stands was asked by whoever may.
    assert.deepEqual(
      [400, 409, 415, 422].map(status => kindOf({ ...answer, status })),
      ['unheard', 'unheard', 'unheard', 'unheard'],
    )
    assert.equal(kindOf({ ...answer, status: 409, code: 'CONTROLS_REFUSE' }), 'heard')
    assert.equal(kindOf({ ...answer, status: 409, code: 'CASE_ENDED' }), 'heard', 'and no refusal of whoever asks')
    assert.equal(kindOf({ ...answer, status: 409, code: 'COMMAND_REUSED' }), 'unheard')
    assert.equal(kindOf({ ...answer, status: 303, location: '/sign-in?to=%2Fmine' }), 'sign-in')
    const [one, two] = [absentThings(), absentThings()]
    assert.equal(
      plain({ ...answer, text: `<a href="/${one.draft}">` }, one),
      plain({ ...answer, text: `<a href="/${two.draft}">` }, two),
    )
  })
})

suite('金丝雀 words that stand in private rows alone', () => {
  test('of every table of the city it is said which words are planted in it, or why it holds none', async () => {
    await using house = await openTestCity()
    const columns = await writableColumns(house.database.migrator)
    const [tables, places] = [readPrivateTables(), readPlaces()]
    assert.ok(columns.size > 100, `${columns.size} tables`)
    assert.deepEqual(faultsOf(columns, tables, places), [])
    // A table that comes, and a column that comes, are thought about first.
    const more = new Map([...columns, ['kernel.diaries', ['words']] as const])
    assert.match(faultsOf(more, tables, places)[0]!, /kernel\.diaries: nobody has said/)
    const wider = new Map([...columns, ['kernel.parties', ['kind', 'nickname']] as const])
    assert.match(faultsOf(wider, tables, places)[0]!, /kernel\.parties: thought of with the columns/)
    assert.match(faultsOf(columns, tables.slice(1), places)[0]!, /nobody has said/)
  })

  test('a leak is told, whoever may see is not one, and a word that nobody ever came upon proves nothing', () => {
    const canaries = makeCanaries()
    const [case_, note] = [canaries.text('own/case'), canaries.text('own/note')]
    const places = [
      { what: 'case', words: '申请', basis: '', seen: { own: ['person'] } },
      { what: 'note', words: '意见', basis: '', seen: { own: ['officer'] } },
    ]
    const search = makeSearch(canaries.canaries, places)
    assert.equal(search.seek(`<p>${case_}</p>`, 'person.own', 'GET /mine'), 1)
    assert.deepEqual([...search.leaked], [])
    search.seek(JSON.stringify({ said: note }), 'person.other-person', 'GET /api/cases')
    assert.deepEqual([...search.leaked], ['person.other-person GET /api/cases: text of own/note'])
    assert.deepEqual(makeSearch(canaries.canaries, places).unproved(), [
      'own/case: nobody came upon it',
      'own/note: nobody came upon it',
      'case: nobody came upon any',
      'note: nobody came upon any',
    ])
    assert.match(search.unproved().join(), /^$/)
  })

  test('words are found in a paper whose streams are packed and whose glyphs are no signs, and in a spreadsheet', async () => {
    const [word, name] = [makeCanaries().text('own/case'), makeCanaries().name('own/party')]
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-canary-'))
    const clock = manualClock('2026-03-02T09:00:00+08:00')
    const signer = makePaperSigner({ path: join(folder, 'paper.p12'), create: true, clock, name: '试验城市（样本）' })
    const paper = await printPaper(signer, {
      ...{ form: 'letter', organ: '示例机关', number: '决定〔2026〕1号', title: '决定书', addressee: name },
      blocks: [{ kind: 'text', text: word }],
      ...{ dated: '2026年3月2日', at: clock.now() },
      check: { address: 'https://city.example/verify', lines: ['查验码'] },
      words: { sample: '样本', seal: '样本印章', code: '二维码', reason: '签发文书', colon: '：' },
    })
    rmSync(folder, { recursive: true })
    const sheet = xlsxOf({ name: '清单', head: '清单', rows: [[name, word]] })
    for (const bytes of [paper, sheet]) {
      assert.ok(!bytes.toString().includes(word), 'as bytes it is not there')
      for (const said of [word, name]) assert.ok(readable(bytes).includes(said), said)
    }
  })
})
