import { Button } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { useTitle } from '../frame.tsx'
import { ProblemNote, problemOf } from '../problem-note.tsx'
import { ReasonPlaceContext } from '../reason-words.ts'
import { say, sayFirst, textOf, verbName } from '../words.ts'
import { ActsPane } from './acts-pane.tsx'
import { type CaseShown, useCase } from './case-data.ts'
import { ClockPane } from './clock-pane.tsx'
import { ComparedPane } from './compared-pane.tsx'
import { DeliveriesPane } from './deliveries-pane.tsx'
import { FormPane, MaterialsPane } from './form-pane.tsx'
import { ListPane } from './list-pane.tsx'
import { TrailPane } from './trail-pane.tsx'
import { VerdictsPane } from './verdicts-pane.tsx'

function Head({ shown, outcome }: { readonly shown: CaseShown; readonly outcome: string }) {
  const { number, name, status, openedOn: _, parties, origin, opened } = shown
  return (
    <header className="case-head">
      <h1>{textOf(name)}</h1>
      <p>
        <span className="number">{number}</span> <span className="tag">{say(`status.${status}`)}</span>
        {outcome === '' ? null : <span className="tag">{outcome}</span>}
      </p>
      <ul className="parties" aria-label={say('case.parties')}>
        {parties.map(({ party, role, shown: who }) => (
          <li key={`${party} ${role}`}>
            <span className="quiet">{sayFirst(`role.${role}`)}</span> {who?.name ?? say('case.nameNotShown')}{' '}
            {who?.identifiers?.map(({ value }) => (
              <span key={value} className="number">
                {value}{' '}
              </span>
            ))}
          </li>
        ))}
      </ul>
      {origin === null && opened.length === 0 ? null : (
        <p className="small">
          {origin === null ? null : <Link to={`/cases/${origin}`}>{say('case.origin', { number: origin })}</Link>}{' '}
          {opened.map(one => (
            <Link key={one.number} to={`/cases/${one.number}`}>
              {say('case.opened', { number: one.number })}
            </Link>
          ))}
        </p>
      )}
    </header>
  )
}

/** 办完移出 What the officer did was the last that his organ had to do here: he is told that it is done, and that the case has gone on without him. */
function GoneOn({ verb }: { readonly verb: string }) {
  return (
    <main id="main">
      <h1>{say('case.goneOn')}</h1>
      <p className="note jade" role="status">
        <span aria-hidden="true">✓ </span>
        {say('act.done', { verb: verbName(verb) })}
      </p>
      <p>{say('case.goneOnSays')}</p>
      <p>
        <Link to="/">{say('today.title')}</Link>
      </p>
    </main>
  )
}

/** 办件 One case on one screen: what waits beside it, the case with everything that can be done, its clock and its trail. */
export default function CasePage() {
  const { number = '' } = useParams()
  const { shown, acts, events, verdicts, details } = useCase(number)
  const [last, setLast] = useState<{ readonly number: string; readonly verb: string }>()
  const found = shown.data
  useTitle(found ? `${textOf(found.name)} ${number}` : number)
  const done = last?.number === number ? last.verb : undefined
  if (shown.isError && done !== undefined && problemOf(shown.error).code === 'CASE_NOT_FOUND')
    return (
      <div className="panes">
        <ListPane />
        <GoneOn verb={done} />
      </div>
    )
  if (shown.isError)
    return (
      <div className="panes">
        <ListPane />
        <main id="main">
          <h1>{say('case.notShown')}</h1>
          <ProblemNote problem={problemOf(shown.error)}>
            <Button onClick={() => void shown.refetch()}>{say('again')}</Button>
          </ProblemNote>
        </main>
      </div>
    )
  const words = acts.data?.words
  const said = details.data ?? []
  const outcome = found?.outcome ? textOf(words?.outcomes[found.outcome]?.name ?? found.outcome) : ''
  return (
    <ReasonPlaceContext value={{ words, stages: found?.stages ?? [] }}>
      <div className="panes">
        <ListPane />
        <main id="main">
          {found ? <Head shown={found} outcome={outcome} /> : <h1>{say('loading')}</h1>}
          {found && acts.data ? (
            <ActsPane
              key={number}
              {...{ shown: found, acts: acts.data, done }}
              onDone={verb => setLast(verb === undefined ? undefined : { number, verb })}
            />
          ) : null}
          {acts.isError ? <ProblemNote problem={problemOf(acts.error)} /> : null}
          {found ? (
            <>
              <FormPane
                {...{ shown: found, words, details: said }}
                problem={details.isError ? problemOf(details.error) : undefined}
              />
              <ComparedPane shown={found} words={words} details={said} />
              <MaterialsPane shown={found} words={words} />
              <DeliveriesPane number={number} seq={found.seq} />
              <VerdictsPane acts={acts.data} steps={verdicts.data?.items ?? []} />
            </>
          ) : null}
          {found && acts.data ? (
            <a className="to-acts" href="#acts-title">
              {say('act.title')}
            </a>
          ) : null}
        </main>
        <aside className="side" aria-label={say('case.side')}>
          {found ? (
            <>
              <ClockPane shown={found} />
              <TrailPane {...{ shown: found, words, details: said, events: events.data ?? [] }} />
            </>
          ) : null}
        </aside>
      </div>
    </ReasonPlaceContext>
  )
}
