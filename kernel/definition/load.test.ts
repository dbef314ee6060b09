import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { tryCompile } from './compile.ts'
import { smallItem } from './example-item.ts'
import { lineOf } from './finding.ts'
import { loadDefinition, readDefinition } from './load.ts'
import { checkSoundness } from './soundness.ts'

const faultsOf = (text: string | Uint8Array) =>
  readDefinition('x.yaml', text).findings.map(({ rule, line, column, path }) =>
    `${rule} ${line}:${column} ${path}`.trimEnd(),
  )

suite('读事项文件 reading item files', () => {
  test('a sound file gives its definition, and where each part is written', () => {
    const { definition, positions } = loadDefinition('x.yaml', smallItem)
    assert.equal(definition.item, 'tree-felling')
    const place = positions.at(['flow', 'expert', 'by'])
    assert.equal(smallItem.split('\n')[place.line - 1]?.slice(place.column - 1, place.column + 7), 'reviewer')
    assert.equal(positions.shown(['flow', 1, 'by']), 'flow.expert.by')
  })

  test('whoever reads the terminal is told the place, the rule and what to do', () => {
    const [finding] = readDefinition('x.yaml', Buffer.from([0x61, 0x3a, 0x20, 0xff])).findings
    assert.match(lineOf(finding!), /^x\.yaml:1:4 DEFINITION_NOT_UTF8 .+ → 另存为 UTF-8 Save it as UTF-8$/)
  })

  test('格式错误说明文件、行、列和写法 mistakes are placed and put into words', () => {
    const wrong = smallItem
      .replace('kind: expert, by: reviewer', 'kind: expertise, by: reviewer')
      .replace('value: 20,', 'valu: 20,')
      .replace('version: 1', 'version: 0')
      .replace('{ voucher: felling-permit }', '{ vouchr: felling-permit }')
    const found = readDefinition('x.yaml', wrong).findings
    const paths = found.map(({ rule, path }) => `${rule} ${path}`)
    for (const expected of [
      'DEFINITION_VALUE version',
      'DEFINITION_VALUE flow.expert.kind',
      'DEFINITION_MISSING limits.decide',
      'DEFINITION_UNKNOWN_KEY limits.decide.valu',
    ])
      assert.ok(paths.includes(expected), `${expected} in ${paths.join('; ')}`)
    const kind = found.find(({ path }) => path === 'flow.expert.kind')!
    assert.equal(wrong.split('\n')[kind.line - 1]?.slice(kind.column - 1, kind.column + 8), 'expertise')
    assert.match(kind.text.en, /acceptance/)
    assert.ok(found.length < 10, paths.join('; '))
  })

  test('a name that no expression could see is a mistake, never skipped over with all that stands under it', () => {
    const findingsOf = (from: string, to: string) => {
      assert.ok(smallItem.includes(from), from)
      return readDefinition('x.yaml', smallItem.replace(from, to)).findings.map(({ rule, path }) => `${rule} ${path}`)
    }
    // Two signs lost in a fact: YAML reads a key 'isHuge { test' with a text under it.
    assert.deepEqual(findingsOf('isHuge: { test', 'isHuge { test'), [
      'DEFINITION_UNKNOWN_KEY content.facts.isHuge { test',
    ])
    assert.deepEqual(findingsOf('\n  decide:', '\n  Decide!:'), ['DEFINITION_UNKNOWN_KEY limits.Decide!'])
    // one limit that is wrong does not make the others unknown
    assert.deepEqual(findingsOf('value: 20,', 'value: 0,'), ['DEFINITION_VALUE limits.decide.value'])
    assert.deepEqual(findingsOf('\n    grant:', '\n    Grant it:'), [
      'DEFINITION_UNKNOWN_KEY content.outcomes.Grant it',
    ])
  })

  test('an unreadable file is refused with a permanent code at its line, quickly', { timeout: 20_000 }, () => {
    const many = (text: string) => text.repeat(Math.floor(1_900_000 / text.length))
    const gbk = Buffer.concat([Buffer.from('item: x\nname: '), Buffer.from([0xd6, 0xd0, 0xb9, 0xfa, 0xd5, 0xfe])])
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefgh'].map((key, at) => `${key}: &${key} [${`*${'abcdefg'[at]},`.repeat(9)}]`).join('\n')}`
    const hostile: readonly (readonly [string, string | Uint8Array])[] = [
      ['DEFINITION_ENCODING_GBK 2:7', gbk],
      ['DEFINITION_NOT_UTF8 1:4', Buffer.from([0x61, 0x3a, 0x20, 0xff, 0x00])],
      ['DEFINITION_TOO_LARGE 1:1', 'a: b\n'.repeat(500_000)],
      ['DEFINITION_DUPLICATE_KEY 3:1', 'item: x\nname: y\nitem: z'],
      ['DEFINITION_NOT_A_MAP 1:1', '- a\n- b'],
      ['DEFINITION_NOT_A_MAP 1:1', ''],
      ['DEFINITION_ALIASES 5:26', bomb],
      ['DEFINITION_ALIAS_UNKNOWN 1:8', 'a: &a [*a]'],
      ['DEFINITION_TOO_DEEP 1:257', many('[')],
      ['DEFINITION_TOO_DEEP 1:1', many('- ')],
      ['DEFINITION_TOO_COMPLEX 60001:2', many('k:\n')],
      ['DEFINITION_TOO_COMPLEX 1:24001', many('&a ')],
      ['DEFINITION_TAG 1:4', 'a: !!js/function x'],
      ['DEFINITION_TAG 1:4', 'a: !!binary aGk='],
      ['DEFINITION_NUMBER 1:4', 'a: 12345678901234567890'],
      ['DEFINITION_KEY 1:1', '__proto__: { a: 1 }'],
      ['DEFINITION_KEY 1:3', '? [a]\n: b'],
      ['DEFINITION_SYNTAX 1:1', '%YAML 1.1\n---\na: no'],
      ['DEFINITION_SYNTAX 2:1', 'a: 1\n---\nb: 2'],
      ['DEFINITION_CONTROL_CHARACTER 1:4', 'a: \u202eabc'],
    ]
    for (const [expected, bytes] of hostile) {
      const began = performance.now()
      assert.equal(faultsOf(bytes)[0], expected)
      const took = performance.now() - began
      assert.ok(took < 2_000, `${expected} took ${took} ms`)
    }
    assert.equal(({} as { a?: number }).a, undefined)
  })

  test('every finding has a remedy a clerk can follow where the file itself is at fault', () => {
    for (const finding of readDefinition('x.yaml', 'a: 1\na: 2').findings)
      assert.ok(finding.remedy?.zh && finding.remedy.en)
    assert.throws(() => loadDefinition('x.yaml', 'a: 1\na: 2'), { code: 'DEFINITION_INVALID' })
  })

  test('no file makes the reader throw: bytes changed at random give a definition or findings', () => {
    const bytes = Buffer.from(smallItem)
    const change = fc.record({
      at: fc.nat(bytes.length - 1),
      take: fc.nat(40),
      put: fc.oneof(
        fc.uint8Array({ maxLength: 4 }),
        fc.constantFrom('{', '- ', '\t', '"', '&a ', '*a', '? ', 'null', '[[', '|').map(text => Buffer.from(text)),
      ),
    })
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), changes => {
        let text: Buffer = bytes
        for (const { at, take, put } of changes)
          text = Buffer.concat([text.subarray(0, at), put, text.subarray(at + take)])
        const { loaded, findings } = readDefinition('x.yaml', text)
        assert.ok(loaded || findings.length > 0)
        for (const finding of findings)
          assert.ok(finding.line >= 1 && finding.column >= 1 && /^[A-Z0-9_]+$/.test(finding.rule))
        if (loaded) checkSoundness(loaded.definition, { positions: loaded.positions })
        if (loaded) tryCompile(loaded.definition, { positions: loaded.positions })
      }),
      { numRuns: 300 },
    )
  })
})
