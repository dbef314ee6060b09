import { useContext, useEffect, useRef } from 'react'
import { type Problem, ProblemError } from './api.ts'
import type { Reason } from './case/case-data.ts'
import { FaultList } from './fault-list.tsx'
import { ReasonPlaceContext, reasonTold } from './reason-words.ts'
import { language } from './session.ts'
import { basisOf, has, say } from './words.ts'

/** What was thrown, as a problem; a fault of the page itself is one too. */
export const problemOf = (thrown: unknown): Problem =>
  thrown instanceof ProblemError ? thrown.problem : { status: 0, code: 'PAGE_FAULT', title: say('problem.PAGE_FAULT') }

/** 代码 The permanent code, for whoever helps: small, behind what is said. */
export function SupportCode({ code }: { readonly code: string }) {
  return (
    <small className="support">
      {say('reason.code')} <code>{code}</code>
    </small>
  )
}

/** 理由 In plain words, then what to do about it, the article, and the code last. */
export function ReasonLine({ reason }: { readonly reason: Reason }) {
  const { says, todo } = reasonTold(reason, useContext(ReasonPlaceContext))
  const basis = basisOf(reason.basis)
  return (
    <li>
      {says} {todo === '' ? null : <span>{say('problem.next', { next: todo })} </span>}
      {basis === '' ? null : <span className="quiet">{basis} </span>}
      <SupportCode code={reason.code} />
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
export function ProblemNote({
  problem,
  ofForm = false,
  children,
}: {
  readonly problem: Problem
  /** It stands over a form: the inputs with something wrong beside them are listed in it. */
  readonly ofForm?: boolean
  readonly children?: React.ReactNode
}) {
  const note = useRef<HTMLDivElement>(null)
  useEffect(() => {
    note.current?.focus()
  }, [])
  const { code, title, detail, remedy, reasons = [], instance } = problem
  const told = has(`problem.${code}`) ? say(`problem.${code}`) : title
  // What the city itself says beyond its title is English.
  const next = has(`remedy.${code}`) ? say(`remedy.${code}`) : language === 'en' ? remedy : undefined
  const way = mending[code]
  return (
    <div className="note cinnabar" role="alert" tabIndex={-1} ref={note}>
      <p>
        <strong>
          <span aria-hidden="true">✕ </span>
          {told}
        </strong>
      </p>
      {reasons.length > 0 ? (
        <ul>
          {reasons.map(reason => (
            <ReasonLine key={`${reason.code} ${reason.rule ?? ''}`} reason={reason} />
          ))}
        </ul>
      ) : null}
      {language === 'en' && detail && reasons.length === 0 && detail !== told && code !== 'BODY_INVALID' ? (
        <p className="quiet small">{detail}</p>
      ) : null}
      {children ?? (ofForm || code === 'BODY_INVALID' ? <FaultList note={note} /> : null)}
      {next ? <p>{say('problem.next', { next })}</p> : null}
      {way ? (
        <p>
          <a href={`${way.path}?to=${encodeURIComponent(location.pathname + location.search)}`}>{say(way.words)}</a>
        </p>
      ) : null}
      <p>
        <SupportCode code={code} />{' '}
        {problem.status >= 500 && instance ? <span className="support">{instance}</span> : null}
      </p>
    </div>
  )
}
