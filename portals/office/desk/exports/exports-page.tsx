import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { ask } from '../api.ts'
import { useTitle } from '../frame.tsx'
import { ProblemNote, problemOf } from '../problem-note.tsx'
import { say } from '../words.ts'
import { type ExportShown, ownPath, waitingPath } from './export-data.ts'
import { ExportForm } from './export-form.tsx'
import { OwnExport } from './own-export.tsx'
import { WaitingExport } from './waiting-export.tsx'

/** A worker makes the file within seconds: one looks again until it is there. */
const soon = 2_000
const isUnderWay = ({ status }: ExportShown): boolean => status === 'asked' || status === 'approved'

function Exports({
  title,
  empty,
  path,
  one,
}: {
  readonly title: string
  readonly empty: string
  readonly path: string
  readonly one: (shown: ExportShown) => ReactNode
}) {
  const asked = useQuery({
    queryKey: [path],
    queryFn: () => ask<{ readonly items: readonly ExportShown[] }>(path),
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? soon : false),
  })
  return (
    <section>
      <h2>{title}</h2>
      {asked.isPending ? <p className="waiting">{say('loading')}</p> : null}
      {asked.isError ? (
        <ProblemNote problem={problemOf(asked.error)}>
          <Button onClick={() => void asked.refetch()}>{say('again')}</Button>
        </ProblemNote>
      ) : null}
      {asked.data?.items.length === 0 ? (
        <div className="empty">
          <p>{empty}</p>
        </div>
      ) : null}
      <ul className="plain">{asked.data?.items.map(one)}</ul>
    </section>
  )
}

/** 导出 What the officer has asked for, what waits for his answer, and asking for a list. */
export default function ExportsPage() {
  useTitle(say('exports.title'))
  const [nth, setNth] = useState(0)
  const [opened, setOpened] = useState(false)
  return (
    <main id="main" className="page">
      <h1>{say('exports.title')}</h1>
      <p>{say('exports.lead')}</p>
      {opened ? (
        <section>
          <h2>{say('exports.ask')}</h2>
          <ExportForm
            key={nth}
            onAsked={() => {
              setNth(nth + 1)
              setOpened(false)
            }}
          />
        </section>
      ) : (
        <p>
          <Button type="primary" onClick={() => setOpened(true)}>
            {say('exports.ask')}
          </Button>
        </p>
      )}
      <Exports
        title={say('exports.waiting')}
        empty={say('exports.noWaiting')}
        path={waitingPath}
        one={shown => <WaitingExport key={shown.id} shown={shown} />}
      />
      <Exports
        title={say('exports.own')}
        empty={say('exports.noOwn')}
        path={ownPath}
        one={shown => <OwnExport key={shown.id} shown={shown} />}
      />
    </main>
  )
}
