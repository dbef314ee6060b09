export interface Told {
  readonly zh: string
  readonly en: string
}

/** 隔离原因 Why a row of a national table was set apart, and what to do; in words that name no value. */
export const badReasons = {
  NATIONAL_LINE_TOO_LONG: [
    { zh: '这一行超过 256 KiB', en: 'The line is longer than 256 KiB.' },
    { zh: '检查源系统导出时是否漏了换行', en: 'See whether the export left out line ends.' },
  ],
  NATIONAL_QUOTE_UNCLOSED: [
    { zh: '引号没有闭合', en: 'A quotation mark is never closed.' },
    { zh: '补上引号;单元格里的引号写两个', en: 'Close it; within a cell a quotation mark is written twice.' },
  ],
  NATIONAL_ROW_MALFORMED: [
    { zh: '引号的位置不对,分不出单元格', en: 'Quotation marks stand where none may: the cells cannot be told apart.' },
    { zh: '引号只能包住整个单元格', en: 'Put quotation marks around whole cells only.' },
  ],
  NATIONAL_ENCODING: [
    { zh: '这一行不是文件其余部分的编码', en: 'The line is not in the encoding of the file.' },
    { zh: '整个文件用一种编码导出:UTF-8 或 GB18030', en: 'Export the whole file in one encoding, UTF-8 or GB18030.' },
  ],
  NATIONAL_NUL: [
    { zh: '含有不可用的字符(NUL 或残缺字符)', en: 'It holds characters no text may hold (NUL, or half a character).' },
    { zh: '在源系统更正该行后重新导出', en: 'Correct the row at its source and export it again.' },
  ],
  NATIONAL_COLUMNS_DIFFER: [
    { zh: '列数与表头不同', en: 'It has not as many cells as the header.' },
    { zh: '含逗号的单元格须加引号', en: 'Put cells that hold a comma in quotation marks.' },
  ],
  NATIONAL_NOT_JSON: [
    {
      zh: '不是一个 JSON 对象,或者值既不是文字也不是能准确表示的整数',
      en: 'The line is no JSON object of texts and exact whole numbers.',
    },
    {
      zh: '每行一个 JSON 对象;长号码写成带引号的文字',
      en: 'Write one JSON object a line, long numbers as text in quotation marks.',
    },
  ],
  NATIONAL_COLUMN_UNKNOWN: [
    { zh: '含有数据表没有的列', en: 'It names a column the table does not have.' },
    { zh: '去掉该列,或核对数据表版本', en: 'Leave it out, or see which version of the tables it is of.' },
  ],
  NATIONAL_MISSING: [
    { zh: '必填列为空', en: 'A column that may not be empty is empty.' },
    { zh: '在源系统补全', en: 'Complete it at its source.' },
  ],
  NATIONAL_TOO_LONG: [
    { zh: '值比列的长度长', en: 'The value is longer than its column.' },
    { zh: '在源系统缩短;这里不截断', en: 'Shorten it at its source; nothing is cut here.' },
  ],
  NATIONAL_NOT_NUMBER: [
    { zh: '不是整数', en: 'It is no whole number.' },
    { zh: '在源系统更正', en: 'Correct it at its source.' },
  ],
  NATIONAL_NOT_TIME: [
    { zh: '不是有效的日期时间', en: 'It is no date and time that exists.' },
    { zh: '写作 2026-03-02 09:00:00', en: 'Write it as 2026-03-02 09:00:00.' },
  ],
  NATIONAL_CODE_UNKNOWN: [
    { zh: '代码不在代码表里', en: 'The code is not in its list.' },
    {
      zh: '在源系统更正,或在 content/national/codes.yaml 里补充代码表',
      en: 'Correct it, or complete the list in content/national/codes.yaml.',
    },
  ],
  NATIONAL_TASK_CODE: [
    { zh: '事项编码不成立', en: 'The code of the item is not valid.' },
    { zh: '按 GB/T 39554 核对位数、机构代码和校验位', en: 'Compare length, organ and check digit with GB/T 39554.' },
  ],
  NATIONAL_IDENTITY: [
    { zh: '证件号码的校验位不符', en: 'The digits of the identity number do not agree.' },
    { zh: '与证件核对', en: 'Compare it with the document.' },
  ],
  NATIONAL_TIME_ORDER: [
    {
      zh: '时间先后不成立(如办结早于受理)',
      en: 'The times contradict each other (such as a result before the acceptance).',
    },
    { zh: '在源系统核实时间', en: 'Find out the true times at the source.' },
  ],
  NATIONAL_CASE_UNKNOWN: [
    { zh: '没有这个办件的受理记录', en: 'There is no acceptance record of this case.' },
    { zh: '先导入受理记录,再重新导入这个文件', en: 'Import the acceptance record first, then this file again.' },
  ],
  NATIONAL_ROW_TWICE: [
    { zh: '同一批次里同一记录有两种内容', en: 'The same record of the same batch came with two contents.' },
    { zh: '变更后的记录须用新的批次号', en: 'A changed record comes with a new batch number.' },
  ],
} as const satisfies Record<string, readonly [reason: Told, remedy: Told]>

export type BadCode = keyof typeof badReasons
