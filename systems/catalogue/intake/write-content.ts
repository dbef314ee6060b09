import { type Element, flagOf, numberOf, saidIn, textOf, within } from './element.ts'
import { spanIn } from './legal-words.ts'
import type { Making } from './making.ts'
import { matching } from './making.ts'
import { channelWords, unitWords } from './power-words.ts'

/** 2 内容 Name, parties, guide, channels, result, remedies, and the aside of what belongs to the implementation. */
export function writeContent(making: Making): void {
  writeName(making)
  writeParties(making)
  writeGuide(making)
  writeChannels(making)
  writeResult(making)
  writeRemedies(making)
  for (const [setting, value, text, basis] of making.procedure.defaults ?? []) {
    making.overlay.set(setting, value)
    making.account.decide(setting, text, basis)
  }
  writeOutside(making)
}

function writeName({ item, account, overlay, procedure }: Making): void {
  const name = item.entries.get('name')
  const content = item.entries.get('content')
  const text = textOf(name) ?? textOf(content)
  overlay.set('content.name', { zh: text ?? '未命名事项' })
  if (name) account.understood(name, 'content.name')
  if (content && text !== undefined) account.understood(content, name ? 'category.duties' : 'content.name')
  if (text === undefined) account.decide('content.name', '没有写事项名称 the item has no name')
  const duties: string[] = []
  const told = (key: string, before: string): void => {
    const element = item.entries.get(key)
    const said = textOf(element)
    if (said === undefined) return
    duties.push(`${before}：${said}`)
    account.understood(element, 'category.duties', said)
  }
  if (content && name) duties.push(`内容：${textOf(content) ?? ''}`)
  told('target', '对象')
  told('method', '方式')
  told('category', '类别')
  told('partners', '配合单位')
  if (procedure.drawer === 'inspection') {
    told('ratio', '比例和频次')
    told('months', '月份')
  }
  for (const zh of duties) overlay.add('category.duties', { zh })
}

function writeParties({ item, account, overlay, procedure, base }: Making): void {
  const element = item.entries.get('serviceTargets')
  if (!element || procedure.party === 'none') return
  const texts = (element.items.length > 0 ? element.items : [element]).flatMap(one => textOf(one) ?? [])
  const units = [
    ...new Set(texts.flatMap(text => unitWords.filter(([form]) => form.test(text)).map(([, unit]) => unit))),
  ]
  const allowed = [base.content.parties[procedure.party]?.unit ?? []].flat() as readonly string[]
  const fit = units.filter(unit => allowed.includes(unit))
  if (fit.length === 0) return
  overlay.set(`content.parties.${procedure.party}.unit`, fit.length === 1 ? fit[0] : fit)
  account.understood(element, `content.parties.${procedure.party}.unit`, fit.join('、'))
}

function writeGuide({ item, account, overlay }: Making): void {
  const take = (path: string, key: string, value: unknown): void => {
    if (value === undefined) return
    overlay.set(`content.guide.${key}`, value)
    account.understood(within(item, path), `content.guide.${key}`)
  }
  const kind = textOf(within(item, 'caseType.code')) ?? textOf(saidIn(item.entries.get('caseType'))) ?? ''
  const immediate = /^1$|即办/.test(kind)
  if (immediate || /^2$|承诺/.test(kind)) {
    overlay.set('content.guide.caseType', immediate ? 'immediate' : 'promised')
    account.understood(item.entries.get('caseType'), 'content.guide.caseType')
  }
  const visits = numberOf(item.entries.get('visits'))
  if (visits !== undefined && Number.isInteger(visits) && visits >= 0 && visits < 100) take('visits', 'visits', visits)
  for (const key of ['express', 'appointment']) take(key, key, flagOf(item.entries.get(key)))
  for (const key of ['intermediary', 'quantityLimit']) take(key, key, textOf(item.entries.get(key)))
  const one = (path: string) => textOf(within(item, path))
  take('window.address', 'windows', one('window.address') && [one('window.address')])
  take('window.hours', 'hours', one('window.hours'))
  take('contacts.consult', 'contacts', one('contacts.consult') && [one('contacts.consult')])
  take('contacts.complaint', 'supervision', one('contacts.complaint'))
  if (flagOf(item.entries.get('informCommitment')) !== undefined)
    take(
      'informCommitment',
      'commitment',
      flagOf(item.entries.get('informCommitment')) ? '实行告知承诺' : '不实行告知承诺',
    )
  const questions = (item.entries.get('faq')?.items ?? []).flatMap(pair => {
    const question = textOf(pair.entries.get('question'))
    const answer = textOf(pair.entries.get('answer'))
    return question !== undefined && answer !== undefined ? [{ question, answer }] : []
  })
  if (questions.length > 0) take('faq', 'faq', questions)
  const rejects = item.entries.get('rejects')
  const reasons = (rejects?.items ?? []).flatMap(reason => textOf(reason) ?? [])
  if (reasons.length > 0) {
    overlay.set('content.guide.lateMaterials', `不予受理的情形：${reasons.join('；')}`)
    account.understood(rejects, 'content.guide.lateMaterials', '不予受理的情形 what is not taken in')
  }
  writeFees({ item, account, overlay })
}

/** 不收费 Said as a flag or as a word. */
export function isFree(fees: Element | undefined): boolean {
  if (!fees) return false
  const charged = flagOf(fees.entries.get('charged')) ?? flagOf(saidIn(fees))
  return !(charged ?? !/^(不收费|无|免费)/.test(textOf(saidIn(fees)) ?? textOf(fees.entries.get('note')) ?? ''))
}

function writeFees({ item, account, overlay }: Pick<Making, 'item' | 'account' | 'overlay'>): void {
  const fees = item.entries.get('fees')
  if (!fees) return
  const charged = flagOf(fees.entries.get('charged')) ?? flagOf(saidIn(fees))
  const said = flagOf(saidIn(fees)) === undefined ? textOf(saidIn(fees)) : undefined
  const text = said ?? textOf(fees.entries.get('note'))
  const standard = fees.entries.get('standard')
  if (isFree(fees)) {
    account.setAside(standard, 'content.guide.fee', '写明不收费，收费标准不写入 said to be free: the rate is left out')
    overlay.set('content.guide.fee', 'none')
    account.understood(
      charged === undefined ? saidIn(fees) : (fees.entries.get('charged') ?? fees),
      'content.guide.fee',
      '不收费',
    )
    account.understood(fees.entries.get('note'), 'content.guide.fee')
    return
  }
  const lines = (fees.entries.get('items')?.items ?? []).flatMap(one => {
    const parts = [...one.entries.values()].flatMap(part => textOf(part) ?? [])
    return parts.length > 0 ? [parts.join(' ')] : []
  })
  const bases = (fees.entries.get('legalBasis')?.items ?? []).flatMap(one => textOf(one) ?? [])
  const rate = textOf(standard)
  if (rate !== undefined) account.understood(standard, 'content.guide.fee')
  const told = [text, rate, ...lines, ...(bases.length > 0 ? [`依据：${bases.join('、')}`] : [])].filter(
    part => part !== undefined,
  )
  if (charged === undefined && told.length === 0) return
  overlay.set('content.guide.fee', told.length > 0 ? told.join('；') : '收费，标准见收费目录清单')
  account.understood(fees, 'content.guide.fee')
}

function writeChannels({ item, account, overlay }: Making): void {
  const element = item.entries.get('channels')
  const found = new Set<string>()
  for (const one of element?.items ?? (element ? [element] : [])) {
    const channel = matching(channelWords, textOf(one) ?? '')
    if (channel === undefined) continue
    found.add(channel)
    account.understood(one, 'content.channels', channel)
  }
  const online = within(item, 'online.available')
  if (flagOf(online) === true) {
    found.add('online')
    account.understood(online, 'content.channels', 'online')
  }
  const base = ['online', 'window', 'phone', 'post']
  if (found.size === 0) return
  // what the house can take in, it takes in: a channel more is no burden
  const missing = base.filter(channel => !found.has(channel))
  overlay.set('content.channels', [
    ...base.filter(channel => found.has(channel)),
    ...missing.filter(channel => channel === 'online' || channel === 'window'),
  ])
  if (missing.includes('online'))
    account.decide('content.channels', '没有写网上办理，依规定应当网上可办 what can be done online is', {
      law: '国务院关于在线政务服务的若干规定',
      articles: [4],
    })
}

/** What comes out: its name becomes the document's. */
function writeResult({ item, account, overlay, base }: Making): void {
  const name = within(item, 'outcome.name') ?? saidIn(item.entries.get('outcome'))
  const document = base.content.documents?.find(({ id }) => id === 'result')
  if (textOf(name) !== undefined && document) {
    overlay.add('content.documents', { id: 'result', name: textOf(name) })
    account.understood(name, 'content.documents.result.name')
  }
  const kind = within(item, 'outcome.zh')
  if (textOf(kind) !== undefined && base.content.outcomes.grant) {
    overlay.set('content.outcomes.grant.name', { zh: `准予（${textOf(kind)}）` })
    account.understood(kind, 'content.outcomes.grant.name')
  }
}

/** 救济 The statutes set the days; what the source says is held against them. */
function writeRemedies({ item, account, base }: Making): void {
  const adverse = Object.entries(base.content.outcomes).find(([, outcome]) => (outcome.remedies?.length ?? 0) > 0)
  for (const [kind, law, article] of [
    ['reconsideration', '行政复议法', 20],
    ['litigation', '行政诉讼法', 46],
  ] as const) {
    const element = within(item, `remedies.${kind}`)
    const text = textOf(element)
    if (text === undefined) continue
    const legal = adverse?.[1].remedies?.find(one => one.kind === kind)?.within
    const said = spanIn(text)
    const setting = `content.outcomes.${adverse?.[0] ?? 'refuse'}.remedies.${kind}`
    if (said !== undefined && said === legal) account.understood(element, setting, said)
    else {
      if (said !== undefined && legal !== undefined)
        account.fault({
          source: element!.path,
          rule: 'LAW_REMEDY',
          text: `写作 ${said}，法定为 ${legal} the law gives ${legal}`,
          doubtful: false,
          basis: { law, articles: [article] },
          repaired: `草稿用法定的 ${legal}`,
        })
      account.setAside(element, setting, `救济期限由法律规定${legal === undefined ? '' : `（${legal}）`}`, {
        law,
        articles: [article],
      })
    }
  }
}

const ofImplementation: Readonly<Record<string, string>> = {
  region: '地区',
  exerciseArea: '行使区域',
  'online.url': '网办地址',
  'online.depth': '网办深度',
  'online.available': '是否网办',
  exerciseContentByLevel: '分级行使内容',
  townCode: '乡镇代码',
  villageCode: '村代码',
  mobileTerminalUrl: '移动端地址',
  'codes.areaCode': '区划代码',
  'codes.approveId': '发布平台的编号',
  publicity: '公开范围的说明',
  jointOrg: '联办机构',
}
const aboutSource: Readonly<Record<string, string>> = {
  schema: '来源格式',
  file: '来源文件名',
  completeness: '来源的完整程度',
  'source.url': '来源地址',
  'source.via': '来源途径',
  'source.date': '来源日期',
  'source.indexNo': '索引号',
  'source.note': '关于来源的说明',
  source: '来源',
  check: '来源自注的核对',
  related: '相关公开件',
  faqCount: '只有常见问题的条数',
  columns: '表头',
  'codes.version': '来源的版本号',
}

/** What is of the implementation, or about the publication, and in either case no setting of the item. */
function writeOutside({ item, account, overlay }: Making): void {
  const url = within(item, 'source.url')
  if (textOf(url) !== undefined) account.understood(url, 'source.url')
  account.understood(item.entries.get('file'), 'item')
  account.understood(within(item, 'codes.version'), 'version')
  for (const [path, text] of Object.entries(ofImplementation))
    account.setAside(
      within(item, path),
      'implementation',
      `${text}属于实施清单，不属于事项 belongs to the implementation`,
    )
  for (const [path, text] of Object.entries(aboutSource))
    account.setAside(within(item, path), 'source', `${text}，关于公开件本身 about the publication`)
  const note = item.entries.get('note')
  if (textOf(note) !== undefined) {
    overlay.set('source.note', textOf(note))
    account.understood(note, 'source.note')
  }
  const anomalies = item.entries.get('anomalies')
  for (const one of anomalies?.items ?? [])
    account.contradict(one.path, `来源自述的异常：${textOf(one) ?? ''} the source marks this itself`)
  account.setAside(anomalies, 'source', '来源自述的异常，列为矛盾 told among the contradictions')
}
