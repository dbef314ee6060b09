import { lawRules } from '#kernel/definition'
import { around } from './around.ts'
import { ofDistricts } from './districts.ts'
import { ofFlow } from './flow.ts'
import { ofGround } from './ground.ts'
import { ofHands } from './hands.ts'
import { list } from './list.ts'
import { ofMarks } from './marks.ts'
import { ofMoney } from './money.ts'
import type { Mutator } from './mutator.ts'
import { ofNames } from './names.ts'
import { ofPrivacy } from './privacy.ts'
import { ofProcedure } from './procedure.ts'
import { ofSchema } from './schema.ts'
import { ofTime } from './time.ts'
import { ofWaiting } from './waiting.ts'

/** Every way to spoil an item that the drill knows. */
export const mutators: readonly Mutator[] = [
  ...ofTime,
  ...ofWaiting,
  ...ofGround,
  ...ofPrivacy,
  ...ofProcedure,
  ...ofHands,
  ...ofMarks,
  ...ofMoney,
  ...ofSchema,
  ...ofFlow,
  ...ofNames,
  ...ofDistricts,
  ...around,
]

/** Every rule that must be tried: the lines of the list, and all that the law linter can say. */
export const rulesToCover: readonly string[] = [
  ...new Set([...list.flatMap(([, ...codes]) => codes), ...Object.keys(lawRules)]),
]
