import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { kindOf, plain } from '../drill/access/asking.ts'
import { absentThings } from '../drill/access/people.ts'
import { readTable, roles, routesIn, rowsOf } from '../drill/access/table.ts'

suite('准入表 the table of who may see what', () => {
  test('every row says what it is about, on what ground, and knows its words', () => {
    const table = readTable()
    assert.ok(table.length >= 25, `${table.length} rows`)
    assert.deepEqual(
      table.filter(({ about, routes }) => !about || routes.length === 0),
      [],
    )
    const named = new Set(table.flatMap(({ expect }) => Object.keys(expect).map(cell => cell.split('.')[0])))
    assert.deepEqual([...named].sort(), [...roles].sort())
  })

  test('an address stands under the first row that names it', () => {
    const { rowFor, unused } = rowsOf([
      { about: 'a', routes: ['GET /mine/cases/*', 'POST /x/**'], expect: {} },
      { about: 'b', routes: ['* /mine/**'], expect: {} },
    ])
    assert.equal(rowFor({ method: 'GET', path: '/mine/cases/:number' })?.about, 'a')
    assert.equal(rowFor({ method: 'GET', path: '/mine/cases/:number/proof' })?.about, 'b')
    assert.equal(rowFor({ method: 'GET', path: '/other' }), undefined)
    assert.deepEqual(unused(), ['POST /x/**'])
  })

  test('the router’s tree is read into addresses', () => {
    const tree = '└── / (GET)\n    ├── mine (GET, HEAD)\n    │   └── /cases/:number (GET, POST)\n    └── help (GET)\n'
    assert.deepEqual(
      routesIn(tree).map(({ method, path }) => `${method} ${path}`),
      ['GET /', 'GET /mine', 'GET /mine/cases/:number', 'POST /mine/cases/:number', 'GET /help'],
    )
  })

  test('what an answer comes to; two that differ in nothing but the names of the things are alike', () => {
    const answer = { status: 404, location: '', text: '', code: '' }
    assert.deepEqual(
      [401, 403, 404, 409].map(status => kindOf({ ...answer, status })),
      ['sign-in', 'no', 'absent', 'yes'],
    )
    assert.equal(kindOf({ ...answer, status: 303, location: '/sign-in?to=%2Fmine' }), 'sign-in')
    const [one, two] = [absentThings(), absentThings()]
    assert.equal(
      plain({ ...answer, text: `<a href="/${one.draft}">` }, one),
      plain({ ...answer, text: `<a href="/${two.draft}">` }, two),
    )
  })
})
