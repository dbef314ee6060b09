import { copyStore, openContentStore } from '#kernel/file'
import type { Command } from './command.ts'
import { usage } from './line.ts'
import { cityOptions, settingsOf } from './settings.ts'

const text = (option: string | true | undefined): string | undefined =>
  typeof option === 'string' ? option : undefined

/** 迁移文件 Copies the files of a city, sealed as they are, into another store or back from one; each is read back. */
export const files: Command = {
  summary: { zh: '把文件复制到另一存储并逐一核对', en: 'copy the files into another store, each read back' },
  usage: 'files copy --to ADDRESS | --from ADDRESS',
  options: {
    ...cityOptions,
    to: { value: 'ADDRESS', about: '目标 a directory or s3://… (default: where the city keeps them)' },
    from: { value: 'ADDRESS', about: '来源 a directory or s3://… (default: where the city keeps them)' },
    'key-file': { value: 'FILE', about: '对象存储密钥 access key of that store (default: filesKeyFile)' },
  },
  takes: [1, 1],
  async run({ args: [what], options, fold, closing }) {
    const [to, from] = [text(options['to']), text(options['from'])]
    if (what !== 'copy' || (to === undefined) === (from === undefined))
      throw usage({
        detail: 'It copies, to one place or from one.',
        remedy: 'usage: plumbline files copy --to ADDRESS',
      })
    const { settings } = settingsOf(options)
    const keyFile = text(options['key-file'])
    const { filesAccessKeyId, filesSecretKey, ...rest } = settings
    const given = { ...(keyFile === undefined ? settings : { ...rest, filesKeyFile: keyFile }), files: (to ?? from)! }
    const [own, other] = [await openContentStore(settings), await openContentStore(given)]
    const [source, target] = to === undefined ? [other, own] : [own, other]
    const copied = await copyStore(source, target, {
      progress({ seen, copied: now, present }) {
        closing.refuseWhenStopped()
        fold(`${seen} files, ${now} copied, ${present} there`)
      },
    })
    const { seen, copied: now, present, mended, gone } = copied
    return {
      ok: true,
      figures: copied,
      text: `${seen} files: ${now} copied and read back, ${present} there already, ${mended} written again, ${gone} gone`,
    }
  },
}
