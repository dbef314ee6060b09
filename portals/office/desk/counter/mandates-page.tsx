import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useDraft } from '../form/draft.ts'
import { useTitle } from '../frame.tsx'
import { ProblemNote, problemOf } from '../problem-note.tsx'
import { useChange } from '../sending.ts'
import { say } from '../words.ts'
import { CounterOnly } from './counter-only.tsx'
import {
  againstSaid,
  documentSaid,
  type MandateListed,
  untilSaid,
  useMandates,
  useUnconfirmed,
} from './mandate-data.ts'
import { MandateEnding } from './mandate-ending.tsx'
import { MandateForm } from './mandate-form.tsx'
import { type PartyFound, PartyPart } from './party-part.tsx'

/** 授权与监护 Who stands for whom, by documents that are shown at the counter: found, recorded, ended, confirmed. */
export default function MandatesPage() {
  useTitle(say('mandates.title'))
  const [nth, setNth] = useState(0)
  const [done, setDone] = useState('')
  return (
    <main id="main" className="page">
      <h1>{say('mandates.title')}</h1>
      <p>
        {say('mandates.lead')} <Link to="/counter">{say('accounts.back')}</Link>
      </p>
      {done === '' ? null : <p role="status">{say(done)}</p>}
      <CounterOnly>
        <Finding
          key={nth}
          onDone={words => {
            setDone(words)
            setNth(nth + 1)
          }}
        />
      </CounterOnly>
      <Unconfirmed onDone={() => setDone('mandates.confirmed')} />
    </main>
  )
}

export function MandateLine({ one }: { readonly one: MandateListed }) {
  return (
    <>
      <strong>{say(`mandates.kind.${one.kind}`)}</strong>{' '}
      {say('mandates.between', { principal: one.principal.name, agent: one.agent.name })}
      <br />
      {documentSaid(one)} <span className="quiet">{untilSaid(one)}</span>{' '}
      <span className={one.against === null ? 'tag jade' : 'small'}>
        <span aria-hidden="true">{one.against === null ? '✓ ' : '▲ '}</span>
        {againstSaid(one)}
      </span>
    </>
  )
}

function Finding({ onDone }: { readonly onDone: (words: string) => void }) {
  const { values: typed, set, keyOf, drop } = useDraft('mandate')
  const party = typed['party'] as PartyFound | undefined
  const mandates = useMandates(party)
  const [ending, setEnding] = useState<string>()
  const left = (words: string) => {
    drop()
    onDone(words)
  }
  return (
    <>
      <h2>{say('mandates.principal')}</h2>
      <PartyPart typed={typed} set={set} found={party} onFound={found => set('party', found)} />
      {party && party.presence === undefined ? <p>{say('stands.differs')}</p> : null}
      {mandates.isError ? <ProblemNote problem={problemOf(mandates.error)} /> : null}
      {party && mandates.data ? (
        <>
          <h2>{say('mandates.list')}</h2>
          {mandates.data.length === 0 ? (
            <div className="empty">
              <p>{say('mandates.empty')}</p>
            </div>
          ) : (
            <ul className="plain">
              {mandates.data.map(one => (
                <li key={one.mandate}>
                  <MandateLine one={one} />{' '}
                  {one.ended ? null : (
                    <button
                      type="button"
                      className="link"
                      aria-label={say('mandates.endOne', { document: documentSaid(one) })}
                      onClick={() => setEnding(one.mandate)}
                    >
                      {say('mandates.end')}
                    </button>
                  )}
                  {ending === one.mandate ? <MandateEnding one={one} onEnded={() => left('mandates.ended')} /> : null}
                </li>
              ))}
            </ul>
          )}
        </>
      ) : null}
      {party ? <MandateForm {...{ party, typed, set, keyOf }} onRecorded={left} /> : null}
    </>
  )
}

/** 待核对 One officer alone does not take an adult's capacity away: another one looks at the ruling as well. */
function Unconfirmed({ onDone }: { readonly onDone: () => void }) {
  const waiting = useUnconfirmed()
  const queries = useQueryClient()
  const { send, problem } = useChange()
  const confirm = (mandate: string) =>
    send(`/api/mandates/${mandate}/confirm`, {}, async () => {
      await queries.invalidateQueries({ queryKey: ['unconfirmed'] })
      onDone()
    })
  return (
    <section aria-labelledby="unconfirmed">
      <h2 id="unconfirmed">{say('mandates.waiting')}</h2>
      <p>{say('mandates.waitingSays')}</p>
      {problem ? <ProblemNote key={problem.nth} problem={problem.told} /> : null}
      {waiting.isError ? <ProblemNote problem={problemOf(waiting.error)} /> : null}
      {waiting.data?.length === 0 ? (
        <div className="empty">
          <p>{say('mandates.noWaiting')}</p>
        </div>
      ) : (
        <ul className="plain">
          {waiting.data?.map(one => (
            <li key={one.mandate}>
              <MandateLine one={one} />
              <div className="press">
                <Button
                  aria-label={say('mandates.confirmOne', { document: documentSaid(one) })}
                  onClick={() => void confirm(one.mandate)}
                >
                  {say('mandates.confirm')}
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
