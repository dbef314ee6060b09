import { hash, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { refusal } from '#kernel/refusal'

export const masterKeyExposed = refusal('MASTER_KEY_EXPOSED', 503, 'The master key file can be read by others')
export const masterKeyDamaged = refusal('MASTER_KEY_DAMAGED', 503, 'The master key file is not a master key file')

export const keyLength = 32

/** A key's id: the first 8 bytes of its SHA-256, in hexadecimal. Enough to tell keys apart, nothing to guess one by. */
export const keyIdFor = (secret: Buffer): string => hash('sha256', secret, 'hex').slice(0, 16)

function create(file: string): Buffer {
  const secret = randomBytes(keyLength)
  // `wx` fails when another process was faster: then its key is the key.
  const descriptor = openSync(file, 'wx', 0o600)
  try {
    writeSync(descriptor, secret)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  const folder = openSync(dirname(file), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
  return secret
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

/**
 * 主密钥 The key that wraps all others, from a file of 32 random bytes readable by the program alone (mode 0600), made on the first
 * start. A file of n × 32 bytes holds a history: the last key wraps, the older ones still unwrap.
 */
export function readMasterKeys(file: string): readonly Buffer[] {
  let content: Buffer
  try {
    content = readFileSync(file)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
    try {
      content = create(file)
    } catch (raced) {
      if (!hasCode(raced, 'EEXIST')) throw raced
      content = readFileSync(file)
    }
  }
  if ((statSync(file).mode & 0o077) !== 0) throw masterKeyExposed({ remedy: 'chmod 600 the file named by the setting' })
  if (content.length === 0 || content.length % keyLength !== 0) throw masterKeyDamaged()
  return Array.from({ length: content.length / keyLength }, (_, index) =>
    content.subarray(index * keyLength, (index + 1) * keyLength),
  )
}
