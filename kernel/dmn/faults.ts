import { type Refusal, refusal } from '#kernel/refusal'
import type { Place } from './model.ts'

export const dmnFaults = {
  unreadable: refusal('DMN_UNREADABLE', 422, 'The file is no decision model that is read here'),
  missing: refusal('DMN_ELEMENT_MISSING', 422, 'The model names an element that is not there'),
  fact: refusal('DMN_FACT_INVALID', 422, 'A fact does not have the type the model declares'),
  cycle: refusal('DMN_CYCLE', 422, 'The decisions need each other in a circle'),
  deadline: refusal('DMN_DEADLINE', 422, 'The decision took longer than it may'),
  memory: refusal('DMN_MEMORY', 422, 'The decision took more memory than it may'),
} as const

/** A model that cannot be read, with its place in the file. */
export const unreadableModel = (file: string, { line, column }: Place, what: string, remedy: string): Refusal =>
  dmnFaults.unreadable({
    detail: `${file}: line ${line}, column ${column}: ${what}`,
    remedy,
    facts: { file, line, column },
  })
