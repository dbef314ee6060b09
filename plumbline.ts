import { Refusal } from '#kernel/refusal'
import { makeClosing } from './commands/closing.ts'
import type { Command } from './commands/command.ts'
import { toldOfFile } from './commands/fault.ts'
import { helpOf, readLine, usage, wantsHelp } from './commands/line.ts'
import { makeVoice } from './commands/voice.ts'

/** Each command is loaded only when it is asked for: `plumbline code` needs no database. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./commands/serve.ts')).serve,
  check: async () => (await import('./commands/check.ts')).check,
  publish: async () => (await import('./commands/publish.ts')).publish,
  law: async () => (await import('./commands/law.ts')).law,
  import: async () => (await import('./commands/import.ts')).importItem,
  dmn: async () => (await import('./commands/dmn.ts')).dmn,
  export: async () => (await import('./commands/export.ts')).exportItem,
  synth: async () => (await import('./commands/synth.ts')).synth,
  simulate: async () => (await import('./commands/simulate.ts')).simulate,
  verify: async () => (await import('./commands/verify.ts')).verify,
  audit: async () => (await import('./commands/verify.ts')).audit,
  backup: async () => (await import('./commands/backup.ts')).backup,
  restore: async () => (await import('./commands/backup.ts')).restore,
  files: async () => (await import('./commands/files.ts')).files,
  directory: async () => (await import('./commands/directory.ts')).directory,
  item: async () => (await import('./commands/item.ts')).item,
  national: async () => (await import('./commands/national.ts')).national,
  feed: async () => (await import('./commands/feed.ts')).feed,
  budget: async () => (await import('./commands/budget.ts')).budget,
  migrate: async () => (await import('./commands/migrate.ts')).migrateCity,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  successor: async () => (await import('./commands/successor.ts')).successor,
  erase: async () => (await import('./commands/parties.ts')).erase,
  merge: async () => (await import('./commands/parties.ts')).merge,
  key: async () => (await import('./commands/key.ts')).key,
  setup: async () => (await import('./commands/setup.ts')).setup,
  code: async () => (await import('./commands/code.ts')).code,
}

// A terminal that was closed takes no more words; what is open must be closed all the same.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

const { say, fold, follow, print } = makeVoice({ out: process.stdout, err: process.stderr })

async function help(): Promise<string> {
  const lines = await Promise.all(
    Object.entries(commands).map(async ([name, load]) => {
      const { summary, usage: how } = await load()
      return `  ${how.padEnd(48)} ${summary.zh} · ${summary.en}${how.startsWith(name) ? '' : ` (${name})`}`
    }),
  )
  return `准绳 Plumbline\n\n${lines.join('\n')}\n\n  --help   of a command: its options\n  --json   the last line is {"name", "ok", "figures"}\n`
}

const closing = makeClosing()
const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const
let stays = false
let stopping = false
async function stop(signal: keyof typeof numbers): Promise<void> {
  if (stopping) return
  stopping = true
  // What was under way when everything closed has nobody to answer to.
  process.on('unhandledRejection', () => {})
  await closing.stop().catch(() => {})
  process.exit(stays ? 0 : 128 + numbers[signal])
}

function tell(name: string, fault: unknown, json: boolean): number {
  const refused = fault instanceof Refusal
  const code = refused ? fault.code : 'FAULT'
  const detail = fault instanceof Error ? fault.message : String(fault)
  say(`${code}: ${detail}${refused && fault.remedy ? `\n→ ${fault.remedy}` : ''}`)
  if (!refused && fault instanceof Error) say(fault.stack ?? '')
  if (json) print(`${JSON.stringify({ name, ok: false, figures: { code, detail } })}\n`)
  return code === usage.code ? 2 : 1
}

/** Runs the command and closes what it opened, before anything is said of how it ended. */
async function run(command: Command, words: readonly string[]) {
  const { args, options } = readLine(command, words)
  const outcome = await command.run({ args, options, say, fold, follow, closing })
  if (!outcome.stays) await closing.close()
  return outcome
}

async function main([first, ...rest]: readonly string[]): Promise<number> {
  const [name, ...words] = first === 'help' && rest.length > 0 ? [rest[0], '--help'] : [first, ...rest]
  const load = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!load || name === undefined) {
    const asked = name === undefined || ['help', '--help', '-h'].includes(name)
    if (!asked) say(`${usage.code}: There is no command ${name}.\n→ There are: ${Object.keys(commands).join(', ')}.`)
    else print(await help())
    return asked ? 0 : 2
  }
  const command = await load()
  if (wantsHelp(words)) {
    print(helpOf(command))
    return 0
  }
  for (const signal of Object.keys(numbers) as (keyof typeof numbers)[]) process.on(signal, () => void stop(signal))
  const json = words.includes('--json')
  try {
    const outcome = await run(command, words)
    if (json) print(`${JSON.stringify({ name, ok: outcome.ok, figures: outcome.figures })}\n`)
    else if (outcome.text !== undefined) print(`${outcome.text}\n`)
    stays = outcome.stays === true
    return outcome.ok ? 0 : 1
  } catch (fault) {
    await closing.close().catch(() => {})
    return stopping ? 1 : tell(name, toldOfFile(fault), json)
  }
}

const exit = await main(process.argv.slice(2))
if (!stays && !stopping) process.exit(exit)
