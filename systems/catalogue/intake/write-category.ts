import { parseItem, parseUscc } from '#kernel/code'
import type { Provision } from '#kernel/definition'
import { type Element, saidIn, textOf, within } from './element.ts'
import { articlesOf, lawsIn } from './legal-words.ts'
import { type Making, matching } from './making.ts'
import { rowName } from './overlay.ts'
import { drawerOfCode, levelOfCode, levelWords, organNatures, organWords } from './power-words.ts'

/** 1 事权类别 Organ, level, codes, power list and the laws the power stands on. */
export function writeCategory(making: Making): void {
  const { account, overlay, drawer } = making
  overlay.set('category.drawer', drawer)
  writeOrgan(making)
  writeLevel(making)
  writeCodes(making)
  overlay.set('category.listed', {
    list: 'county-power-list',
    entry: [
      textOf(making.item.entries.get('file')) ?? 'imported',
      ...(making.item.path === '' ? [] : [making.item.path]),
    ].join(' '),
    approvedBy: 'county-government',
  })
  account.decide(
    'category.listed',
    '权责清单条目由编制部门核定，暂以来源为条目 the entry of the power list is to be confirmed',
  )
  writeBases(making)
  writeDuties(making)
}

function writeOrgan({ item, account, overlay, offices, base }: Making): void {
  const element = item.entries.get('authority')
  const name = textOf(saidIn(element)) ?? ''
  const own = base.category.organ?.post
  const found = matching(organWords, name) ?? (/人民政府/.test(name) ? 'city-government' : undefined)
  const needed = Object.values(base.authority.posts).filter(post => !post.includes('@'))
  const fits = (type: string) => needed.every(post => offices?.get(type)?.has(post.replace(/^\w+\//, '')) ?? true)
  if (found !== undefined && fits(found)) {
    overlay.set('category.organ.post', found)
    account.understood(
      saidIn(element),
      'category.organ.post',
      `${found}；机关名称写入实施清单 the name belongs to the implementation`,
    )
  } else {
    const spare =
      [own, 'approval-bureau', 'market-regulation-bureau', 'urban-management-bureau'].find(
        type => type !== undefined && fits(type),
      ) ?? 'approval-bureau'
    overlay.set('category.organ.post', spare)
    account.setAside(
      saidIn(element),
      'category.organ.post',
      `机关类型表里没有能办这一程序的对应机关，暂用 ${spare}；名称写入实施清单 no kind of organ in the list fits`,
    )
  }
  const nature = within(item, 'authority.nature')
  const natural = matching(organNatures, textOf(nature) ?? '')
  if (natural === 'statutory' || natural === 'authorised') {
    overlay.set('category.organ.nature', natural)
    account.understood(nature, 'category.organ.nature', natural)
  } else if (nature)
    account.setAside(
      nature,
      'category.organ.nature',
      '机关性质按法定机关，委托的须写明委托机关 the organ is taken as statutory',
    )
  const above = item.entries.get('authority (above)')
  account.setAside(
    above,
    'category.organ.post',
    '发布清单的机关；本行另有实施主体 the publisher of the list; the row names its own organ',
  )
  account.setAside(
    within(item, 'authority.innerOffice'),
    'implementation',
    '承办科室属于实施清单 the office belongs to the implementation',
  )
}

function writeLevel({ item, account, overlay }: Making): void {
  const element = item.entries.get('level')
  const code = textOf(within(item, 'level.code')) ?? textOf(saidIn(element)) ?? ''
  const words = textOf(within(item, 'level.zh')) ?? textOf(saidIn(element)) ?? textOf(item.entries.get('region')) ?? ''
  const known = Object.hasOwn(levelOfCode, code) ? levelOfCode[code] : undefined
  const level = known ?? matching(levelWords, words.replaceAll('自治区', '')) ?? 'county'
  overlay.set(`category.levels`, {
    [level]:
      textOf(within(item, 'level.zh')) ??
      { city: '市级', county: '县级', street: '乡镇、街道', community: '村、社区' }[level],
  })
  if (element) account.understood(element, `category.levels.${level}`)
  else account.decide('category.levels', '没有写行使层级，按地区或者县级 no level is given')
  if (code === '2')
    account.decide('category.levels', '省级事项，本系统最高到市级 a province’s item; this city has no such level')
}

const plainCodes = {
  'outcome.typeCode': 'gb39554.outcomeType',
  crossRegion: 'gb39554.crossRegion',
  'codes.local': 'local',
} as const

function writeCodes(making: Making): void {
  const { item, account, overlay } = making
  const codes: Record<string, string> = {}
  const basic = within(item, 'codes.basic')
  const taken = textOf(basic)
  if (taken !== undefined) {
    codes['gb39554.basic'] = taken
    account.understood(basic, 'category.codes.gb39554.basic')
  }
  for (const [path, scheme] of Object.entries(plainCodes)) {
    const element = within(item, path)
    const text = textOf(element)
    if (text === undefined) continue
    codes[scheme] = text
    account.understood(element, `category.codes.${scheme}`)
  }
  for (const [path, scheme] of [
    ['serviceTargets', 'gb39554.targets'],
    ['legalTheme', 'gb39554.theme'],
  ] as const) {
    const element = item.entries.get(path)
    const values = (element?.items ?? []).flatMap(one => textOf(one) ?? [])
    if (values.length === 0 || values.some(value => !/^\w+$/.test(value))) continue
    codes[scheme] = values.join(',')
    account.understood(element, `category.codes.${scheme}`)
  }
  for (const path of ['codes.implementation', 'codes.handling']) {
    const element = within(item, path)
    if (textOf(element) === undefined) continue
    account.understood(element, 'implementation.code', '实施编码，写入实施清单 the code of the implementation')
    compareCode(making, element!)
  }
  const uscc = within(item, 'authority.uscc')
  if (textOf(uscc) !== undefined) {
    account.understood(uscc, 'implementation.organ', '机关代码，写入实施清单 the organ of the implementation')
    const parsed = parseUscc(textOf(uscc)!)
    if (!parsed.ok)
      account.contradict(
        uscc!.path,
        `统一社会信用代码不成立 the check digit does not hold：${parsed.problems.map(({ text }) => text).join('；')}`,
      )
  }
  if (taken !== undefined) {
    const parsed = parseItem(taken)
    if (!parsed.ok)
      account.contradict(basic!.path, `基本编码不成立：${parsed.problems.map(({ text }) => text).join('；')}`)
    else if (drawerOfCode[parsed.parts.itemType] !== making.drawer)
      account.contradict(
        basic!.path,
        `基本编码里的事项类型是 ${parsed.parts.itemTypeName}，事项另写 the code says another kind`,
      )
  }
  if (Object.keys(codes).length > 0) overlay.set('category.codes', codes)
}

/** The parts of an implementation code against what the file says of kind, level, organ and region. */
function compareCode({ item, account }: Making, element: Element): void {
  const parsed = parseItem(textOf(element)!)
  if (!parsed.ok) {
    account.contradict(element.path, `实施编码不成立：${parsed.problems.map(({ text }) => text).join('；')}`)
    return
  }
  const { parts } = parsed
  const differ = (path: string, inside: string | null, what: string): void => {
    const own = within(item, path)
    const said = textOf(own)
    if (said !== undefined && inside !== null && said !== inside)
      account.contradict(own!.path, `实施编码内的${what}是 ${inside}，此处是 ${said} the code says otherwise`)
  }
  differ('codes.basic', parts.basic, '基本编码')
  differ('authority.uscc', parts.uscc, '机关代码')
  differ('level.code', parts.level, '层级')
  differ('kind.code', parts.itemType, '事项类型')
  const area = within(item, 'exerciseArea')
  const region = parts.uscc?.slice(2, 8)
  if (textOf(area) !== undefined && region !== undefined && !region.startsWith(textOf(area)!.slice(0, 4)))
    account.contradict(
      area!.path,
      `机关代码内的区划是 ${region}，此处是 ${textOf(area)} the organ is of another region`,
    )
}

/** 依据 Each law by the name the library knows it under, so that the linter can say whether it still binds. */
function writeBases(making: Making): void {
  const { item, account, overlay, laws, base, procedure } = making
  const bases: { law: string; articles: (number | string)[]; issued?: string }[] = []
  const element = item.entries.get('legalBasis')
  for (const one of element === undefined ? [] : element.items.length > 0 ? element.items : [element]) {
    const name = within(one, 'name')
    const written = textOf(name) ?? textOf(one)
    if (written === undefined) continue
    const number = textOf(within(one, 'number'))
    const articles = within(one, 'articles')
    const cited = name === undefined ? lawsIn(written) : [{ law: written, text: textOf(articles) ?? '' }]
    for (const { law, text } of cited) {
      // a repealed version has the name of the one that replaced it: the number tells them apart
      const known = (number === undefined ? undefined : laws.find(number)) ?? laws.find(law)
      bases.push({
        law: known?.law ?? law,
        articles: [...articlesOf(renumbered(making, articles ?? one, known?.law ?? law, text))],
        ...(number !== undefined && { issued: number }),
      })
    }
    for (const { law } of bases.slice(-cited.length))
      account.understood(one, `category.basis.${rowName(law)}`, cited.map(cite => cite.law).join('、'))
  }
  if (bases.length === 0 && element !== undefined)
    account.setAside(element, 'category.basis', '读不出法规名称 no law could be read')
  const own = [...((base.category.basis ?? []) as readonly Provision[]), ...(procedure.law ? [procedure.law] : [])]
  for (const { law, articles } of own)
    if (!bases.some(one => one.law === law)) {
      bases.push({ law, articles: [...articles] })
      account.decide(`category.basis.${rowName(law)}`, `程序依${law} the procedure is that of the statute`, {
        law,
        articles: [...articles],
      })
    }
  if (making.drawer === 'benefit' && !bases.some(({ law }) => law === '社会救助法')) {
    bases.push({ law: '社会救助法', articles: [37, 40, 41, 43, 44, 45, 48, 62] })
    account.decide('category.basis', '给付程序依社会救助法 the procedure of aid is that of the statute', {
      law: '社会救助法',
      articles: [45, 48, 62],
    })
  }
  if (bases.length === 0) {
    bases.push({ law: '行政诉讼法', articles: [46] })
    account.fault({
      source: element?.path ?? 'legalBasis',
      rule: 'IMPORT_NO_BASIS',
      text: '没有写设定依据，权力没有来源 no law is named from which the power comes',
      doubtful: false,
      repaired: '草稿只列救济依据，发布前须补设定依据',
    })
  }
  overlay.set('category.basis', bases)
}

/** 三十六条起 (2021: 五十四条至六十一条): the numbers of a version before, and those of the one in force. */
function renumbered({ account }: Making, element: Element, law: string, text: string): string {
  const found = /[（(]\s*((?:19|20)\d{2})\s*[:：年]\s*([^)）]+)[)）]/.exec(text)
  if (!found) return text
  account.fault({
    source: element.path,
    rule: 'IMPORT_OLD_NUMBERING',
    text: `所引条文是修订前的编号，${found[1]} 年修订后为${found[2]} the articles are those before the revision`,
    doubtful: false,
    basis: { law, articles: [...articlesOf(found[2]!)] },
    repaired: '草稿用修订后的编号',
  })
  return found[2]!
}

function writeDuties({ item, account, overlay }: Making): void {
  const element = item.entries.get('duty')
  const texts = (element?.items.length ? element.items : element ? [element] : []).flatMap(one => textOf(one) ?? [])
  if (texts.length > 0) {
    for (const zh of texts) overlay.add('category.duties', { zh })
    account.understood(element, 'category.duties')
  }
  const liability = item.entries.get('liability')
  if (textOf(liability) !== undefined) {
    for (const zh of [textOf(liability)!]) overlay.add('category.liability', { zh })
    account.understood(liability, 'category.liability')
  }
}
