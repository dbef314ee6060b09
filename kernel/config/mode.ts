import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { refusal } from '#kernel/refusal'
import type { Db } from '#kernel/storage'
import { type Config, type Mode, modes } from './config.schema.ts'

export const cityModeDiffers = refusal('CITY_MODE_DIFFERS', 409, 'This city is kept in another mode')

const fileOf = (dataDirectory: string): string => join(dataDirectory, 'city.mode')
const isMode = (text: unknown): text is Mode => modes.includes(text as Mode)

/** Two who speak of one city name the same mode. @throws CITY_MODE_DIFFERS. */
export function refuseDifferent(where: string, kept: string, mode: Mode): void {
  if (kept !== mode) throw differs(`${where} says ${kept}, and it was opened as ${mode}.`)
}

const differs = (detail: string) =>
  cityModeDiffers({
    detail,
    remedy:
      'Open it as what it is (leave --demo and PLUMBLINE_MODE away), or take another data directory and database: PLUMBLINE_DATA_DIRECTORY, DATABASE_URL.',
  })

/** The mode a data directory was first opened in. */
export function keptMode(dataDirectory: string): Mode | undefined {
  try {
    const text = readFileSync(fileOf(dataDirectory), 'utf8').trim()
    return isMode(text) ? text : undefined
  } catch {
    return undefined
  }
}

/** Whoever names the mode must name the same one: invented people never come to real ones because of one word too many. */
export function agreedMode(named: readonly (readonly [where: string, mode: unknown])[]): unknown {
  const said = named.filter(([, mode]) => mode !== undefined)
  if (new Set(said.map(([, mode]) => mode)).size > 1 && said.every(([, mode]) => isMode(mode)))
    throw differs(`${said.map(([where, mode]) => `${where} says ${String(mode)}`).join(', ')}.`)
  return said.at(-1)?.[1]
}

/** Refuses a database that was first opened in another mode, before anything is written into it. */
export async function refuseOtherMode(migrator: Db, mode: Mode): Promise<void> {
  const kept = await modeOf(migrator)
  if (kept !== undefined) refuseDifferent('The database', kept, mode)
}

async function modeOf(migrator: Db): Promise<Mode | undefined> {
  const [found] = await migrator.query<{ there: boolean }>(
    `select to_regclass('kernel.city_mode') is not null as there`,
  )
  if (!found?.there) return undefined
  const [kept] = await migrator.query<{ mode: Mode }>('select mode from kernel.city_mode')
  return kept?.mode
}

/** 定模式 A city keeps the mode of its first opening, in its database and beside it. */
export async function keepMode(
  migrator: Db,
  { mode, dataDirectory }: Pick<Config, 'mode' | 'dataDirectory'>,
): Promise<void> {
  await migrator.query('insert into kernel.city_mode (mode) values ($1) on conflict do nothing', [mode])
  await refuseOtherMode(migrator, mode)
  write(dataDirectory, mode)
}

/** After a restore: the data directory keeps what its database says. */
export async function keepModeOf(migrator: Db, dataDirectory: string): Promise<void> {
  const mode = await modeOf(migrator)
  if (mode !== undefined) write(dataDirectory, mode)
}

function write(dataDirectory: string, mode: Mode): void {
  if (keptMode(dataDirectory) !== mode) writeFileSync(fileOf(dataDirectory), `${mode}\n`, { mode: 0o600 })
}
