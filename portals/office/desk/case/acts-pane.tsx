import { Button } from 'antd'
import { useRef } from 'react'
import { useSearchParams } from 'react-router'
import { ReasonLine, SupportCode } from '../problem-note.tsx'
import { has, say, sayFirst, textOf, verbName } from '../words.ts'
import { ActForm } from './act-form.tsx'
import type { ActShown, ActsShown, CaseShown, UrgentShown } from './case-data.ts'

/** What brings the case on: first among what can be done, and alone in standing out. Nobody is led to send somebody away. */
const onward = [
  'accept',
  'open',
  'decide',
  'complete',
  'vote',
  'deliberate',
  'deliver',
  'answerConsultation',
  'hear',
  'reviewStatement',
]
const order = [...onward, 'claim', 'requestSupplement', 'notify', 'consult', 'returnTo', 'refuseAcceptance']
const placeOf = ({ verb }: ActShown): number => {
  const at = order.indexOf(verb)
  return at === -1 ? order.length : at
}

/** Not open because of who asks or of what the case lacks, rather than because the case is elsewhere. */
const telling: ReadonlySet<string> = new Set(['AUTHORITY_LACKING', 'CONTROLS_REFUSE', 'HUMAN_JUDGEMENT_NEEDED'])

function Why({ act, shown }: { readonly act: ActShown; readonly shown: CaseShown }) {
  const { verb, refusal } = act
  if (!refusal) return null
  const open = shown.stages.filter(({ status }) => status === 'open').map(({ name }) => textOf(name))
  const where = refusal.code === 'ACT_OUT_OF_ORDER' && open.length > 0
  return (
    <li>
      <strong>{verbName(verb)}</strong>
      {say('colon')}
      {has(`problem.${refusal.code}`) ? say(`problem.${refusal.code}`) : refusal.title}
      {where ? <span className="quiet"> {say('act.openNow', { stages: open.join(say('listed')) })}</span> : null}
      {refusal.reasons.length > 0 ? (
        <ul>
          {refusal.reasons.map(reason => (
            <ReasonLine key={`${reason.code} ${reason.rule ?? ''}`} reason={reason} />
          ))}
        </ul>
      ) : (
        <>
          {' '}
          {has(`remedy.${refusal.code}`) ? say('problem.next', { next: say(`remedy.${refusal.code}`) }) : null}{' '}
          <SupportCode code={refusal.code} />
        </>
      )}
    </li>
  )
}

const nameOf = ({ stage, verb }: UrgentShown): string => stage ?? verb

/** 办理 What can be done in this case now, with the form of each; and why everything else has no button. */
export function ActsPane({
  shown,
  acts: { acts, words, urgent },
  done,
  onDone,
}: {
  readonly shown: CaseShown
  readonly acts: ActsShown
  /** What was done last, until another act is chosen; the page keeps it, for the case may be out of sight afterwards. */
  readonly done: string | undefined
  readonly onDone: (verb: string | undefined) => void
}) {
  const [query, setQuery] = useSearchParams()
  const title = useRef<HTMLHeadingElement>(null)
  const chosen = query.get('act')
  const atOnce = urgent.find(one => nameOf(one) === query.get('urgent'))
  const possible = acts.filter(act => act.possible).toSorted((one, other) => placeOf(one) - placeOf(other))
  const closed = acts.filter(act => !act.possible)
  const near = closed.filter(({ refusal }) => refusal !== null && telling.has(refusal.code))
  const far = closed.filter(act => !near.includes(act))
  const act = acts.find(({ verb, possible: may }) => may && verb === chosen)
  const next = act ? undefined : possible.find(({ verb }) => onward.includes(verb))
  const choose = (verb: string | undefined) => {
    onDone(undefined)
    setQuery(verb === undefined ? {} : { act: verb }, { replace: true })
  }
  const finished = (verb: string) => {
    setQuery({}, { replace: true })
    onDone(verb)
    title.current?.focus()
  }
  return (
    <section className="acts" aria-labelledby="acts-title">
      <h2 id="acts-title" tabIndex={-1} ref={title}>
        {say('act.title')}
      </h2>
      {done ? (
        <p className="note jade" role="status">
          <span aria-hidden="true">✓ </span>
          {say('act.done', { verb: verbName(done) })}
        </p>
      ) : null}
      {possible.length === 0 ? (
        <div className="empty">
          <p>{say(shown.status === 'ended' ? 'act.ended' : 'act.none')}</p>
          <p>{say('act.noneNext')}</p>
        </div>
      ) : (
        <div className="buttons">
          {possible.map(one => (
            <Button
              key={one.verb}
              type={one === next ? 'primary' : 'default'}
              aria-pressed={one.verb === act?.verb}
              onClick={() => choose(one.verb === act?.verb ? undefined : one.verb)}
            >
              {verbName(one.verb)}
            </Button>
          ))}
        </div>
      )}
      {act ? (
        <ActForm key={act.verb} {...{ act, words, shown }} onLeave={() => choose(undefined)} onDone={finished} />
      ) : null}
      {urgent.length > 0 ? (
        <details open={atOnce !== undefined}>
          <summary>{say('act.urgent')}</summary>
          <div className="buttons">
            {urgent.map(one => (
              <Button
                key={nameOf(one)}
                aria-pressed={one === atOnce}
                onClick={() => setQuery(one === atOnce ? {} : { urgent: nameOf(one) }, { replace: true })}
              >
                {one.name ? textOf(one.name) : verbName(one.verb)}
              </Button>
            ))}
          </div>
          {atOnce ? (
            <ActForm
              key={nameOf(atOnce)}
              {...{ words, shown }}
              urgent={atOnce}
              act={{ ...atOnce, possible: true, refusal: null, verdicts: [], strong: false }}
              onLeave={() => choose(undefined)}
              onDone={finished}
            />
          ) : null}
        </details>
      ) : null}
      {near.length > 0 ? (
        <details>
          <summary>{say('act.notNow', { count: near.length })}</summary>
          <ul>
            {near.map(one => (
              <Why key={one.verb} act={one} shown={shown} />
            ))}
          </ul>
        </details>
      ) : null}
      {far.length > 0 ? (
        <details>
          <summary>{sayFirst('act.notHere')}</summary>
          <ul>
            {far.map(one => (
              <Why key={one.verb} act={one} shown={shown} />
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  )
}
