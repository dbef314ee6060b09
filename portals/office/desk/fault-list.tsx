import { type RefObject, useEffect, useState } from 'react'
import { say, sayFirst } from './words.ts'

interface Faulty {
  readonly at: string
  readonly name: string
  readonly code: string
}

/** The form a note stands over, or all of the page where it stands over none. */
const aboutOf = (note: HTMLElement | null) => note?.closest('form') ?? note?.closest('main')

/** What is wrong beside each input: its place, its name, and why. */
const faultsBeside = (note: HTMLElement | null): readonly Faulty[] =>
  [...(aboutOf(note)?.querySelectorAll<HTMLElement>('.fault[id$="-fault"]') ?? [])].map(fault => ({
    at: fault.id.slice(0, -'-fault'.length),
    name: fault.closest('.asked')?.querySelector('label, legend')?.textContent ?? '',
    code: fault.dataset['fault'] ?? '',
  }))

/** 哪几栏 The inputs with something wrong beside them, gathered where one is sent after a refusal: each by its name, leading to it. */
export function FaultList({ note }: { readonly note: RefObject<HTMLElement | null> }) {
  const [faults, setFaults] = useState<readonly Faulty[]>([])
  useEffect(() => setFaults(faultsBeside(note.current)), [note])
  if (faults.length === 0) return null
  return (
    <ul>
      {faults.map(({ at, name, code }) => (
        <li key={at}>
          <a href={`#${at}`}>{name}</a>
          {say('form.faultIs', { fault: sayFirst(`fault.${code}`, 'fault.other') })}
        </li>
      ))}
    </ul>
  )
}
