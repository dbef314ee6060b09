import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { type Keyring, makeKeyring } from '#kernel/party'

/** 密钥环 A keyring whose master key is gone with the test. */
export function openTestKeyring(): Keyring {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-keyring-'))
  after(() => rmSync(folder, { recursive: true }))
  return makeKeyring({ kekFile: join(folder, 'master.key') })
}
