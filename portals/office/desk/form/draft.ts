import { useCallback, useEffect, useRef, useState } from 'react'
import { newKey } from '../api.ts'
import { facts } from '../session.ts'

/** What was typed into a form, as the inputs have it. */
export type Typed = Readonly<Record<string, unknown>>

interface Kept {
  readonly values: Typed
  /** The command this form was sent as, and what it said then: the same again is the same act. */
  readonly sent?: { readonly key: string; readonly text: string }
}

const own = `desk.${facts.person}.`
// Another officer at this window does not find what the one before him typed.
for (const name of Object.keys(sessionStorage))
  if (name.startsWith('desk.') && !name.startsWith(own)) sessionStorage.removeItem(name)

function read(name: string): Kept | undefined {
  try {
    const text = sessionStorage.getItem(name)
    return text === null ? undefined : (JSON.parse(text) as Kept)
  } catch {
    return undefined
  }
}

/** 草稿 What is typed stays in this window through refusals and reloads, until the act is done. */
export function useDraft(id: string, initial: Typed = {}) {
  const name = own + id
  const [kept, setKept] = useState<Kept>(() => read(name) ?? { values: initial })
  const done = useRef(false)
  useEffect(() => {
    if (!done.current) sessionStorage.setItem(name, JSON.stringify(kept))
  }, [name, kept])
  const set = useCallback((member: string, value: unknown) => {
    setKept(before => ({ ...before, values: { ...before.values, [member]: value } }))
  }, [])
  /** The key under which this body goes: its own until something else is said. */
  const keyOf = (body: unknown): string => {
    const text = JSON.stringify(body)
    if (kept.sent?.text === text) return kept.sent.key
    const sent = { key: newKey(), text }
    setKept(before => ({ ...before, sent }))
    return sent.key
  }
  const drop = () => {
    done.current = true
    sessionStorage.removeItem(name)
  }
  return { values: kept.values, set, keyOf, drop }
}
