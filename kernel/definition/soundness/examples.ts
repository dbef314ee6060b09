import { mayHappen } from './authority.ts'
import type { Ground } from './ground.ts'

/** What an example may write besides verbs: time goes by. */
const passing = new Set(['wait'])

/** 示例 Examples give only fields that exist, do only what somebody may do, and expect outcomes there are. */
export function checkExamples(ground: Ground): void {
  const { definition, stageAt, say } = ground
  const { form, outcomes } = definition.content
  for (const [index, example] of definition.examples.entries()) {
    const path = ['examples', index]
    for (const name of Object.keys(example.given))
      if (!Object.hasOwn(form, name))
        say('EXAMPLE_UNKNOWN_FIELD', [...path, 'given', name], `没有字段“${name}”`, `There is no field “${name}”`)
    if (example.expect.outcome !== undefined && !Object.hasOwn(outcomes, example.expect.outcome))
      say(
        'NAME_UNKNOWN_OUTCOME',
        [...path, 'expect'],
        `没有结果“${example.expect.outcome}”`,
        `There is no outcome “${example.expect.outcome}”`,
      )
    if (example.expect.stage !== undefined && !stageAt.has(example.expect.stage))
      say(
        'NAME_UNKNOWN_STAGE',
        [...path, 'expect'],
        `没有环节“${example.expect.stage}”`,
        `There is no stage “${example.expect.stage}”`,
      )
    for (const [step, act] of example.acts.entries()) {
      const [verb, body] = typeof act === 'string' ? [act, undefined] : Object.entries(act)[0]!
      if (!passing.has(verb) && mayHappen(ground, verb) === undefined)
        say('AUTHORITY_UNKNOWN_VERB', [...path, 'acts', step], `没有动作“${verb}”`, `There is no verb “${verb}”`)
      const stage = typeof body === 'string' ? body : body?.stage
      if (verb === 'complete' && typeof stage === 'string' && !stageAt.has(stage))
        say('NAME_UNKNOWN_STAGE', [...path, 'acts', step], `没有环节“${stage}”`, `There is no stage “${stage}”`)
    }
  }
}
