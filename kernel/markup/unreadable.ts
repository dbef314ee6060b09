import { refusal } from '#kernel/refusal'

export const markupUnreadable = refusal('MARKUP_UNREADABLE', 422, 'The file is no XML that is read here')

/** What can be wrong with a file, in words, with what helps. */
const faults = {
  size: ['文件过大', 'the file is too large', '请拆成几个文件 hand it in in parts'],
  encoding: ['文字编码与声明不符', 'the bytes are not in the encoding they declare', '请另存为 UTF-8 save it as UTF-8'],
  version: ['不是 XML 1.0', 'this is not XML 1.0', '请另存为 XML 1.0 save it as XML 1.0'],
  doctype: [
    '不接受文档类型声明和实体声明',
    'a document type declaration is refused, and with it every entity it declares',
    '请删去 <!DOCTYPE …> 后再导入 take the <!DOCTYPE …> out',
  ],
  entity: [
    '使用了没有定义的实体',
    'an entity is used that XML itself does not define',
    '请写出该字符本身 write the character',
  ],
  depth: ['嵌套过深', 'elements are nested too deeply', '请核对文件是否完整 look whether the file is whole'],
  elements: ['元素过多', 'there are too many elements', '请拆成几个文件 hand it in in parts'],
  form: ['不是完整的 XML', 'this is not well-formed XML', '请用导出它的工具重新导出 export it again'],
  characters: ['含有不允许的字符', 'a character that XML does not allow', '请删去该字符 take it out'],
} as const satisfies Record<string, readonly [string, string, string]>

export type MarkupFault = keyof typeof faults

/** A refusal with file, line and column from 1, what is wrong there, and what helps. */
export function unreadableAt(file: string, place: { line: number; column: number }, fault: MarkupFault, more = '') {
  const [zh, en, remedy] = faults[fault]
  const { line, column } = place
  return markupUnreadable({
    detail: `${file}:${line}:${column}: ${zh} ${en}${more === '' ? '' : ` (${more})`}`,
    remedy,
    facts: { file, line, column, fault },
  })
}
