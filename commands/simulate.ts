import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { manualClock } from '#kernel/clock'
import { readConfig } from '#kernel/config'
import { makeAnswers, runSimulation, simulationOptions, violationsSchema } from '#systems/simulation'
import { openCity } from '../main.ts'
import type { Command } from './command.ts'
import { houseOf, openDoor } from './house.ts'

/** 模拟 A city of its own lives through its days over HTTP, rightly and wrongly; then what it caught is held against the truth. */
export const simulate: Command = {
  summary: { zh: '模拟城市若干天并核对是否全部查出', en: 'let a city live and see what it catches' },
  usage:
    'simulate [--days N] [--cases M] [--seed S] [--items CODE,… | --drawers all|DRAWER,…] [--violations FILE | --violations-schema]',
  options: {
    days: { value: 'N', from: 1, about: '天数 days to live (default 20)' },
    cases: { value: 'M', from: 1, about: '件数 cases of those days (default 3000)' },
    seed: { value: 'S', about: '种子 the same seed lives the same days (default 1)' },
    items: { value: 'CODE,…', about: '只办这些事项 only cases of these items (default all)' },
    drawers: { value: 'all|DRAWER,…', about: '只办这些抽屉的事项 only items of these drawers (default all)' },
    violations: { value: 'FILE', about: '另给的违规 wrongs of your own, JSON Lines, planted besides the known ones' },
    'violations-schema': { about: '打印其格式 print the form of a line (JSON Schema), and nothing else' },
  },
  run: async ({ options, say, closing }) => {
    const asked = { ...simulationOptions(options), say }
    if (options['violations-schema'] === true) return { ok: true, figures: {}, text: violationsSchema() }
    const dataDirectory = mkdtempSync(join(tmpdir(), 'plumbline-simulation-'))
    closing.add(() => rmSync(dataDirectory, { recursive: true, force: true }))
    chmodSync(dataDirectory, 0o711)
    const clock = manualClock('2026-03-02T08:00:00+08:00')
    const config = readConfig({ environment: {}, given: { mode: 'test', dataDirectory, logLevel: 'error' } })
    const answers = makeAnswers()
    const opening = openCity({
      config,
      clock,
      durable: false,
      standIn: answers.about,
      progress: () => closing.refuseWhenStopped(),
    })
    const city = await closing.open(opening, opened => opened.close())
    const door = await closing.open(openDoor(city), opened => opened.close())
    return runSimulation(houseOf(city, door, clock, answers), asked)
  },
}
