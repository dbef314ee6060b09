import { useState } from 'react'
import { ask, newKey, type Problem } from '../api.ts'
import { problemOf } from '../problem-note.tsx'

/** A change that an administrator makes: sent once for a press; a refusal is told with its reasons, and what was typed stays. */
export function useChange() {
  const [key, setKey] = useState(newKey)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{ readonly told: Problem; readonly nth: number }>()
  const send = async <Answer>(path: string, body: unknown): Promise<Answer | undefined> => {
    setBusy(true)
    try {
      const answer = await ask<Answer>(path, { body, key })
      setProblem(undefined)
      return answer
    } catch (thrown) {
      setProblem({ told: problemOf(thrown), nth: (problem?.nth ?? 0) + 1 })
      return undefined
    } finally {
      setKey(newKey())
      setBusy(false)
    }
  }
  return { send, busy, problem }
}
