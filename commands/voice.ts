import type { CommandLine } from './command.ts'

interface Stream {
  readonly isTTY?: boolean
  write(text: string): unknown
}

export type Voice = Pick<CommandLine, 'say' | 'fold' | 'follow'> & {
  /** What was asked for, on standard output. */
  readonly print: (text: string) => void
}

/** 说话 How the program speaks: progress and findings on standard error, answers on standard output; no line runs into another. */
export function makeVoice({ out, err }: { readonly out: Stream; readonly err: Stream }): Voice {
  let open: { readonly subject: string | undefined } | undefined
  /** What ends the line that is open: written over where it was folded, left standing where it grew. */
  const ended = (): string => {
    const before = open
    open = undefined
    if (before === undefined) return ''
    return before.subject === undefined ? '\r\x1b[K' : '\n'
  }
  return {
    say: text => void err.write(`${ended()}${text}\n`),
    fold(text) {
      if (err.isTTY !== true) return
      err.write(`${ended()}${text}`)
      open = { subject: undefined }
    },
    follow(subject, step) {
      err.write(open?.subject === subject ? ` · ${step}` : `${ended()}${subject}: ${step}`)
      open = { subject }
    },
    print(text) {
      const end = ended()
      if (end !== '') err.write(end)
      out.write(text)
    },
  }
}
