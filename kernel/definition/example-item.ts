/** 示例事项 A small sound item for this module's tests: one permit with a hearing notice, a stop and a fact. */
export const smallItem = `
item: tree-felling
version: 1
effective: { from: 2026-01-01 }
category:
  drawer: permit
  starts: [application]
  levels: { county: 本行政区域 }
  organ: { post: approval-bureau, nature: statutory }
  listed: { list: county-power-list, entry: XK-0100, approvedBy: county-government }
  basis: [{ law: 森林法, articles: [56] }]
content:
  name: { zh: 林木采伐许可, en: Felling permit }
  parties: { subject: { unit: firm } }
  form:
    applicant.uscc: { type: uscc, label: 统一社会信用代码 }
    applicant.name: { type: string, label: 单位名称 }
    felling.volume: { type: decimal(2), unit: m3, label: 采伐蓄积 }
    felling.kind: { type: choice, label: 采伐方式, options: [{ value: clear, label: 皆伐 }, { value: select, label: 择伐 }] }
    felling.deposit: { type: money, label: 保证金 }
  facts:
    isHuge: { test: isLarge and felling.kind = "clear" }
    isLarge: { test: felling.volume >= 100.5 }
  documents: [{ id: felling-permit, template: felling-permit }]
  outcomes:
    grant: { effects: [{ voucher: felling-permit }, { ledger: deposit, amount: felling.deposit }], validity: 1 year }
    refuse: { effects: [], remedies: [{ kind: reconsideration, within: 60 day }] }
  channels: [online, window]
flow:
  - { stage: accept, name: 受理, kind: acceptance, by: window, may: [supplement, withdraw] }
  - { stage: expert, name: 评审, kind: expert, by: reviewer, when: isLarge }
  - { stage: decide, name: 决定, kind: decision, by: head, outcomes: [grant, refuse], may: [{ return: [accept] }], gates: [{ need: statement, when: 'outcome = "refuse"' }] }
  - { stage: deliver, name: 送达, kind: delivery, by: window }
authority:
  posts: { window: post/acceptance, reviewer: post/review, head: post/bureau-head }
  separate: [[expert, decide]]
  avoid: { grounds: [party, interest], decideBy: head }
  discretion: none
materials: [{ id: plan, name: 采伐方案, from: applicant }]
conditions: [{ id: volume, text: 采伐量合理, test: felling.volume > 0 }]
rules: []
limits:
  decide: { kind: max, value: 20, unit: workday, from: accept, to: decide, binds: organ, basis: { law: 行政许可法, articles: [42] } }
  deliver: { kind: max, value: 10, unit: workday, from: decide }
  stops: [{ for: expert, max: 15 workday, notice: true, basis: { law: 行政许可法, articles: [45] } }]
comparison: []
patrol: []
publicity: { rating: none }
checkpoints: [{ at: expert, watch: experts-drawn-at-random, by: supervision }]
alarms:
  - { id: statutory, on: limits.decide, rungs: { red: 100%, yellow: 80% }, to: [holder] }
  - { id: early, on: limits.decide, rungs: { notice: 50% }, to: [holder] }
problems: []
examples:
  - { given: { felling.volume: 10 }, acts: [submit, accept, { decide: grant }, deliver], expect: { outcome: grant } }
local: [content.guide.hours, limits.promised]
`
