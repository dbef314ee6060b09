import { sheetUnreadable } from './archive.ts'

/** UTF-8 where it is, else GB18030, as Chinese spreadsheets save it. @throws SHEET_UNREADABLE */
export function decoded(bytes: Buffer): string {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {
      // the next one
    }
  }
  throw sheetUnreadable({ remedy: 'Save it as CSV UTF-8, or as .xlsx.' })
}

/** Comma, tab or semicolon: what stands in the first line most often, outside of quotes. */
function separatorOf(text: string): string {
  const [head = ''] = text.replaceAll(/"[^"]*"/g, '').split(/\r?\n/, 1)
  const count = (sign: string) => head.split(sign).length
  return [',', '\t', ';'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}

/** 逗号分隔 RFC 4180: quoted cells may hold separators, quotes and lines. @throws SHEET_UNREADABLE for a quote that never ends */
export function cellsOf(text: string): readonly (readonly string[])[] {
  const separator = separatorOf(text)
  const rows: string[][] = [[]]
  let [cell, quoted] = ['', false]
  const put = () => {
    rows.at(-1)!.push(cell)
    cell = ''
  }
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!
    if (quoted) {
      if (sign !== '"') cell += sign
      else if (text[at + 1] === '"') cell += text[++at]!
      else quoted = false
    } else if (sign === '"' && cell === '') quoted = true
    else if (sign === separator) put()
    else if (sign === '\n' || sign === '\r') {
      if (sign === '\r' && text[at + 1] === '\n') at++
      put()
      rows.push([])
    } else cell += sign
  }
  if (quoted) throw sheetUnreadable({ remedy: 'A quotation mark is not closed.' })
  put()
  return rows
}

/** 公式注入 What a spreadsheet would reckon is text again: a cell never begins with a sign that begins a formula (OWASP CSV injection). */
export const neutral = (text: string): string => (/^[\s\0]*[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text)

const quotedCell = (text: string): string => {
  const safe = neutral(text)
  return /[",\r\n;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Written so that every spreadsheet opens it: UTF-8 with its mark, quoted where needed, no formulas. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  `\ufeff${rows.map(row => row.map(quotedCell).join(',')).join('\r\n')}\r\n`
