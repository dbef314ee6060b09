import { randomBytes } from 'node:crypto'
import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { refusal } from '#kernel/refusal'

export const databaseSecretsMissing = refusal(
  'DATABASE_SECRETS_MISSING',
  500,
  'The passwords of the embedded database are gone',
)

/** The passwords of the three roles of an embedded database, in `database.json`, readable by its owner only. */
export interface Secrets {
  readonly superuser: string
  readonly migrator: string
  readonly app: string
}

/** Reads the passwords, or makes them for a database that does not exist yet. */
export async function loadSecrets(directory: string, clusterExists: boolean): Promise<Secrets> {
  const path = join(directory, 'database.json')
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Secrets
  } catch (cause) {
    if (clusterExists)
      throw databaseSecretsMissing({
        detail: 'A database is there, but database.json beside it is missing or unreadable.',
        remedy: 'Put database.json back, or restore a backup into a new data directory: plumbline restore.',
        cause,
      })
  }
  const word = () => randomBytes(24).toString('hex')
  const secrets = { superuser: word(), migrator: word(), app: word() }
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(JSON.stringify(secrets))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
  return secrets
}
