import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { type Problem, saveFile } from '../api.ts'
import { ProblemNote, problemOf } from '../problem-note.tsx'
import { minuteOf, say } from '../words.ts'
import { type ExportShown, ownPath, whySaid } from './export-data.ts'
import { ExportSaid } from './export-said.tsx'

function standingSaid({ status, why, persons, cases, answer, expiresAt, taken, most }: ExportShown): string {
  const told = {
    persons: persons ?? 0,
    cases: cases ?? 0,
    until: expiresAt === null ? '' : minuteOf(expiresAt),
    taken,
    most,
  }
  if (status === 'refused' && answer !== null && why === null)
    return say('exports.declined', { post: answer.post, reasons: answer.reasons })
  if (status === 'refused' || status === 'ended') return whySaid(why ?? 'EXPIRED')
  return say(`exports.standing.${status}`, told)
}

/** One export of the officer's own: how it stands, and the file while it is there. */
export function OwnExport({ shown }: { readonly shown: ExportShown }) {
  const { id, number, status, answer } = shown
  const queries = useQueryClient()
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const take = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      await saveFile(`${ownPath}/${id}/file`, say('exports.fileName', { number }))
    } catch (thrown) {
      setProblem(problemOf(thrown))
    } finally {
      setBusy(false)
      await queries.invalidateQueries({ queryKey: [ownPath] })
    }
  }
  return (
    <li className="export">
      <ExportSaid shown={shown} />
      <p role="status">
        <strong>{standingSaid(shown)}</strong>
      </p>
      {answer !== null && status !== 'refused' ? (
        <p className="quiet">{say('exports.approved', { post: answer.post, reasons: answer.reasons })}</p>
      ) : null}
      {problem ? <ProblemNote problem={problem} /> : null}
      {status === 'ready' ? (
        <Button
          type="primary"
          disabled={busy}
          onClick={() => void take()}
          aria-label={say('exports.takeOne', { number })}
        >
          {say('exports.take')}
        </Button>
      ) : null}
    </li>
  )
}
