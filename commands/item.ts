import { type StayReason, stayReasons } from '#kernel/case'
import type { Actor, AdministratorKind } from '#kernel/identity'
import { refusal } from '#kernel/refusal'
import type { CaseMove, MoveWanted } from '#systems/power'
import type { City } from '../main.ts'
import type { Command, CommandLine, Outcome } from './command.ts'
import { diff } from './item-diff.ts'
import { usage } from './line.ts'
import { withCity } from './opened.ts'
import { cityOptions } from './settings.ts'

const moveUnsigned = refusal(
  'ITEM_MOVE_UNSIGNED',
  403,
  'The system and the security administrator, two persons, move cases together',
)

function wantedOf({ args: [verb, item, more], options: { from, to } }: CommandLine): MoveWanted {
  if (verb !== 'migrate' || item === undefined || more !== undefined)
    throw usage({
      detail: `There is no item ${verb ?? ''}.`,
      remedy: 'item migrate ITEM --from V --to V2, or item diff ITEM --from V --to V2',
    })
  if (from === undefined || to === undefined)
    throw usage({ detail: 'Both versions are needed.', remedy: `item migrate ${item} --from V --to V2` })
  return { item, from: Number(from), to: Number(to) }
}

/** A reason in the words of the file of reasons, with the facts it saw. */
const told = ({ code, facts = {} }: CaseMove['reasons'][number]): string => {
  const words = stayReasons[code as StayReason]
  const seen = Object.entries(facts).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
  return `${code} ${words.zh} ${words.en}${seen.length > 0 ? ` (${seen.join(', ')})` : ''}`
}

const line = ({ number, outcome, reasons, days }: CaseMove): string =>
  [
    `${number}  ${outcome === 'moved' ? '可转 moves' : '不转 stays'}`,
    ...reasons.map(reason => `    ${told(reason)}`),
    ...days.map(({ clock, due, now }) => `    ${clock}: ${due === '' ? '–' : due} → ${now}`),
  ].join('\n')

/** Every running case, looked at and left as it is. */
async function tryAll(city: City, wanted: MoveWanted, { say, closing }: CommandLine): Promise<Outcome> {
  const reasons: Record<string, number> = {}
  let [moves, stays, days] = [0, 0, 0]
  let after: string | undefined
  do {
    closing.refuseWhenStopped()
    const { items, next } = await city.itemMoves.tryMove(wanted, { after })
    for (const one of items) {
      if (one.outcome === 'moved') moves++
      else stays++
      if (one.days.length > 0) days++
      for (const code of new Set(one.reasons.map(reason => reason.code))) reasons[code] = (reasons[code] ?? 0) + 1
      say(line(one))
    }
    after = next ?? undefined
  } while (after !== undefined)
  return {
    ok: true,
    figures: { ...wanted, dryRun: true, moves, stays, otherDays: days, reasons },
    text: `${moves} would move, ${stays} would stay; nothing was changed`,
  }
}

/** The administrator of a personnel number, as an actor. */
async function administrator(city: City, number: string | true | undefined, kind: AdministratorKind): Promise<Actor> {
  const directory = await city.identity.directory()
  const person = typeof number === 'string' ? directory.personByNumber(number)?.id : undefined
  if (person === undefined || !directory.isAdministrator(person, kind, city.clock.today().toString()))
    throw moveUnsigned({ facts: { needs: kind }, remedy: '--system NUMBER --security NUMBER' })
  return { kind: 'officer', person, post: `administration/${kind}`, organ: 'administration' }
}

async function migrate(city: City, wanted: MoveWanted, { options, closing, fold }: CommandLine): Promise<Outcome> {
  const [system, security] = [
    await administrator(city, options['system'], 'system'),
    await administrator(city, options['security'], 'security'),
  ]
  const { itemMoves, db } = city
  // Whoever was stopped in the middle says the same again and goes on.
  const under = (await itemMoves.list(undefined, 100)).find(
    ({ item, from, to, endedAt }) =>
      endedAt === null && item === wanted.item && from === wanted.from && to === wanted.to,
  )
  const id = under?.id ?? (await db.transaction(sql => itemMoves.propose(sql, system, wanted)))
  await db.transaction(sql => itemMoves.approve(sql, security, id))
  let looked = 0
  for (let ended = false; !ended; ) {
    closing.refuseWhenStopped()
    const round = await itemMoves.run(id, 100)
    looked += round.looked
    ended = round.ended
    fold(`${looked}`)
  }
  await city.sequencer.drain()
  const { move } = await itemMoves.report(id, { limit: 1 })
  const { moved = 0, stays = 0, elsewhere = 0 } = move.cases as Record<string, number>
  return {
    ok: true,
    figures: { ...wanted, move: id, moved, stays, elsewhere },
    text: `${moved} moved, ${stays} stay under version ${wanted.from}`,
  }
}

/**
 * 事项版本 `diff` says what two versions, two files or two organs do otherwise. `migrate` is for the system and the security administrator at
 * one console; with `--dry-run` it needs neither and changes nothing.
 */
export const item: Command = {
  summary: {
    zh: '版本对比;在办件转入新版本(先试转)',
    en: 'what differs between versions; running cases move to a later one',
  },
  usage: 'item diff|migrate ITEM --from V --to V2',
  options: {
    ...cityOptions,
    from: { value: 'V', from: 1, about: '原版本 the earlier version' },
    to: { value: 'V2', from: 1, about: '新版本 the later one; cases move only to that in force' },
    organ: { value: 'O', about: 'diff: 按这个机关的实施清单 as this organ carries it out' },
    against: { value: 'O2', about: 'diff: 与另一机关对比 against another organ' },
    'dry-run': { about: '逐件列出转与不转及理由,不改动 each case and why; nothing is changed' },
    system: { value: 'NUMBER', about: '系统管理员工号 personnel number of who proposes' },
    security: { value: 'NUMBER', about: '安全管理员工号 personnel number of who approves' },
  },
  takes: [2, 3],
  run: words => {
    if (words.args[0] === 'diff') return diff(words)
    const wanted = wantedOf(words)
    return withCity(words, city =>
      words.options['dry-run'] ? tryAll(city, wanted, words) : migrate(city, wanted, words),
    )
  },
}
