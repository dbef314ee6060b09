import type { Problem } from '#kernel/feel'
import { makeDecisions } from './decisions.ts'
import type { DmnModel } from './model.ts'
import { readModel } from './read-model.ts'
import { factFrom, type Told, told } from './told.ts'

export interface Question {
  /** The model, then those it imports. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[]
  /** Of a decision, a decision service or a business knowledge model. */
  readonly decision: string
  readonly facts: Readonly<Record<string, unknown>>
  /** What `now()` says: nanoseconds from 1970-01-01T00:00Z. */
  readonly now: bigint
}

export interface ToldAnswer {
  readonly value: Told
  readonly problems: readonly Problem[]
}

const nanosOfDay = 86_400_000_000_000n

/** Reads the files and runs one decision, here and now; for files of others use `answerApart`. */
export function answer({ files, decision, facts, now }: Question): ToldAnswer {
  const models = files.map(({ name, bytes }) => readModel(name, bytes))
  const decisions = makeDecisions(models as [DmnModel, ...DmnModel[]])
  const given = Object.entries(facts).map(([name, fact]) => {
    const stood = decisions.elementNamed(name)
    return { name, value: factFrom(fact, stood && decisions.shapeOf(stood), name) }
  })
  const moment = { kind: 'date and time', day: Number(now / nanosOfDay), nanos: now % nanosOfDay, offset: 0 } as const
  const { value, problems } = decisions.run(decision, given, moment)
  return { value: told(value), problems }
}
