import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { manualClock } from '#kernel/clock'
import { readConfig } from '#kernel/config'
import { runSimulation, simulationOptions } from '#systems/simulation'
import { openCity } from '../main.ts'
import type { Command } from './command.ts'
import { houseOf, openDoor } from './house.ts'

/** 模拟 A city of its own lives through its days over HTTP, rightly and wrongly; then what it caught is held against the truth. */
export const simulate: Command = {
  summary: { zh: '模拟城市若干天并核对是否全部查出', en: 'let a city live and see what it catches' },
  usage: 'simulate --days N --cases M --seed S',
  run: async ({ options, say }) => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'plumbline-simulation-'))
    chmodSync(dataDirectory, 0o711)
    const clock = manualClock('2026-03-02T08:00:00+08:00')
    const config = readConfig({ environment: {}, given: { mode: 'test', dataDirectory, logLevel: 'error' } })
    const city = await openCity({ config, clock, durable: false })
    const door = await openDoor(city)
    try {
      return await runSimulation(houseOf(city, door, clock), { ...simulationOptions(options), say })
    } finally {
      await door.close()
      await city.close()
      rmSync(dataDirectory, { recursive: true, force: true })
    }
  },
}
