import { type Control, type ControlInput, mayBeUrgent, placeOf, signableTasks, type Verb } from '#kernel/case'
import { authorityVerdict, eligibleHolders, type Officer } from '#kernel/identity'
import { granted, refused, type Verdict } from '#kernel/refusal'
import { provisionFor } from './provision.ts'

/** What only the applicant, or an agent, may do with the application. */
const applicantsOwn: ReadonlySet<Verb> = new Set(['submit', 'supplement', 'withdraw', 'askRenewal'])

/** The one thing that somebody may do in a case who is in it for nothing else: his role is sealed, or he is asked for his consent. */
const only: Readonly<Record<string, Verb>> = { informant: 'lodge', member: 'giveConsent' }

/** Only who stands in the case may act in it as a party. */
function ofParty({ state, actor, verb }: ControlInput): Verdict {
  // 公开征求意见: anybody may (重大行政决策15); whether anything is posted for it the act itself asks.
  if (actor.kind !== 'party' || verb === 'comment') return granted
  const roles = state.parties
    .filter(({ party, role }) => party === actor.party && (only[role] ?? verb) === verb)
    .map(({ role }) => role)
  const may = applicantsOwn.has(verb) ? roles.some(role => role === 'subject' || role === 'agent') : roles.length > 0
  return may ? granted : refused({ code: 'NOT_A_PARTY', text: '您不是本办件的当事人' })
}

/** A task somebody took is theirs; a task handed to a person by name is theirs whatever their post. */
function taskVerdict({ state, stage, definition }: ControlInput, actor: Officer): Verdict | undefined {
  if (stage === undefined) return undefined
  const tasks = signableTasks(state, stage).map(([, task]) => task)
  if (tasks.length === 0) return undefined
  const hands = [actor.person, actor.onBehalfOf]
  if (tasks.some(({ person }) => person !== undefined && hands.includes(person))) return granted
  const free = tasks.some(
    ({ person, organ, post }) =>
      person === undefined && organ === actor.organ && (post === '*' || `${organ}/${post}` === actor.post),
  )
  // Departments that the flow asks have tasks of their own, whatever the officer's post there.
  if (free && definition.stages.get(stage)?.organs) return granted
  const taken = tasks.some(
    ({ person, organ, post }) =>
      person !== undefined && organ === actor.organ && (post === '*' || `${organ}/${post}` === actor.post),
  )
  return !free && taken ? refused({ code: 'TASK_OF_ANOTHER', text: '该任务已由他人签收', facts: { stage } }) : undefined
}

/**
 * 上级代行 The organ whose officers are left for a post at a stage where separation and avoidance keep people out: this one, or the
 * superior if the item says so (`ifSeparationImpossible`); undefined when nobody is.
 */
export function organLeftFor(
  { definition, state, directory, on }: Pick<ControlInput, 'definition' | 'state' | 'directory' | 'on'>,
  stage: string | undefined,
  post: string,
  organ: string,
): string | undefined {
  const { authority } = definition.definition
  const excluded = [
    ...state.avoided,
    ...(authority.separate ?? []).flatMap(pair =>
      pair.includes(stage ?? '') ? pair.flatMap(key => state.acted[key] ?? []) : [],
    ),
  ]
  const climb = authority.ifSeparationImpossible === 'superior-organ'
  return eligibleHolders({ directory, posts: [post], organ, excluded, climb, on })?.organ
}

const avoidanceVerbs: ReadonlySet<Verb> = new Set(['declareAvoidance', 'decideAvoidance'])

/** What takes a decision that stands away from its holder. */
const endings: ReadonlySet<Verb> = new Set(['notifyEnding', 'revoke', 'withdrawDecision', 'cancel'])

/** 负责人的回避由上一级机关决定 The organ above, where the act is about somebody who holds the very post that decides it. */
function organAbove({ verb, body, directory, on }: ControlInput, post: string, organ: string): string | undefined {
  if (!avoidanceVerbs.has(verb) || !directory.holdersOf(post, organ, on).includes(String(body.person))) return undefined
  return directory.superiorOf(organ, on)?.id
}

/** Where nobody is left in an organ, whoever steps in for it. */
function organsFor(input: ControlInput, actor: Officer, post: string, organ: string): readonly string[] {
  const above = organAbove(input, post, organ)
  if (above !== undefined) return [above]
  // 作出决定的机关或者其上级机关可以撤销 (行政许可法69)
  if (input.verb === 'withdrawDecision' || (input.verb === 'notifyEnding' && input.body.ending === 'withdraw'))
    return [organ, input.directory.superiorOf(organ, input.on)?.id ?? organ]
  return actor.organ !== organ && organLeftFor(input, input.stage, post, organ) === actor.organ
    ? [actor.organ]
    : [organ]
}

function ofOfficer(input: ControlInput, actor: Officer): Verdict {
  const { definition, state, facts, roles, directory, on } = input
  const { item, authority } = definition.definition
  if (roles.length === 0)
    return directory.mayAct({ person: actor.person, post: actor.post, on })
      ? granted
      : refused({ code: 'AUTHORITY_NOT_IN_POST', text: '当日不在此岗位任职' })
  const own = actor.post.slice(actor.post.indexOf('/') + 1)
  let verdict: Verdict = granted
  for (const role of roles) {
    const place =
      role === 'consulted' ? { post: '*', organ: actor.organ } : placeOf(definition, state.organ, facts.organOf, role)
    const post = place.post === '*' ? own : place.post
    const { delegable } = authority
    verdict = authorityVerdict({
      directory,
      actor,
      posts: [post],
      organs: organsFor(input, actor, post, place.organ),
      item,
      delegable: delegable === true || (Array.isArray(delegable) && delegable.includes(role)),
      on,
      basis: provisionFor(input, 'competence'),
    })
    if (verdict.granted) return taskVerdict(input, actor) ?? granted
  }
  return taskVerdict(input, actor)?.granted && directory.mayAct({ person: actor.person, post: actor.post, on })
    ? granted
    : verdict
}

/** The program itself may decide in somebody's favour, never against (行政处罚法41 takes the machine's finding, not its decision). */
const adverse = ({ verb, body, definition }: ControlInput): boolean =>
  verb === 'refuseAcceptance' ||
  verb === 'terminate' ||
  verb === 'enforce' ||
  verb === 'applyToCourt' ||
  verb === 'resumeEnforcement' ||
  verb === 'lapseAgreement' ||
  (verb === 'renew' && body.granted === false) ||
  endings.has(verb) ||
  (verb === 'decide' && definition.definition.content.outcomes[String(body.outcome)]?.favourable === false)

/** 权限 Who may: asked before every act. An urgent act the item names goes first and is approved after. */
export const authority: Control = {
  name: 'authority',
  judge: input => {
    const { actor, verb, body, definition, urgent, directory, on } = input
    if (actor.kind === 'party') return ofParty(input)
    if (actor.kind === 'system')
      return adverse(input)
        ? refused({ code: 'AUTHORITY_NEEDS_A_PERSON', text: '不利决定须由具名工作人员作出' })
        : granted
    if (urgent && mayBeUrgent(definition, { verb, body }))
      return directory.mayAct({ person: actor.person, post: actor.post, on })
        ? granted
        : refused({ code: 'AUTHORITY_NOT_IN_POST' })
    return ofOfficer(input, actor)
  },
}
