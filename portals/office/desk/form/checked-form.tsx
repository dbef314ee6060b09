import { createContext, type ReactNode, useContext, useRef, useState } from 'react'
import type { Problem } from '../api.ts'
import { ProblemNote } from '../problem-note.tsx'

/** 没有填 Whether the form was sent once with something left empty or plainly wrong: from then on each input says so of itself. */
const TriedContext = createContext(false)

interface Wanted {
  readonly required?: boolean
  /** Left empty it may be taken all the same: the city tells. */
  readonly lax?: boolean
  /** What the page itself sees to be wrong with what is typed. */
  readonly wrong?: string | undefined
  readonly fault?: string | undefined
}

/** What is wrong with an input, and whether it still keeps its form from being sent. */
export function useFault({ required, lax, wrong, fault }: Wanted, empty: boolean) {
  const tried = useContext(TriedContext)
  const own = empty ? (required === true && lax !== true ? 'MISSING' : undefined) : wrong
  return { wanting: own === undefined ? undefined : (true as const), fault: (tried ? own : undefined) ?? fault }
}

const leftEmpty: Problem = { status: 422, code: 'BODY_INVALID', title: '' }

/**
 * 表单 A form that says at once all that was left empty or is plainly wrong, before anything is sent, and afterwards what the city says: in one summary, each input by
 * its name, leading to it. What is typed stays.
 */
export function CheckedForm({
  head,
  problem,
  onSend,
  children,
  ...given
}: {
  /** What stands above the summary. */
  readonly head?: ReactNode
  readonly problem: { readonly told: Problem; readonly nth: number } | undefined
  readonly onSend: () => Promise<unknown>
  readonly children: ReactNode
  readonly className?: string
  readonly 'aria-labelledby'?: string
}) {
  const form = useRef<HTMLFormElement>(null)
  const [empty, setEmpty] = useState({ tried: false, told: 0 })
  const send = () => {
    if (form.current?.querySelector('[data-wanting]')) setEmpty({ tried: true, told: empty.told + 1 })
    else {
      setEmpty({ tried: false, told: 0 })
      void onSend()
    }
  }
  return (
    <form
      ref={form}
      noValidate
      {...given}
      onSubmit={event => {
        event.preventDefault()
        send()
      }}
    >
      <TriedContext value={empty.tried}>
        {head}
        {empty.told > 0 ? (
          <ProblemNote key={`empty ${empty.told}`} problem={leftEmpty} ofForm />
        ) : problem ? (
          <ProblemNote key={problem.nth} problem={problem.told} ofForm />
        ) : null}
        {children}
      </TriedContext>
    </form>
  )
}
