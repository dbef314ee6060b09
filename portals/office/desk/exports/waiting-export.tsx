import { Button } from 'antd'
import { useState } from 'react'
import { ProseInput } from '../form/inputs.tsx'
import { ProblemNote } from '../problem-note.tsx'
import { useSending } from '../sending.ts'
import { say } from '../words.ts'
import { type ExportShown, ownPath, waitingPath } from './export-data.ts'
import { ExportSaid } from './export-said.tsx'

/** One export of a colleague in another post: yes or no, each with reasons. */
export function WaitingExport({ shown }: { readonly shown: ExportShown }) {
  const { id, number, persons, cases } = shown
  const { send, busy, problem } = useSending(`${ownPath}/${id}/answer`, waitingPath)
  const [reasons, setReasons] = useState('')
  const isEmpty = reasons.trim().length < 2
  return (
    <li className="export">
      <ExportSaid shown={shown} />
      <p>
        <strong>{say('exports.many', { persons: persons ?? 0, cases: cases ?? 0 })}</strong>
      </p>
      {problem ? <ProblemNote problem={problem} /> : null}
      <ProseInput
        id={`reasons-${number}`}
        label={say('exports.reasonsOf', { number })}
        required
        value={reasons}
        onChange={setReasons}
      />
      <div className="buttons">
        <Button
          type="primary"
          disabled={busy || isEmpty}
          onClick={() => void send({ approve: true, reasons })}
          aria-label={say('exports.approveOne', { number })}
        >
          {say('exports.approve')}
        </Button>
        <Button
          disabled={busy || isEmpty}
          onClick={() => void send({ approve: false, reasons })}
          aria-label={say('exports.declineOne', { number })}
        >
          {say('exports.decline')}
        </Button>
      </div>
    </li>
  )
}
