import { has, minuteOf, say, sayFirst, textOf, verbName } from '../words.ts'
import { answerText } from './answer-text.ts'
import type { CaseShown, EventShown, ItemWords, Said } from './case-data.ts'

interface Step {
  readonly at: string
  readonly verb: string | null
  readonly by: string
  readonly first: number
  readonly last: number
  readonly types: readonly string[]
}

function byOf({ by }: EventShown, { parties }: CaseShown): string {
  if (by.party !== undefined) {
    const party = parties.find(one => one.party === by.party)
    return party ? sayFirst(`role.${party.role}`) : sayFirst(`role.${by.party}`, 'role.party')
  }
  return by.post === undefined ? say('trail.system') : textOf((by as { name?: string }).name) || by.post
}

/** Events of one act are one line: what was done, by which post, when. */
function stepsOf(events: readonly EventShown[], shown: CaseShown): readonly Step[] {
  const steps: Step[] = []
  for (const event of events) {
    const by = byOf(event, shown)
    const before = steps.at(-1)
    if (before && before.at === event.at && before.verb === event.verb && before.by === by)
      steps[steps.length - 1] = { ...before, last: event.seq, types: [...before.types, event.type] }
    else steps.push({ at: event.at, verb: event.verb, by, first: event.seq, last: event.seq, types: [event.type] })
  }
  return steps.toReversed()
}

const told = (types: readonly string[]): string =>
  [...new Set(types)]
    .filter(type => has(`event.${type}`))
    .map(type => say(`event.${type}`))
    .join(say('listed'))

/** Words that were said with a step, under the name the act gives them. */
const textsOf = (details: readonly Said[], { first, last }: Step): readonly (readonly [string, string])[] =>
  details
    .filter(({ seq }) => seq >= first && seq <= last)
    .flatMap(({ verb, said }) =>
      Object.entries(said)
        .filter(([name]) => name.startsWith(`${verb}.`))
        .map(([name, value]) => [name.slice(verb.length + 1), answerText(value)] as const),
    )

/** 轨迹 What was done in the case, the latest first, with what was said; posts, never persons. */
export function TrailPane({
  shown,
  events,
  details,
}: {
  readonly shown: CaseShown
  readonly words: ItemWords | undefined
  readonly events: readonly EventShown[]
  readonly details: readonly Said[]
}) {
  const steps = stepsOf(events, shown)
  return (
    <section aria-labelledby="trail-title">
      <h2 id="trail-title">{say('case.trail')}</h2>
      {steps.length === 0 ? <p className="waiting">{say('loading')}</p> : null}
      <ol className="trail">
        {steps.map(step => (
          <li key={step.first}>
            <strong>{step.verb === null ? told(step.types) || say('trail.system') : verbName(step.verb)}</strong>
            <span className="quiet small"> {minuteOf(step.at)}</span>
            <p className="small">{step.by}</p>
            {step.verb !== null && told(step.types) !== '' ? <p className="quiet small">{told(step.types)}</p> : null}
            {textsOf(details, step).map(([name, text]) => (
              <p key={name} className="said small">
                {sayFirst(`member.${name}`, name)}
                {say('colon')}
                {text}
              </p>
            ))}
          </li>
        ))}
      </ol>
    </section>
  )
}
