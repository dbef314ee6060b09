import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ask } from '../api.ts'
import { ProblemNote, problemOf } from '../problem-note.tsx'
import { basisOf, dayOf, minuteOf, say, type Text, textOf } from '../words.ts'
import { answerText } from './answer-text.ts'
import type { CaseShown, ItemWords, Reason, Said } from './case-data.ts'

interface Answered {
  readonly answer: 'corrected' | 'kept' | null
  readonly answeredOn: string | null
  readonly answeredBy: string | null
  readonly reason: string | null
  readonly dueOn: string
}

interface FieldHeld {
  readonly field: string
  readonly name: Text
  readonly organ: string | null
  readonly held: unknown
  readonly since: string | null
  readonly recorded: string | null
  readonly now: unknown
  readonly dispute: Answered | null
}

interface Asked {
  readonly comparison: string
  readonly text: Text
  readonly source: Text
  readonly basis: Reason['basis'] | null
  readonly put: readonly { readonly field: string; readonly value: unknown }[]
  readonly answer: unknown
  readonly expected: unknown
  readonly at: string
  readonly verdict: 'holds' | 'differs' | 'unknown'
}

type Verdict = 'same' | 'differs' | 'unseen' | 'absent' | 'holds' | 'unknown'

const looks: Readonly<Record<Verdict, readonly [colour: string, sign: string]>> = {
  same: ['jade', '✓'],
  holds: ['jade', '✓'],
  differs: ['amber', '▲'],
  unseen: ['', '?'],
  absent: ['', '?'],
  unknown: ['', '?'],
}

function Tag({ verdict }: { readonly verdict: Verdict }) {
  const [colour, sign] = looks[verdict]
  return (
    <span className={`tag ${colour}`}>
      <span aria-hidden="true">{sign} </span>
      {say(`compared.verdict.${verdict}`)}
    </span>
  )
}

/** 异议答复 What the organ of the register says to the party's word, or until when it has to. */
function AnswerTold({ dispute }: { readonly dispute: Answered }) {
  const { answer, answeredOn, answeredBy, reason, dueOn } = dispute
  return (
    <p className="small">
      {say('compared.disputed')}{' '}
      {answer === null
        ? say('compared.answerDue', { day: dayOf(dueOn) })
        : say(`compared.answered.${answer}`, { day: dayOf(answeredOn), post: answeredBy ?? '', reason: reason ?? '' })}
    </p>
  )
}

interface Line {
  readonly key: string
  readonly what: string
  readonly said: string
  readonly says: string
  readonly from: ReactNode
  readonly verdict: Verdict
  readonly more?: ReactNode
}

const equal = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

function fieldLine(one: FieldHeld, words: ItemWords | undefined, answers: Readonly<Record<string, unknown>>): Line {
  const { field, name, organ, held, since, recorded, now, dispute } = one
  const asked = words?.form[field]
  const said = answers[field]
  const verdict: Verdict =
    said === undefined ? 'unseen' : held === null ? 'absent' : equal(said, held) ? 'same' : 'differs'
  return {
    key: field,
    what: textOf(asked?.label ?? field),
    said: said === undefined ? say('compared.unseen') : answerText(said, asked),
    says: held === null ? say('compared.none') : answerText(held, asked),
    from: (
      <>
        {textOf(name)}
        {organ === null ? null : ` ${organ}`}
        {since === null ? null : (
          <span className="quiet">
            {' '}
            {say('compared.since', { day: dayOf(since), at: recorded === null ? '' : minuteOf(recorded) })}
          </span>
        )}
      </>
    ),
    verdict,
    more: (
      <>
        {equal(now, held) ? null : (
          <p className="small">
            {say('compared.now', { value: now === null ? say('compared.none') : answerText(now, asked) })}
          </p>
        )}
        {dispute === null ? null : <AnswerTold dispute={dispute} />}
      </>
    ),
  }
}

function askedLine(one: Asked, words: ItemWords | undefined): Line {
  const { comparison, text, source, basis, put, answer, expected, at, verdict } = one
  const with_ = put
    .filter(({ value }) => value !== null)
    .map(({ field, value }) =>
      say('compared.put', {
        label: textOf(words?.form[field]?.label ?? field),
        value: answerText(value, words?.form[field]),
      }),
    )
  return {
    key: comparison,
    what: textOf(text),
    said: `${say('compared.expected', { value: answerText(expected) })}${with_.length === 0 ? '' : say('compared.putWith', { facts: with_.join(say('listed')) })}`,
    says: answer === null ? say('compared.noAnswer') : answerText(answer),
    from: (
      <>
        {textOf(source)}{' '}
        <span className="quiet">
          {minuteOf(at)} {basisOf(basis)}
        </span>
      </>
    ),
    verdict,
  }
}

/** 并列核对 Value against value: what was said, what the register or system says, from when, and what comes of it. */
export function ComparedPane({
  shown,
  words,
  details,
}: {
  readonly shown: CaseShown
  readonly words: ItemWords | undefined
  readonly details: readonly Said[]
}) {
  const { number, seq, facts } = shown
  const found = useQuery({
    queryKey: ['case', number, 'compared', seq],
    queryFn: () => ask<{ fields: readonly FieldHeld[]; asked: readonly Asked[] }>(`/api/cases/${number}/compared`),
    // Each look at what a register says of somebody is on record: once for a state of the case.
    staleTime: Number.POSITIVE_INFINITY,
  })
  // Why the words of the case are not read the form above has said already.
  if (found.isError && problemOf(found.error).code === 'READING_REFUSED') return null
  if (found.isError) return <ProblemNote problem={problemOf(found.error)} />
  const sealed: Record<string, unknown> = Object.assign({}, ...details.map(({ said }) => said))
  const answers = { ...sealed, ...facts }
  const lines = found.data
    ? [
        ...found.data.fields.map(one => fieldLine(one, words, answers)),
        ...found.data.asked.map(one => askedLine(one, words)),
      ]
    : []
  return (
    <section aria-labelledby="compared-title" className="compared">
      <h2 id="compared-title">{say('compared.title')}</h2>
      {found.isPending ? <p className="waiting">{say('loading')}</p> : null}
      {found.data && lines.length === 0 ? (
        <div className="empty">
          <p>{say('compared.nothing')}</p>
        </div>
      ) : null}
      {lines.length === 0 ? null : (
        <table className="tasks">
          <caption className="unseen">{say('compared.title')}</caption>
          <thead>
            <tr>
              {(['what', 'said', 'says', 'from', 'verdict'] as const).map(column => (
                <th key={column} scope="col">
                  {say(`compared.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ key, what, said, says, from, verdict, more }) => (
              <tr key={key}>
                <th scope="row">{what}</th>
                <td data-label={say('compared.column.said')}>{said}</td>
                <td data-label={say('compared.column.says')}>{says}</td>
                <td data-label={say('compared.column.from')}>{from}</td>
                <td data-label={say('compared.column.verdict')}>
                  <Tag verdict={verdict} />
                  {more}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
