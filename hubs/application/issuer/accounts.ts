import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** 演示账户 Somebody a visitor of the demonstration may be: an officer in a post, or a party. */
export interface DemoAccount {
  readonly account: string
  /** Said beside the password: 皇姑区审批局 受理岗. */
  readonly title: string
  /** The officer's person id, or the account's own name. */
  readonly sub: string
  readonly post?: string
  readonly party?: string
  readonly scope: string
}

interface StoredAccount extends DemoAccount {
  readonly salt: string
  readonly hash: string
}

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number }, Buffer>(scrypt)
const cost = { N: 16_384, r: 8, p: 1 }
const hashOf = (password: string, salt: Buffer): Promise<Buffer> => derive(password.normalize('NFKC'), salt, 32, cost)

/** Twenty signs without look-alikes, in fives: about 100 bits. */
const newPassword = (): string => {
  const signs = 'abcdefghjkmnpqrstuvwxyz23456789'
  let text = ''
  while (text.length < 20) {
    const [byte] = randomBytes(1)
    if (byte! < signs.length * 8) text += signs[byte! % signs.length]
  }
  return text.replace(/(.{5})(?=.)/g, '$1-')
}

const hashesFile = 'demo-accounts.json'
const passwordsFile = 'demo-passwords.json'

export interface DemoAccounts {
  /** For whoever starts the demonstration to read; the file they come from is 0600. */
  readonly shown: readonly { readonly account: string; readonly title: string; readonly password: string }[]
  /** The account, when the password is its own. Takes as long for an account that does not exist. */
  check(account: string, password: string): Promise<DemoAccount | undefined>
}

/**
 * Opens the accounts of this installation; on the first start gives each a random password. Those that are kept for signing
 * in are hashed (scrypt); the words themselves stand in a second file that only the owner reads, because a demonstration
 * nobody can sign in to shows nothing.
 */
export async function openDemoAccounts(dataDirectory: string, wanted: readonly DemoAccount[]): Promise<DemoAccounts> {
  const hashes = join(dataDirectory, hashesFile)
  const passwords = join(dataDirectory, passwordsFile)
  const words: Record<string, string> = existsSync(passwords) ? JSON.parse(readFileSync(passwords, 'utf8')) : {}
  const before: StoredAccount[] = existsSync(hashes) ? JSON.parse(readFileSync(hashes, 'utf8')) : []
  const stored = await Promise.all(
    wanted.map(async account => {
      const known = before.find(one => one.account === account.account)
      if (known && words[account.account] !== undefined) return { ...known, ...account }
      const password = newPassword()
      words[account.account] = password
      const salt = randomBytes(16)
      return { ...account, salt: salt.toString('base64'), hash: (await hashOf(password, salt)).toString('base64') }
    }),
  )
  writeFileSync(hashes, JSON.stringify(stored, null, 1), { mode: 0o600 })
  writeFileSync(passwords, JSON.stringify(words, null, 1), { mode: 0o600 })
  const byName = new Map(stored.map(one => [one.account, one]))
  const nobody = { salt: randomBytes(16).toString('base64'), hash: randomBytes(32).toString('base64') }

  return {
    shown: stored.map(({ account, title }) => ({ account, title, password: words[account]! })),
    async check(account, password) {
      const found = byName.get(account)
      const { salt, hash } = found ?? nobody
      const derived = await hashOf(password, Buffer.from(salt, 'base64'))
      return timingSafeEqual(derived, Buffer.from(hash, 'base64')) ? found : undefined
    },
  }
}
