import { caseWords } from '../settings/content.ts'
import type { Ground } from './ground.ts'

/** What follows by itself can come to be due, and what it takes along is there. */
export function checkNext({ definition, say }: Ground): void {
  const { form, outcomes } = definition.content
  for (const [name, { next = [], remedies = [], effects, money }] of Object.entries(outcomes))
    for (const [index, one] of next.entries()) {
      if (typeof one === 'string') continue
      const path = ['content', 'outcomes', name, 'next', index]
      const orders = effects.some(effect => 'ledger' in effect && !effect.budget && !effect.every)
      if (one.when === 'unperformed' && (remedies.length === 0 || !orders || (money && money.direction !== 'in')))
        say(
          'NEXT_NEVER_DUE',
          path,
          '没有救济期限或者没有应缴款项，后续办件永远不会启动',
          'Without remedies and money to be paid, what follows never becomes due',
        )
      for (const [target, source] of Object.entries(one.fields ?? {}))
        if (!caseWords.includes(source) && !Object.hasOwn(form, source))
          say('NAME_UNKNOWN_FIELD', [...path, 'fields', target], `没有字段“${source}”`, `There is no field “${source}”`)
    }
}
