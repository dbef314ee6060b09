import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { answerText } from '../case/answer-text.ts'
import type { FieldWords } from '../case/case-data.ts'
import { ProseInput } from '../form/inputs.tsx'
import { useTitle } from '../frame.tsx'
import { ProblemNote } from '../problem-note.tsx'
import { useSending } from '../sending.ts'
import { dayOf, minuteOf, say, type Text, textOf } from '../words.ts'
import { AskedList } from './look-parts.tsx'

const path = '/api/register-disputes'

interface Dispute {
  readonly id: string
  readonly label: Text
  readonly type: {
    readonly type: string
    readonly unit?: string
    readonly options?: FieldWords['options']
  }
  readonly name: Text
  readonly key: readonly { readonly label: Text; readonly value: unknown }[]
  readonly held: unknown
  readonly heldSince: string | null
  readonly recorded: string | null
  readonly from: 'feed' | 'case' | null
  readonly now: unknown
  readonly said: unknown
  readonly raisedOn: string
  readonly dueOn: string
  readonly number: string | null
  readonly answer: 'corrected' | 'kept' | null
  readonly answeredOn: string | null
  readonly reason: string | null
}

/** As the question of the form reads its answers. */
const wordsOf = ({ label, type }: Dispute): FieldWords => ({
  ...{ label, type: type.type, at: null, unit: type.unit ?? null, help: null, options: type.options ?? [] },
  ...{ repeat: null, required: false },
})

/** 登记与所说 Which row, what it holds and from where, what is said instead; the case only where this organ may know it. */
function Values({ dispute }: { readonly dispute: Dispute }) {
  const { held, heldSince, recorded, from, now, said, number, name, key, label } = dispute
  const asked = wordsOf(dispute)
  const value = (one: unknown) => (one === null ? say('compared.none') : answerText(one, asked))
  const same = JSON.stringify(now) === JSON.stringify(held)
  return (
    <>
      <h3>
        {textOf(name)} {textOf(label)}
      </h3>
      <dl className="answers">
        {key.map(one => (
          <div key={textOf(one.label)}>
            <dt>{textOf(one.label)}</dt>
            <dd>{answerText(one.value)}</dd>
          </div>
        ))}
        <div>
          <dt>{say('disputes.held')}</dt>
          <dd>
            {value(held)}{' '}
            {from === null || recorded === null ? null : (
              <span className="quiet">
                {say(`disputes.from.${from}`, { day: dayOf(heldSince), at: minuteOf(recorded) })}
              </span>
            )}
          </dd>
        </div>
        <div>
          <dt>{say('disputes.said')}</dt>
          <dd>{value(said)}</dd>
        </div>
        {same ? null : (
          <div>
            <dt>{say('disputes.now')}</dt>
            <dd>{value(now)}</dd>
          </div>
        )}
        <div>
          <dt>{say('disputes.case')}</dt>
          <dd>{number === null ? say('disputes.caseHidden') : <Link to={`/cases/${number}`}>{number}</Link>}</dd>
        </div>
      </dl>
    </>
  )
}

function Waiting({ dispute }: { readonly dispute: Dispute }) {
  const { id, raisedOn, dueOn, label } = dispute
  const { send, busy, problem } = useSending(`${path}/${id}/answer`, path)
  const [reason, setReason] = useState('')
  const empty = reason.trim() === ''
  return (
    <li>
      <Values dispute={dispute} />
      <p className="small quiet">{say('disputes.due', { raised: dayOf(raisedOn), day: dayOf(dueOn) })}</p>
      {problem ? <ProblemNote problem={problem} /> : null}
      <ProseInput
        id={`reason-${id}`}
        label={say('disputes.reason', { label: textOf(label) })}
        required
        value={reason}
        onChange={setReason}
      />
      <Button disabled={busy || empty} onClick={() => void send({ answer: 'corrected', reason })}>
        {say('disputes.corrected')}
      </Button>{' '}
      <Button disabled={busy || empty} onClick={() => void send({ answer: 'kept', reason })}>
        {say('disputes.kept')}
      </Button>
      <p className="small quiet">{say('disputes.correctedSays')}</p>
    </li>
  )
}

function Answered({ dispute }: { readonly dispute: Dispute }) {
  const { answer, answeredOn, reason } = dispute
  return (
    <li>
      <Values dispute={dispute} />
      <p>{say(`disputes.done.${answer}`, { day: dayOf(answeredOn), reason: reason ?? '' })}</p>
    </li>
  )
}

/** 登记异议 What parties say is wrong in the registers this organ keeps, and what it answers. */
export default function DisputesPage() {
  useTitle(say('disputes.title'))
  return (
    <main id="main" className="page wide">
      <h1>{say('disputes.title')}</h1>
      <p>{say('disputes.lead')}</p>
      <AskedList<Dispute>
        title={say('disputes.list')}
        empty={say('disputes.none')}
        path={path}
        one={one =>
          one.answer === null ? <Waiting key={one.id} dispute={one} /> : <Answered key={one.id} dispute={one} />
        }
      />
    </main>
  )
}
