import { Refusal } from '#kernel/refusal'
import { type Command, parseLine } from './commands/command.ts'

/** Each command is loaded only when it is asked for: `plumbline code` needs no database. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./commands/serve.ts')).serve,
  check: async () => (await import('./commands/check.ts')).check,
  publish: async () => (await import('./commands/publish.ts')).publish,
  import: async () => (await import('./commands/import.ts')).importItem,
  simulate: async () => (await import('./commands/simulate.ts')).simulate,
  verify: async () => (await import('./commands/verify.ts')).verify,
  audit: async () => (await import('./commands/verify.ts')).audit,
  backup: async () => (await import('./commands/backup.ts')).backup,
  restore: async () => (await import('./commands/backup.ts')).restore,
  migrate: async () => (await import('./commands/publish.ts')).migrateCity,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  successor: async () => (await import('./commands/successor.ts')).successor,
  key: async () => (await import('./commands/key.ts')).key,
  code: async () => (await import('./commands/code.ts')).code,
}

const say = (text: string): void => void process.stderr.write(`${text}\n`)

async function help(): Promise<string> {
  const lines = await Promise.all(
    Object.entries(commands).map(async ([name, load]) => {
      const { summary, usage } = await load()
      return `  ${usage.padEnd(48)} ${summary.zh} · ${summary.en}${usage.startsWith(name) ? '' : ` (${name})`}`
    }),
  )
  return `准绳 Plumbline\n\n${lines.join('\n')}\n\n  --json   the last line is {"name", "ok", "figures"}\n`
}

async function main([name, ...words]: readonly string[]): Promise<number> {
  const load = name === undefined ? undefined : commands[name]
  if (!load || name === undefined) {
    process.stdout.write(await help())
    return name === undefined || name === 'help' || name === '--help' ? 0 : 2
  }
  const command = await load()
  const { args, options } = parseLine(words)
  try {
    const outcome = await command.run({ args, options, say })
    if (options['json']) process.stdout.write(`${JSON.stringify({ name, ok: outcome.ok, figures: outcome.figures })}\n`)
    else if (outcome.text !== undefined) process.stdout.write(`${outcome.text}\n`)
    if (outcome.stays) return -1
    return outcome.ok ? 0 : 1
  } catch (fault) {
    const refused = fault instanceof Refusal
    const code = refused ? fault.code : 'FAULT'
    const detail = fault instanceof Error ? fault.message : String(fault)
    say(`${code}: ${detail}${refused && fault.remedy ? `\n→ ${fault.remedy}` : ''}`)
    if (!refused && fault instanceof Error) say(fault.stack ?? '')
    if (options['json']) process.stdout.write(`${JSON.stringify({ name, ok: false, figures: { code, detail } })}\n`)
    return 1
  }
}

const exit = await main(process.argv.slice(2))
if (exit >= 0) process.exit(exit)
