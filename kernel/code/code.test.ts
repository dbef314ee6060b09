import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import {
  composeCertificate,
  composeItem,
  composeUscc,
  maskIdentifier,
  maskName,
  noDivisions,
  parseCertificate,
  parseCode,
  parseDivision,
  parseItem,
  parseLocal,
  parseProject,
  parseUscc,
  readDivisions,
} from '#kernel/code'
import { faultyLocal, faultyUscc, soundCertificates, soundItems, soundLocal, soundUscc } from './code.fixture.ts'

const divisions = readDivisions(new URL('../../content/divisions', import.meta.url).pathname)
const context = { today: Temporal.PlainDate.from('2026-11-22'), divisions }

const problems = (scheme: string, value: string): string[] => {
  const answer = parseCode(scheme, value, context)
  return answer.ok ? [] : answer.problems.map(problem => problem.code)
}

/** Every single slip of one character must be noticed. */
const withSlip = (value: string, at: number, character: string) => value.slice(0, at) + character + value.slice(at + 1)

suite('统一社会信用代码 GB 32100', () => {
  test('every published sound code is accepted, with its parts', () => {
    for (const code of soundUscc) assert.deepEqual(problems('uscc', code), [], code)
    const answer = parseUscc('9144030071526726XG')
    assert.ok(answer.ok)
    assert.deepEqual(answer.parts, {
      registrar: '9',
      registrarName: '市场监管',
      category: '1',
      categoryName: '企业',
      division: '440300',
      organisation: '71526726X',
      check: 'G',
    })
  })
  for (const [code, fault] of faultyUscc)
    test(`${code} is refused: ${fault}`, () => assert.ok(problems('uscc', code).includes(fault)))
  test('length, alphabet, lower case, blanks and placeholders are named', () => {
    assert.deepEqual(problems('uscc', ''), ['length'])
    assert.deepEqual(problems('uscc', '9144030071526726X'), ['length'])
    assert.deepEqual(problems('uscc', '9144030071526726XO'), ['alphabet'])
    assert.deepEqual(problems('uscc', '9144030071526726xg'), ['lower-case'])
    assert.deepEqual(problems('uscc', ' 9144030071526726X'), ['alphabet'])
    assert.deepEqual(problems('uscc', '９144030071526726XG'), ['alphabet'])
    assert.ok(problems('uscc', '000000000000000000').includes('dummy'))
    assert.ok(problems('uscc', '111111111111111111').includes('dummy'))
  })
  test('property: one wrong character never passes', () => {
    const alphabet = [...'0123456789ABCDEFGHJKLMNPQRTUWXY']
    fc.assert(
      fc.property(fc.constantFrom(...soundUscc), fc.nat(17), fc.constantFrom(...alphabet), (code, at, character) => {
        if (code[at] !== character) assert.notDeepEqual(problems('uscc', withSlip(code, at, character)), [])
      }),
    )
  })
  test('a composed code is sound', () => {
    assert.deepEqual(problems('uscc', composeUscc('91', '210102', 'MA0TEXT1')), [])
  })
})

suite('政务服务事项编码 GB/T 39554', () => {
  test('implementation, handling-item and basic codes are taken apart', () => {
    for (const [code, basic] of soundItems) {
      const answer = parseItem(code)
      assert.ok(answer.ok, code)
      assert.equal(answer.parts.basic, basic)
      assert.ok(parseItem(basic).ok)
    }
    const answer = parseItem('11450721MB15580811400014100500001')
    assert.ok(answer.ok)
    assert.equal(answer.parts.levelName, '县级')
    assert.equal(answer.parts.sourceRegionName, '国家')
    assert.equal(answer.parts.itemTypeName, '行政许可')
    assert.equal(answer.parts.handlingSequence, '01')
    assert.equal(composeItem('11450721MB15580811', '4', '000141005000', '01'), answer.value)
  })
  test('level, type, region, sequence, organ and length are checked', () => {
    assert.deepEqual(problems('item', '000104002000'), [])
    assert.deepEqual(problems('item', '001104002000'), ['item-type'])
    assert.deepEqual(problems('item', '000004002000'), ['item-type'])
    assert.deepEqual(problems('item', '990104002000'), ['source-region'])
    assert.deepEqual(problems('item', '000104000000'), ['main-item'])
    assert.deepEqual(problems('item', '00010400200A'), ['digits'])
    assert.deepEqual(problems('item', '0001040020001'), ['length'])
    assert.deepEqual(problems('item', '11450721MB155808117000141005000'), ['level'])
    assert.deepEqual(problems('item', '11450721MB155808110000141005000'), ['level'])
    assert.deepEqual(problems('item', '11450721MB15580812400014100500001'), ['check'])
    assert.deepEqual(problems('item', '11450721MB15580811400014100500000'), ['handling-sequence'])
    assert.deepEqual(problems('item', '11450721mb15580811400014100500001'), ['lower-case'])
  })
})

suite('电子证照标识 GB/T 36904', () => {
  test('published identifiers pass MOD 37,36', () => {
    for (const code of soundCertificates) {
      assert.deepEqual(problems('certificate', code), [], code)
      const answer = parseCertificate(code)
      assert.ok(answer.ok)
      const { typeCode, issuer, serial, version } = answer.parts
      assert.equal(composeCertificate(typeCode, issuer, serial, version), code)
    }
  })
  test('another version needs another check character; any slip in the serial is seen', () => {
    const [first] = soundCertificates
    assert.deepEqual(problems('certificate', first!.replace('.001.', '.002.')), ['check'])
    assert.deepEqual(problems('certificate', first!.replace('20230000403', '20230000404')), ['check'])
    assert.deepEqual(problems('certificate', first!.replace('1.2.156.3005.2', '1.2.156.3005.1')), ['prefix'])
    assert.deepEqual(problems('certificate', first!.slice(0, -2)), ['parts'])
    assert.ok(problems('certificate', first!.toLowerCase()).includes('lower-case'))
    assert.ok(parseCertificate(composeCertificate('11100000000013338W011', '210102', '2026A1', '001')).ok)
  })
})

suite('行政区划代码', () => {
  test('Shenyang: 13 districts and counties, 188 streets, towns and farms', () => {
    const codes = [...divisions.names.keys()].filter(code => code.startsWith('2101'))
    assert.equal(codes.filter(code => code.length === 6 && code !== '210100').length, 13)
    const streets = codes.filter(code => code.length === 9)
    assert.equal(streets.filter(code => !divisions.statistical.has(code)).length, 188)
    for (const code of codes) assert.deepEqual(problems('division', code), [], code)
  })
  test('6, 9 and 12 digits, down to the village', () => {
    const answer = parseDivision('210102001201', { divisions })
    assert.ok(answer.ok)
    assert.equal(answer.parts.level, 'village')
    assert.equal(answer.parts.streetName, '浑河湾街道')
    assert.deepEqual(problems('division', '511602000000'), [])
  })
  test('codes that a listed city does not have are refused, others only by shape', () => {
    assert.deepEqual(problems('division', '210107'), ['unknown'])
    assert.deepEqual(problems('division', '210102999'), ['unknown'])
    assert.ok(parseDivision('210107', { divisions: noDivisions }).ok)
    assert.deepEqual(problems('division', '990000'), ['province'])
    assert.deepEqual(problems('division', '210002'), ['gap'])
    assert.deepEqual(problems('division', '21010'), ['length'])
    assert.deepEqual(problems('division', '21010A'), ['digits'])
  })
})

suite('地方事项编码 (Sichuan)', () => {
  test('published forms are taken apart', () => {
    for (const code of soundLocal) assert.deepEqual(problems('local', code), [], code)
    for (const code of [
      '1J-5100-00027-511602000000-000-11511301008778386B-1-00',
      '51201200200013-511602000000-000-115113010087786859-1-00',
      '512C0107400001-511602000000-000-00877868-5-1-00',
    ])
      assert.deepEqual(problems('local', code), [], code)
    const answer = parseLocal('511G12015001-511602000000-000-115113010087786859-1-00')
    assert.ok(answer.ok)
    assert.equal(answer.parts.kindName, '行政给付')
    assert.equal(answer.parts.division, '511602000000')
  })
  test('published placeholders and truncated organs are refused', () => {
    for (const code of faultyLocal) assert.notDeepEqual(problems('local', code), [], code)
    assert.deepEqual(problems('local', 'H-000185-001-4444444444'), ['dummy'])
    assert.deepEqual(problems('local', 'E-000021-001-1111111111111111'), ['dummy'])
    assert.deepEqual(problems('local', '000104002000'), ['shape'])
    assert.deepEqual(problems('local', '512C0052900007-511602000000-000-083372205-1-00'), ['organisation-check'])
  })
})

suite('投资项目代码 and masks', () => {
  test('24 characters by pattern', () => {
    assert.ok(parseProject('2020-210102-48-01-000001').ok)
    for (const wrong of ['2020-210102-48-01-00001', '2020-990102-48-01-000001', '202021010248010000001'])
      assert.ok(!parseProject(wrong).ok)
  })
  test('since 2020 it begins with year and month, before with the year', () => {
    const begun = (value: string) => {
      const answer = parseProject(`${value}-210102-04-01-123456`)
      return answer.ok ? [answer.parts.year, answer.parts.month] : answer.problems.map(({ code }) => code)
    }
    assert.deepEqual(begun('2601'), ['2026', '01'])
    assert.deepEqual(begun('2012'), ['2020', '12'])
    assert.deepEqual(begun('2017'), ['2017', null])
    assert.deepEqual(begun('2613'), ['year'])
    assert.deepEqual(begun('1901'), ['year'])
  })
  test('names keep the surname, identifiers their ends', () => {
    assert.equal(maskName('张三'), '张*')
    assert.equal(maskName('张三丰'), '张**')
    assert.equal(maskName('欧阳修德'), '欧阳**')
    assert.equal(maskName('欧阳'), '欧*')
    assert.equal(maskName('𠮷田'), '𠮷*')
    assert.equal(maskName('Smith'), 'S***')
    assert.equal(maskName('买买提·艾力'), '买***')
    assert.equal(maskName('李'), '*')
    assert.equal(maskName(''), '')
    assert.equal(maskIdentifier('210102199001011234'), '2101**********1234')
    assert.equal(maskIdentifier('13800001234'), '138****1234')
    assert.equal(maskIdentifier('1234'), '****')
  })
  test('an unknown scheme is refused, and says which there are', () => {
    assert.throws(() => parseCode('passport', 'E12345678', context), { code: 'CODE_SCHEME_UNKNOWN' })
  })
})
