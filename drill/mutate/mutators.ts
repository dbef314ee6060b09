import { lawRules } from '#kernel/definition'
import { around } from './around.ts'
import { ofBranches } from './branches.ts'
import { ofClocks } from './clocks.ts'
import { ofDistricts } from './districts.ts'
import { ofEarlier } from './earlier.ts'
import { ofFlow } from './flow.ts'
import { ofGround } from './ground.ts'
import { ofHands } from './hands.ts'
import { list } from './list.ts'
import { ofMarks } from './marks.ts'
import { ofMoney } from './money.ts'
import type { Mutator } from './mutator.ts'
import { ofNames } from './names.ts'
import { ofOffices } from './offices.ts'
import { ofOrgans } from './organs.ts'
import { ofParts } from './parts.ts'
import { ofPrivacy } from './privacy.ts'
import { ofProcedure } from './procedure.ts'
import { ofReferences } from './references.ts'
import { ofSchema } from './schema.ts'
import { ofTime } from './time.ts'
import { ofWaiting } from './waiting.ts'
import { ofWriting } from './writing.ts'

/** Every way to spoil an item that the drill knows. */
export const mutators: readonly Mutator[] = [
  ...ofTime,
  ...ofWaiting,
  ...ofGround,
  ...ofPrivacy,
  ...ofProcedure,
  ...ofHands,
  ...ofMarks,
  ...ofOffices,
  ...ofMoney,
  ...ofSchema,
  ...ofFlow,
  ...ofNames,
  ...ofBranches,
  ...ofClocks,
  ...ofEarlier,
  ...ofOrgans,
  ...ofParts,
  ...ofReferences,
  ...ofWriting,
  ...ofDistricts,
  ...around,
]

/** Every rule that must be tried: the lines of the list, and all that the law linter can say. */
export const rulesToCover: readonly string[] = [
  ...new Set([...list.flatMap(([, ...codes]) => codes), ...Object.keys(lawRules)]),
]
