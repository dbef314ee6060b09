import {
  type ItemDefinition,
  judge,
  type LawLibrary,
  type LoadedDefinition,
  lint,
  type OfficeSource,
  type RegisterSource,
  readDefinition,
  type TemplateSource,
} from '#kernel/definition'
import type { Account } from './account.ts'
import { type Overlay, rowName, wordsOf } from './overlay.ts'

export interface Judges {
  readonly template: TemplateSource
  readonly laws: LawLibrary
  readonly registers: RegisterSource
  readonly offices: OfficeSource | undefined
}

/** What of an account a repair writes: that of a published file, or that of a model. */
export type RepairAccount = Pick<Account, 'fault' | 'repaired' | 'withdraw' | 'originOf'>

interface Complaint {
  readonly rule: string
  readonly setting: string
  readonly text: string
  readonly doubtful: boolean
  readonly basis?: { readonly law: string; readonly articles: readonly (string | number)[] }
}

/** 修补 How a fault of each kind is repaired, as the report says it; what is not here is taken out of the draft, so that the template stands. */
const repairs: Readonly<Record<string, string>> = {
  LAW_BASIS_IN_FORCE: '草稿不引失效或者不存在的条文',
  LAW_KNOWN_RECORD: '草稿不再要求提交或者填写',
  LAW_LIMIT_LENGTH: '草稿用法定日数；法律、法规另有规定的，须写明条文',
  LAW_LIMIT_UNIT: '草稿用法定的计算单位',
  LAW_LIMIT_MOMENT: '草稿用法定的起止',
  LAW_PROMISE_LONGER: '草稿不作长于法定的承诺',
  LAW_LIMITS_FIT: '草稿不写装不进全程的环节时限',
  LAW_CODES: '草稿不写与事项不符的编码',
  LAW_SENSITIVE_FIELD: '草稿把字段标为个人信息',
}

const rounds = 12

/**
 * 审草稿 Holds the draft against format, soundness and law. The first reading is of the source: its faults are told. Then they are
 * repaired one after the other by taking out what the item says over its template, until nothing is left to complain about.
 */
export function judgeAndRepair(
  file: string,
  overlay: Overlay,
  textOf: () => string,
  account: RepairAccount,
  judges: Judges,
): LoadedDefinition | undefined {
  for (let round = 0; round < rounds; round++) {
    const read = readDefinition(file, textOf(), judges.template)
    const { loaded } = read
    const complaints = loaded
      ? complaintsOf(loaded, judges)
      : read.findings
          .filter(({ severity }) => severity === 'error')
          .map(({ rule, path, text }) => ({ rule, setting: path, text: `${text.zh} ${text.en}`, doubtful: false }))
    for (const one of complaints) tell(one, account)
    const errors = complaints.filter(({ doubtful }) => !doubtful)
    if (errors.length === 0) return loaded
    // one of each place: what follows from it may be gone when it is
    if (
      ![...new Set(errors.map(({ setting }) => setting))]
        .map(setting => repair(errors.find(one => one.setting === setting)!, overlay, account))
        .some(Boolean)
    )
      return undefined
  }
  return undefined
}

function complaintsOf(loaded: LoadedDefinition, { laws, registers, offices }: Judges): readonly Complaint[] {
  const lawful = lint(loaded.definition, laws).map(({ rule, path, text, severity, basis }) => ({
    rule,
    setting: settingAt(loaded.definition, path),
    text: `${text.zh} ${text.en}`,
    doubtful: severity === 'warning',
    ...(basis && { basis }),
  }))
  const { findings } = judge(loaded, { registers, ...(offices && { offices }) }, undefined)
  const sound = findings
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, path, text }) => ({ rule, setting: path, text: `${text.zh} ${text.en}`, doubtful: false }))
  return [...lawful, ...sound]
}

/** Rows of lists by their id instead of their place: the merged list is longer than the item's own. */
function settingAt(definition: ItemDefinition, path: readonly (string | number)[]): string {
  const words: string[] = []
  let here: unknown = definition
  for (const word of path) {
    if (Array.isArray(here)) {
      const row = here.find(one => one?.id === word || one?.stage === word) ?? here[Number(word)]
      words.push(String(row?.id ?? row?.stage ?? rowName(row?.law) ?? word))
      here = row
    } else {
      words.push(String(word))
      here = (here as Readonly<Record<string, unknown>> | undefined)?.[word]
    }
  }
  return words.join('.')
}

function tell({ rule, setting, text, doubtful, basis }: Complaint, account: RepairAccount): void {
  // that the steps do not fit is no fault against the law but told among the contradictions
  if (rule === 'LAW_LIMITS_FIT') return
  account.fault({
    source: account.originOf(setting),
    rule,
    text,
    doubtful,
    ...(basis && { basis: { law: basis.law, articles: [...basis.articles] } }),
  })
}

/** Takes the nearest part out that the item itself wrote. */
function repair({ rule, setting, basis }: Complaint, overlay: Overlay, account: RepairAccount): boolean {
  const source = account.originOf(setting)
  const how = repairs[rule] ?? '草稿不写这一项，按模板'
  if (rule === 'LAW_SENSITIVE_FIELD' && overlay.get(`${setting}.type`) !== undefined)
    overlay.set(`${setting}.personal`, true)
  const field =
    rule === 'LAW_SENSITIVE_FIELD' ? (overlay.get(setting) as { personal?: boolean } | undefined) : undefined
  if (field && field.personal !== true) {
    field.personal = true
    account.repaired(rule, source, how)
    return true
  }
  const words = wordsOf(setting)
  const owned = (parts: readonly string[]) => (overlay.get(parts.join('.')) !== undefined ? parts.join('.') : undefined)
  const place =
    rule === 'LAW_KNOWN_RECORD' ? owned(words.slice(0, words[0] === 'content' ? 3 : 2)) : nearest(words, owned)
  if (place === undefined || !removeWhole(place, overlay, account, how, basis)) return false
  account.repaired(rule, source, how)
  return true
}

/** Values, units and the like stand or fall with the limit they belong to; a citation with its own row. */
function nearest(
  words: readonly string[],
  owned: (parts: readonly string[]) => string | undefined,
): string | undefined {
  if (words[0] === 'limits') return owned(words.slice(0, 2))
  if (words[0] === 'category' && words[1] === 'basis') return owned(words.slice(0, 3))
  if (['materials', 'conditions', 'rules', 'comparison'].includes(words[0]!)) {
    const basis = words.indexOf('basis')
    return basis > 0 ? owned(words.slice(0, basis + 1)) : owned(words.slice(0, 2))
  }
  for (let depth = words.length; depth >= 2; depth--) {
    const place = owned(words.slice(0, depth))
    if (place !== undefined) return place
  }
  return undefined
}

function removeWhole(
  place: string,
  overlay: Overlay,
  account: RepairAccount,
  how: string,
  basis: Complaint['basis'],
): boolean {
  const origin = account.originOf(place)
  const row = overlay.get(place) as { onlyIf?: string } | undefined
  if (!overlay.remove(place)) return false
  if (origin !== place) account.withdraw(origin, place, how, basis && { law: basis.law, articles: [...basis.articles] })
  // a question that was only asked for the paper goes with it, and an alarm with its limit
  if (typeof row?.onlyIf === 'string') overlay.remove(`content.form.${row.onlyIf}`)
  if (place === 'limits.promised') {
    overlay.remove('alarms.promise')
    for (const stop of (overlay.get('limits.stops') as { limits?: string[] }[] | undefined) ?? [])
      stop.limits = (stop.limits ?? []).filter(one => one !== 'promised')
  }
  const field = /^conditions\.condition-(\d+)$/.exec(place)?.[1]
  if (field !== undefined) overlay.remove(`content.form.condition.c${field}`)
  return true
}
