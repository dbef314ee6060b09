import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { composeCitizen, composeUscc } from '#kernel/code'
import { findingsOfWords } from './papers-sent.ts'
import type { KnownHere } from './sent-named.ts'
import { readSentRules } from './sent-rules.ts'

const rules = readSentRules(join(import.meta.dirname, '../../content/rules/sent-papers.yaml'))
const today = Temporal.PlainDate.from('2026-07-06')
const own = composeUscc('91', '210102', 'AB000001')
const other = composeUscc('91', '210102', 'AB000002')
const ownCitizen = composeCitizen('210102', '1980-05-01', '001')
const otherCitizen = composeCitizen('210102', '1975-03-02', '002')

const firm: KnownHere = { kind: 'firm', names: ['沈阳本家热力有限公司', own, '南京街供热工程'] }
const person: KnownHere = { kind: 'person', names: ['王晓明', ownCitizen] }

type Material = Parameters<typeof findingsOfWords>[1]['paper']
const paper = (name: string): Material => ({ id: 'it', name: { zh: name, en: name }, from: 'applicant' }) as Material

function said(
  lines: readonly string[],
  { name = '申请书', known = firm, others = [] as readonly string[], whole = true } = {},
) {
  const about = { paper: paper(name), others: others.map(paper), known, rules, today }
  return findingsOfWords({ lines, whole }, about).map(({ kind, code, read }) => {
    assert.equal(kind, 'look', 'what a machine read is never held against anybody')
    return [code, ...Object.values(read ?? {})].join(' ')
  })
}

suite('写的是别人 a paper that names somebody else and nobody of this application', () => {
  test('by number, by whom it calls the applicant, by the head of its title; people masked', () => {
    assert.deepEqual(said(['申请书', '申请单位：沈阳别家商贸有限公司', `统一社会信用代码：${other}`]), [
      `MATERIAL_OF_ANOTHER 沈阳别家商贸有限公司 ${other.slice(0, 4)}**********${other.slice(-4)}`,
    ])
    assert.deepEqual(said(['沈阳别家商贸有限公司章程', '第一章 总则'], { name: '章程' }), [
      'MATERIAL_OF_ANOTHER 沈阳别家商贸有限公司',
    ])
    assert.deepEqual(said(['声明书', '声明人：李建国　性别：男', `公民身份号码 ${otherCitizen}`], { known: person }), [
      `MATERIAL_OF_ANOTHER 李** 2101**********${otherCitizen.slice(-4)}`,
    ])
  })

  test('one that names both, or what the form names, is not; nor a number that is none', () => {
    for (const lines of [
      ['申请书', `甲方：沈阳别家商贸有限公司 ${other}`, '乙方：沈阳本家热力', '有限公司'],
      ['申请书', `信用代码 ${[...own].join(' ')}`, `编制单位 ${other}`],
      ['南京街供热工程申请书', `编制单位：辽宁方圆工程咨询有限公司 ${other}`],
      ['申请书', '编号 211002199001011234 912101020000000000'],
      ['申请书', `经办人身份证号 ${otherCitizen}`],
    ])
      assert.deepEqual(said(lines), [], lines.join(' '))
    assert.deepEqual(said(['声明书', `姓名：王晓明`, `对方 ${otherCitizen}`], { known: person }), [])
    assert.deepEqual(said(['诊断证明', '姓名：王晓明', `沈阳某医院 ${other}`], { known: person }), [])
  })

  test('a paper that is rightly of somebody else says nothing, unless it calls him the applicant', () => {
    const deed = ['不动产权证书', '权利人：孙立民', `证件号码 ${otherCitizen}`]
    const place = { name: '住所或者主要经营场所相关文件' }
    assert.deepEqual(said(deed, place), [])
    assert.deepEqual(said(deed, { ...place, known: person }), [])
    assert.deepEqual(said(['房屋租赁合同', `出租方：甲商业有限公司 ${other}`, '承租方：沈阳别家商贸有限公司'], place), [
      'MATERIAL_OF_ANOTHER 沈阳别家商贸有限公司',
    ])
  })

  test('where a page could not be read, somebody may stand on it', () => {
    assert.deepEqual(said(['申请书', `统一社会信用代码：${other}`], { whole: false }), [])
  })
})

suite('有效期 a paper that says it has run out', () => {
  const ended = (...lines: readonly string[]) =>
    said(['选址意见', '沈阳本家热力有限公司', ...lines], { name: '选址意见' })
  test('every way of saying a day', () => {
    for (const [line, day] of [
      ['有效期至：2026年5月31日', '2026-05-31'],
      ['有效期：2023年6月1日至2026年5月31日', '2026-05-31'],
      ['有效期限 2021.06.01—2026.05.31', '2026-05-31'],
      ['有效期至二〇二六年五月三十一日', '2026-05-31'],
      ['有效期至2026年5月', '2026-05-31'],
      ['本件有效期三年，自2023年6月1日起计算。', '2026-06-01'],
      ['于2026年5月31日前有效。', '2026-05-31'],
      ['有效期自2023年6月1日起三年', '2026-06-01'],
      ['有效期：自2023年6月1日起至2026年5月31日止', '2026-05-31'],
    ] as const)
      assert.deepEqual(ended(line), [`MATERIAL_EXPIRED ${day}`], line)
    assert.deepEqual(ended('二〇二四年六月二十日', '本意见自印发之日起2年内有效'), ['MATERIAL_EXPIRED 2026-06-20'])
    assert.deepEqual(ended('2024年6月20日', '有效期两年，自印发之日起计算'), ['MATERIAL_EXPIRED 2026-06-20'])
  })
  test('today, later, without end, of a contract or of an earlier paper is no such word', () => {
    for (const line of [
      '有效期至2026年7月6日',
      '有效期至2028年1月1日',
      '有效期限：长期',
      '有效期：2016年1月1日至长期',
      '合同有效期至2025年1月1日，已履行完毕',
      '原许可证有效期至2025年1月1日',
      '有效期至2025年1月1日；换发后有效期至2030年1月1日',
      '有效期三年，自2024年6月1日起计算',
      '本意见自2025年8月1日起施行',
      '有效期限：3年 2020年1月1日签发',
      '使用期限：2010年1月1日起2050年12月31日止',
      '有效期至2028年12月31日 2026年4月',
      '有效期：2020年1月1日（含）~2030年1月1日',
      '有效期限　发证机关　沈阳市公安局　发证日期　2015年3月1日',
      '有效期自2025年1月1日起',
      '有效期至2026年13月40日',
    ])
      assert.deepEqual(ended(line), [], line)
    assert.deepEqual(said(['沈阳本家热力有限公司', '有效期至2025年1月1日'], { name: '原许可证' }), [])
  })
})

suite('交错了文件 another paper than asked for', () => {
  const title = (line: string, name: string, others: readonly string[] = []) =>
    said([line, '沈阳本家热力有限公司'], { name, others })
  test('one that this application asks for elsewhere, or that everybody has at hand', () => {
    assert.deepEqual(title('2025年度审计报告', '申请书', ['最近两个会计年度的审计报告']), [
      'MATERIAL_OF_OTHER_KIND 2025年度审计报告',
    ])
    assert.deepEqual(title('营业执照', '设立申请书'), ['MATERIAL_OF_OTHER_KIND 营业执照'])
    assert.deepEqual(title('初步设计文件', '初步设计审批申请书'), ['MATERIAL_OF_OTHER_KIND 初步设计文件'])
    assert.deepEqual(title('设立申请书', '证明符合设立条件的材料', ['设立申请书']), [
      'MATERIAL_OF_OTHER_KIND 设立申请书',
    ])
  })
  test('the paper itself, under whatever name, and what shows anything are not', () => {
    assert.deepEqual(title('关于报送节能报告的函', '节能报告'), [])
    assert.deepEqual(title('关于设立分支机构的申请', '设立分支机构申请书'), [])
    assert.deepEqual(title('营业执照', '证明符合设立条件的材料', ['设立申请书']), [])
    assert.deepEqual(title('不动产权证书', '住所或者主要经营场所相关文件', ['登记申请书']), [])
    assert.deepEqual(title('情况说明', '申请书'), [])
    assert.deepEqual(said(['沈阳本家热力有限公司', '设立分支机构', '申请书'], { name: '设立分支机构申请书' }), [])
    assert.deepEqual(
      said(['审计报告', '沈阳本家热力有限公司', '附件：申请书'], { others: ['审计报告'] }),
      ['MATERIAL_OF_OTHER_KIND 审计报告'],
      'what lies with it is not what it is',
    )
  })
})
