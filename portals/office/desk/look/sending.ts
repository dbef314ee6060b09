import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, newKey, type Problem } from '../api.ts'
import { problemOf } from '../problem-note.tsx'

/** Sends once for a press; what was refused is said, and what was typed stays. */
export function useSending(path: string, then: string) {
  const queries = useQueryClient()
  const [key, setKey] = useState(newKey)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const send = async (body: unknown) => {
    setBusy(true)
    setProblem(undefined)
    try {
      await ask(path, { body, key })
      await queries.invalidateQueries({ queryKey: [then] })
    } catch (thrown) {
      setProblem(problemOf(thrown))
      setKey(newKey())
    } finally {
      setBusy(false)
    }
  }
  return { send, busy, problem }
}
