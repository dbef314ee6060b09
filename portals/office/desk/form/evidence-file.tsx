import { useState } from 'react'
import type { Problem } from '../api.ts'
import { ProblemNote, problemOf } from '../problem-note.tsx'
import { say } from '../words.ts'
import { useFault } from './checked-form.tsx'
import { type InputShown, Labelled } from './inputs.tsx'
import { sendScan } from './paper-fields.tsx'

/** 证据文件 One file that an act refers to: sent in when it is chosen. */
export function EvidenceFile({
  value,
  onChange,
  ...given
}: InputShown & { readonly value: unknown; readonly onChange: (value: string) => void }) {
  const shown = { ...given, ...useFault(given, value === undefined || value === '') }
  const [problem, setProblem] = useState<Problem>()
  const [name, setName] = useState<string>()
  const take = async (file: File | undefined) => {
    if (!file) return
    setProblem(undefined)
    try {
      const sent = await sendScan(file)
      setName(sent.name)
      onChange(sent.file)
    } catch (thrown) {
      setProblem(problemOf(thrown))
    }
  }
  return (
    <Labelled {...shown}>
      <input
        id={shown.id}
        type="file"
        accept="application/pdf,image/png,image/jpeg,video/mp4"
        capture="environment"
        onChange={({ target }) => void take(target.files?.[0])}
      />
      {typeof value === 'string' && value !== '' ? (
        <p className="small">{say('papers.sent', { name: name ?? '' })}</p>
      ) : null}
      {problem ? <ProblemNote problem={problem} /> : null}
    </Labelled>
  )
}
