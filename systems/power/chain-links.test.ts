import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { type Example, type ItemDefinition, loadDefinition } from '#kernel/definition'
import { contentDirectory, readItemFiles, readTemplates } from '../../content.ts'

const templates = await readTemplates()
const items = new Map<string, ItemDefinition>(
  (await readItemFiles()).map(({ file, bytes }) => {
    const { definition } = loadDefinition(file, bytes, templates)
    return [definition.item, definition] as const
  }),
)

/** What a city's plan asks of each drawer: the links of its chain, and what an example acts, in this order, that shows the link. */
const wanted: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  penalty: {
    听证: 'notify askHearing scheduleHearing hear complete:review deliberate decide:fine',
    分期缴纳: 'decide:fine deliver grantInstalment pay wait pay wait pay wait pay wait pay wait pay ended',
    公开: 'decide:fine deliver publish',
    撤回公开: 'decide:fine publish recordRemedy recordRemedy withdrawPublication',
    加处罚款: 'decide:fine deliver wait pay ended',
    申请法院强制执行: 'decide:fine deliver wait next:court-enforcement',
    当场处罚: 'complete:show notify makeStatement reviewStatement decide:fine deliver complete:record pay ended',
  },
  compulsion: {
    查封扣押: 'complete:approve notify decide:seize complete:execute',
    延长: 'decide:seize complete:execute suspend complete:test wait extend release',
    退还: 'decide:seize complete:execute release returnGoods ended',
    期满: 'decide:seize complete:execute wait release alarm:hold:red',
  },
  levy: {
    减征: 'complete:check complete:review decide:levy deliver pay',
    退还: 'decide:levy pay recordRemedy recordRemedy refund',
  },
  benefit: {
    家庭经济状况核对: 'giveConsent giveConsent giveConsent accept complete:check decide:grant disburse',
    社区公示: 'publish:result object wait complete:announce refused:posting',
    定期核查: 'decide:grant disburse recheck adjust ended',
    听取意见: 'complete:check notify decide:end refused:statement',
    调整: 'notify makeStatement reviewStatement decide:lower deliver fulfil ended',
    终止: 'decide:grant disburse recheck adjust ended',
  },
  inspection: {
    年度计划: 'complete:draft complete:legality decide:approve publish complete:record',
    未公布不得检查: 'complete:visit refused:row-published',
    抽取: 'complete:announce prepareDraw draw complete:visits decide:completed publish',
    网格员不得检查: 'complete:visit refused:officers',
    综合查一次: 'complete:visit refused:not-visited-yet',
    后续办件: 'complete:visit decide:lead deliver next:annual-report-penalty',
  },
  adjudication: {
    调解: 'notify makeStatement invite submitEvidence submitEvidence mediate agreeSettlement agreeSettlement mediate decide:settled deliver deliver',
    裁决: 'notify makeStatement invite submitEvidence submitEvidence mediate agreeSettlement mediate decide:ruled deliver deliver',
  },
  confirmation: { 公示: 'publish:result wait complete:announce decide:grant' },
  reward: {
    名额: 'complete:review refused:within-quota',
    公布名额: 'decide:announce complete:publish publish ended',
    公布的名额不得增加: 'complete:review refused:quota-announced',
    委员会: 'complete:expert complete:review deliberate publish:result decide:grant',
    异议: 'publish:result object wait complete:announce refused:posting',
  },
  other: { 临时职权到期: 'lodge refused:term' },
  project: {
    查重: 'submit accept refused:not-registered',
    节点: 'decide:approve complete:start payOut complete:half payOut complete:inspect payOut complete:settle ended',
  },
  fund: { 从预算到收款人: 'complete:review decide:grant deliver payOut complete:verify payOut' },
  asset: {
    购置: 'complete:review decide:approve complete:receive complete:enter payOut complete:hand fulfil ended',
    盘点: 'complete:count decide:agrees ended',
    处置: 'complete:value deliberate complete:approve complete:sell decide:sold pay ended',
  },
  personnel: { 任职回避: 'complete:avoid deliberate refused:no-relatives' },
  decision: {
    三十日征求意见: 'publish:draft comment wait complete:consult answerComments complete:legality decide:adopt',
    不同意见载明: 'convene vote vote vote deliberate decide:adopt',
    中止执行: 'complete:advise decide:suspend publish fulfil ended',
    后评估: 'complete:commission publish:draft comment complete:consult answerComments complete:assess decide:adjust',
  },
  permit: {
    '先行审查、报送上级': 'complete:review decide:grant deliver fulfil ended',
    专家评审: 'suspend wait resume complete:expert complete:review decide:grant',
    延期: 'accept wait extend wait complete:review decide:grant deliver publish alarm:statutory:yellow',
    撤回和补偿: 'decide:grant notifyEnding answerEnding revoke compensate',
  },
  service: { 征求第三方意见: 'complete:search wait complete:ask complete:review decide:grant deliver' },
}

const told = readFileSync(join(contentDirectory, 'items/chains.md'), 'utf8')
  .split('\n')
  .flatMap(line => {
    const [chain = '', link = '', item = '', name = ''] = line
      .split('|')
      .slice(1, -1)
      .map(cell => cell.trim())
    return /^`.+`$/.test(item) ? [{ chain, link, item: item.slice(1, -1), name }] : []
  })

const exampleOf = (item: string, name: string) => items.get(item)?.examples.find(example => example.name === name)

/** The words that set one act of a verb apart from another: which stage is completed, what is decided, what is published. */
function actOf(act: Example['acts'][number]): string {
  if (typeof act === 'string') return act
  const [[verb, body] = ['', undefined]] = Object.entries(act) as [string, unknown][]
  const { stage, outcome, kind } = (typeof body === 'object' ? body : {}) as Readonly<Record<string, string>>
  if (verb === 'wait') return verb
  const named: Readonly<Record<string, string | undefined>> = { complete: stage, decide: outcome, publish: kind }
  const which = named[verb] ?? (typeof body === 'string' ? body : undefined)
  return which === undefined ? verb : `${verb}:${which}`
}

/** 所演 What an example acts, in order, and then what it says came of it. */
const shownBy = ({ acts, expect }: Example): readonly string[] => [
  ...acts.map(actOf),
  ...(expect.refused === undefined ? [] : [`refused:${expect.refused}`]),
  ...(expect.alarms ?? []).map(alarm =>
    typeof alarm === 'string' ? `alarm:${alarm}` : `alarm:${alarm.id}:${alarm.level}`,
  ),
  ...(expect.next ?? []).map(item => `next:${item}`),
  ...(expect.ended === true ? ['ended'] : []),
]

/** The first of the wanted acts that does not come after those before it; undefined when all are there. */
function lacking(example: Example, link: string): string | undefined {
  const shown = shownBy(example)
  let from = 0
  return link.split(' ').find(wantedAct => {
    const at = shown.indexOf(wantedAct, from)
    from = at + 1
    return at === -1
  })
}

suite('全链条 each link of a chain is acted by the example that shows it', () => {
  test('the links that are wanted are the links of the table', () => {
    const links = Object.entries(wanted).flatMap(([chain, of]) => Object.keys(of).map(link => `${chain} ${link}`))
    assert.deepEqual(links.sort(), told.map(({ chain, link }) => `${chain} ${link}`).sort())
  })

  for (const { chain, link, item, name } of told)
    test(`${chain} ${link}: ${item}`, () => {
      const example = exampleOf(item, name)
      assert.ok(example, `${item} has an example ${name}`)
      const acts = wanted[chain]?.[link] ?? ''
      assert.equal(lacking(example, acts), undefined, shownBy(example).join(' '))
      assert.ok(lacking({ ...example, acts: [] }, acts), 'an example that acts nothing shows nothing')
    })
})

test('抽屉 every drawer ships at least three items', () => {
  const shipped = Map.groupBy(items.values(), ({ category }) => category.drawer)
  assert.deepEqual([...shipped.keys()].sort(), Object.keys(wanted).sort())
  assert.deepEqual(
    [...shipped].filter(([, of]) => of.length < 3).map(([drawer]) => drawer),
    [],
  )
})
