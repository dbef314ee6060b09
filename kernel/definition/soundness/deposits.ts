import { effectsOf } from '../stages.ts'
import type { Ground } from './ground.ts'

/** 保证金 Somebody takes it, what becomes of it is said of one that there is, and only a decision against the party keeps it. */
export function checkDeposits({ definition, stages, say }: Ground): void {
  const { deposits = {}, outcomes } = definition.content
  const { posts } = definition.authority
  const names = Object.keys(deposits)
  if (names.length > 0 && !Object.hasOwn(posts, 'collector'))
    say(
      'DEPOSIT_NO_COLLECTOR',
      ['content', 'deposits'],
      '收取保证金,权限里却没有代收的岗位“collector”',
      'A deposit is taken, and authority.posts has no “collector”',
    )
  for (const [name, outcome] of Object.entries(outcomes))
    for (const [deposit, end] of Object.entries(outcome.deposits ?? {})) {
      const path = ['content', 'outcomes', name, 'deposits', deposit]
      if (!names.includes(deposit))
        say('NAME_UNKNOWN_DEPOSIT', path, `没有保证金“${deposit}”`, `There is no deposit “${deposit}”`)
      else if (end === 'forfeit' && outcome.favourable !== false)
        say(
          'DEPOSIT_FORFEIT_FAVOURABLE',
          path,
          '不予退还保证金是对当事人不利的决定,应当写明 favourable: false',
          'Keeping a deposit is a decision against the party: say favourable: false',
        )
    }
  for (const { effect, path } of effectsOf(definition))
    if ('ledger' in effect && names.includes(effect.ledger))
      say(
        'NAME_TWICE',
        path,
        `款项与保证金都叫“${effect.ledger}”,账上分不开`,
        `An order and a deposit are both called “${effect.ledger}”: the ledger could not tell them apart`,
      )
  for (const { stage, path } of stages)
    if (names.length === 0 && (stage.gates ?? []).some(({ need }) => need === 'deposit'))
      say(
        'FLOW_GATE_SHUT',
        path,
        '闸口要求已收保证金,本事项却没有保证金,永远打不开',
        'The gate needs a deposit, and the item has none',
      )
}
