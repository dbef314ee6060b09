import { type CaseState, placeOf, stageRoles } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import { authorityVerdict, avoidanceVerdict, type Directory, type Officer } from '#kernel/identity'
import { granted, type Verdict } from '#kernel/refusal'

export interface ServingQuestion {
  readonly state: CaseState
  readonly definition: CompiledItem
  readonly actor: Officer
  readonly directory: Directory
  readonly on: string
}

/** 案中有权 Whether the item gives the officer's post, or a task in the case gives him, anything to do in it. */
function partIn({ state, definition, actor, directory, on }: ServingQuestion): Verdict {
  if (Object.values(state.tasks).some(({ person }) => person === actor.person)) return granted
  const { authority, item } = definition.definition
  const { delegable } = authority
  const ofStages = [...definition.stages.values()].flatMap(stage => stageRoles(definition, stage))
  const verdicts = [...new Set([...Object.keys(authority.posts), ...ofStages])].map(role => {
    const { post, organ } = placeOf(definition, state.organ, kind => kind ?? '', role)
    return authorityVerdict({
      ...{ directory, actor, item, on },
      posts: post === '*' ? '*' : [post],
      organs: [organ],
      delegable: delegable === true || (Array.isArray(delegable) && delegable.includes(role)),
    })
  })
  return verdicts.find(one => one.granted) ?? verdicts[0] ?? granted
}

/** 经手送达 Whoever serves in a case, or puts on record what came of it, has a part in it and has not stood back from it (公务员法76). */
export function servingVerdict(question: ServingQuestion): Verdict {
  const { state, definition, actor } = question
  const { grounds } = definition.definition.authority.avoid
  const basis = { law: '公务员法', articles: ['76'] }
  const avoids = avoidanceVerdict({
    ...{ actor, avoided: state.avoided, relations: [], grounds, investigating: false, basis },
  })
  return avoids.granted ? partIn(question) : avoids
}
