import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { ask, newKey, type Problem } from '../api.ts'
import { ProblemNote, problemOf } from '../problem-note.tsx'
import { dayOf, has, minuteOf, say } from '../words.ts'
import { useReread } from './case-data.ts'

interface Delivery {
  readonly delivery: string
  readonly paper: string
  readonly way: string
  readonly state: string
  readonly handedOutAt: string
  readonly on: string | null
  readonly at: string | null
  readonly receivedBy: string | null
  readonly proof: string | null
  readonly tracking: string | null
  readonly next: string | null
}

interface Evidence {
  readonly electronic: boolean
  readonly deliveries: readonly Delivery[]
  readonly served: readonly {
    readonly seq: number
    readonly of: string
    readonly way: string
    readonly on: string
    readonly receipt: boolean
    readonly post: string | null
  }[]
  readonly messages: readonly {
    readonly way: string
    readonly state: string
    readonly at: string
    readonly answer: string | null
  }[]
}

interface Paper {
  readonly paper: string
  readonly kind: string
  /** 文号 Null until the paper is made. */
  readonly number: string | null
  readonly on: string
}

const outcomes = ['received', 'returned', 'refused'] as const
const nameOf = ({ kind, number, on }: Paper): string =>
  [say(`delivery.paperKind.${kind}`), number ?? dayOf(on)].join(' ')
const wayOf = (way: string): string => say(`delivery.way.${way}`)

/** One press that is sent once, and says why it was refused. */
function useSending(number: string) {
  const reread = useReread(number)
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const send = async (path: string, body: object): Promise<boolean> => {
    setBusy(true)
    setProblem(undefined)
    try {
      await ask(`/api/cases/${number}/${path}`, { body, key: newKey() })
      await reread()
      return true
    } catch (thrown) {
      setProblem(problemOf(thrown))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { send, problem, busy }
}

/** 邮寄 The paper by post, to the address the party confirmed or the one that is typed here. */
function PostForm({ number, papers }: { readonly number: string; readonly papers: readonly Paper[] }) {
  const { send, problem, busy } = useSending(number)
  const [paper, setPaper] = useState(papers.findLast(({ kind }) => kind === 'decision')?.paper ?? papers[0]!.paper)
  const [address, setAddress] = useState('')
  return (
    <details>
      <summary>{say('delivery.post')}</summary>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          const to = address.trim()
          void send('deliveries', { paper, ...(to !== '' && { address: to }) })
        }}
      >
        {problem ? <ProblemNote problem={problem} /> : null}
        <label htmlFor="delivery-paper">{say('delivery.paper')}</label>
        <select id="delivery-paper" value={paper} onChange={({ target }) => setPaper(target.value)}>
          {papers.map(one => (
            <option key={one.paper} value={one.paper}>
              {nameOf(one)}
            </option>
          ))}
        </select>
        <label htmlFor="delivery-address">{say('delivery.address')}</label>
        <input
          id="delivery-address"
          value={address}
          maxLength={200}
          autoComplete="off"
          onChange={({ target }) => setAddress(target.value)}
        />
        <Button htmlType="submit" loading={busy}>
          {say('delivery.postIt')}
        </Button>
      </form>
    </details>
  )
}

/** 回执 What the return receipt of a letter says. */
function OutcomeForm({ number, delivery, today }: { number: string; delivery: string; today: string }) {
  const { send, problem, busy } = useSending(number)
  const [on, setOn] = useState(today)
  return (
    <details>
      <summary>{say('delivery.outcome')}</summary>
      {problem ? <ProblemNote problem={problem} /> : null}
      <label htmlFor={`on-${delivery}`}>{say('delivery.outcomeOn')}</label>
      <input id={`on-${delivery}`} type="date" value={on} max={today} onChange={({ target }) => setOn(target.value)} />
      <p>
        {outcomes.map(outcome => (
          <Button
            key={outcome}
            disabled={busy}
            onClick={() => void send(`deliveries/${delivery}/outcome`, { outcome, on })}
          >
            {say(`delivery.state.${outcome}`)}
          </Button>
        ))}
      </p>
    </details>
  )
}

function Row({ number, one, today }: { readonly number: string; readonly one: Delivery; readonly today: string }) {
  const { way, state, handedOutAt, on, receivedBy, tracking, proof, next } = one
  const facts = [
    say('delivery.handedOut', { at: minuteOf(handedOutAt) }),
    ...(on === null ? [] : [dayOf(on)]),
    ...(receivedBy === null ? [] : [say(`delivery.by.${receivedBy}`)]),
    ...(tracking === null ? [] : [say('delivery.tracking', { number: tracking })]),
    ...(proof !== null && has(`delivery.proof.${proof}`) ? [say(`delivery.proof.${proof}`)] : []),
  ]
  return (
    <li>
      {wayOf(way)}{' '}
      <span className={state === 'received' ? 'tag jade' : state === 'under-way' ? 'tag' : 'tag amber'}>
        {say(`delivery.state.${state}`)}
      </span>
      <p className="quiet small">{facts.join(say('listed'))}</p>
      {next === null ? null : <p>{say('delivery.next', { way: wayOf(next) })}</p>}
      {way === 'post' && state === 'under-way' ? (
        <OutcomeForm number={number} delivery={one.delivery} today={today} />
      ) : null}
    </li>
  )
}

/** 送达 What was served and with what proof, what did not arrive and what to try next. */
export function DeliveriesPane({ number, seq }: { readonly number: string; readonly seq: number }) {
  const key = ['case', number]
  const evidence = useQuery({
    queryKey: [...key, 'deliveries', seq],
    queryFn: () => ask<Evidence>(`/api/cases/${number}/deliveries`),
  })
  const papers = useQuery({
    queryKey: [...key, 'issued', seq],
    queryFn: () => ask<{ readonly items: readonly Paper[] }>(`/api/cases/${number}/papers`),
  })
  const { deliveries = [], served = [], messages = [], electronic = false } = evidence.data ?? {}
  const lost = messages.filter(({ state }) => state === 'undelivered')
  const issued = papers.data?.items ?? []
  const today = minuteOf(new Date().toISOString()).slice(0, 10)
  return (
    <section aria-labelledby="deliveries-title">
      <h2 id="deliveries-title">{say('delivery.title')}</h2>
      {evidence.isError ? <ProblemNote problem={problemOf(evidence.error)} /> : null}
      <p className="small">{say(electronic ? 'delivery.agreed' : 'delivery.notAgreed')}</p>
      {deliveries.length + served.length === 0 ? (
        <div className="empty">
          <p>{say('delivery.none')}</p>
        </div>
      ) : (
        <ul className="plain">
          {deliveries.map(one => (
            <Row key={one.delivery} number={number} one={one} today={today} />
          ))}
          {served.map(({ seq: at, of, way, on, receipt, post }) => (
            <li key={at}>
              <span className="tag jade">
                <span aria-hidden="true">✓ </span>
                {say('delivery.served', { of: say(`delivery.of.${of}`), way: wayOf(way), day: dayOf(on) })}
              </span>
              <p className="quiet small">
                {[...(receipt ? [say('delivery.receipt')] : []), ...(post === null ? [] : [post])].join(say('listed'))}
              </p>
            </li>
          ))}
        </ul>
      )}
      {lost.map(({ way, at, answer }) => (
        <p key={`${way} ${at}`} className="note amber">
          <span aria-hidden="true">▲ </span>
          {say('delivery.lost', { way: wayOf(way), at: minuteOf(at), answer: answer ?? '' })}
        </p>
      ))}
      {issued.length > 0 ? <PostForm number={number} papers={issued} /> : null}
    </section>
  )
}
