import type { CompiledItem, Field, Text } from '#kernel/definition'
import { questionsOf } from '../apply/paging.ts'
import { inLanguage } from '../locale.ts'

/** 列 One column of the spreadsheet: a question of the form, or a paper, in which the name of the file stands. */
export interface BatchColumn {
  /** The field’s name, or `paper:` and the paper’s id. */
  readonly key: string
  readonly name: Text
  readonly unit: string | undefined
  readonly field?: Field
  readonly paper?: string
}

/** Every question that the applicant is asked, and every paper, in the item's own order. */
export function columnsOf(compiled: CompiledItem): readonly BatchColumn[] {
  const asked = questionsOf(compiled).map(([key, field]) => ({
    key,
    field,
    name: field.label,
    unit: field.type === 'money' ? '元' : field.unit,
  }))
  const papers = compiled.definition.materials.filter(({ from, stage }) => from === 'applicant' && stage === undefined)
  return [...asked, ...papers.map(({ id, name }) => ({ key: `paper:${id}`, name, unit: undefined, paper: id }))]
}

const spelt = (text: string): string => text.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase()

/** What stands at the head of a column: 项目名称, 年综合能源消费量（tce/a）, 申请书（文件名）. */
export function headingOf({ name, unit, paper }: BatchColumn, language: 'zh' | 'en' = 'zh'): string {
  const { text } = inLanguage(name, language)
  if (paper !== undefined) return language === 'zh' ? `${text}（文件名）` : `${text} (file name)`
  return unit === undefined
    ? text
    : language === 'zh'
      ? `${text.replace(/（分）$/, '')}（${unit}）`
      : `${text} (${unit})`
}

/** The column of a heading, in either language, with or without its unit, or by the field's own name. */
export const columnNamed = (columns: readonly BatchColumn[], heading: string): BatchColumn | undefined =>
  columns.find(({ key }) => key === heading.trim()) ??
  columns.find(column =>
    (['zh', 'en'] as const).some(
      language =>
        spelt(headingOf(column, language)) === spelt(heading) ||
        spelt(inLanguage(column.name, language).text) === spelt(heading),
    ),
  )

/** What is written in a cell, as the form of a page would send it: yes and no, and options by their words. */
export function textsIn({ field }: BatchColumn, cell: string): readonly string[] {
  if (!field) return [cell]
  const one = (text: string): string => {
    if (field.type === 'boolean')
      return /^(是|yes|true|1|y)$/i.test(text) ? 'true' : /^(否|no|false|0|n)$/i.test(text) ? 'false' : text
    const option = field.options?.find(
      ({ value, label }) =>
        value === text ||
        (['zh', 'en'] as const).some(language => spelt(inLanguage(label, language).text) === spelt(text)),
    )
    return option?.value ?? text
  }
  return field.repeat ? cell.split(/[;；\n]/).map(text => one(text.trim())) : [one(cell.trim())]
}
