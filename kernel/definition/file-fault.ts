import type { Bilingual, Finding } from './finding.ts'
import { type Origin, placeOf } from './located.ts'

/** What is wrong with a file as a file, before any word of it is understood: permanent codes, cause and remedy. */
const faults = {
  DEFINITION_TOO_LARGE: {
    text: { zh: '文件超过 2 MB', en: 'The file is larger than 2 MB' },
    remedy: { zh: '一个文件只写一个事项', en: 'Write one item per file' },
  },
  DEFINITION_ENCODING_GBK: {
    text: { zh: '文件是 GBK/GB18030 编码', en: 'The file is in GBK/GB18030 encoding' },
    remedy: { zh: '另存为 UTF-8', en: 'Save it as UTF-8' },
  },
  DEFINITION_NOT_UTF8: {
    text: { zh: '文件不是 UTF-8 文本', en: 'The file is not UTF-8 text' },
    remedy: { zh: '另存为 UTF-8', en: 'Save it as UTF-8' },
  },
  DEFINITION_CONTROL_CHARACTER: {
    text: { zh: '含有不可见的控制字符', en: 'It contains an invisible control character' },
    remedy: { zh: '删除该字符', en: 'Delete the character' },
  },
  DEFINITION_TOO_COMPLEX: {
    text: { zh: '文件结构过大', en: 'The file has too many parts' },
    remedy: { zh: '一个文件只写一个事项', en: 'Write one item per file' },
  },
  DEFINITION_TOO_DEEP: {
    text: { zh: '嵌套过深', en: 'It is nested too deeply' },
    remedy: { zh: '减少嵌套层次', en: 'Nest less' },
  },
  DEFINITION_ALIASES: {
    text: { zh: '别名过多或展开过大', en: 'Too many aliases, or they unfold too far' },
    remedy: { zh: '写出内容,或使用模板', en: 'Write it out, or use a template' },
  },
  DEFINITION_ALIAS_UNKNOWN: {
    text: { zh: '别名没有指向前面的内容', en: 'The alias points at nothing before it' },
    remedy: { zh: '写出内容', en: 'Write it out' },
  },
  DEFINITION_DUPLICATE_KEY: {
    text: { zh: '同一个键写了两次', en: 'The same key is written twice' },
    remedy: { zh: '只保留一个', en: 'Keep one of them' },
  },
  DEFINITION_NOT_A_MAP: {
    text: { zh: '文件应当是“键: 值”的清单', en: 'The file must be a map of keys and values' },
    remedy: { zh: '从 item: 开始写', en: 'Begin with item:' },
  },
  DEFINITION_TAG: {
    text: { zh: '不允许使用 YAML 标签', en: 'YAML tags are not allowed' },
    remedy: { zh: '删除以 ! 开头的标签', en: 'Delete the tag that begins with !' },
  },
  DEFINITION_NUMBER: {
    text: { zh: '数字不能精确表示', en: 'The number cannot be held exactly' },
    remedy: { zh: '编码类数字请加引号', en: 'Put codes in quotes' },
  },
  DEFINITION_KEY: {
    text: { zh: '键必须是文字', en: 'A key must be text' },
    remedy: { zh: '改为文字键', en: 'Write a text key' },
  },
  DEFINITION_SYNTAX: {
    text: { zh: 'YAML 语法错误', en: 'YAML syntax error' },
    remedy: { zh: '检查缩进、冒号后的空格和引号', en: 'Check indentation, the space after the colon, and quotes' },
  },
} as const satisfies Record<string, { text: Bilingual; remedy: Bilingual }>
export type FileFault = keyof typeof faults

/** One thing wrong with a file as a file; caught at the door of `readDocument`, never seen outside. */
export class Fault extends Error {
  readonly rule: FileFault
  readonly at: Origin
  readonly more: string
  constructor(rule: FileFault, at: Origin, more = '') {
    super(rule)
    this.rule = rule
    this.at = at
    this.more = more
  }
}

export const findingOf = ({ rule, at, more }: Fault): Finding => {
  const { text, remedy } = faults[rule]
  const tail = more ? `:${more}` : ''
  return {
    severity: 'error',
    rule,
    ...placeOf(at),
    path: '',
    text: { zh: text.zh + tail, en: text.en + tail.replace(':', ': ') },
    remedy,
  }
}

export class Faults extends Error {
  readonly all: readonly Fault[]
  constructor(all: readonly Fault[]) {
    super('faults')
    this.all = all
  }
}
