import { systemClock } from '#kernel/clock'
import { openCity } from '../main.ts'
import type { Command } from './command.ts'
import { demonstrationAccounts, demonstrationClock, liveFirstMonth } from './demonstration.ts'
import { openDoor } from './house.ts'
import { cityOptions, configOf, settingsOf } from './settings.ts'
import { welcome } from './welcome.ts'

/** 开城 Opens the city and keeps it open until told to stop. */
export const serve: Command = {
  summary: { zh: '启动城市', en: 'open the city' },
  usage: 'serve [--demo] [--port N]',
  options: { ...cityOptions, port: { value: 'N', from: 0, about: '端口 the port to listen on (also PLUMBLINE_PORT)' } },
  run: async ({ options, say, fold, closing }) => {
    const isDemonstration = settingsOf(options).settings.mode === 'demo'
    const config = configOf(options, {
      ...(isDemonstration && { logLevel: 'warn' }),
      ...(typeof options['port'] === 'string' && { port: Number(options['port']) }),
    })
    const clock = isDemonstration ? demonstrationClock() : undefined
    const progress = (step: string) => {
      closing.refuseWhenStopped()
      fold(`打开 opening: ${step}`)
    }
    const opening = openCity({ config, clock: clock ?? systemClock(), progress })
    const city = await closing.open(opening, opened => opened.close())
    const accounts = config.demoAccounts ? await demonstrationAccounts(city) : []
    const door = await closing.open(openDoor(city, accounts), opened => opened.close())
    if (clock) await liveFirstMonth(city, door, clock, { say, fold })
    closing.refuseWhenStopped()
    await city.start()
    // A broken file changes nothing: the years read before stay in force.
    const reread = () => city.reloadCalendar().catch(fault => city.log.error({ err: fault }, 'calendar.fault'))
    process.on('SIGUSR2', () => void reread())
    return {
      ok: true,
      figures: { url: door.url, mode: config.mode, faults: city.faults.length },
      text: await welcome(city, door),
      stays: true,
    }
  },
}
