import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '#kernel/config'
import { makeKeyring } from '#kernel/party'
import { openSigner, vkeyOf } from '#kernel/trail'
import type { Command } from './command.ts'

/** 密钥 Makes the keys a city starts with, where they are missing, and shows the public one of its log. Never prints a secret. */
export const key: Command = {
  summary: { zh: '生成缺少的密钥,显示日志公钥', en: 'make missing keys, show the public key of the log' },
  usage: 'key',
  run: async ({ options }) => {
    const config = readConfig({
      given: {
        ...(options['demo'] === true && { mode: 'demo' }),
        ...(typeof options['data'] === 'string' && { dataDirectory: options['data'] }),
      },
    })
    const directory = join(config.dataDirectory, 'keys')
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    const { masterKeyId } = makeKeyring({ kekFile: config.keyFile })
    const trail = openSigner(join(directory, 'trail.key'), { create: true })
    openSigner(join(directory, 'voucher.key'), { create: true })
    const vkey = vkeyOf(`${config.origin}/1`, trail)
    return { ok: true, figures: { masterKeyId, vkey }, text: `master key ${masterKeyId}\n${vkey}` }
  },
}
