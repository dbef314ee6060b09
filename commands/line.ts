import { refusal } from '#kernel/refusal'
import type { Command, CommandLine, Option } from './command.ts'

export const usage = refusal('USAGE', 400, 'The command line cannot be read so')

const common: Readonly<Record<string, Option>> = {
  json: { about: '最后一行供程序读取 the last line is {"name", "ok", "figures"}' },
  help: { about: '显示本说明,不执行 show this and do nothing' },
}

type Shape = Pick<Command, 'usage' | 'options' | 'takes'>

const unfit = (detail: string, command: Shape) =>
  usage({ detail, remedy: `usage: plumbline ${command.usage}   (--help says more)` })

const knownTo = (command: Shape): Readonly<Record<string, Option>> => ({ ...command.options, ...common })

export const wantsHelp = (words: readonly string[]): boolean => {
  const end = words.indexOf('--')
  return (end < 0 ? words : words.slice(0, end)).some(word => word === '--help' || word === '-h')
}

/**
 * 读命令行 `--days 20 --json path` → options and arguments, by what the command declares; after `--` every word is an
 * argument. Whatever it does not know is refused before anything is opened. @throws USAGE.
 */
export function readLine(command: Shape, words: readonly string[]): Pick<CommandLine, 'args' | 'options'> {
  const known = knownTo(command)
  const args: string[] = []
  const options: Record<string, string | true> = {}
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!
    if (word === '--') {
      args.push(...words.slice(index + 1))
      break
    }
    if (!/^-./.test(word)) {
      args.push(word)
      continue
    }
    const [, name, given] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? []
    const option = name !== undefined && Object.hasOwn(known, name) ? known[name] : undefined
    if (name === undefined || option === undefined)
      throw unfit(
        `There is no option ${word.split('=')[0]}; there are ${Object.keys(known)
          .map(one => `--${one}`)
          .join(', ')}.`,
        command,
      )
    if (name in options) throw unfit(`--${name} is said twice.`, command)
    if (option.value === undefined) {
      if (given !== undefined) throw unfit(`--${name} takes no value.`, command)
      options[name] = true
      continue
    }
    const value = given ?? words[++index]
    if (value === undefined || value === '' || (given === undefined && value.startsWith('--')))
      throw unfit(`--${name} wants ${option.value}.`, command)
    if (option.from !== undefined && !(/^\d{1,9}$/.test(value) && Number(value) >= option.from))
      throw unfit(`--${name} is a whole number from ${option.from} on, not ${value}.`, command)
    options[name] = value
  }
  const [least, most] = command.takes ?? [0, 0]
  if (args.length < least) throw unfit('An argument is missing.', command)
  if (args.length > most) throw unfit(`Too much was said: ${args.slice(most).join(' ')}.`, command)
  return { args, options }
}

/** 说明 What `--help` prints. */
export function helpOf(command: Shape & Pick<Command, 'summary'>): string {
  const lines = Object.entries(knownTo(command)).map(
    ([name, { value, about }]) => `  ${`--${name}${value === undefined ? '' : ` ${value}`}`.padEnd(24)} ${about}`,
  )
  return `plumbline ${command.usage}\n${command.summary.zh} · ${command.summary.en}\n\n${lines.join('\n')}\n`
}
