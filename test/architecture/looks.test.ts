import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { declarationsOf, rawConditions, rawInCode, rawInSheet, tokensIn } from './looks.ts'
import { blanked } from './source.ts'
import { files, find, read } from './tree.ts'

/*
 * 外观 Colours and sizes stand in one file; everything that is drawn names a token of it. Raw are colours in any notation and sizes in px,
 * pt, rem or a unit of paper. Not raw: nought; what is measured by its surroundings (em, ch, %, fr, vw, vh); weights and line
 * heights, which are ratios of the type they belong to; keywords. A hairline has its token like everything else.
 */
const tokenFile = 'portals/public/style/tokens.css'
const sheet = read(tokenFile)
const tokens = tokensIn(sheet)
const sheets = find('**/*.css').filter(path => path !== tokenFile)

/** Drawn on paper in points: their type, margins and red are prescribed by GB/T 9704, not chosen, and no skin changes them. */
const papers = (path: string): boolean => path.startsWith('hubs/application/paper/')
const programs = [
  ...files.filter(({ isTest }) => !isTest).map(({ path, code }) => ({ path, code })),
  ...find('portals/**/*.{js,mjs}').map(path => ({ path, code: blanked(read(path)).code })),
]

suite('外观 colours, sizes and type come from one list', () => {
  test('the reader sees what is raw, and lets pass what is not', () => {
    const table = tokensIn(
      ':root { --ink: #1b2430; --on-action: #fff; --size: 17px; --gap-8: 8px; --gap-10: 10px; --line-thin: 1px; --radius: 4px; --rail: 248px; --at-rail: 940px }',
    )
    const seeded = [
      '/* #123456, 12px */',
      '.a:hover { color: #1B2430; padding: 0 8px 9px; margin: -10px auto; }',
      '.b { background: white; border: 1px solid rgb(27, 36, 49); border-radius: 4px',
      '}',
      '.c { font: 600 17px/1.4 var(--sans); width: 15.5rem; stroke-width: 1.5; content: "#fff 4px" }',
      '.d { fill: hsl(9 9% 9%); color: Tomato; --own: 1em }',
      '@media (max-width: 900px) { .e { top: .5em } }',
    ].join('\n')
    assert.deepEqual(rawInSheet('x.css', seeded, table), [
      'x.css:2 color: #1B2430: write var(--ink)',
      'x.css:2 padding: 8px: write var(--gap-8)',
      'x.css:2 padding: 9px: no token is that; the nearest is var(--gap-8)',
      'x.css:2 margin: -10px: write var(--gap-10)',
      'x.css:3 background: white: write var(--on-action)',
      'x.css:3 border: rgb(27, 36, 49): no token is that; the nearest is var(--ink)',
      'x.css:3 border: 1px: write var(--line-thin)',
      'x.css:3 border-radius: 4px: write var(--radius)',
      'x.css:5 font: 17px: write var(--size)',
      'x.css:5 font: there is no token sans',
      'x.css:5 width: 15.5rem: no token is that; the nearest is var(--rail)',
      'x.css:5 stroke-width: 1.5: no token is that; the nearest is var(--line-thin)',
      'x.css:6 fill: hsl(9 9% 9%): take one of the colours of the token file',
      'x.css:6 color: Tomato: take one of the colours of the token file',
      'x.css:6 --own: a token is set in the token file',
      'x.css:7 @media: 900px: no token is that; the nearest is var(--at-rail)',
    ])
    const clean = [
      '.a:not(.b, .c) { color: currentColor; margin: 0 0px 1em; width: min(100%, var(--rail)); line-height: 1.35 }',
      '@media (max-width: 939px) { .d { white-space: nowrap; flex: 1 1 12ch; background: none; stroke: var(--ink) } }',
    ].join('\n')
    assert.deepEqual(rawInSheet('x.css', clean, table), [])
    const desk = 'portals/office/desk/x.tsx'
    const program = [
      "const a = { color: '#1b2430', fontSize: 14, borderRadius: 4 } // #fff",
      'const b = <svg viewBox="0 0 16 28" width="16" fill="white" />',
      "const c = <p style={{ gap: 8 }}>{'12px'}</p>",
      'const d = <Row gutter={16} color="rgba(0, 0, 0, 0.5)" />',
    ].join('\n')
    assert.deepEqual(
      rawInCode(desk, blanked(program).code, table).map(found => found.slice(desk.length + 1)),
      [
        '1 #1b2430: write var(--ink)',
        '1 fontSize 14: no token is that; the nearest is var(--size)',
        '1 borderRadius 4: write var(--radius)',
        '2 white: write var(--on-action)',
        '2 width 16: no token is that; the nearest is var(--rail)',
        '2 width 16: no token is that; the nearest is var(--rail)',
        '3 12px: no token is that; the nearest is var(--rail)',
        '3 gap 8: write var(--gap-8)',
        '3 style: give it a class of the style sheet',
        '4 rgba(0, 0, 0, 0.5): no token is that; the nearest is var(--ink)',
        '4 gutter 16: no token is that; the nearest is var(--rail)',
      ],
    )
    const fine =
      "import { a } from '#kernel/case'\nconst b = { level: 'red', at: '#f-name' }\nconst c = `<path d=\"M5 4h6\" stroke-width=\"2.2\"/>`"
    assert.deepEqual(rawInCode(desk, blanked(fine).code, table), [])
  })

  test('no style sheet has a colour or a size of its own', () => {
    const declared = sheets.map(path => declarationsOf(read(path)).length)
    assert.ok(sheets.length >= 9, `${sheets.length} sheets`)
    assert.ok(declared.every(count => count > 10) && declared.reduce((sum, count) => sum + count, 0) >= 600)
    assert.deepEqual(
      sheets.flatMap(path => rawInSheet(path, read(path), tokens)),
      [],
    )
    assert.deepEqual(rawConditions(tokenFile, sheet, tokens), [])
  })

  test('no program has a colour or a size of its own, but for what is set on paper', () => {
    const looked = programs.filter(({ path }) => !papers(path))
    assert.ok(looked.length >= 400 && looked.some(({ path }) => path.endsWith('.tsx')), `${looked.length} programs`)
    assert.deepEqual(
      looked.flatMap(({ path, code }) => rawInCode(path, code, tokens)),
      [],
    )
    const onPaper = programs
      .filter(({ path }) => papers(path))
      .flatMap(({ path, code }) => rawInCode(path, code, tokens))
    assert.ok(onPaper.length > 0, 'papers need no exemption any more')
  })

  test('every token is set once for usual type, and something is drawn with it', () => {
    const drawn = [...sheets, tokenFile].map(read).join('\n')
    const named = new Set([
      ...[...drawn.matchAll(/var\(\s*--([\w-]+)/g)].map(([, name]) => name!),
      ...programs.flatMap(({ code }) =>
        [...code.matchAll(/\b(?:tokenOf|pixelsOf|token|pixels)\('([\w-]+)'\)/g)].map(([, name]) => name!),
      ),
    ])
    const conditions = drawn.match(/@media[^{]*/g)?.join(' ') ?? ''
    const below = (value: string) => `${Number.parseFloat(value) - 1}px`
    const used = (name: string, value: string) =>
      named.has(name) || (name.startsWith('at-') && (conditions.includes(value) || conditions.includes(below(value))))
    assert.ok(tokens.size >= 80 && named.size >= 80, `${tokens.size} tokens, ${named.size} named`)
    assert.deepEqual(
      [...tokens].filter(([name, value]) => !used(name, value)).map(([name]) => name),
      [],
    )
    assert.deepEqual(
      [...named].filter(name => !tokens.has(name)),
      [],
      'named and not there',
    )
  })

  test('both skins are drawn with this one file', () => {
    assert.match(read('portals/public/pages.ts'), /\btokenSheet,\n/)
    assert.match(read('gate/desk.ts'), /\btokens: tokenSheet\b/)
    const theme = read('portals/office/desk/theme.ts')
    assert.ok((theme.match(/\b(?:token|pixels)\('[\w-]+'\)/g) ?? []).length >= 15)
  })
})
