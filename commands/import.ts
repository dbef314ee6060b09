import { readFile } from 'node:fs/promises'
import { draftFrom } from '../tools/import/draft.ts'
import type { Command } from './command.ts'

/** 导入 A published item of another city becomes a draft: what was understood, what the statute fills in, what is wrong with the source. */
export const importItem: Command = {
  summary: {
    zh: '把公开的事项文件转成草稿并说明',
    en: 'turn a published item into a draft and say what was made of it',
  },
  usage: 'import FILE.json',
  run: async ({ args: [file], say }) => {
    if (file === undefined)
      return { ok: false, figures: { problem: 'USAGE' }, text: 'usage: plumbline import FILE.json' }
    const draft = draftFrom(file, JSON.parse(await readFile(file, 'utf8')))
    for (const { kind, path, text } of draft.remarks) say(`${kind} ${path}: ${text}`)
    const count = (kind: string) => draft.remarks.filter(remark => remark.kind === kind).length
    const figures = {
      understood: count('understood'),
      byDefault: count('default'),
      contradictory: count('contradictory'),
      faulty: count('faulty'),
      left: count('left'),
    }
    return { ok: true, figures, text: draft.yaml }
  },
}
