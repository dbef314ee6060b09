import { randomBytes } from 'node:crypto'
import { refusal } from '#kernel/refusal'
import { algorithm, decrypt, encrypt, keyIdOf } from './cipher.ts'
import { keyIdFor, keyLength, readMasterKeys } from './master-key.ts'

export const masterKeyMissing = refusal(
  'MASTER_KEY_MISSING',
  503,
  'The key that wraps this data is not in the master key file',
)

/** 数据密钥 A random key of one party, or of one person in one case. Held only while it is used. */
export interface DataKey {
  /** 16 hexadecimal digits; what a ciphertext and its `key_id` column name. */
  readonly id: string
  readonly secret: Buffer
}

/** A fresh data key and what is stored of it. */
export interface NewKey {
  readonly key: DataKey
  /** The key, encrypted under the master key. Destroying this destroys everything under the key. */
  readonly wrapped: Buffer
  /** Algorithm and master key id of `wrapped`, for the columns `alg` and `key_id`. */
  readonly alg: string
  readonly keyId: string
}

/** 密钥环 Wraps and seals; synchronous and without I/O, so a step can use it while it holds a lock. */
export interface Keyring {
  /** Id of the master key that wraps now. */
  readonly masterKeyId: string
  newKey(): NewKey
  /** The stored form of a key made elsewhere, of 32 bytes: a file's own. */
  wrapSecret(secret: Buffer): Buffer
  /** Throws MASTER_KEY_MISSING when the master key is gone, CIPHERTEXT_DAMAGED when the wrapped key was changed. */
  unwrap(wrapped: Buffer): DataKey
  /** The same data key under the present master key: for turning over the master key. */
  rewrap(wrapped: Buffer): NewKey
  /** Encrypts. `associated` says what this is (`case|seq|subject`), so a ciphertext moved to another row does not open. */
  seal(key: DataKey, plaintext: Buffer | string, associated: Buffer | string): Buffer
  unseal(key: DataKey, sealed: Buffer, associated: Buffer | string): Buffer
}

const wrapping = Buffer.from('plumbline/key/1')
const bytesOf = (value: Buffer | string): Buffer => (typeof value === 'string' ? Buffer.from(value) : value)

/** How long an unwrapped key may stay in memory, ms, and how many at most: who opens a case reads, acts and reads again. */
const longest = 30_000
const mostKept = 4_096

/** What was computed lately, all of it forgotten half a minute after the first of it. */
function keptShortly<T>(compute: (bytes: Buffer) => T): (bytes: Buffer) => T {
  const kept = new Map<string, T>()
  return bytes => {
    const name = bytes.toString('latin1')
    const known = kept.get(name)
    if (known !== undefined) return known
    const made = compute(bytes)
    if (kept.size >= mostKept) kept.clear()
    if (kept.size === 0) setTimeout(() => kept.clear(), longest).unref()
    kept.set(name, made)
    return made
  }
}

export interface KeyringSettings {
  /** Path of the master key file (config `keys.master`). */
  readonly kekFile: string
}

/** Opens the keyring; makes the master key file on the first start. */
export function makeKeyring({ kekFile }: KeyringSettings): Keyring {
  const masters = new Map(readMasterKeys(kekFile).map(secret => [keyIdFor(secret), secret]))
  const [masterKeyId, master] = [...masters].at(-1)!

  const wrap = (key: DataKey): NewKey => ({
    key,
    wrapped: encrypt(master, masterKeyId, key.secret, wrapping),
    alg: algorithm,
    keyId: masterKeyId,
  })
  const unwrap = keptShortly((wrapped: Buffer): DataKey => {
    const id = keyIdOf(wrapped)
    const wrapper = masters.get(id)
    if (!wrapper)
      throw masterKeyMissing({
        detail: `Master key ${id} wrapped this, and the file named by keyFile does not hold it.`,
        remedy:
          'Put the master key of this database back (keyFile; demo.key of a demonstration). A backup never holds it: docs/operate/backup.md.',
        facts: { keyId: id },
      })
    const secret = decrypt(wrapper, id, wrapped, wrapping)
    return { id: keyIdFor(secret), secret }
  })

  return {
    masterKeyId,
    newKey: () => {
      const secret = randomBytes(keyLength)
      return wrap({ id: keyIdFor(secret), secret })
    },
    wrapSecret: secret => wrap({ id: keyIdFor(secret), secret }).wrapped,
    unwrap,
    rewrap: wrapped => wrap(unwrap(wrapped)),
    seal: (key, plaintext, associated) => encrypt(key.secret, key.id, bytesOf(plaintext), bytesOf(associated)),
    unseal: (key, sealed, associated) => decrypt(key.secret, key.id, sealed, bytesOf(associated)),
  }
}
