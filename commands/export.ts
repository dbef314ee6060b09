import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { readDefinition, refuseFindings } from '#kernel/definition'
import { writeXml } from '#kernel/markup'
import { isModel, readModel, writeProcess } from '#systems/catalogue'
import { readTemplates } from '../content.ts'
import type { Command } from './command.ts'
import { readSourceFile } from './import.ts'
import { usage } from './line.ts'

/** The process of a file, and which it is: an item drawn, or the model that was kept beside a draft. */
async function processOf(file: string): Promise<{ readonly text: string; readonly from: 'item' | 'model' }> {
  const head = await readSourceFile(file)
  if (isModel(file, head)) return { text: writeXml(readModel(file, head)), from: 'model' }
  const { loaded, findings } = readDefinition(file, head, await readTemplates())
  if (!loaded) throw refuseFindings(findings)
  return { text: writeProcess(loaded.definition), from: 'item' }
}

/** 导出流程图 An item as BPMN 2.0 with its picture; a model that was imported as it was. */
export const exportItem: Command = {
  summary: { zh: '把事项画成 BPMN 2.0,或者交还导入过的模型', en: 'an item as BPMN 2.0, or a model as it was imported' },
  usage: 'export FILE [--out FILE.bpmn]',
  options: { out: { about: '写到这里;不写则打印 where it is written, else printed', value: 'FILE' } },
  takes: [1, 1],
  run: async ({ args: [file = ''], options: { out } }) => {
    if (!existsSync(file))
      throw usage({ detail: `There is no ${file}.`, remedy: 'Name an item file or a model: plumbline export FILE.' })
    const { text, from } = await processOf(file)
    if (typeof out === 'string') await writeFile(out, text)
    return {
      ok: true,
      figures: { file, from, bytes: Buffer.byteLength(text), ...(typeof out === 'string' && { out }) },
      text: typeof out === 'string' ? `${out}: ${Buffer.byteLength(text)} bytes` : text.trimEnd(),
    }
  },
}
