import type { Example } from '#kernel/definition'
import type { Making } from './making.ts'

const licensing = { law: '行政许可法', articles: [38] }

/** 2、6 The measures of the matter as fields, and thresholds on them as conditions; the first one that is not met has an example. */
export function writeMeasures(
  { chance, subject, overlay, given, base, more }: Making,
  at: { field?: string; condition?: string; refusedAt?: string },
): void {
  const chosen = chance.some(subject.measures, 2, 4)
  const firm = base.category.drawer === 'permit' || base.category.drawer === 'levy'
  for (const [place, [field, label, unit, about]] of chosen.entries()) {
    const integer = chance.yes(0.6)
    const threshold = Math.max(2, Math.round(about * (0.4 + chance.whole(0, 16) / 10)))
    overlay.set(`content.form.${field}`, {
      type: integer ? 'integer' : 'decimal(2)',
      label,
      unit,
      min: 0,
      ...(chance.yes(0.5) && { max: threshold * 1_000 }),
      personal: false,
      ...(at.field !== undefined && { at: at.field }),
    })
    const least = chance.yes(0.5)
    given[field] = least ? threshold + chance.whole(0, 5) : Math.max(1, threshold - chance.whole(0, 1))
    if (place > 0 && chance.yes(0.4)) continue
    const id = `measure-${place + 1}`
    const second = chosen[place + 1]
    const also = second && chance.yes(0.3) ? ` and ${second[0]} >= 0` : ''
    overlay.add('conditions', {
      id,
      text: {
        zh: `${label}${least ? '不低于' : '不超过'} ${threshold} ${unit}`,
        en: `${field} ${least ? 'at least' : 'at most'} ${threshold} ${unit}`,
      },
      test: `${field} ${least ? '>=' : '<='} ${threshold}${also}`,
      ...(at.condition !== undefined && { at: [at.condition] }),
      ...(firm && base.category.drawer === 'permit' && { basis: licensing }),
    })
    if (at.refusedAt === undefined || more.length > 0) continue
    overlay.add('rules', {
      id: 'level',
      at: [at.refusedAt],
      test: `${field} < ${threshold * 1_000}`,
      text: {
        zh: `${label}达到 ${threshold * 1_000} ${unit}的，由上级机关办理`,
        en: 'Larger ones belong to the organ above',
      },
      else: { refuseAcceptance: '不属于本机关职权范围', referTo: 'superior-organ' },
      ...(firm && base.category.drawer === 'permit' && { basis: { law: '行政许可法', articles: ['32(2)'] } }),
    })
    const first = base.examples[0]!
    const beginning = first.acts.slice(0, first.acts.indexOf(at.refusedAt) + 1)
    if (beginning.length === 0) continue
    const refused: Example = {
      name: `${label}不符合条件，不能受理`,
      given: { ...first.given, [field]: least ? 0 : threshold + 1 },
      acts: beginning,
      expect: { refused: id, stage: 'accept' },
    }
    more.push(refused)
  }
}

/** 5 要件 Papers of the matter: who hands them in, in which form, and in which case only. */
export function writeMaterials({ chance, subject, overlay, given }: Making): void {
  for (const [place, name] of chance.some(subject.papers, 1, 5).entries()) {
    const id = `paper-${place + 1}`
    const only = chance.yes(0.25)
    const field = `need.paper${place + 1}`
    if (only) {
      overlay.set(`content.form.${field}`, { type: 'boolean', label: `是否属于应当提交${name}的情形`, personal: false })
      given[field] = chance.yes(0.5)
    }
    overlay.add('materials', {
      id,
      name: { zh: name },
      from: 'applicant',
      originals: chance.whole(0, 2),
      copies: chance.whole(0, 3),
      ...(chance.yes(0.3) && { sample: true }),
      ...(chance.yes(0.2) && { sign: '签字或者盖章' }),
      ...(only && { onlyIf: field }),
    })
  }
}

interface Addition {
  readonly rows: readonly object[]
  readonly done: readonly string[]
}

/** 3 流程 Stages beyond the template: survey, experts, a second reading, consultation, or two of them side by side. */
export function writeStages(making: Making, reviewer: string): void {
  const { chance, overlay, acts, base } = making
  const after = chance.pick(['accept', 'accept', 'review'] as const)
  const { rows, done } = additionOf(making, reviewer)
  if (rows.length === 0) return
  overlay.add('flow', { stage: after })
  for (const row of rows) overlay.add('flow', row as Record<string, unknown>)
  acts.push({ after: after === 'review' ? 'complete review' : after, acts: done.map(stage => ({ complete: stage })) })
  // whoever read the papers again neither decides nor presides over the hearing (行政许可法48)
  const readers = done.filter(stage => stage === 'reread' || stage === 'opinion')
  const apart = base.category.drawer === 'permit' ? ['decide', 'hear'] : ['decide']
  const pairs = readers.flatMap(stage => apart.map(other => [stage, other]))
  if (pairs.length > 0) overlay.set('authority.separate', [...(base.authority.separate ?? []), ...pairs])
}

const consulted = [
  'natural-resources-bureau',
  'ecology-bureau',
  'transport-bureau',
  'emergency-bureau',
  'health-bureau',
]

function additionOf({ chance, overlay, given, subject }: Making, by: string): Addition {
  const row = (stage: string, zh: string, kind: string) => ({ stage, name: { zh }, kind, by })
  const survey = row('survey', '现场核查', 'survey')
  const reread = row('reread', '复核', 'review')
  const choice = chance.whole(0, 6)
  if (choice === 0) return { rows: [survey], done: ['survey'] }
  if (choice === 1) return { rows: [row('expert', '专家评审', 'expert')], done: ['expert'] }
  if (choice === 2) return { rows: [reread], done: ['reread'] }
  if (choice === 3)
    return {
      rows: [{ parallel: 'facts', branches: [[survey], [row('opinion', '技术审查', 'review')]] }],
      done: ['survey', 'opinion'],
    }
  if (choice === 4) return { rows: [survey, reread], done: ['survey', 'reread'] }
  if (choice === 5) return { rows: [], done: [] }
  const organs = chance.some(
    consulted.filter(organ => organ !== subject.organ),
    2,
    4,
  )
  overlay.set('content.form.need.consultation', { type: 'boolean', label: '是否需要征求其他部门意见', personal: false })
  given['need.consultation'] = false
  const asked = { mode: 'k-of-n', k: chance.whole(1, organs.length), organs, when: 'need.consultation' }
  return { rows: [{ ...row('consult', '征求部门意见', 'consult'), ...asked }], done: [] }
}

/** 9、10 A question put to a register before the decision, and one put to a whole population at intervals. */
export function writeQuestions({ chance, overlay, given, answers, base }: Making, verbs: readonly string[]): void {
  const field = 'subject.uscc'
  const shown = Object.hasOwn(base.content.form, field) ? field : 'counterpart.uscc'
  overlay.set(`content.form.${shown}`, { type: 'uscc', label: '统一社会信用代码', personal: false })
  given[shown] = '91210100900000022Q'
  const ask = chance.pick(['enterprise.isActive', 'enterprise.isActive', 'enterprise.isKeyEnergyUser'] as const)
  const expected = ask === 'enterprise.isActive' || chance.yes(0.5)
  answers[ask] = expected
  overlay.add('comparison', {
    id: ask === 'enterprise.isActive' ? 'firm-active' : 'key-energy-user',
    at: chance.some(verbs, 1, 2),
    ask,
    with: { uscc: shown },
    expect: expected,
    else: chance.pick(['human', 'refuse', { human: '与登记信息不一致' }] as const),
    unknown: chance.pick(['human', 'wait'] as const),
    basis: { law: '政务数据共享条例', articles: [19] },
  })
  const patrol = chance.pick([
    { id: 'firm-gone', over: 'enterprise', find: 'active = false' },
    { id: 'micro-and-key', over: 'enterprise', find: 'microEnterprise and keyEnergyUser' },
    { id: 'fined-much', over: 'penalty', find: `amount > ${chance.whole(1, 90) * 100_000}` },
    { id: 'visited-often', over: 'inspection', find: `time > ${chance.whole(1, 3)}` },
    {
      id: 'grant-unverified',
      over: 'fund-grant',
      find: `not(verified) and amount >= ${chance.whole(1, 40) * 1_000_000}`,
    },
  ] as const)
  overlay.add('patrol', {
    ...patrol,
    every: chance.pick(['month', 'quarter', 'half-year', 'year'] as const),
    basis: { law: '优化营商环境条例', articles: [54] },
    population: '本市在册的市场主体',
    runner: 'supervision',
    // biome-ignore format: one row of a table
    ['then' as const]: { lead: { about: chance.pick(['beneficiary', 'official'] as const), to: chance.pick(['organ', 'supervision'] as const) } },
  })
}

/** 8 时限 The whole time, and what is promised inside it. */
export function writeTimes({ chance, overlay, base }: Making): void {
  const decide = base.limits.decide as { promised?: boolean; unit: string; value: number } | undefined
  if (!decide) return
  if (base.category.drawer === 'permit') {
    const whole = chance.whole(10, 20)
    overlay.set('limits.decide.value', whole)
    if (chance.yes(0.7)) {
      overlay.set('limits.promised', {
        kind: 'max',
        value: chance.whole(3, whole),
        unit: 'workday',
        from: 'accept',
        to: 'decide',
        binds: 'organ',
        promised: true,
        onExpiry: { effect: 'alarm' },
      })
      overlay.set('limits.stops', [
        {
          for: 'hear',
          max: '20 workday',
          notice: true,
          limits: ['decide', 'promised'],
          basis: { law: '行政许可法', articles: [45] },
        },
      ])
      overlay.add('alarms', {
        id: 'promise',
        on: 'limits.promised',
        rungs: { notice: `${chance.whole(4, 6)}0%`, yellow: '80%', red: '100%' },
        to: ['holder', 'superior'],
      })
    }
  } else if (base.category.drawer === 'penalty') overlay.set('limits.decide.value', chance.whole(30, 90))
  else if (base.category.drawer === 'benefit') overlay.set('limits.decide.value', chance.whole(28, 45))
  else if (decide.promised && decide.unit === 'workday')
    overlay.set('limits.decide.value', chance.whole(base.category.drawer === 'adjudication' ? 30 : 8, 60))
  const supplement = base.limits.supplement as object | undefined
  if (supplement) overlay.set('limits.supplement.value', chance.whole(2, 5))
  const deliver = base.limits.deliver as object | undefined
  if (deliver) overlay.set('limits.deliver.value', chance.whole(2, 10))
}

/** 11–14 Guide, rating, watch points and how problems are handled. */
export function writeOversight({ chance, overlay, base, subject }: Making, watches: readonly string[]): void {
  const hours = chance.pick([
    '工作日 9:00-12:00 13:30-17:00',
    '工作日 8:30-17:00',
    '周一至周六 9:00-16:30',
    '每天 8:00-20:00',
  ] as const)
  overlay.set('content.guide.windows', [
    `${subject.office}${chance.pick(['综合窗口', '政务服务中心专窗', '受理大厅', '分中心窗口'] as const)}（合成）`,
  ])
  overlay.set('content.guide.hours', hours)
  overlay.set('content.guide.visits', chance.whole(0, 2))
  overlay.set('content.guide.contacts', ['政务服务热线 12345'])
  overlay.set('content.guide.faq', [
    { question: `${subject.office}多久办完？`, answer: '以本事项写明的承诺时限为准；超过的，系统自动报警。' },
  ])
  if (base.publicity.rating !== 'none')
    overlay.set('publicity.rating', {
      levels: 5,
      bad: [1, 2],
      answer: { value: chance.whole(3, 15), unit: 'workday', source: 'local' },
    })
  const stages = [...new Set(base.checkpoints.map(({ at }) => at))]
  overlay.set(
    'checkpoints',
    chance.some(watches, 1, 4).map((watch, at) => ({ at: stages[at % stages.length]!, watch, by: 'supervision' })),
  )
  overlay.set('problems', [
    {
      from: base.problems[0]!.from,
      open: 'problem-handling',
      answer: `${chance.whole(2, 7)} workday`,
      rectify: `${chance.whole(8, 20)} workday`,
      verifyBy: 'supervision',
      escalate: ['organHead', 'city'],
    },
  ])
}
