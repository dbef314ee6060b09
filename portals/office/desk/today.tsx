import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { ask, type Problem } from './api.ts'
import { Filters, type Wanted, wantedIn } from './filters.tsx'
import { useTitle } from './frame.tsx'
import { PlumbMark, timeLeftSaid, timeState } from './plumb-mark.tsx'
import { ProblemNote, problemOf } from './problem-note.tsx'
import { dayOf, say, sayFirst, type Text, textOf } from './words.ts'

/** 待办 One task that waits for the officer: a row of GET /api/inbox. */
export interface TaskShown {
  readonly number: string
  readonly task: string
  readonly item: string
  readonly name: Text
  readonly drawer: string
  readonly stage: string
  readonly stageName: Text
  readonly enteredOn: string
  readonly dueOn: string | null
  readonly workdaysLeft: number | null
  readonly level: string | null
  readonly claimed: boolean
  readonly suspended: boolean
  readonly subject: { readonly name: string } | null
}

interface InboxPage {
  readonly items: readonly TaskShown[]
  readonly next: string | null
}

/** The tasks of the post, the most urgent first, fifty at a time. */
export function useInbox(wanted: Wanted) {
  const inbox = useInfiniteQuery({
    queryKey: ['inbox', wanted],
    initialPageParam: '',
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams({ limit: '50', ...wanted, ...(pageParam !== '' && { after: pageParam }) })
      return ask<InboxPage>(`/api/inbox?${query}`)
    },
    // Reading names is on record: what was read a moment ago is not read again for a list that stands beside a case.
    staleTime: 30_000,
    getNextPageParam: ({ next }) => next ?? undefined,
  })
  return { inbox, tasks: inbox.data?.pages.flatMap(({ items }) => items) ?? [] }
}

function Row({ task, onProblem }: { readonly task: TaskShown; readonly onProblem: (problem: Problem) => void }) {
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const { number, claimed, stage } = task
  const act = async (verb: 'claim' | 'unclaim') => {
    setBusy(true)
    try {
      await ask(`/api/cases/${number}/acts/${verb}`, { body: { stage } })
      await queries.invalidateQueries({ queryKey: ['inbox'] })
    } catch (thrown) {
      onProblem(problemOf(thrown))
    } finally {
      setBusy(false)
    }
  }
  return (
    <tr>
      <td className={`left ${timeState(task)}`}>
        <PlumbMark {...task} />
        <span>
          {timeLeftSaid(task)}
          {task.dueOn === null ? null : <span className="quiet"> {dayOf(task.dueOn)}</span>}
        </span>
      </td>
      <td>
        <Link to={`/cases/${number}`}>{textOf(task.name)}</Link>
        <span className="number">{number}</span>
      </td>
      <td>{task.subject?.name ?? say('today.nobodyNamed')}</td>
      <td>{textOf(task.stageName)}</td>
      <td>
        {dayOf(task.enteredOn)}
        {task.level === null ? null : <span className={`level ${task.level}`}>{say(`level.${task.level}`)}</span>}
      </td>
      <td className="does">
        <Button
          size="small"
          disabled={busy}
          onClick={() => void act(claimed ? 'unclaim' : 'claim')}
          aria-label={say(claimed ? 'today.unclaimOne' : 'today.claimOne', { number })}
        >
          {say(claimed ? 'verb.unclaim' : 'verb.claim')}
        </Button>
      </td>
    </tr>
  )
}

const columns = ['left', 'case', 'subject', 'stage', 'entered', 'does'] as const

function Tasks({ tasks }: { readonly tasks: readonly TaskShown[] }) {
  const [problem, setProblem] = useState<Problem>()
  return (
    <>
      {problem ? <ProblemNote problem={problem} /> : null}
      <table className="tasks">
        <caption className="unseen">{say('today.caption')}</caption>
        <thead>
          <tr>
            {columns.map(column => (
              <th key={column} scope="col">
                {say(`today.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tasks.map(task => (
            <Row key={`${task.number} ${task.task}`} task={task} onProblem={setProblem} />
          ))}
        </tbody>
      </table>
    </>
  )
}

/** 今日 What waits for the post, by the time that is left. */
export function Today() {
  useTitle(say('today.title'))
  const [query, setQuery] = useSearchParams()
  const wanted = wantedIn(query)
  const { inbox, tasks } = useInbox(wanted)
  const filtered = Object.keys(wanted).length > 0
  return (
    <main id="main" className="page wide">
      <h1>{say('today.title')}</h1>
      <Filters wanted={wanted} tasks={tasks} onChange={next => setQuery(next, { replace: true })} />
      {inbox.isPending ? <p className="waiting">{say('loading')}</p> : null}
      {inbox.isError ? (
        <ProblemNote problem={problemOf(inbox.error)}>
          <Button onClick={() => void inbox.refetch()}>{say('again')}</Button>
        </ProblemNote>
      ) : null}
      {inbox.isSuccess && tasks.length === 0 ? (
        <div className="empty">
          <p>
            <strong>{say(filtered ? 'today.noneFiltered' : 'today.none')}</strong>
          </p>
          <p>{sayFirst(filtered ? 'today.noneFilteredNext' : 'today.noneNext')}</p>
          {filtered ? (
            <Button onClick={() => setQuery({}, { replace: true })}>{say('filters.clear')}</Button>
          ) : (
            <Link to="/counter">{say('counter.title')}</Link>
          )}
        </div>
      ) : null}
      {tasks.length > 0 ? <Tasks tasks={tasks} /> : null}
      {inbox.hasNextPage ? (
        <Button disabled={inbox.isFetchingNextPage} onClick={() => void inbox.fetchNextPage()}>
          {say('today.more')}
        </Button>
      ) : null}
    </main>
  )
}
