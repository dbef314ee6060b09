import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { ProseInput } from '../form/inputs.tsx'
import { useTitle } from '../frame.tsx'
import { ProblemNote } from '../problem-note.tsx'
import { useSending } from '../sending.ts'
import { post } from '../session.ts'
import { dayOf, say } from '../words.ts'
import { AskedList } from './look-parts.tsx'

interface BadRating {
  readonly number: string
  readonly item: string
  readonly level: number
  readonly reasons: readonly string[]
  readonly on: string
  readonly replyDue: string | null
}

/** One bad rating: which case, how bad, why; never who gave it. */
function Said({ number, level, reasons, on, replyDue }: BadRating) {
  return (
    <p>
      <Link to={`/cases/${number}`}>{number}</Link> {say(`rating.grade.${level}`)}
      {reasons.length === 0 ? null : <> {reasons.map(reason => say(`rating.reason.${reason}`)).join(say('listed'))}</>}{' '}
      <span className="quiet">
        {dayOf(on)}
        {replyDue === null ? null : <> {say('rating.due', { day: dayOf(replyDue) })}</>}
      </span>
    </p>
  )
}

const grounds = ['not-this-case', 'not-the-service'] as const

function Unverified({ rating }: { readonly rating: BadRating }) {
  const { number } = rating
  const { send, busy, problem } = useSending(`/api/cases/${number}/rating/verification`, '/api/ratings/unverified')
  return (
    <li>
      <Said {...rating} />
      {problem ? <ProblemNote problem={problem} /> : null}
      <Button disabled={busy} onClick={() => void send({})} aria-label={say('rating.countsOne', { number })}>
        {say('rating.counts')}
      </Button>{' '}
      {grounds.map(ground => (
        <Button
          key={ground}
          disabled={busy}
          onClick={() => void send({ dismissal: ground })}
          aria-label={say(`rating.dismissOne.${ground}`, { number })}
        >
          {say(`rating.dismiss.${ground}`)}
        </Button>
      ))}
    </li>
  )
}

function Owed({ rating }: { readonly rating: BadRating }) {
  const { number } = rating
  const { send, busy, problem } = useSending(`/api/cases/${number}/rating/reply`, '/api/ratings/owed')
  const [text, setText] = useState('')
  return (
    <li>
      <Said {...rating} />
      {problem ? <ProblemNote problem={problem} /> : null}
      <ProseInput
        id={`reply-${number}`}
        label={say('rating.replyTo', { number })}
        required
        value={text}
        onChange={setText}
      />
      <Button disabled={busy || text.trim() === ''} onClick={() => void send({ text })}>
        {say('rating.reply')}
      </Button>
    </li>
  )
}

/** 评价 Bad ratings: to be verified, for supervision; for an organ, those to which it still owes a reply. */
export default function RatingsPage() {
  useTitle(say('rating.title'))
  return (
    <main id="main" className="page wide">
      <h1>{say('rating.title')}</h1>
      <p>{say('rating.lead')}</p>
      {post?.supervises ? (
        <AskedList<BadRating>
          title={say('rating.unverified')}
          empty={say('rating.noUnverified')}
          path="/api/ratings/unverified"
          one={rating => <Unverified key={rating.number} rating={rating} />}
        />
      ) : (
        <AskedList<BadRating>
          title={say('rating.owed')}
          empty={say('rating.noOwed')}
          path="/api/ratings/owed"
          one={rating => <Owed key={rating.number} rating={rating} />}
        />
      )}
    </main>
  )
}
