import { useState } from 'react'
import { ask, type Problem } from '../api.ts'
import { ProblemNote, problemOf } from '../problem-note.tsx'
import { say } from '../words.ts'
import { OneInput } from './inputs.tsx'

export interface Scan {
  readonly file: string
  readonly name: string
}
const ways = ['original', 'copy', 'voucher', 'register', 'committed', 'late'] as const

/** A file of the kinds the city takes in, sent in now; it belongs to nothing until the act refers to it. */
export const sendScan = async (file: File): Promise<Scan> => {
  const { file: id } = await ask<{ file: string }>('/api/files', { file })
  return { file: id, name: file.name }
}

function Scans({
  paper,
  name,
  scans,
  onChange,
}: {
  paper: string
  name: string
  scans: readonly Scan[]
  onChange: (scans: readonly Scan[]) => void
}) {
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const take = async (files: FileList | null) => {
    setBusy(true)
    setProblem(undefined)
    try {
      const sent = await Promise.all([...(files ?? [])].map(sendScan))
      onChange([...scans, ...sent])
    } catch (thrown) {
      setProblem(problemOf(thrown))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="scans">
      {scans.map(scan => (
        <span key={scan.file} className="scan">
          {scan.name}{' '}
          <button
            type="button"
            className="link"
            aria-label={say('papers.dropOne', { name: scan.name })}
            onClick={() => onChange(scans.filter(({ file }) => file !== scan.file))}
          >
            {say('papers.drop')}
          </button>
        </span>
      ))}
      <label className="take">
        <span>{busy ? say('papers.sending') : say('papers.take')}</span>
        <input
          type="file"
          accept="application/pdf,image/png,image/jpeg"
          capture="environment"
          multiple
          disabled={busy}
          aria-label={say('papers.takeOne', { name })}
          id={`scan-${paper}`}
          onChange={({ target }) => void take(target.files)}
        />
      </label>
      {problem ? <ProblemNote problem={problem} /> : null}
    </div>
  )
}

/** 收材料 How each paper was given, and its scan or photograph: of papers, never of faces. */
export function PaperFields({
  papers,
  given,
  scans,
  fault,
  onGiven,
  onScans,
}: {
  readonly papers: readonly { readonly id: string; readonly name: string }[]
  readonly given: Readonly<Record<string, string>>
  /** Undefined where the act takes no scans. */
  readonly scans: Readonly<Record<string, readonly Scan[]>> | undefined
  readonly fault: string | undefined
  readonly onGiven: (paper: string, way: string) => void
  readonly onScans: (paper: string, scans: readonly Scan[]) => void
}) {
  const options = [
    { value: '', label: say('papers.notGiven') },
    ...ways.map(way => ({ value: way, label: say(`given.${way}`) })),
  ]
  return (
    <fieldset className="papers">
      <legend>{say('papers.title')}</legend>
      {scans ? <p className="quiet small">{say('papers.onlyPapers')}</p> : null}
      {papers.map(({ id, name }) => (
        <div key={id} className="paper">
          <OneInput
            id={`paper-${id}`}
            label={name}
            required
            value={given[id] ?? ''}
            fault={fault}
            options={options}
            onChange={way => onGiven(id, way)}
          />
          {scans ? <Scans paper={id} name={name} scans={scans[id] ?? []} onChange={list => onScans(id, list)} /> : null}
        </div>
      ))}
    </fieldset>
  )
}
