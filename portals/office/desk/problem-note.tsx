import { useEffect, useRef } from 'react'
import { type Problem, ProblemError } from './api.ts'
import type { Reason } from './case/case-data.ts'
import { FaultList } from './fault-list.tsx'
import { basisOf, has, say, textOf } from './words.ts'

/** What was thrown, as a problem; a fault of the page itself is one too. */
export const problemOf = (thrown: unknown): Problem =>
  thrown instanceof ProblemError ? thrown.problem : { status: 0, code: 'PAGE_FAULT', title: say('problem.PAGE_FAULT') }

export function ReasonLine({ reason }: { readonly reason: Reason }) {
  const basis = basisOf(reason.basis)
  return (
    <li>
      {reason.text ? textOf(reason.text) : say('reason.code', { code: reason.code })}
      {basis === '' ? null : <span className="quiet"> {basis}</span>} <code>{reason.code}</code>
    </li>
  )
}

/**
 * Where the sign-in has to be mended, each at its own page: `/sign-in` sends whoever is signed in straight back. What was typed is still here
 * afterwards.
 */
const mending: Readonly<Record<string, { readonly path: string; readonly words: string }>> = {
  TOKEN_MISSING: { path: '/sign-in', words: 'problem.signIn' },
  REQUEST_FOREIGN: { path: '/sign-in', words: 'problem.signIn' },
  STEP_UP_NEEDED: { path: '/sign-in/prove', words: 'problem.prove' },
  POST_NOT_HELD: { path: '/sign-in/post', words: 'problem.takePost' },
}

/** 有误 What the city said no to: why, with the article and the permanent code, and what to do; the focus goes there. */
export function ProblemNote({ problem, children }: { readonly problem: Problem; readonly children?: React.ReactNode }) {
  const note = useRef<HTMLDivElement>(null)
  useEffect(() => {
    note.current?.focus()
  }, [])
  const { code, title, detail, remedy, reasons = [], instance } = problem
  const told = has(`problem.${code}`) ? say(`problem.${code}`) : title
  const next = has(`remedy.${code}`) ? say(`remedy.${code}`) : remedy
  const way = mending[code]
  return (
    <div className="note cinnabar" role="alert" tabIndex={-1} ref={note}>
      <p>
        <strong>
          <span aria-hidden="true">✕ </span>
          {told}
        </strong>{' '}
        <code>{code}</code>
      </p>
      {reasons.length > 0 ? (
        <ul>
          {reasons.map(reason => (
            <ReasonLine key={`${reason.code} ${reason.rule ?? ''}`} reason={reason} />
          ))}
        </ul>
      ) : null}
      {detail && reasons.length === 0 && detail !== told && code !== 'BODY_INVALID' ? (
        <p className="quiet small" lang="en">
          {detail}
        </p>
      ) : null}
      {children ?? (code === 'BODY_INVALID' ? <FaultList note={note} /> : null)}
      {next ? <p>{say('problem.next', { next })}</p> : null}
      {way ? (
        <p>
          <a href={`${way.path}?to=${encodeURIComponent(location.pathname + location.search)}`}>{say(way.words)}</a>
        </p>
      ) : null}
      {problem.status >= 500 && instance ? <p className="quiet">{instance}</p> : null}
    </div>
  )
}
