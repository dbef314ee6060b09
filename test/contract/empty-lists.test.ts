import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { parse } from 'yaml'
import { find, read } from '../architecture/tree.ts'
import { browsing, type Page, testSessions } from '../harness/citizen.ts'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'
import { knownPerson } from '../harness/person.ts'

let gate: TestGate
before(async () => {
  gate = await openTestGate({ sessions: testSessions })
})
after(() => gate?.close())

/** What stands in place of a list of which there is nothing. */
const emptyIn = ({ html }: Page): readonly string[] =>
  [...html.matchAll(/<div class="empty">([\s\S]*?)<\/div>/g)].map(([, inside]) => inside!)

suite('空列表 why nothing is there, and what to do next', () => {
  test('门户 on every page of somebody of whom the city knows nothing yet', async () => {
    const { party } = await knownPerson(gate)
    const firm = await gate.house.firm('沈阳新办有限公司')
    const token = await gate.officer('acceptance@210102-approval-bureau')
    const { number } = (await gate.ask('/api/cases', { token, body: openingOf(firm) })).json()
    const found: string[] = []
    for (const [who, pages] of [
      [party, ['/mine', '/mine/messages', '/mine/vouchers', '/mine/data', '/mine/delegations', '/mine/acting']],
      [party, ['/mine/consents', '/open', '/s/210102', '/s/210102/open', '/s/210102/items?q=找不到的事']],
      [firm, ['/mine/vouchers', `/mine/cases/${number}/remedy`]],
    ] as const)
      for (const path of pages) {
        const visitor = browsing(gate, who)
        const page = await visitor.get(encodeURI(path))
        assert.equal(page.status, 200, `${path}: ${page.text}`)
        for (const inside of emptyIn(page)) {
          found.push(`${path} ${inside}`)
          const [, why = ''] = /<p>([\s\S]*?)<\/p>/.exec(inside)!
          assert.match(why, /。$/, `${path}: why`)
          const [, to = ''] = /<a href="([^"]+)">[^<]+<\/a>/.exec(inside) ?? []
          assert.ok(to !== '', `${path} leads nowhere: ${inside}`)
          if (to.startsWith('#')) assert.ok(page.html.includes(`id="${to.slice(1)}"`), `${path}: ${to}`)
          else assert.equal((await visitor.get(to)).status, 200, `${path}: ${to}`)
        }
      }
    assert.ok(found.length >= 13, `${found.length} empty lists:\n${found.join('\n')}`)
  })

  test('a page says so by the one function that wants a way on', () => {
    const others = find('portals/public/**/*.ts').filter(path => read(path).includes('class="empty"'))
    assert.deepEqual(others, ['portals/public/directory.page.ts', 'portals/public/mine/mine.page.ts'])
  })

  test('坐席台 in the words of every list of the desk', () => {
    const blocks = find('portals/office/desk/**/*.tsx')
      .map(read)
      .flatMap(source => [
        ...source.matchAll(/className="empty">([\s\S]*?)<\/div>/g),
        ...source.matchAll(/\sempty=\{([^}]*)\}/g),
      ])
    const locales = ['zh-CN', 'en'].map(name => ({
      ...(parse(read(`content/locales/desk.${name}.yaml`)) as object),
      ...(parse(read(`content/locales/counter.${name}.yaml`)) as object),
    }))
    const saidAs = (words: object, key: string): string =>
      key.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], words) as string
    let words = 0
    for (const [, whole = ''] of blocks) {
      // A link is the way on itself.
      const inside = whole.replaceAll(/<Link[\s\S]*?<\/Link>/g, '')
      const keys = [...inside.matchAll(/say(?:First)?\([^)]*?\)/g)].flatMap(([call]) =>
        [...call.matchAll(/['`]([a-z][A-Za-z]*\.[A-Za-z.]+|\$\{kind\}\.[A-Za-z]+)['`]/g)].flatMap(([, key]) =>
          key!.startsWith('$') ? ['counter', 'lodge'].map(kind => key!.replace(/^\$\{kind\}/, kind)) : [key!],
        ),
      )
      for (const key of keys.filter(one => !one.endsWith('Next'))) {
        words++
        const next = keys.some(one => one.endsWith('Next'))
        for (const locale of locales) {
          const said = saidAs(locale, key)
          const sentences = said.split(/[。.](?:\s+|(?=\p{Script=Han})|$)/u).filter(one => one !== '')
          // A heading of what follows is no empty list.
          const heads = /[：:]$/.test(said)
          assert.ok(heads || sentences.length >= 2 || (next && sentences.length === 1), `${key}: ${said}`)
        }
      }
    }
    assert.ok(words >= 18, `${words} lists of the desk`)
  })
})
