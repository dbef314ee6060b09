import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Provision, Text } from '#kernel/definition'

/** The sentences of a city's papers and what they share with its pages. Papers are in Chinese (国家通用语言文字法9). */
const files = ['zh-CN.yaml', 'citizen.zh-CN.yaml', 'papers.zh-CN.yaml']

function flat(node: unknown, path: string, words: Map<string, string>): Map<string, string> {
  if (typeof node === 'object' && node !== null)
    for (const [key, one] of Object.entries(node)) flat(one, path === '' ? key : `${path}.${key}`, words)
  else words.set(path, String(node))
  return words
}

/** 关于×××的批复 A name that its clerks fill in, paper by paper. */
export const isUnfilled = (name: Text): boolean => /[×＊]/.test(typeof name === 'string' ? name : name.zh)

const digits = '〇一二三四五六七八九'
/** 四十六: a number of an article as laws are cited; up to 9,999. */
export function inChinese(number: number): string {
  if (number === 0) return '零'
  const signs = [...String(number)].map(Number)
  const said = signs
    .map((digit, at) => (digit === 0 ? '零' : `${digits[digit]}${['', '十', '百', '千'][signs.length - 1 - at]}`))
    .join('')
    .replaceAll(/零+/g, '零')
    .replace(/零$/, '')
  return said.startsWith('一十') ? said.slice(1) : said
}

const wordsIn = (folder: string): ReadonlyMap<string, string> => {
  const words = new Map<string, string>()
  for (const file of files) flat(parse(readFileSync(join(folder, file), 'utf8')), '', words)
  return words
}
/** Several parts of one program print from the same folder, and many commands print nothing: to read it costs a tenth of a second. */
const known = new Map<string, ReadonlyMap<string, string>>()

/** 文书用语 The words of papers, read when the first of them is said. */
export function readPaperWords(folder: string) {
  const words = () => known.getOrInsertComputed(folder, wordsIn)
  const say = (key: string, values: Readonly<Record<string, string | number>> = {}): string =>
    (words().get(key) ?? key).replaceAll(/\{([a-zA-Z]+)\}/g, (whole, name: string) => String(values[name] ?? whole))
  const word = (group: string, key: string): string => words().get(`${group}.${key}`) ?? key
  const plain = (text: Text): string => (typeof text === 'string' ? text : text.zh)
  return {
    say,
    word,
    plain,
    day(date: string): string {
      const { year, month, day } = Temporal.PlainDate.from(date)
      return say('papers.day', { year, month, day })
    },
    span(span: string): string {
      const [value = '', unit = ''] = span.split(' ')
      return say(`unit.${unit}`, { value })
    },
    /** Kept in fen, printed in yuan. */
    money: (fen: number): string =>
      say('money.yuan', {
        amount: (fen / 100).toLocaleString('en-US', { minimumFractionDigits: fen % 100 === 0 ? 0 : 2 }),
      }),
    /** 《行政许可法》第三十八条 */
    cited(basis: Provision | null | undefined): string {
      if (!basis) return ''
      const articles = basis.articles.map(article => {
        const [, number, item] = /^(\d+)(?:\((\d+)\))?$/.exec(String(article)) ?? []
        if (number === undefined) return say('basis.article', { number: String(article) })
        return item === undefined
          ? say('basis.article', { number: inChinese(Number(number)) })
          : say('basis.articleItem', { number: inChinese(Number(number)), item: inChinese(Number(item)) })
      })
      return say('basis.law', { law: word('law', basis.law) }) + articles.join(say('basis.join'))
    },
  }
}
export type PaperWords = ReturnType<typeof readPaperWords>
