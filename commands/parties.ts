import { refusal } from '#kernel/refusal'
import { erasureReasons, makePartyDeeds, mergeReasons } from '#systems/power'
import type { Command, CommandLine, Option } from './command.ts'
import { withCity } from './opened.ts'
import { cityOptions } from './settings.ts'

const deedIncomplete = refusal('DEED_INCOMPLETE', 422, 'Who is meant, both administrators, and a reason are needed')

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const optionsOf = (reasons: readonly string[]): Readonly<Record<string, Option>> => ({
  ...cityOptions,
  security: { value: 'NUMBER', about: '安全管理员工号 personnel number of the security administrator' },
  audit: { value: 'NUMBER', about: '审计管理员工号 personnel number of the audit administrator' },
  reason: { value: 'REASON', about: `事由 ${reasons.join(', ')}` },
})

/** The options as they are needed; says what is missing and never repeats what was typed. */
function signedIn<Reason extends string>(
  { options }: CommandLine,
  parties: readonly string[],
  reasons: readonly Reason[],
) {
  const ids = parties.map(name => String(options[name]).toLowerCase())
  const { security, audit, reason } = options
  const why = reasons.find(one => one === reason)
  if (typeof security !== 'string' || typeof audit !== 'string' || !why || !ids.every(id => uuid.test(id)))
    throw deedIncomplete({
      remedy: `${parties.map(name => `--${name} UUID`).join(' ')} --security NUMBER --audit NUMBER --reason ${reasons.join('|')}`,
    })
  return { ids, signed: { security, audit, reason: why } }
}

/** 删除个人信息 The security and the audit administrator at one console; refused while a case of the party is open. */
export const erase: Command = {
  summary: { zh: '安全、审计管理员共同删除当事人信息', en: 'forget a party, two administrators together' },
  usage: 'erase --party UUID --security N --audit N --reason R',
  options: { ...optionsOf(erasureReasons), party: { value: 'UUID', about: '当事人内部编号 internal id of the party' } },
  run: line =>
    withCity(line, async city => {
      const { ids, signed } = signedIn(line, ['party'], erasureReasons)
      const { parties, rows } = await makePartyDeeds(city).erase(ids[0]!, signed)
      await city.sequencer.drain()
      return { ok: true, figures: { parties, rows }, text: `${parties.length} forgotten, ${rows} rows destroyed` }
    }),
}

/** 合并当事人 Two records that are one party. */
export const merge: Command = {
  summary: { zh: '安全、审计管理员共同合并当事人', en: 'make two records one party, two administrators together' },
  usage: 'merge --from UUID --into UUID --security N --audit N --reason R',
  options: {
    ...optionsOf(mergeReasons),
    from: { value: 'UUID', about: '并入方内部编号 internal id of the party that is another' },
    into: { value: 'UUID', about: '保留方内部编号 internal id of the party it is' },
  },
  run: line =>
    withCity(line, async city => {
      const { ids, signed } = signedIn(line, ['from', 'into'], mergeReasons)
      const [from, into] = ids as [string, string]
      await makePartyDeeds(city).merge(from, into, signed)
      await city.sequencer.drain()
      return { ok: true, figures: { from, into }, text: 'merged' }
    }),
}
