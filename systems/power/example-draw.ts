import { createHash } from 'node:crypto'
import {
  type Actor,
  type CaseState,
  type DrawMaterial,
  type Drawn,
  drawMaterial,
  type Evidence,
  eligibleToGo,
  type Facts,
  openStages,
  placeOf,
  questionOf,
  stageRoles,
  subCasesKnown,
  type Verb,
} from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import type { Directory } from '#kernel/identity'

interface Drawing {
  readonly verb: Verb
  readonly definition: CompiledItem
  readonly state: CaseState
  readonly directory: Directory
  readonly facts: Facts
  readonly actor: Actor
  readonly on: string
  readonly at: string
  /** What an example says of registers and other cases: keys of the population, or how many; results of sub-cases. */
  readonly answers: Readonly<Record<string, unknown>>
}

/** Objects of an invented register: so many, or the keys that the example names. */
const keysOf = (said: unknown): readonly string[] =>
  Array.isArray(said)
    ? said.map(String)
    : Array.from(
        { length: typeof said === 'number' ? said : 20 },
        (_, at) => `OBJECT-${String(at + 1).padStart(4, '0')}`,
      )

const digest = (text: string, form: 'hex' | 'base64') => createHash('sha256').update(text).digest(form)

/** 示例抽取 What a draw, and a stage that is done in cases of their own, would find in a city; in memory, for examples and tests. */
export function drawnInMemory(input: Drawing): readonly Evidence[] {
  const { verb, definition, state, directory, facts, actor, on, at, answers } = input
  const evidence = (comparison: string, value: unknown) => [{ comparison, value, obtained: at, validUntil: at }]
  const open = openStages(state).map(key => definition.stages.get(key)!)
  const running = open.find(({ subCase, stage }) => subCase && state.subCases?.[stage])
  if (verb === 'complete' && running) {
    const { item, cases: ordered } = state.subCases![running.stage]!
    const { running: left = 0, ...results } = (answers[item] ?? { ended: ordered }) as Readonly<Record<string, number>>
    return evidence(subCasesKnown, { stage: running.stage, ordered, opened: ordered, running: left, results })
  }
  const stage = open.find(one => one.draw)
  if ((verb !== 'prepareDraw' && verb !== 'draw') || !stage?.draw) return []
  const frozen = state.draws?.[stage.stage]
  const material: DrawMaterial = {
    from: frozen?.from ?? questionOf(stage, facts, { on, recordedAt: at }),
    keys: keysOf(answers[stage.draw.from]),
    seed: digest(`example ${state.id} ${stage.stage}`, 'hex'),
    eligible: eligibleToGo({ definition, state, directory, organOf: facts.organOf, on, actor }, stage),
    beacon: answers['beacon'] === false ? null : { log: 1, size: 2, root: digest('example root', 'base64') },
    lost: false,
  }
  return evidence(drawMaterial, material)
}

/** 示例抽中 Whom an example's own draw has sent: the first two of the post, and the third in reserve. */
export function drawnForExample(definition: CompiledItem, organ: string, organOf: Facts['organOf']): Drawn | undefined {
  const first = [...definition.stages.values()][0]
  if (definition.definition.category.subCaseOf === undefined || !first) return undefined
  const [role = ''] = stageRoles(definition, first)
  const { post } = placeOf(definition, organ, organOf, role)
  const person = (nth: number) => `${post}-${nth}`
  return { object: 'OBJECT-0001', role, persons: [person(1), person(2)], reserve: [person(3)] }
}
