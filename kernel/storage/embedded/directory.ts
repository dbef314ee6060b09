import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { refusal } from '#kernel/refusal'

export const dataDirectoryUnwritable = refusal(
  'DATA_DIRECTORY_UNWRITABLE',
  500,
  'The data directory cannot be made or written',
)

/**
 * 数据目录 Makes the data directory where it is missing and writes into it once, so that a wrong one is told at once. One level
 * after the other: asked for all of them below /proc, Node looks for ever. As root others may pass through, since the
 * server runs under an account of its own.
 */
export function makeDataDirectory(dataDirectory: string): string {
  const path = resolve(dataDirectory)
  const missing: string[] = []
  for (let at = path; !existsSync(at) && at !== dirname(at); at = dirname(at)) missing.unshift(at)
  const trial = join(path, `.trial.${process.pid}`)
  try {
    for (const level of missing) mkdirSync(level)
    if (missing.length > 0) chmodSync(path, process.getuid?.() === 0 ? 0o711 : 0o700)
    writeFileSync(trial, '', { mode: 0o600 })
    rmSync(trial)
  } catch (cause) {
    throw dataDirectoryUnwritable({
      detail: `${path}: ${cause instanceof Error ? cause.message : String(cause)}.`,
      remedy: 'Name a directory this account may write in: PLUMBLINE_DATA_DIRECTORY or --data.',
      cause,
    })
  }
  return path
}
