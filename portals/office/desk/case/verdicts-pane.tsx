import { useContext } from 'react'
import { SupportCode } from '../problem-note.tsx'
import { ReasonPlaceContext, reasonTold } from '../reason-words.ts'
import { basisOf, dayOf, say, sayFirst, textOf, verbName } from '../words.ts'
import type { ActsShown, Verdict } from './case-data.ts'

const signs = { holds: '✓', refuses: '✕', unknown: '?', alarms: '▲' } as const
const colours = { holds: 'jade', refuses: 'cinnabar', unknown: '', alarms: 'amber' } as const

function Line({ verdict }: { readonly verdict: Verdict }) {
  const { id, text, answer, basis, reasons } = verdict
  const place = useContext(ReasonPlaceContext)
  const name = textOf(text) || sayFirst(`control.${id}`, id)
  const article = basisOf(basis ?? reasons.find(one => one.basis)?.basis)
  return (
    <li>
      <span className={`tag ${colours[answer]}`}>
        <span aria-hidden="true">{signs[answer]} </span>
        {say(`answer.${answer}`)}
      </span>{' '}
      {name} {article === '' ? null : <span className="quiet">{article}</span>}
      {reasons.map(reason => (
        <span key={reason.code} className="quiet">
          {' '}
          {reasonTold({ ...reason, rule: '' }, place).says} <SupportCode code={reason.code} />
        </span>
      ))}
    </li>
  )
}

/** Where one was answered by several acts alike, it is told once. */
const distinct = (verdicts: readonly Verdict[]): readonly Verdict[] => [
  ...new Map(verdicts.map(one => [`${one.id} ${one.answer}`, one])).values(),
]

/** 裁断 What the rules say now of the acts at hand, and what they said at each step, comparisons among it, with the articles. */
export function VerdictsPane({
  acts,
  steps,
}: {
  readonly acts: ActsShown | undefined
  readonly steps: readonly { seq: number; at: string; verb: string; verdicts: readonly Verdict[] }[]
}) {
  const now = distinct(
    (acts?.acts ?? [])
      .filter(({ possible, refusal }) => possible || refusal?.code === 'CONTROLS_REFUSE')
      .flatMap(({ verdicts }) => verdicts)
      .filter(({ answer, text }) => answer !== 'holds' || text !== null),
  )
  return (
    <section aria-labelledby="verdicts-title">
      <h2 id="verdicts-title">{say('case.verdicts')}</h2>
      {now.length === 0 && steps.length === 0 ? (
        <div className="empty">
          <p>{say('case.verdictsNone')}</p>
        </div>
      ) : null}
      {now.length > 0 ? (
        <ul className="verdicts" aria-label={say('case.verdictsNow')}>
          {now.map(one => (
            <Line key={`${one.id} ${one.answer}`} verdict={one} />
          ))}
        </ul>
      ) : null}
      {steps.map(({ seq, at, verb, verdicts }) => (
        <details key={seq}>
          <summary>
            {say('case.verdictsAt', { verb: verbName(verb), day: dayOf(at), count: verdicts.length })}
            {verdicts.every(({ answer }) => answer === 'holds') ? '' : ` ${say('case.notAllHold')}`}
          </summary>
          <ul className="verdicts">
            {verdicts.map(one => (
              <Line key={`${one.id} ${one.answer}`} verdict={one} />
            ))}
          </ul>
        </details>
      ))}
    </section>
  )
}
