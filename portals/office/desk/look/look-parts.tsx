import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { ask } from '../api.ts'
import { ProblemNote, problemOf } from '../problem-note.tsx'
import { say } from '../words.ts'

/** One answer of the city, with what to show while it is waited for and where it is refused; `again`: in how many milliseconds it is asked anew. */
export function Asked<Answer>({
  path,
  again,
  children,
}: {
  readonly path: string
  readonly again?: ((answer: Answer) => number | false) | undefined
  readonly children: (answer: Answer) => ReactNode
}) {
  const asked = useQuery({
    queryKey: [path],
    queryFn: () => ask<Answer>(path),
    refetchInterval: ({ state }) => (state.data !== undefined && again ? again(state.data) : false),
  })
  if (asked.isPending) return <p className="waiting">{say('loading')}</p>
  if (asked.isError)
    return (
      <ProblemNote problem={problemOf(asked.error)}>
        <Button onClick={() => void asked.refetch()}>{say('again')}</Button>
      </ProblemNote>
    )
  return <>{children(asked.data)}</>
}

/** What waits, one under the other, with its name; where there is nothing, why. */
export function AskedList<One>({
  title,
  empty,
  path,
  again,
  one,
}: {
  readonly title: string
  readonly empty: string
  readonly path: string
  readonly again?: (items: readonly One[]) => number | false
  readonly one: (shown: One) => ReactNode
}) {
  return (
    <section>
      <h2>{title}</h2>
      <Asked<{ readonly items: readonly One[] }> path={path} again={again && (({ items }) => again(items))}>
        {({ items }) =>
          items.length === 0 ? (
            <div className="empty">
              <p>{empty}</p>
            </div>
          ) : (
            <ul className="plain">{items.map(one)}</ul>
          )
        }
      </Asked>
    </section>
  )
}

/** A list with its name, as a table; where it is empty, why and what then. */
export function Listed<Row>({
  title,
  empty,
  columns,
  rows,
  keyOf,
  cells,
}: {
  readonly title: string
  readonly empty: string
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  readonly cells: (row: Row) => readonly ReactNode[]
}) {
  return (
    <section>
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <div className="empty">
          <p>{empty}</p>
        </div>
      ) : (
        <table className="tasks">
          <caption className="unseen">{title}</caption>
          <thead>
            <tr>
              {columns.map(column => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <tr key={keyOf(row)}>
                {cells(row).map((cell, at) => (
                  <td key={columns[at]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
