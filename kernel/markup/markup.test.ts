import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { Refusal } from '#kernel/refusal'
import { attributeOf, canonicalXml, elementsIn, readXml, textIn, type Writable, writeXml, xmlElement } from './index.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string) => readXml('a.xml', bytes(text))

function refusedAt(text: string | Uint8Array): string {
  try {
    readXml('a.xml', typeof text === 'string' ? bytes(text) : text)
  } catch (error) {
    assert.ok(error instanceof Refusal && error.code === 'MARKUP_UNREADABLE', String(error))
    assert.ok(error.remedy)
    const { line, column, fault } = error.facts
    return `${line}:${column} ${fault}`
  }
  return 'read'
}

const name = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/)
// characters of XML 1.0; carriage returns stand for themselves only when written as numbers
const words = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .filter(text => text.isWellFormed() && !/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text))
const { tree } = fc.letrec<{ tree: Writable; node: Writable }>(tie => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    words.map((text): Writable => ({ kind: 'text', text })),
    words.filter(text => !text.includes('\r')).map((text): Writable => ({ kind: 'text', text, cdata: true })),
    words
      .filter(text => !text.includes('-') && !text.includes('\r'))
      .map((text): Writable => ({ kind: 'comment', text })),
    tie('tree'),
  ),
  tree: fc
    .tuple(name, fc.dictionary(name, words, { maxKeys: 3 }), fc.array(tie('node'), { maxLength: 4 }))
    .map(([tag, attributes, children]) => xmlElement(tag, attributes, children)),
}))

suite('XML', () => {
  test('what is written is read again, to the character', () => {
    fc.assert(
      fc.property(tree, root => {
        assert.ok(root.kind === 'element')
        const text = writeXml({ root })
        const again = writeXml(read(text))
        assert.deepEqual(canonicalXml(again), canonicalXml(text))
      }),
      { numRuns: 300 },
    )
  })

  test('names, namespaces, text, comments and instructions are kept, with their places', () => {
    const text = `<?xml version="1.0"?>
<!-- before --><?sheet one="1"?>
<b:root xmlns:b="urn:b" xmlns="urn:d" b:x="1&#10;2" y='"'>
  <item __proto__="p">a &lt; <![CDATA[<b> & c]]></item><!-- in --><b:item/>
</b:root><!-- after -->`
    const document = read(text)
    const [item, other] = elementsIn(document.root)
    assert.equal(document.root.uri, 'urn:b')
    assert.equal(attributeOf(document.root, 'x', 'urn:b'), '1\n2')
    assert.equal(attributeOf(document.root, 'y'), '"')
    assert.equal(attributeOf(item!, '__proto__'), 'p')
    assert.equal(item!.uri, 'urn:d')
    assert.equal(textIn(item!), 'a < <b> & c')
    assert.deepEqual([item!.line, item!.column], [4, 3])
    assert.equal(other!.uri, 'urn:b')
    assert.deepEqual(canonicalXml(writeXml(document)), canonicalXml(text))
  })

  test('two files that say different things are told apart', () => {
    const form = (text: string) => canonicalXml(text).join('\n')
    const one = '<a x="1" y="2">t<b/></a>'
    assert.equal(form(`<a  y='2' x="1">&#116;<b></b></a>`), form(one))
    for (const other of [
      '<a x="1">t<b/></a>',
      '<a x="1" y="3">t<b/></a>',
      '<a x="1" y="2"> t<b/></a>',
      '<a x="1" y="2">t</a>',
      '<a x="1" y="2" xmlns="urn:x">t<b/></a>',
      '<a x="1" y="2">t<b/><!--c--></a>',
      '<a x="1" y="2"><b/>t</a>',
    ])
      assert.notEqual(form(other), form(one), other)
  })

  test('encodings are taken from the mark or the declaration and never guessed', () => {
    const gbk = Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="GBK"?><a>'),
      Buffer.from([0xca, 0xc2]),
      Buffer.from('</a>'),
    ])
    assert.equal(textIn(readXml('a.xml', gbk).root), '事')
    const wide = Buffer.from('\uFEFF<a>事</a>', 'utf16le')
    assert.equal(textIn(readXml('a.xml', wide).root), '事')
    assert.equal(textIn(read('\uFEFF<a>事</a>').root), '事')
    assert.equal(refusedAt(Buffer.concat([bytes('<a>\nx'), Buffer.from([0xca, 0xc2]), bytes('</a>')])), '2:2 encoding')
    assert.equal(refusedAt('<?xml version="1.0" encoding="KLINGON"?><a/>'), '1:1 encoding')
  })

  test('what is hostile, broken or half is refused with its place', () => {
    const laughs = `<?xml version="1.0"?>\n<!DOCTYPE lolz [ <!ENTITY a "ha"> <!ENTITY b "&a;&a;"> ]>\n<lolz>&b;</lolz>`
    assert.equal(refusedAt(laughs), '2:1 doctype')
    assert.equal(refusedAt('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'), '1:1 doctype')
    assert.match(refusedAt('<a>\n &outside;</a>'), /^2:\d+ entity$/)
    assert.match(refusedAt('<a>\n<b></a>'), /^2:\d+ form$/)
    assert.match(refusedAt('<a>\n<b>half'), /^2:\d+ form$/)
    assert.match(refusedAt(''), /form$/)
    assert.match(refusedAt('plain words'), /form$/)
    assert.match(refusedAt('<a x="1" x="2"/>'), /form$/)
    assert.match(refusedAt('<a:b/>'), /form$/)
    assert.match(refusedAt('<a>\u0001</a>'), /^1:\d+ characters$/)
    assert.equal(refusedAt('<?xml version="1.1"?><a/>'), '1:1 version')
    assert.equal(refusedAt(`${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`), '1:601 depth')
    assert.match(refusedAt(`<a>${'<b/>'.repeat(300_000)}</a>`), /elements$/)
    assert.equal(refusedAt(new Uint8Array(50_000_000)), '1:1 size')
  })

  test('nobody waits for a refusal', () => {
    const began = process.cpuUsage()
    refusedAt(`<a ${'x'.repeat(1_900_000)}`)
    refusedAt(`<a>${'&amp;'.repeat(350_000)}`)
    refusedAt(`<!DOCTYPE a [${'<!ENTITY a "b">'.repeat(100_000)}`)
    refusedAt(`<a${Array.from({ length: 110_000 }, (_, at) => ` x${at}=""`).join('')}/>`)
    refusedAt(`<a>${'<b>t</b>'.repeat(200_000)}</a>`)
    // time of this process and not of the clock: the machine may be busy with others
    const { user } = process.cpuUsage(began)
    assert.ok(user < 10_000_000, `${user} µs for five`)
  })
})
