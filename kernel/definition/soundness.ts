import type { CompiledItem } from './compiled.ts'
import type { Finding } from './finding.ts'
import { noPositions, type Positions } from './located.ts'
import type { OfficeSource } from './offices.ts'
import { noRegisters, type RegisterSource } from './registers.ts'
import type { ItemDefinition } from './settings/item.ts'
import { checkAuthority } from './soundness/authority.ts'
import { checkDeposits } from './soundness/deposits.ts'
import { checkDraws } from './soundness/draw.ts'
import { checkExamples } from './soundness/examples.ts'
import { checkFlow } from './soundness/flow.ts'
import { groundOf } from './soundness/ground.ts'
import { checkJoint } from './soundness/joint.ts'
import { checkLimits } from './soundness/limits.ts'
import { checkMigrates } from './soundness/migrates.ts'
import { checkNames } from './soundness/names.ts'
import { checkOffices } from './soundness/offices.ts'

export interface SoundnessContext {
  readonly positions?: Positions
  readonly registers?: RegisterSource
  /** Kinds of organ and their posts; without them roles are not followed to posts. */
  readonly offices?: OfficeSource
  /** The compiled item, where it compiled: constant conditions are seen through it. */
  readonly item?: CompiledItem
  /** Every item that is known, to check references between items. */
  readonly items?: Pick<ReadonlySet<string>, 'has'>
}

/**
 * 健全性 What is wrong with a definition as a machine, whatever the law says: names that point nowhere, stages nobody can
 * reach, leave or do, gates that never open, limits without an end. The law is the linter's business.
 */
export function checkSoundness(definition: ItemDefinition, context: SoundnessContext = {}): readonly Finding[] {
  const positions = context.positions ?? noPositions(definition.item)
  const findings: Finding[] = []
  const ground = groundOf(definition, {
    item: context.item,
    items: context.items,
    offices: context.offices,
    registers: context.registers ?? noRegisters,
    say: (rule, path, zh, en, severity = 'error') =>
      findings.push({ severity, rule, ...positions.at(path), path: positions.shown(path), text: { zh, en } }),
  })
  checkFlow(ground)
  checkDraws(ground)
  checkJoint(ground)
  checkAuthority(ground)
  checkNames(ground)
  checkDeposits(ground)
  checkOffices(ground)
  checkLimits(ground)
  checkExamples(ground)
  checkMigrates(ground)
  return findings
}
