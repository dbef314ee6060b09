import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
  readonly requestBody?: object
  readonly responses: Readonly<Record<string, { readonly $ref?: string }>>
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly responses: Readonly<Record<string, { readonly description: string }>> }
}

const organ = '210102-approval-bureau'
const absent = randomUUID()
let gate: TestGate
let description: Description
let tokens: readonly (string | undefined)[]
let number: string

before(async () => {
  gate = await openTestGate()
  const officer = await gate.officer(`acceptance@${organ}`)
  const firm = await gate.house.firm()
  ;({ number } = (await gate.ask('/api/cases', { token: officer, body: openingOf(firm) })).json())
  tokens = [
    officer,
    await gate.officer('acceptance@210103-approval-bureau'),
    await gate.party(firm),
    await gate.officer(`acceptance@${organ}`, { scope: 'audit' }),
    undefined,
  ]
  description = (await gate.ask('/api/openapi.json')).json()
})
after(() => gate?.close())

/** Well-formed values of path parameters: some that exist, some that do not. */
const values = (name: string): readonly string[] =>
  ({
    number: [number, '2101022026030299999999'],
    caseId: [absent],
    feed: [absent],
    file: [absent],
    move: [absent],
    mandate: [absent],
    delivery: [absent],
    export: [absent],
    item: ['energy-review', 'nothing'],
    version: ['3', '99'],
    organ: [organ, 'nowhere'],
    register: ['penalty', 'nothing'],
    id: ['fire-safety-check', 'nothing'],
    lifeEvent: ['marry', 'nothing'],
  })[name] ?? ['nothing']
const queries: Readonly<Record<string, readonly string[]>> = {
  '/api/items/{item}/difference': ['?from=3&to=99', '?organ=nowhere', `?organ=${organ}`, '?from=none'],
  '/api/items/{item}/implementations/{organ}/difference': ['?from=1&to=1', '?from=1&to=99'],
  '/api/registers/{register}': ['?colour=red', '?amount=much', '?on=2026-03-02', '?after=abc'],
  '/api/publications': ['?after=abc'],
  '/api/alarms': ['?after=abc', '?case=2101022026030299999999'],
  '/api/directory': ['?region=999999', '?lifeEvent=nothing', '?q=x', '?level=moon'],
  '/api/inbox': ['?after=abc', '?post=210103-approval-bureau/review'],
  '/api/cases/{number}/proof': ['?seq=1', '?seq=999'],
}
const bodies = (path: string): readonly object[] =>
  ({
    '/api/drafts': [
      { item: 'nothing', organ },
      { item: 'energy-review', organ: 'nowhere' },
    ],
    '/api/drafts/{caseId}': [{ fields: {}, materials: {} }],
    '/api/cases/search': [
      { scheme: 'citizen', value: '110105194912310020' },
      { scheme: 'uscc', value: 'xxx' },
    ],
    '/api/parties': [
      { kind: 'firm', name: '示例', identifiers: [{ scheme: 'uscc', value: 'xxx' }] },
      { kind: 'person', name: '示例', identifiers: [{ scheme: 'citizen', value: '110105194912310020' }] },
    ],
    '/api/cases': [
      { item: 'nothing' },
      { organ: 'nowhere' },
      { organ: '210102-market-regulation-bureau' },
      { channel: 'community' },
      { start: 'clue' },
      { parties: [{ role: 'subject', party: absent }] },
      { parties: [] },
      { caseId: absent },
      { body: { fields: {} } },
    ].map(more => openingOf(absent, more)),
    '/api/mandates': ['minor', undefined].map(ward => ({
      ...{ kind: 'guardianship', principal: absent, agent: randomUUID() },
      ...{ ...(ward && { ward }), document: { name: '户口簿' } },
    })),
    '/api/mandates/{mandate}/end': [{ why: 'court' }, {}],
    '/demo/sign-in': [{ account: 'nobody', password: 'nothing' }],
  })[path] ?? [{}, { reason: 'x' }]

suite('写明的拒绝 what an address refuses with is written in its description', () => {
  test('whatever simple probes meet is declared, by status and code', async () => {
    const undeclared = new Set<string>()
    let met = 0
    for (const [path, methods] of Object.entries(description.paths))
      for (const [method, operation] of Object.entries(methods)) {
        const declared = (status: number): readonly string[] => {
          const name = operation.responses[status]?.$ref?.split('/').at(-1) ?? ''
          return description.components.responses[name]?.description.split(', ') ?? []
        }
        const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
        const places = names.reduce<readonly string[]>(
          (urls, name) => urls.flatMap(url => values(name).map(value => url.replace(`{${name}}`, value))),
          [path],
        )
        for (const place of places)
          for (const query of ['', ...(queries[path] ?? [])])
            for (const token of tokens)
              for (const body of operation.requestBody ? bodies(path) : [undefined]) {
                const answer = await gate.ask(`${place}${query}`, {
                  method: method.toUpperCase(),
                  ...(token !== undefined && { token }),
                  ...(body !== undefined && { body }),
                })
                if (answer.statusCode < 400) continue
                met++
                const { code } = answer.json()
                if (!declared(answer.statusCode).includes(code))
                  undeclared.add(`${method} ${path} ${answer.statusCode} ${code}`)
              }
      }
    assert.deepEqual([...undeclared], [])
    assert.ok(met > 500, `${met} refusals met`)
  })
})
