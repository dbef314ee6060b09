import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, newKey, type Problem } from './api.ts'
import { problemOf } from './problem-note.tsx'

/** A change that an officer makes by a press: sent once; a refusal is told with its reasons, and what was typed stays. */
export function useChange() {
  const [key, setKey] = useState(newKey)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{ readonly told: Problem; readonly nth: number }>()
  const refuse = (told: Problem) => setProblem({ told, nth: (problem?.nth ?? 0) + 1 })
  const send = async <Answer>(
    path: string,
    body: unknown,
    done: () => Promise<void> = async () => {},
  ): Promise<Answer | undefined> => {
    setBusy(true)
    setProblem(undefined)
    try {
      const answer = await ask<Answer>(path, { body, key })
      await done()
      return answer
    } catch (thrown) {
      refuse(problemOf(thrown))
      return undefined
    } finally {
      setKey(newKey())
      setBusy(false)
    }
  }
  return { send, busy, problem }
}

/** The same for one thing of a list, which is read anew afterwards. */
export function useSending(path: string, then: string) {
  const queries = useQueryClient()
  const { send, busy, problem } = useChange()
  return {
    send: (body: unknown) => send(path, body, () => queries.invalidateQueries({ queryKey: [then] })),
    busy,
    problem: problem?.told,
  }
}
