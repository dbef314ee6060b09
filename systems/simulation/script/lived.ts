import type { Attempt, Lived, Script, Step } from './script.ts'

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

const stepOf = ({ verb, body, actor, at }: Attempt): Step => ({ verb, body, actor, at })

/** 分场 What a life needs of its script. */
export function livedOf({ item, example, deeds, refused }: Script): Lived {
  const steps = deeds.map(deed => {
    const desk = deskOf(deed)
    return { ...stepOf(deed), ...(desk !== undefined && { desk }) }
  })
  const state = deeds[0]?.after ?? refused?.attempt.before
  return { item, example, parties: state?.parties ?? [], steps, ...(refused && { refused: stepOf(refused.attempt) }) }
}
