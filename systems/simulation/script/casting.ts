import type { Actor } from '#kernel/case'
import { composeCitizen, composeUscc } from '#kernel/code'
import type { CompiledItem } from '#kernel/definition'
import type { Hand } from '../hand.ts'
import type { Account } from '../world.ts'
import type { Lived } from './script.ts'
import type { Seat, Staff } from './staff.ts'

type Body = Readonly<Record<string, unknown>>
type Unit = 'person' | 'household' | 'firm' | 'organ'

/** 出场者 A party of one life: nobody's code, and its own. */
export interface Player {
  readonly role: string
  /** As the rehearsal calls it. */
  readonly symbol: string
  readonly unit: Unit
  readonly scheme: 'uscc' | 'citizen'
  readonly code: string
  readonly name: string
}

/** Eight characters that no registrar gives; another letter than the firms of the other lives have. */
const firmCode = (running: number): string =>
  `DEM${'PQRTUWXY'[Math.floor(running / 10_000) % 8]}${String(running % 10_000).padStart(4, '0')}`

const personCode = (running: number): string =>
  composeCitizen(
    '210102',
    `19${60 + (running % 40)}02${String(1 + (Math.floor(running / 39_960) % 28)).padStart(2, '0')}`,
    String(1 + (Math.floor(running / 40) % 999)).padStart(3, '0'),
  )

const ofMainParty = /^(applicant|respondent|subject)\./

/** 选角 The parties of a life, in the order in which the rehearsal has them. */
export function playersOf({ item, parties }: Lived, { region }: Seat, running: number): readonly Player[] {
  const { form, parties: roles } = item.definition.content
  const asksUscc = Object.entries(form).some(([name, { type }]) => type === 'uscc' && ofMainParty.test(name))
  return parties.map(({ role, party, unit }, at) => {
    const units = [roles[role as keyof typeof roles]?.unit ?? unit ?? 'person'].flat() as Unit[]
    const chosen = at === 0 && asksUscc && units.includes('firm') ? 'firm' : ((unit ?? units[0]!) as Unit)
    const scheme = chosen === 'firm' || chosen === 'organ' ? 'uscc' : 'citizen'
    const own = running * 2 + at
    return {
      role,
      symbol: party,
      unit: chosen,
      scheme,
      code: scheme === 'uscc' ? composeUscc('91', region.slice(0, 6), firmCode(own)) : personCode(own),
      name: `演示${scheme === 'uscc' ? '单位' : '当事人'}${own}`,
    }
  })
}

/** Fields by which registers are asked or written: what one case says there no other says. */
function keyFields({ definition }: CompiledItem): ReadonlySet<string> {
  const { content, comparison } = definition
  const effects = [
    ...Object.values(content.outcomes).flatMap(outcome => outcome.effects),
    ...[...definition.flow.flatMap(node => ('parallel' in node ? node.branches.flat() : [node]))].flatMap(
      stage => stage.effects ?? [],
    ),
  ]
  const sources = [
    ...comparison.flatMap(({ with: asked }) => Object.values(asked)),
    ...effects.flatMap(effect => ('register' in effect ? Object.values(effect.set ?? {}) : [])),
  ]
  return new Set(sources.filter(name => ['string', 'projectCode'].includes(content.form[name]?.type ?? '')))
}

export interface Casting {
  readonly players: readonly Player[]
  hand(actor: Actor): Hand
  /** A body of the rehearsal as the real people say it. */
  body(body: Body, actor: Actor): Body
  fields(fields: Body): Body
}

const symbolic = /^([a-z][a-z0-9-]*)-([1-9])$/

/** 对号 Puts real people in the place of those of the rehearsal: officers by post, parties by role, and what must be one's own in the form. */
export function cast(
  script: Lived,
  seat: Seat,
  staff: Staff,
  players: readonly Player[],
  accounts: readonly Account[],
  running: number,
): Casting {
  const { item } = script
  const { form } = item.definition.content
  const keys = keyFields(item)
  const organOf = (organ: string): string => (organ === 'example-organ' ? seat.organ : staff.organOf(organ, seat))
  const officer = (post: string, person: string): Hand => {
    const [organ, code] = post.split('/') as [string, string]
    return staff.of(organOf(organ), code, Number(symbolic.exec(person)?.[2] ?? 1))
  }
  const bySymbol = new Map(players.map(({ symbol }, at) => [symbol, accounts[at]!]))
  /** Symbolic people by name, wherever their post is: first where the actor is, then in the case's own organ. */
  const person = (text: string, actor: Actor): string | undefined => {
    const [, code, nth] = symbolic.exec(text) ?? []
    if (code === undefined) return undefined
    const organs = [...(actor.kind === 'officer' ? [actor.organ] : []), 'example-organ']
    for (const organ of organs) {
      const found = staff.find(organOf(organ), code, Number(nth))
      if (found) return found.person
    }
    return undefined
  }
  const own = (name: string, value: unknown): unknown => {
    const type = form[name]?.type
    if (typeof value !== 'string') return value
    const at = name.startsWith('opponent.') ? 1 : ofMainParty.test(name) ? 0 : undefined
    const player = at === undefined ? undefined : players[at]
    if ((type === 'uscc' || type === 'citizen') && player?.scheme === type) return player.code
    if (!keys.has(name)) return value
    if (type === 'projectCode') return `${value.slice(0, -6)}${String(running % 1_000_000).padStart(6, '0')}`
    const mark = `·${running}`
    return `${value.slice(0, (form[name]?.maxLength ?? 200) - mark.length)}${mark}`
  }
  const fields = (given: Body): Body =>
    Object.fromEntries(Object.entries(given).map(([name, value]) => [name, own(name, value)]))
  const said = (value: unknown, actor: Actor): unknown => {
    if (typeof value === 'string') return bySymbol.get(value)?.party ?? person(value, actor) ?? value
    if (Array.isArray(value)) return value.map(one => said(one, actor))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [person(name, actor) ?? name, said(one, actor)]),
    )
  }
  return {
    players,
    fields,
    hand: actor =>
      actor.kind === 'officer'
        ? officer(actor.post, actor.person)
        : (bySymbol.get(actor.kind === 'party' ? actor.party : '') ?? accounts[0] ?? staff.of(seat.organ, 'officer')),
    body(body, actor) {
      const { fields: given, ...rest } = body
      const others = said(rest, actor) as Body
      return given === undefined ? others : { ...others, fields: fields(given as Body) }
    },
  }
}
