import { Button } from 'antd'
import { Fragment, useState } from 'react'
import { Link } from 'react-router'
import { CheckedForm } from '../form/checked-form.tsx'
import { useDraft } from '../form/draft.ts'
import { faultsOf } from '../form/values.ts'
import { useTitle } from '../frame.tsx'
import { ProblemNote, problemOf } from '../problem-note.tsx'
import { post } from '../session.ts'
import { say } from '../words.ts'
import { ApplicationPart, fitsCounter, openingOf } from './application-part.tsx'
import { useFilled, useItemForm, useItems, useOpening } from './counter-data.ts'
import { ItemChoice } from './item-choice.tsx'
import { type PartyFound, PartyPart } from './party-part.tsx'
import { Receipt } from './receipt.tsx'
import { StandsPart, useStanding } from './stands-part.tsx'

/** Accounts are opened where people stand; mandates are recorded there, and a ruling is confirmed by any other officer. */
const ways = (['accounts', 'lodge', 'mandates', 'blank'] as const).filter(way => way !== 'accounts' || post?.counter)

/** 窗口 One application after another; each begins with a clean sheet. */
export default function CounterPage() {
  useTitle(say('counter.title'))
  const [nth, setNth] = useState(0)
  return (
    <main id="main" className="page">
      <h1>{say('counter.title')}</h1>
      <p className="no-print">{say('counter.lead')}</p>
      <p className="no-print">
        {ways.map((way, nth) => (
          <Fragment key={way}>
            {nth === 0 ? null : say('listed')}
            <Link to={`/counter/${way}`}>{say(`${way}.title`)}</Link>
          </Fragment>
        ))}
      </p>
      <Counter key={nth} onNext={() => setNth(nth + 1)} />
    </main>
  )
}

function Counter({ onNext }: { readonly onNext: () => void }) {
  const { values: typed, set, ...draft } = useDraft('counter')
  const { opened, problem, busy, send } = useOpening(draft)
  const items = useItems(fitsCounter)
  const item = typeof typed['item'] === 'string' ? typed['item'] : ''
  const form = useItemForm(item)
  const party = typed['party'] as PartyFound | undefined
  const asked = useFilled(item, party)
  const standing = useStanding(party, typed)
  // What cannot be looked up is asked.
  const filled = asked.data ?? (asked.isError ? {} : undefined)
  const faults = faultsOf(problem?.told.facts)
  const cameIn = (found: PartyFound | undefined) => {
    set('party', found)
    // What one person said is not the next one's.
    for (const member of ['fields', 'disputed', 'materials', 'files', 'stands', 'agent']) set(member, undefined)
  }
  if (opened && form.data && party) return <Receipt {...{ opened, party, onNext }} form={form.data} />
  return (
    <>
      <h2>{say('counter.who')}</h2>
      <PartyPart typed={typed} set={set} found={party} onFound={cameIn} />
      {party ? (
        <>
          <StandsPart {...{ party, typed, set }} />
          <h2>{say('counter.what')}</h2>
          <ItemChoice of="counter" items={items} value={item} onChange={value => set('item', value)} />
          {form.isError ? <ProblemNote problem={problemOf(form.error)} /> : null}
          {asked.isError ? <ProblemNote problem={problemOf(asked.error)} /> : null}
        </>
      ) : null}
      {party && form.data && filled && standing ? (
        <CheckedForm
          problem={problem}
          onSend={() => send(openingOf({ form: form.data, party, filled, typed, standing }))}
        >
          <ApplicationPart form={form.data} filled={filled} {...{ party, typed, set, faults }} />
          <div className="press">
            <Button type="primary" htmlType="submit" disabled={busy}>
              {say(busy ? 'counter.sending' : 'counter.send')}
            </Button>
            <Button onClick={() => print()}>{say('counter.printForm')}</Button>
          </div>
        </CheckedForm>
      ) : null}
    </>
  )
}
