/** 命令 One subcommand of `plumbline`: what it is for, and what it does. It prints for people, and with `--json` one last line for programs. */
export interface Command {
  readonly summary: { readonly zh: string; readonly en: string }
  readonly usage: string
  run(line: CommandLine): Promise<Outcome>
}

export interface CommandLine {
  readonly args: readonly string[]
  readonly options: Readonly<Record<string, string | true>>
  /** Progress and findings, for people: standard error, so that standard output stays clean for `--json`. */
  readonly say: (text: string) => void
}

/** `ok` decides the exit code; the figures are the last line of `--json`. */
export interface Outcome {
  readonly ok: boolean
  readonly figures: object
  /** Printed when `--json` was not asked for. */
  readonly text?: string
  /** Keeps the program running: a server. */
  readonly stays?: boolean
}

/** `--days 20 --json path` → options and arguments. An option takes the next word unless that is an option too. */
export function parseLine(
  words: readonly string[],
  flags: ReadonlySet<string> = new Set(['json', 'demo', 'force', 'quick', 'create']),
): Pick<CommandLine, 'args' | 'options'> {
  const args: string[] = []
  const options: Record<string, string | true> = {}
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!
    if (!word.startsWith('--')) {
      args.push(word)
      continue
    }
    const [name, value] = word.slice(2).split('=', 2) as [string, string | undefined]
    const next = words[index + 1]
    if (value !== undefined) options[name] = value
    else if (flags.has(name) || next === undefined || next.startsWith('--')) options[name] = true
    else {
      options[name] = next
      index++
    }
  }
  return { args, options }
}
