import { systemClock } from '#kernel/clock'
import { type Config, roles } from '#kernel/config'
import { type Answers, makeAnswers } from '#systems/simulation'
import { type City, openCity } from '../main.ts'
import type { Command, CommandLine } from './command.ts'
import { demonstrationAccounts, demonstrationClock, liveFirstMonth } from './demonstration.ts'
import { openDoor, openHealthDoor } from './house.ts'
import { usage } from './line.ts'
import { cityOptions, configOf, settingsOf } from './settings.ts'
import { firstStart, welcome, welcomeOfWork } from './welcome.ts'

type Options = CommandLine['options']

/** The roles named on the command line. @throws USAGE. */
function rolesOf({ roles: named }: Options): readonly Config['roles'][number][] | undefined {
  if (typeof named !== 'string') return undefined
  const wanted = [...new Set(named.split(','))]
  const known = wanted.filter(role => roles.some(one => one === role))
  if (known.length === wanted.length) return known as Config['roles']
  throw usage({
    detail: `There is no role ${wanted.find(role => !known.includes(role)) || '“”'}.`,
    remedy: `The roles are ${roles.join(', ')}; name those of this process, with commas between them.`,
  })
}

/** The demonstration lives its first month on a clock of its own: it is one process. */
const demonstrationIsOne = () =>
  usage({
    detail: 'A demonstration plays all roles in one process.',
    remedy: 'Leave --roles and PLUMBLINE_ROLES away.',
  })

/** The process that answers requests, or the one that only shows how it is. */
async function openDoorOf(
  city: City,
  demonstration: ReturnType<typeof demonstrationClock> | undefined,
  { closing, follow }: CommandLine,
  answers: Answers,
): Promise<{ readonly url: string; readonly text: string }> {
  const { config } = city
  if (!config.roles.includes('web')) {
    const { url } = await closing.open(openHealthDoor(city), opened => opened.close())
    await city.start()
    return { url, text: welcomeOfWork(config.roles, url) }
  }
  const accounts = config.demoAccounts ? await demonstrationAccounts(city) : []
  // Days go by in seconds until the month is over: whoever signed in now would be signed out as they do.
  const waits = demonstration ? { isPreparing: demonstration.isLiving } : {}
  const door = await closing.open(openDoor(city, accounts, config.port, waits), opened => opened.close())
  if (demonstration) await liveFirstMonth(city, door, demonstration, follow, answers)
  closing.refuseWhenStopped()
  await city.start()
  return { url: door.url, text: await welcome(city, door) }
}

/** Whoever waits for the first time reads how long. */
const longOpening = '打开 opening (首次一两分钟 a minute or two the first time)'

/** 开城 Opens the city and keeps it open until told to stop; with roles, one process of a city that has several. */
export const serve: Command = {
  summary: { zh: '启动城市', en: 'open the city' },
  usage: 'serve [--demo] [--roles ROLES] [--port N]',
  options: {
    ...cityOptions,
    roles: {
      value: 'ROLES',
      about: `本进程的角色,逗号分隔,可多进程同城 of this process, when several share a city: ${roles.join(',')} (also PLUMBLINE_ROLES)`,
    },
    port: { value: 'N', from: 0, about: '端口 the port to listen on (also PLUMBLINE_PORT)' },
  },
  run: async line => {
    const { options, say, fold, follow, closing } = line
    const isDemonstration = settingsOf(options).settings.mode === 'demo'
    const named = rolesOf(options)
    const config = configOf(options, {
      ...(isDemonstration && { logLevel: 'warn' }),
      ...(typeof options['port'] === 'string' && { port: Number(options['port']) }),
      ...(named && { roles: named }),
    })
    const several = named !== undefined || config.roles.length < roles.length
    if (several && isDemonstration) throw demonstrationIsOne()
    const clock = isDemonstration ? demonstrationClock() : undefined
    const progress = (step: string) => {
      closing.refuseWhenStopped()
      if (isDemonstration) follow(longOpening, step)
      else fold(`打开 opening: ${step}`)
    }
    const answers = makeAnswers()
    const standIn = isDemonstration ? { standIn: answers.about } : {}
    const opening = openCity({ config, clock: clock ?? systemClock(), progress, join: several, ...standIn })
    const city = await closing.open(opening, opened => opened.close())
    const { url, text } = await openDoorOf(city, clock, line, answers)
    closing.refuseWhenStopped()
    const first = config.mode === 'production' && config.roles.includes('web') ? await firstStart(city) : undefined
    if (first !== undefined) say(first)
    // A broken file changes nothing: the years read before stay in force.
    const reread = () => city.reloadCalendar().catch(fault => city.log.error({ err: fault }, 'calendar.fault'))
    process.on('SIGUSR2', () => void reread())
    const figures = { url, mode: config.mode, roles: config.roles, faults: city.faults.length }
    return { ok: true, figures, text, stays: true }
  },
}
