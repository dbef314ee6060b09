import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The postmaster's process id, wherever the cluster of a data directory stands. */
export function postmasterOf(dataDirectory: string): number | undefined {
  const place = join(dataDirectory, 'database.place')
  const elsewhere = existsSync(place)
    ? readdirSync('/var/lib/plumbline')
        .filter(name => name.endsWith(readFileSync(place, 'utf8')))
        .map(name => join('/var/lib/plumbline', name))
    : []
  for (const root of [dataDirectory, ...elsewhere]) {
    const file = join(root, 'postgres', 'postmaster.pid')
    if (existsSync(file)) return Number(readFileSync(file, 'utf8').split('\n')[0])
  }
  return undefined
}
