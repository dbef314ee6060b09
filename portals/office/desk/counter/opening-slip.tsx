import { Button } from 'antd'
import type { ReactNode } from 'react'
import { facts } from '../session.ts'
import { dayOf, say } from '../words.ts'
import { Slip } from './slip.tsx'

/** What the city answers when a code is made; the code is in no other answer. */
export interface Given {
  readonly purpose: 'open' | 'recover'
  readonly code: string
  readonly lastsHours: number
}

/** 开通单 What is printed and handed over: the code, how long it is good, and how to use it. */
export function OpeningSlip({
  given: { purpose, code, lastsHours },
  whose,
  onNext,
}: {
  readonly given: Given
  /** An officer signs in by his personnel number, which is no secret; of a citizen's number the slip has only the end. */
  readonly whose: { readonly name: string; readonly number: string; readonly officer?: boolean }
  readonly onNext: () => void
}) {
  const { name, number, officer = false } = whose
  const rows: readonly (readonly [string, ReactNode])[] = [
    [say('accounts.name'), name],
    officer ? [say('administration.number'), number] : [say('accounts.ends'), number.slice(-4)],
    [say('accounts.code'), <code key="code">{code}</code>],
    [say('accounts.given'), dayOf(facts.today)],
    [say('accounts.lasts'), say('accounts.lastsDays', { days: Math.round(lastsHours / 24) })],
  ]
  return (
    <>
      <p className="no-print">
        <strong>{say('accounts.once')}</strong>
      </p>
      <Slip title={say(`accounts.slip.${purpose}`)} by={say('administration.kind.security')} rows={rows}>
        <h3>{say('accounts.steps')}</h3>
        <ol>
          <li>{say('accounts.stepOpen', { address: `${location.origin}/sign-in/activate` })}</li>
          <li>{say(officer ? 'administration.stepType' : 'accounts.stepType')}</li>
          <li>{say(officer ? 'administration.stepKeep' : 'accounts.stepKeep')}</li>
        </ol>
        {purpose === 'recover' && !officer ? <p>{say('accounts.recovered')}</p> : null}
        <p>{say('accounts.warning')}</p>
      </Slip>
      <div className="press">
        <Button type="primary" onClick={() => print()}>
          {say('accounts.print')}
        </Button>
        <Button onClick={onNext}>{say('accounts.next')}</Button>
      </div>
    </>
  )
}
