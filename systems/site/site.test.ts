import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { accents, readSites, type SiteGround } from './index.ts'

const root = join(import.meta.dirname, '../..')
const ground: SiteGround = {
  items: new Set(['energy-review']),
  organs: new Set(['210102-approval-bureau', '210102-civil-affairs-bureau']),
  regions: new Set(['210100', '210102']),
}
const read = (...sites: readonly string[]) =>
  readSites('sites/shenyang.yaml', Buffer.from(`sites:\n${sites.map(site => `  - ${site}\n`).join('')}`), ground)
const good = '{ site: "210102", region: "210102", accent: slate }'

suite('网站 what content says of a site', () => {
  test('a good site is taken as it is written', () => {
    const { sites, findings } = read(good, '{ site: 210102-approval-bureau, organs: [210102-approval-bureau] }')
    assert.deepEqual(findings, [])
    assert.deepEqual(sites[0], { site: '210102', region: '210102', accent: 'slate' })
    assert.equal(sites.length, 2)
  })

  const both = 'organs: [210102-approval-bureau, 210102-civil-affairs-bureau]'
  const faults: readonly (readonly [rule: string, line: number, ...sites: readonly string[]])[] = [
    ['SITE_SPEAKS_FOR', 2, '{ site: nobody }'],
    ['SITE_SPEAKS_FOR', 2, '{ site: "210102", region: "210102", organs: [210102-approval-bureau] }'],
    ['SITE_NAME', 2, `{ site: two, ${both} }`],
    ['SITE_CODE', 2, '{ site: "210102", organs: [210102-approval-bureau] }'],
    ['SITE_CODE', 2, '{ site: 210102-approval-bureau, organs: [210102-civil-affairs-bureau] }'],
    ['SITE_REGION', 2, '{ site: far, region: "999999" }'],
    ['SITE_ORGAN', 2, '{ site: no-organ, organs: [210102-no-bureau] }'],
    ['SITE_TWICE', 3, good, good],
    [
      'SITE_ITEM',
      2,
      '{ site: "210102", region: "210102", sections: [{ title: { zh: 甲, en: A }, items: [nothing] }] }',
    ],
  ]
  for (const [rule, line, ...sites] of faults)
    test(`${rule} is found with its line and what to do, and that site is left out: ${sites.at(-1)}`, () => {
      const found = read(...sites)
      assert.deepEqual(
        found.findings.map(one => [one.rule, one.line]),
        [[rule, line]],
      )
      assert.match(found.findings[0]!.text.zh, /请|写/)
      assert.equal(found.sites.length, sites.length - 1)
    })

  test('a colour of its own is no accent; a key nobody knows is none', () => {
    for (const site of [
      '{ site: a1, region: "210102", accent: "#ff0000" }',
      '{ site: a1, region: "210102", logo: x }',
    ]) {
      const { sites, findings } = read(site)
      assert.ok(findings.length > 0 && sites.length === 0, site)
    }
  })

  test('every accent is a token of the style sheet, and the head of a site knows it', () => {
    const style = (name: string) => readFileSync(join(root, 'portals/public/style', name), 'utf8')
    for (const accent of accents) {
      assert.match(style('tokens.css'), new RegExp(`^  --${accent}: #[0-9a-f]{6};`, 'm'))
      if (accent !== 'ink') assert.ok(style('site.css').includes(`.site.accent-${accent} {`), accent)
    }
  })
})
