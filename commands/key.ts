import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { makeKeyring } from '#kernel/party'
import { refusal } from '#kernel/refusal'
import { makeDataDirectory } from '#kernel/storage'
import { openSigner, vkeyOf } from '#kernel/trail'
import type { Command } from './command.ts'
import { cityOptions, settingsOf } from './settings.ts'

const keyUnnamed = refusal('KEY_UNNAMED', 422, 'Nothing says where the keys belong and what the log is called')

/**
 * 密钥 Makes the keys a city starts with, where they are missing, and shows the public one of its log. Never prints a secret.
 * It comes before everything else: no other setting of production has to be right yet.
 */
export const key: Command = {
  summary: { zh: '生成缺少的密钥,显示日志公钥', en: 'make missing keys, show the public key of the log' },
  usage: 'key',
  options: cityOptions,
  run: async ({ options }) => {
    const { settings } = settingsOf(options)
    const { mode, keyFile, origin } = settings
    if (keyFile === undefined || origin === undefined)
      throw keyUnnamed({
        detail: `mode is ${mode}, and ${keyFile === undefined ? 'keyFile' : 'origin'} is not set.`,
        remedy: `Set keyFile (where the master key is to lie) and origin (the log’s name, for ever) in ${settings.dataDirectory}/plumbline.yaml; docs/operate/production.md shows one. For a demonstration say --demo.`,
      })
    const directory = join(makeDataDirectory(settings.dataDirectory), 'keys')
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    const { masterKeyId } = makeKeyring({ kekFile: keyFile })
    const trail = openSigner(join(directory, 'trail.key'), { create: true })
    openSigner(join(directory, 'voucher.key'), { create: true })
    const vkey = vkeyOf(`${origin}/1`, trail)
    return { ok: true, figures: { masterKeyId, vkey }, text: `master key ${masterKeyId}\n${vkey}` }
  },
}
