import type { Kind } from './category.ts'
import { spanIn } from './legal-words.ts'
import type { Reading } from './reading.ts'

type Tree = Record<string, unknown>

const channelWords: Readonly<Record<string, string>> = {
  window: 'window',
  online: 'online',
  phone: 'phone',
  letter: 'post',
  post: 'post',
}

function channelsOf(reading: Reading): readonly string[] {
  const found = new Set<string>()
  for (const path of reading.each('channels')) {
    const channel = channelWords[reading.text(path) ?? '']
    if (channel === undefined) continue
    found.add(channel)
    reading.understood(path, 'content.channels', channel)
  }
  if (reading.at('online.available') === true) {
    found.add('online')
    reading.understood('online.available', 'content.channels', 'online')
  }
  if (found.size > 0) return [...found]
  reading.say('default', 'content.channels', '未写办理渠道，暂用窗口和网上 no channel is given: window and online')
  return ['window', 'online']
}

function guideOf(reading: Reading): Tree {
  const guide: Tree = {}
  const take = (path: string, key: string, value: unknown): void => {
    if (value === undefined) return
    guide[key] = value
    reading.understood(path, `content.guide.${key}`)
  }
  const caseType = reading.text('caseType.code')
  if (caseType === '1' || caseType === '2') take('caseType', 'caseType', caseType === '1' ? 'immediate' : 'promised')
  const visits = reading.number('visits')
  if (visits !== undefined && Number.isInteger(visits) && visits >= 0) take('visits', 'visits', visits)
  for (const key of ['express', 'appointment'])
    if (typeof reading.at(key) === 'boolean') take(key, key, reading.at(key))
  take('intermediary', 'intermediary', reading.text('intermediary'))
  const address = reading.text('window.address')
  take('window.address', 'windows', address && [address])
  take('window.hours', 'hours', reading.text('window.hours'))
  const consult = reading.text('contacts.consult')
  take('contacts.consult', 'contacts', consult && [consult])
  take('contacts.complaint', 'supervision', reading.text('contacts.complaint'))
  if (reading.at('fees.charged') === false) take('fees.charged', 'fee', 'none')
  else if (reading.at('fees.charged') === true) {
    const note = reading.text('fees.note')
    take('fees.charged', 'fee', note ?? '收费，标准见收费目录清单')
    if (note !== undefined) reading.understood('fees.note', 'content.guide.fee')
    for (const path of reading.each('fees.items'))
      reading.say(
        'left',
        path,
        '收费标准须写成数额表并列明批准文件 rates become an amount table with the paper that approves them',
      )
  }
  return guide
}

const whole = { law: '行政复议法', articles: [20] }
const court = { law: '行政诉讼法', articles: [46] }

/** 救济 As the source says, else as the statutes say; the linter holds both against the law. */
function remediesOf(reading: Reading): readonly Tree[] {
  const take = (path: string, otherwise: string, statute: string, form: RegExp): string => {
    const said = reading.text(path)
    const span = said === undefined ? undefined : spanIn(said)
    if (span !== undefined) {
      reading.understood(path, 'content.outcomes.grant.remedies', span)
      if (said !== undefined && /15 days after/.test(said) && form.test(said))
        reading.say(
          'default',
          path,
          '不服复议决定的十五日起诉期由行政诉讼法第四十五条规定，不写入事项 the fifteen days after a reconsideration are the statute’s',
        )
      return span
    }
    reading.say('default', said === undefined ? 'content.outcomes.grant.remedies' : path, `${otherwise}（${statute}）`)
    return otherwise
  }
  return [
    {
      kind: 'reconsideration',
      body: 'own-government',
      within: take('remedies.reconsideration', '60 day', '行政复议法第二十条', /$^/),
      basis: whole,
    },
    {
      kind: 'litigation',
      within: take('remedies.litigation', '6 month', '行政诉讼法第四十六条', /reconsideration/),
      basis: court,
    },
  ]
}

/** 2 内容: name, form, guide, channels, what a grant does. */
export function contentOf(reading: Reading, kind: Kind, form: Tree): Tree {
  const name = reading.text('name') ?? '未命名事项'
  if (reading.text('name') !== undefined) reading.understood('name', 'content.name')
  const common = { name: { zh: name }, guide: guideOf(reading), channels: channelsOf(reading) }
  if (kind.start !== 'application') {
    reading.say('default', 'content.form', '当事人、违法事实等字段取自普通程序模板（行政处罚法第五十四条、第五十九条）')
    reading.say('default', 'content.facts.hearingDue', '听证数额标准由地方规定，暂按三万元（行政处罚法第六十三条）')
    reading.say('default', 'content.parties.respondent', '暂只对单位处罚，对个人的由编辑补充 firms only for now')
    return {
      ...common,
      parties: { respondent: { unit: 'firm', min: 1, max: 20 } },
      form: {
        'respondent.name': { personal: false },
        'respondent.uscc': { type: 'uscc', label: '统一社会信用代码' },
        ...form,
      },
      facts: {
        hearingDue: {
          test: 'finding.proposedFine >= 3000000',
          text: '拟罚款数额较大，应当告知听证权',
          basis: { law: '行政处罚法', articles: ['63(1)'] },
        },
      },
    }
  }
  reading.say('default', 'content.form', '申请人名称和统一社会信用代码为申请书必备（行政许可法第二十九条）')
  const result = reading.text('outcome.name')
  if (result !== undefined) reading.understood('outcome.name', 'content.documents.result')
  if (reading.text('outcome.zh') !== undefined) reading.understood('outcome.zh', 'content.outcomes.grant.name')
  return {
    ...common,
    form: {
      'applicant.uscc': { type: 'uscc', label: '统一社会信用代码' },
      'applicant.name': { type: 'string', label: '申请人名称', personal: false },
      ...form,
    },
    documents: [
      {
        id: 'result',
        name: result ?? '准予决定书',
        template: 'permit-decision',
        number: true,
        seal: true,
        basis: { law: '行政许可法', articles: ['39(3)'] },
      },
    ],
    outcomes: {
      grant: {
        name: { zh: reading.text('outcome.zh') === undefined ? '准予' : `准予（${reading.text('outcome.zh')}）` },
        favourable: true,
        effects: [{ voucher: 'result' }],
        validity: '2 year',
        remedies: remediesOf(reading),
      },
    },
  }
}
