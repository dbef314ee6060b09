import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { fieldTypePattern } from '../../kernel/definition/settings/content.ts'
import { designPage } from '../../portals/public/design/design.page.ts'
import { layout } from '../../portals/public/layout.ts'
import { readLocales } from '../../portals/public/locale.ts'
import { makeView } from '../../portals/public/view.ts'
import { declarationsOf } from './looks.ts'
import { files, find, read, root } from './tree.ts'

const folder = 'portals/public/design/'
const portal = files.filter(({ path, isTest }) => path.startsWith('portals/public/') && !isTest)
const shown = portal.filter(({ path }) => path.startsWith(folder))
const pages = portal.filter(({ path }) => !path.startsWith(folder))

interface Program {
  readonly path: string
  readonly code: string
}

/** Where what was opened at `from` is closed again. */
function closes(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    if ('([{'.includes(text[at]!)) depth++
    if (')]}'.includes(text[at]!) && --depth === 0) return at
  }
  return -1
}

/** Exported functions whose answer is markup. */
const partsIn = ({ code }: Program): readonly string[] =>
  [...code.matchAll(/^export (?:const (\w+) = \(|function (\w+)\()/gm)].flatMap(match => {
    const after = code.slice(closes(code, match.index + match[0].length - 1) + 1)
    return /^: (?:[\w ]+\| )?Html\b(?:[ |\w]*)(?: =>| \{)/.test(after) ? [match[1] ?? match[2]!] : []
  })

const takes = ({ code }: Program, name: string): boolean =>
  [...code.matchAll(/import (?:type )?\{([^}]*)\} from/g)].some(([, names]) =>
    names!.split(',').some(one => one.trim() === name),
  )

/** 共用部件 What at least two pages are made with, and the page of components is not. */
const unshown = (programs: readonly Program[], design: readonly Program[]): readonly string[] =>
  programs.flatMap(program =>
    partsIn(program)
      .filter(name => programs.filter(other => other !== program && takes(other, name)).length >= 2)
      .filter(name => !design.some(one => takes(one, name) && new RegExp(`\\b${name}\\(`).test(one.code)))
      .map(name => `${program.path}: ${name}`),
  )

/** Shared, and nothing to see of them by themselves. */
const unseen: Readonly<Record<string, string>> = {
  html: 'the template that all markup is made with',
  formFor: 'the form around fields; the rows of uploads are such forms',
  formCarries: 'what a form carries unseen',
  passkeyForm: 'hidden until a script finds a browser that knows passkeys; made of the same fields and buttons',
}

const locales = readLocales(join(root, 'content/locales'))
const drawn = (['zh', 'en'] as const).flatMap(language =>
  [false, true].map(elder => {
    const view = makeView(locales, { language, elder, chosen: false, demo: true, path: '/design', query: {} })
    return layout(view, { style: '/style.css' }, designPage(view))
  }),
)
const all = (markup: string, pattern: RegExp): readonly string[] =>
  [...markup.matchAll(pattern)].flatMap(([, found]) => found!.split(/\s+/)).filter(Boolean)

suite('部件 /design shows every component of the public pages in every state', () => {
  test('what two pages share is shown, by the very function they share', () => {
    const ribbon = { path: 'ribbon.ts', code: 'export const ribbon = (words: { a: string }): Html | null =>\n  html``' }
    const plain = { path: 'plain.ts', code: 'export function plain(\n  words: string,\n): string {' }
    const user = (path: string) => ({ path, code: "import { plain, ribbon } from './ribbon.ts'\nribbon({})" })
    const two = [ribbon, plain, user('a.ts'), user('b.ts')]
    assert.deepEqual(unshown(two, []), ['ribbon.ts: ribbon'])
    assert.deepEqual(unshown(two, [{ path: 'd.ts', code: "import { ribbon } from './ribbon.ts'" }]), [
      'ribbon.ts: ribbon',
    ])
    assert.deepEqual(unshown(two, [user('d.ts')]), [])
    assert.deepEqual(unshown([ribbon, user('a.ts')], []), [])

    assert.ok(shown.length >= 8 && pages.length >= 60, `${shown.length} shown, ${pages.length} files`)
    const parts = pages.flatMap(partsIn)
    for (const known of ['fieldOf', 'button', 'mark', 'plumbLine', 'errorSummary', 'cell', 'emptyNote'])
      assert.ok(parts.includes(known), `${known} is not seen to be a component`)
    const missing = unshown(pages, shown).map(found => found.split(': '))
    assert.deepEqual(
      missing.filter(([, name]) => unseen[name!] === undefined),
      [],
    )
    assert.deepEqual(
      Object.keys(unseen).filter(name => !missing.some(([, found]) => found === name)),
      [],
      'excused and not shared',
    )
  })

  test('whatever the style sheets of the public pages give a look stands on it', () => {
    const sheets = find('portals/public/style/*.css').map(read)
    const styled = new Set(
      sheets.flatMap(sheet =>
        all(sheet.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/\{[^{}]*\}/g, '{'), /\.([a-z][a-z-]*)/g),
      ),
    )
    assert.ok(styled.size >= 70 && sheets.every(sheet => declarationsOf(sheet).length > 0), `${styled.size} classes`)
    const there = new Set(drawn.flatMap(markup => all(markup, /\sclass="([^"]*)"/g)))
    // The desk's own skin, of which the list of tokens knows.
    assert.deepEqual(
      [...styled].filter(name => !there.has(name) && name !== 'desk'),
      [],
    )
  })

  test('the line hangs in every state, with a knot of every state; every tone and every kind of field is there', () => {
    const union = (path: string, name: string) =>
      [
        ...new RegExp(`${name}[^=:]*[=:] ((?:\\s*\\|?\\s*'[a-z]+')+)`).exec(read(path))![1]!.matchAll(/'([a-z]+)'/g),
      ].map(([, word]) => word!)
    const lines = 'portals/public/plumb-line.ts'
    const [states, knots] = [union(lines, 'readonly state'), union(lines, 'readonly status')]
    const tones = union('portals/public/marks.ts', 'type Tone ')
    assert.deepEqual([states.length, knots.length, tones.length], [5, 6, 4])
    for (const markup of drawn) {
      for (const state of states) {
        assert.ok(markup.includes(`class="plumb ${state}"`), state)
        assert.ok(markup.includes(`class="plumb small ${state}"`), state)
      }
      for (const status of knots) assert.ok(markup.includes(`class="knot ${status}"`), status)
      for (const tone of tones) assert.ok(markup.includes(`class="mark ${tone}"`), tone)
    }
    const types = /\(([^$]*)\)\$/
      .exec(fieldTypePattern)![1]!
      .replaceAll(/\\\(\[0-9\]\\\)/g, '(2)')
      .split('|')
    const fields = read(`${folder}field.parts.ts`)
    // No form asks for a person or a file by a box of its own: parties and papers have their pages.
    const asked = types.filter(type => type !== 'person' && type !== 'file')
    assert.ok(asked.length >= 11)
    assert.deepEqual(
      asked.filter(type => !fields.includes(`type: '${type}'`)),
      [],
    )
  })

  test('nothing on it is named twice, nothing is left without its words, and nothing jumps', () => {
    for (const markup of drawn) {
      const ids = all(markup, /\sid="([^"]*)"/g)
      assert.ok(ids.length >= 60)
      assert.deepEqual(
        ids.filter((id, at) => ids.indexOf(id) !== at),
        [],
      )
      const bare = markup.replaceAll(/<[^>]*>/g, ' ')
      assert.deepEqual(bare.match(/\b(?:design|apply|field|progress|line|mine|versions)\.[a-zA-Z.]+/g), null)
      assert.ok(!markup.includes('autofocus'))
    }
  })
})
