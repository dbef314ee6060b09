import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { refusal } from '#kernel/refusal'
import { draftFrom } from '../tools/import/draft.ts'
import type { Command } from './command.ts'
import { usage } from './line.ts'

const importUnreadable = refusal('IMPORT_UNREADABLE', 422, 'The file is no published item')

async function itemIn(file: string): Promise<object> {
  const text = await readFile(file, 'utf8')
  try {
    const item: unknown = JSON.parse(text)
    if (typeof item === 'object' && item !== null && !Array.isArray(item)) return item
  } catch {
    // told below: the parser's message would quote the file
  }
  throw importUnreadable({
    detail: `${file} is not a JSON object.`,
    remedy: 'Name a published item as JSON; tools/import/README.md says which form is read.',
  })
}

/** 导入 A published item of another city becomes a draft: what was understood, what the statute fills in, what is wrong with the source. */
export const importItem: Command = {
  summary: {
    zh: '把公开的事项文件转成草稿并说明',
    en: 'turn a published item into a draft and say what was made of it',
  },
  usage: 'import FILE.json',
  options: {},
  takes: [1, 1],
  run: async ({ args: [file = ''], say }) => {
    if (!existsSync(file))
      throw usage({
        detail: `There is no ${file}.`,
        remedy: 'Name a published item as JSON: plumbline import FILE.json.',
      })
    const draft = draftFrom(file, await itemIn(file))
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
