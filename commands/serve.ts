import { systemClock } from '#kernel/clock'
import { readConfig } from '#kernel/config'
import { openCity } from '../main.ts'
import type { Command } from './command.ts'
import { demonstrationAccounts, demonstrationClock, liveFirstMonth, welcome } from './demonstration.ts'
import { openDoor } from './house.ts'

/** 开城 Opens the city and keeps it open until told to stop. */
export const serve: Command = {
  summary: { zh: '启动城市', en: 'open the city' },
  usage: 'serve [--demo] [--port N]',
  run: async ({ options, say }) => {
    const demo = options['demo'] === true
    const config = readConfig({
      given: {
        ...(demo && { mode: 'demo', logLevel: 'warn' }),
        ...(typeof options['data'] === 'string' && { dataDirectory: options['data'] }),
        ...(typeof options['port'] === 'string' && { port: Number(options['port']) }),
      },
    })
    const clock = config.mode === 'demo' ? demonstrationClock() : undefined
    const city = await openCity({ config, clock: clock ?? systemClock() })
    const door = await openDoor(city, config.demoAccounts ? await demonstrationAccounts(city) : [])
    if (clock) await liveFirstMonth(city, door, clock, say)
    city.start()
    let stopping = false
    const stop = async () => {
      if (stopping) return
      stopping = true
      await door.close()
      await city.close()
      process.exit(0)
    }
    process.on('SIGINT', () => void stop())
    process.on('SIGTERM', () => void stop())
    return {
      ok: true,
      figures: { url: door.url, mode: config.mode, faults: city.faults.length },
      text: await welcome(city, door),
      stays: true,
    }
  },
}
