import { chown, readFile } from 'node:fs/promises'
import { embeddedUnavailable } from './binaries.ts'

/** The operating system account the server runs under. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

/**
 * PostgreSQL refuses to run as root, and under a user id without a passwd entry. As root we run it as `postgres` where
 * that account exists, else as `nobody`; as anybody else, as ourselves (undefined).
 */
export async function serverAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map(line => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const found = lines.find(fields => fields[0] === name)
    if (found) return { uid: Number(found[2]), gid: Number(found[3]) }
  }
  throw embeddedUnavailable({
    detail: 'PostgreSQL refuses to run as root, and there is neither a postgres nor a nobody account.',
    remedy: 'Start as an ordinary user, or add an account: useradd --system postgres.',
  })
}

/** Gives one file or directory to the server's account. Does nothing when the server runs as us. */
export async function handOver(path: string, account: Account | undefined): Promise<void> {
  if (account) await chown(path, account.uid, account.gid)
}
