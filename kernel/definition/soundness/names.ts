import type { Segment } from '../located.ts'
import { noRegisters, type RegisterSource } from '../registers.ts'
import { effectsOf } from '../stages.ts'
import type { Ground } from './ground.ts'
import { checkNext } from './next.ts'
import { published } from './published.ts'

const problemSources = new Set(['notice', 'yellow', 'red', 'lead', 'badRating', 'objection', 'complaint', 'remedy'])

/** 名称 Every key that is referred to exists, and no key is given twice. */
export function checkNames(ground: Ground): void {
  checkTwice(ground)
  checkStageNames(ground)
  checkOutcomes(ground)
  checkPublished(ground)
  checkNext(ground)
  checkOversight(ground)
  checkRegisters(ground)
  checkColumns(ground)
  checkItems(ground)
}

function checkTwice({ definition, stages, say }: Ground): void {
  const once = (
    rows: readonly { readonly key: string; readonly path: readonly Segment[] }[],
    zh: string,
    en: string,
  ) => {
    const seen = new Set<string>()
    for (const { key, path } of rows) {
      if (seen.has(key)) say('NAME_TWICE', path, `${zh}“${key}”写了两次`, `${en} “${key}” is written twice`)
      seen.add(key)
    }
  }
  once(
    stages.map(({ stage, path }) => ({ key: stage.stage, path })),
    '环节',
    'Stage',
  )
  const lists = {
    materials: definition.materials,
    conditions: definition.conditions,
    rules: definition.rules,
    comparison: definition.comparison,
    patrol: definition.patrol,
    alarms: definition.alarms,
  }
  for (const [name, rows] of Object.entries(lists))
    once(
      rows.map(({ id }, index) => ({ key: id, path: [name, index] })),
      '编号',
      'Id',
    )
  once(
    (definition.content.documents ?? []).map(({ id }, index) => ({ key: id, path: ['content', 'documents', index] })),
    '文书',
    'Document',
  )
}

function checkStageNames({ definition, stages, stageAt, say }: Ground): void {
  const stage = (name: string | undefined, path: readonly Segment[]) => {
    if (name !== undefined && !stageAt.has(name))
      say('NAME_UNKNOWN_STAGE', path, `没有环节“${name}”`, `There is no stage “${name}”`)
  }
  for (const [name, field] of Object.entries(definition.content.form)) stage(field.at, ['content', 'form', name, 'at'])
  for (const material of definition.materials) stage(material.stage, ['materials', material.id, 'stage'])
  for (const [index, { at }] of definition.checkpoints.entries()) stage(at, ['checkpoints', index, 'at'])
  const papers = new Set([...(definition.content.documents ?? []), ...definition.materials].map(({ id }) => id))
  for (const { stage: row, path } of stages)
    for (const need of row.needs ?? [])
      if (!papers.has(need))
        say(
          'NAME_UNKNOWN_PAPER',
          [...path, 'needs'],
          `没有文书或要件“${need}”`,
          `There is no document or material “${need}”`,
        )
}

function checkOutcomes({ definition, stages, say }: Ground): void {
  const { outcomes, documents = [] } = definition.content
  const offered = new Set<string>()
  for (const { stage, path } of stages)
    for (const outcome of stage.outcomes ?? []) {
      offered.add(outcome)
      if (!Object.hasOwn(outcomes, outcome))
        say('NAME_UNKNOWN_OUTCOME', [...path, 'outcomes'], `没有结果“${outcome}”`, `There is no outcome “${outcome}”`)
    }
  const vouchers = new Set(documents.map(({ id }) => id))
  for (const name of Object.keys(outcomes)) {
    const path = ['content', 'outcomes', name]
    if (!offered.has(name))
      say(
        'OUTCOME_NEVER_OFFERED',
        path,
        `结果“${name}”没有任何决定环节可选`,
        `No decision offers the outcome “${name}”`,
      )
  }
  for (const { effect, path } of effectsOf(definition))
    if ('voucher' in effect && !vouchers.has(effect.voucher))
      say(
        'NAME_UNKNOWN_DOCUMENT',
        path,
        `文书里没有“${effect.voucher}”`,
        `content.documents has no “${effect.voucher}”`,
      )
  for (const [name, { enforcement }] of Object.entries(outcomes))
    if (enforcement?.urge && !vouchers.has(enforcement.urge.document))
      say(
        'NAME_UNKNOWN_DOCUMENT',
        ['content', 'outcomes', name, 'enforcement', 'urge', 'document'],
        `文书里没有“${enforcement.urge.document}”`,
        `content.documents has no “${enforcement.urge.document}”`,
      )
  const decision = definition.publicity.decision
  for (const name of decision && decision !== 'none' ? (decision.outcomes ?? []) : [])
    if (!Object.hasOwn(outcomes, name))
      say(
        'NAME_UNKNOWN_OUTCOME',
        ['publicity', 'decision', 'outcomes'],
        `没有结果“${name}”`,
        `There is no outcome “${name}”`,
      )
}

function checkPublished({ definition, say }: Ground): void {
  const { form, facts = {} } = definition.content
  const known = (name: string) => published.has(name) || Object.hasOwn(form, name) || Object.hasOwn(facts, name)
  const fields = (names: readonly string[] | undefined, path: readonly Segment[]) => {
    for (const [index, name] of (names ?? []).entries())
      if (!known(name)) say('NAME_UNKNOWN_FIELD', [...path, index], `没有字段“${name}”`, `There is no field “${name}”`)
  }
  const { decision, draft, result } = definition.publicity
  if (decision && decision !== 'none') {
    fields(decision.fields, ['publicity', 'decision', 'fields'])
    for (const [index, name] of (decision.mask ?? []).entries())
      if (!decision.fields.includes(name))
        say(
          'NAME_UNKNOWN_FIELD',
          ['publicity', 'decision', 'mask', index],
          `遮盖的“${name}”并不公示`,
          `“${name}” is masked but not published`,
        )
  }
  fields(draft?.fields, ['publicity', 'draft', 'fields'])
  fields(result?.fields, ['publicity', 'result', 'fields'])
}

function checkOversight({ definition, say }: Ground): void {
  const { alarms, authority, comparison, limits, patrol, problems, rules } = definition
  const ids = (rows: readonly { readonly id: string }[]) => new Set(rows.map(({ id }) => id))
  const targets: Readonly<Record<string, ReadonlySet<string>>> = {
    limits: new Set(Object.keys(limits).filter(name => name !== 'stops')),
    rules: ids(rules),
    comparison: ids(comparison),
    patrol: ids(patrol),
    conditions: ids(definition.conditions),
    checkpoints: new Set(definition.checkpoints.map(({ at }) => at)),
    authority: new Set(['discretion', 'separate', 'avoid', 'certificate', 'officers']),
  }
  for (const alarm of alarms) {
    const [, group = '', name = ''] = /^([a-z]+)\.(.+)$/.exec(alarm.on) ?? []
    if (!targets[group]?.has(name))
      say('ALARM_UNKNOWN', ['alarms', alarm.id, 'on'], `没有“${alarm.on}”可报警`, `There is no “${alarm.on}” to watch`)
    if (group !== 'limits' && alarm.rungs)
      say('ALARM_RUNGS', ['alarms', alarm.id, 'rungs'], '只有时限才有分级时点', 'Only a limit has rungs', 'warning')
  }
  const known = new Set([...problemSources, ...alarms.map(({ id }) => id), ...patrol.map(({ id }) => id)])
  for (const [index, problem] of problems.entries())
    for (const from of problem.from)
      if (!known.has(from))
        say('PROBLEM_UNKNOWN', ['problems', index, 'from'], `没有“${from}”这样的来源`, `There is no source “${from}”`)
  if (authority.discretion === 'none' || authority.discretion.table.endsWith('.dmn')) return
  const { table } = authority.discretion
  if (!rules.some(rule => rule.id === table && rule.table))
    say(
      'NAME_UNKNOWN_RULE',
      ['authority', 'discretion', 'table'],
      `没有裁量表“${table}”`,
      `There is no table “${table}” among the rules`,
    )
}

/** Where the city's registers are known, one that is not among them is a mistake; the question of an outside system may be. */
const unknownRegister = (registers: RegisterSource) => (registers === noRegisters ? 'warning' : 'error')

function checkRegisters({ definition, registers, say }: Ground): void {
  for (const { effect, path } of effectsOf(definition)) {
    if (!('register' in effect)) continue
    const register = registers(effect.register)
    if (!register || register.answersOnly) {
      const text = [`没有台账“${effect.register}”的声明`, `Register “${effect.register}” is not declared`] as const
      say('DEFINITION_REGISTER_UNKNOWN', path, ...text, unknownRegister(registers))
      continue
    }
    for (const column of Object.keys(effect.set ?? {}))
      if (!Object.hasOwn(register.fields, column))
        say(
          'NAME_UNKNOWN_COLUMN',
          [...path, 'set', column],
          `台账没有“${column}”这一栏`,
          `The register has no column “${column}”`,
        )
  }
  for (const comparison of definition.comparison) {
    const [name = '', question = ''] = comparison.ask.split('.')
    const path = ['comparison', comparison.id, 'ask']
    const register = registers(name)
    const asked = register?.questions[question]
    if (!register)
      say(
        'DEFINITION_REGISTER_UNKNOWN',
        path,
        `没有台账“${name}”的声明`,
        `Register “${name}” is not declared`,
        'warning',
      )
    else if (!asked)
      say('NAME_UNKNOWN_QUESTION', path, `台账没有核验问题“${question}”`, `The register has no question “${question}”`)
    else {
      const given = Object.keys(comparison.with)
      const differs = asked.length !== given.length || asked.some(key => !given.includes(key))
      if (differs)
        say(
          'COMPARISON_WITH',
          ['comparison', comparison.id, 'with'],
          `该问题要给出:${asked.join('、')}`,
          `The question is asked with: ${asked.join(', ')}`,
        )
    }
  }
}

/** Where a field is fetched from, and by what a patrol joins. */
function checkColumns({ definition, registers, say }: Ground): void {
  const column = (register: string, name: string, path: readonly Segment[]) => {
    const known = registers(register)
    if (!known) {
      const text = [`没有台账“${register}”的声明`, `Register “${register}” is not declared`] as const
      say('DEFINITION_REGISTER_UNKNOWN', path, ...text, unknownRegister(registers))
    } else if (!Object.hasOwn(known.fields, name))
      say(
        'NAME_UNKNOWN_COLUMN',
        path,
        `台账“${register}”没有“${name}”这一栏`,
        `Register “${register}” has no column “${name}”`,
      )
  }
  for (const [name, { source }] of Object.entries(definition.content.form))
    if (source) column(source.register, source.field, ['content', 'form', name, 'source'])
  for (const { id, join, over } of definition.patrol) {
    if (registers !== noRegisters && !registers(over))
      say(
        'DEFINITION_REGISTER_UNKNOWN',
        ['patrol', id, 'over'],
        `没有台账“${over}”的声明`,
        `Register “${over}” is not declared`,
      )
    for (const [name, { register, on }] of Object.entries(join ?? {}))
      column(register, on, ['patrol', id, 'join', name])
  }
}

function checkItems({ definition, items, stages, say }: Ground): void {
  if (!items) return
  const item = (name: string, path: readonly Segment[]) => {
    if (!items.has(name)) say('NAME_UNKNOWN_ITEM', path, `没有事项“${name}”`, `There is no item “${name}”`, 'warning')
  }
  for (const [name, outcome] of Object.entries(definition.content.outcomes))
    for (const next of outcome.next ?? [])
      item(typeof next === 'string' ? next : next.item, ['content', 'outcomes', name, 'next'])
  for (const { stage, path } of stages) {
    if (stage.subCase) item(stage.subCase.item, [...path, 'subCase', 'item'])
    for (const [index, part] of (stage.joint?.parts ?? []).entries())
      item(part.item, [...path, 'joint', 'parts', index, 'item'])
  }
}
