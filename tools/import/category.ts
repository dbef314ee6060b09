import { parseItem, parseUscc } from '#kernel/code'
import type { LawLibrary } from '#kernel/definition'
import { articlesOf } from './legal-words.ts'
import type { Reading } from './reading.ts'

export interface Kind {
  readonly drawer: string
  readonly template: string
  readonly start: string
  /** Whether the template was made for this kind of power. */
  readonly own: boolean
}

const permit = 'templates/permit-with-expert-review'
const penalty = 'templates/penalty-ordinary-procedure'
const kinds: Readonly<Record<string, Kind>> = {
  '01': { drawer: 'permit', template: permit, start: 'application', own: true },
  '02': { drawer: 'penalty', template: penalty, start: 'clue', own: true },
  '03': { drawer: 'compulsion', template: penalty, start: 'clue', own: false },
  '04': { drawer: 'levy', template: permit, start: 'application', own: false },
  '05': { drawer: 'benefit', template: permit, start: 'application', own: false },
  '06': { drawer: 'inspection', template: penalty, start: 'clue', own: false },
  '07': { drawer: 'confirmation', template: permit, start: 'application', own: false },
  '08': { drawer: 'reward', template: permit, start: 'application', own: false },
  '09': { drawer: 'adjudication', template: permit, start: 'application', own: false },
  '10': { drawer: 'other', template: permit, start: 'application', own: false },
  '20': { drawer: 'service', template: permit, start: 'application', own: false },
}

/** 事项类型 The drawer of the kind the source names, and the template nearest to it. */
export function kindOf(reading: Reading): Kind {
  const code = reading.text('kind.code')
  const found = code === undefined ? undefined : kinds[code]
  const kind = found ?? { ...kinds['10']!, own: false }
  if (code !== undefined) reading.understood('kind', 'category.drawer', kind.drawer)
  if (!found)
    reading.say('left', 'kind.code', '没有可识别的事项类型，暂按其他行政权力 no known kind; drawn up as other')
  if (!kind.own)
    reading.say(
      'default',
      'flow',
      `该类事项尚无模板，流程暂用 ${kind.template}，须由编辑改写 no template for this kind yet; the flow is borrowed`,
    )
  return kind
}

const organs: readonly (readonly [RegExp, string])[] = [
  [/行政审批/, 'approval-bureau'],
  [/发展和?改革|能源/, 'energy-bureau'],
  [/市场监督|工商/, 'market-regulation-bureau'],
  [/民政/, 'civil-affairs-bureau'],
  [/国土|自然资源|林业和草原/, 'natural-resources-bureau'],
  [/人民政府|街道办/, 'city-government'],
]
const levels: Readonly<Record<string, string>> = {
  '2': 'city',
  '3': 'city',
  '4': 'county',
  '5': 'street',
  '6': 'community',
}
const natures: readonly (readonly [RegExp, string])[] = [
  [/法定/, 'statutory'],
  [/授权/, 'authorised'],
  [/委托/, 'entrusted'],
]

/** 1 事权类别 */
export function categoryOf(reading: Reading, kind: Kind, laws: LawLibrary): Record<string, unknown> {
  const authority = reading.text('authority.name') ?? ''
  const organ = organs.find(([form]) => form.test(authority))?.[1]
  if (authority !== '')
    if (organ !== undefined)
      reading.understood(
        'authority.name',
        'category.organ.post',
        `${organ}；机关名称写入实施清单 the name belongs to the implementation`,
      )
    else
      reading.say(
        'left',
        'authority.name',
        '机关类型不在机关类型表内，暂按行政审批局 kind of organ not known; approval-bureau for now',
      )
  const nature = reading.text('authority.nature')
  const natural = nature && natures.find(([form]) => form.test(nature))?.[1]
  if (natural) reading.understood('authority.nature', 'category.organ.nature', natural)
  const uscc = reading.text('authority.uscc')
  if (uscc !== undefined) {
    const parsed = parseUscc(uscc)
    if (parsed.ok) reading.say('understood', 'authority.uscc', '→ 实施清单的机关 the organ of the implementation')
    else
      reading.say(
        'faulty',
        'authority.uscc',
        `统一社会信用代码不成立：${parsed.problems.map(({ text }) => text).join('；')}`,
      )
  }
  const level = levels[reading.text('level.code') ?? ''] ?? 'county'
  const levelName = reading.text('level.zh')
  if (levelName !== undefined) reading.understood('level', `category.levels.${level}`)
  else reading.say('default', 'category.levels', '未写行使层级，暂按县级 no level is given; county')
  reading.say(
    'default',
    'category.listed',
    '权责清单条目由编制部门核定，暂以来源文件为条目 the entry of the power list is to be confirmed',
  )
  return {
    drawer: kind.drawer,
    ...(kind.own ? {} : { starts: [kind.start] }),
    levels: { [level]: levelName ?? '县级' },
    organ: { post: organ ?? 'approval-bureau', ...(natural && { nature: natural }) },
    ...codesOf(reading),
    listed: { list: 'county-power-list', entry: reading.text('file') ?? 'imported', approvedBy: 'county-government' },
    ...basesOf(reading, laws, kind),
  }
}

const plainCodes = [
  ['outcome.typeCode', 'gb39554.outcomeType'],
  ['crossRegion', 'gb39554.crossRegion'],
] as const
const codeLists = [
  ['serviceTargets', 'gb39554.targets'],
  ['legalTheme', 'gb39554.theme'],
] as const

function codesOf(reading: Reading): { readonly codes?: Record<string, string> } {
  const codes: Record<string, string> = {}
  const basic = reading.text('codes.basic')
  const implementation = reading.text('codes.implementation')
  if (basic !== undefined) {
    codes['gb39554.basic'] = basic
    reading.understood('codes.basic', 'category.codes.gb39554.basic')
  }
  if (implementation !== undefined) {
    reading.say('understood', 'codes.implementation', '→ 实施清单的实施编码 the code of the implementation')
    const parsed = parseItem(implementation)
    if (!parsed.ok)
      reading.say(
        'faulty',
        'codes.implementation',
        `实施编码不成立：${parsed.problems.map(({ text }) => text).join('；')}`,
      )
    else {
      const { parts } = parsed
      const differ = (path: string, own: string | undefined, inside: string | null, what: string) => {
        if (own !== undefined && inside !== null && own !== inside)
          reading.say('contradictory', path, `实施编码内的${what}是 ${inside}，此处是 ${own} the code says otherwise`)
      }
      differ('codes.basic', basic, parts.basic, '基本编码')
      differ('authority.uscc', reading.text('authority.uscc'), parts.uscc, '机关代码')
      differ('level.code', reading.text('level.code'), parts.level, '层级')
      differ('kind.code', reading.text('kind.code'), parts.itemType, '事项类型')
    }
  }
  for (const [path, scheme] of plainCodes) {
    const value = reading.text(path)
    if (value === undefined) continue
    codes[scheme] = value
    reading.understood(path, `category.codes.${scheme}`)
  }
  for (const [path, scheme] of codeLists) {
    const values = reading.each(path).flatMap(one => reading.text(one) ?? [])
    if (values.length === 0) continue
    codes[scheme] = values.join(',')
    reading.understood(path, `category.codes.${scheme}`)
  }
  return Object.keys(codes).length > 0 ? { codes } : {}
}

/** 依据 Each law by the name the library knows it under, so that the linter can say whether it still binds. */
function basesOf(reading: Reading, laws: LawLibrary, kind: Kind): { readonly basis?: readonly unknown[] } {
  const basis: unknown[] = []
  for (const path of reading.each('legalBasis')) {
    const name = reading.text(`${path}.name`)
    if (name === undefined) continue
    const number = reading.text(`${path}.number`)
    // A repealed version has the name of the one that replaced it: the number tells them apart.
    const known = (number !== undefined ? laws.find(number) : undefined) ?? laws.find(name)
    const articles = articlesOf(reading.text(`${path}.articles`) ?? '')
    const place = `category.basis.${basis.length}`
    basis.push({ law: known?.law ?? name, articles, ...(number !== undefined && { issued: number }) })
    reading.understood(
      path,
      place,
      known ? '' : '（法规库没有此件，效力待核 not in the library, its force is to be checked）',
    )
  }
  if (basis.length === 0) {
    reading.say('default', 'category.basis', '来源未列依据，暂用模板所列法律 no basis is given; that of the template')
    return {}
  }
  const own =
    kind.start === 'application'
      ? { law: '行政许可法', articles: [32, 38, 42, 44, 45] }
      : { law: '行政处罚法', articles: [42, 44, 45, 54, 57, 58, 60, 61, 63, 64] }
  if (!basis.some(one => (one as { law: string }).law === own.law)) {
    basis.push(own)
    reading.say(
      'default',
      `category.basis.${basis.length - 1}`,
      `程序依${own.law} the procedure is that of the statute`,
    )
  }
  return { basis }
}
