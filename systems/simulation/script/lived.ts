import type { Attempt, Lived, LivedStep, Script } from './script.ts'

/** Stages are worked off from the inbox; what parties do, and what is put on record besides, is not. */
const fromInbox: ReadonlySet<string> = new Set(['accept', 'open', 'complete', 'decide', 'deliver', 'notify', 'mediate'])

function deskOf({ verb, body, actor, before }: Attempt): string | undefined {
  if (!fromInbox.has(verb) || actor.kind !== 'officer') return undefined
  const [organ, post] = actor.post.split('/')
  return Object.values(before.tasks).find(
    task =>
      task.organ === organ &&
      (task.post === post || task.post === '*') &&
      (body['stage'] === undefined || body['stage'] === task.stage),
  )?.stage
}

/** How long after the act before it this one comes, where a limit counts the hours. */
function hoursBefore({ item, deeds }: Script, nth: number, { at }: Attempt): number | undefined {
  const before = deeds[nth - 1]
  const counted = Object.values(before?.after.clocks ?? {}).some(
    ({ limit, status }) => status === 'running' && item.limits.get(limit)?.unit === 'hour',
  )
  return before && counted ? Math.ceil(before.at.until(at).total('hours')) : undefined
}

function stepOf(script: Script, attempt: Attempt, nth: number): LivedStep {
  const { verb, body, actor, at, urgent } = attempt
  const hours = hoursBefore(script, nth, attempt)
  return { verb, body, actor, at, ...(urgent !== undefined && { urgent }), ...(hours !== undefined && { hours }) }
}

/** 分场 What a life needs of its script. */
export function livedOf(script: Script): Lived {
  const { item, example, deeds, refused } = script
  const steps = deeds.map((deed, nth) => {
    const desk = deskOf(deed)
    return { ...stepOf(script, deed, nth), ...(desk !== undefined && { desk }) }
  })
  const state = deeds[0]?.after ?? refused?.attempt.before
  const last = refused && stepOf(script, refused.attempt, deeds.length)
  return { item, example, parties: state?.parties ?? [], steps, ...(last && { refused: last }) }
}
