import { Button } from 'antd'
import { useState } from 'react'
import { useTitle } from '../frame.tsx'
import { AskedList } from '../look/look-parts.tsx'
import { say } from '../words.ts'
import { type ExportShown, ownPath, waitingPath } from './export-data.ts'
import { ExportForm } from './export-form.tsx'
import { OwnExport } from './own-export.tsx'
import { WaitingExport } from './waiting-export.tsx'

/** A worker makes the file within seconds: one looks again until it is there. */
const soon = 2_000
const untilMade = (items: readonly ExportShown[]): number | false =>
  items.some(({ status }) => status === 'asked' || status === 'approved') ? soon : false

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
      <AskedList<ExportShown>
        title={say('exports.waiting')}
        empty={say('exports.noWaiting')}
        path={waitingPath}
        again={untilMade}
        one={shown => <WaitingExport key={shown.id} shown={shown} />}
      />
      <AskedList<ExportShown>
        title={say('exports.own')}
        empty={say('exports.noOwn')}
        path={ownPath}
        again={untilMade}
        one={shown => <OwnExport key={shown.id} shown={shown} />}
      />
    </main>
  )
}
