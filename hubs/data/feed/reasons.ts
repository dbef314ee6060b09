export interface Told {
  readonly zh: string
  readonly en: string
}

/** 隔离原因 Why a row was not taken, and what to do; in words that name no value. */
export const badReasons = {
  FEED_LINE_TOO_LONG: [
    { zh: '这一行超过 256 KiB', en: 'The line is longer than 256 KiB.' },
    { zh: '检查源系统导出时是否漏了换行', en: 'See whether the export left out line ends.' },
  ],
  FEED_QUOTE_UNCLOSED: [
    { zh: '引号没有闭合', en: 'A quotation mark is never closed.' },
    { zh: '补上引号;单元格里的引号写两个', en: 'Close it; within a cell a quotation mark is written twice.' },
  ],
  FEED_ROW_MALFORMED: [
    { zh: '引号的位置不对,分不出单元格', en: 'Quotation marks stand where none may: the cells cannot be told apart.' },
    { zh: '引号只能包住整个单元格', en: 'Put quotation marks around whole cells only.' },
  ],
  FEED_ENCODING: [
    { zh: '这一行不是文件其余部分的编码', en: 'The line is not in the encoding of the file.' },
    { zh: '整个文件用一种编码导出:UTF-8 或 GB18030', en: 'Export the whole file in one encoding, UTF-8 or GB18030.' },
  ],
  FEED_NUL: [
    { zh: '含有不可用的字符(NUL 或残缺字符)', en: 'It holds characters no text may hold (NUL, or half a character).' },
    { zh: '在源系统更正该行后重新导出', en: 'Correct the row at its source and export it again.' },
  ],
  FEED_COLUMNS_DIFFER: [
    { zh: '列数与表头不同', en: 'It has not as many cells as the header.' },
    { zh: '含逗号的单元格须加引号', en: 'Put cells that hold a comma in quotation marks.' },
  ],
  FEED_NOT_JSON: [
    { zh: '不是一个 JSON 对象', en: 'The line is no JSON object.' },
    { zh: '每行一个 JSON 对象', en: 'Write one JSON object a line.' },
  ],
  FEED_FIELD_UNKNOWN: [
    { zh: '含有台账没有的字段', en: 'It names a field the register does not have.' },
    { zh: '去掉该字段,或先在台账声明里增加', en: 'Leave it out, or add it to the register’s declaration first.' },
  ],
  FEED_FIELD_MISSING: [
    { zh: '必填字段为空', en: 'A field that may not be unknown is empty.' },
    { zh: '在源系统补全', en: 'Complete it at its source.' },
  ],
  FEED_FIELD_INVALID: [
    { zh: '字段的值不是它该有的类型', en: 'The value of a field is not of its type.' },
    { zh: '在源系统更正', en: 'Correct it at its source.' },
  ],
  FEED_PERSONAL: [
    { zh: '个人信息字段不能由数据归集写入', en: 'A personal field is not written by a feed.' },
    { zh: '去掉该字段:它由当事人自己的档案保存', en: 'Leave it out: the party’s own file keeps it.' },
  ],
  FEED_DAYS_INVALID: [
    { zh: '起止日期不成立', en: 'The first and the last day do not go together.' },
    { zh: '日期写作 2026-03-02,止日在起日之后', en: 'Write days as 2026-03-02; the end lies behind the beginning.' },
  ],
  FEED_KEY_TWICE: [
    { zh: '同一主键在文件里已出现过', en: 'The key stood in an earlier line of the file.' },
    { zh: '在源系统查明哪一行属实', en: 'Find out at the source which of the rows is true.' },
  ],
} as const satisfies Record<string, readonly [reason: Told, remedy: Told]>

export type BadCode = keyof typeof badReasons
