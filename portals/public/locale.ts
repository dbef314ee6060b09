import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Text } from '#kernel/definition'

export const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]

export type Words = ReadonlyMap<string, string>
export type Locales = Readonly<Record<Language, Words>>

const files: Readonly<Record<Language, readonly string[]>> = {
  zh: [
    'zh-CN.yaml',
    'citizen.zh-CN.yaml',
    'acts.zh-CN.yaml',
    'differences.zh-CN.yaml',
    'sites.zh-CN.yaml',
    'held.zh-CN.yaml',
    'told.zh-CN.yaml',
  ],
  en: [
    'en.yaml',
    'citizen.en.yaml',
    'acts.en.yaml',
    'differences.en.yaml',
    'sites.en.yaml',
    'held.en.yaml',
    'told.en.yaml',
  ],
}

function flat(node: unknown, path: string, words: Map<string, string>): Map<string, string> {
  if (typeof node === 'object' && node !== null)
    for (const [key, one] of Object.entries(node)) flat(one, path === '' ? key : `${path}.${key}`, words)
  else words.set(path, String(node))
  return words
}

/** The sentences of the public pages, by dotted key. */
export const readLocales = (folder: string): Locales =>
  Object.fromEntries(
    languages.map(language => {
      const words = new Map<string, string>()
      for (const file of files[language]) flat(parse(readFileSync(join(folder, file), 'utf8')), '', words)
      return [language, words]
    }),
  ) as unknown as Locales

/** 语言 What the address asks for, else what the browser prefers, else Chinese. */
export function languageOf(asked: unknown, accepted: string | undefined): Language {
  if (asked === 'zh' || asked === 'en') return asked
  const preferred = (accepted ?? '')
    .split(',')
    .map(part => {
      const [tag = '', weight = 'q=1'] = part.trim().split(/;\s*/)
      return { language: tag.slice(0, 2).toLowerCase(), weight: Number(weight.slice(2)) || 0 }
    })
    .filter(({ language }) => language === 'zh' || language === 'en')
    .sort((a, b) => b.weight - a.weight)
  return (preferred[0]?.language as Language | undefined) ?? 'zh'
}

/** A text of the content in the reader's language; what has no English is shown in Chinese, and marked so. */
export const inLanguage = (text: Text, language: Language): { readonly text: string; readonly lang: Language } => {
  if (typeof text === 'string') return { text, lang: 'zh' }
  return language === 'en' && text.en !== undefined ? { text: text.en, lang: 'en' } : { text: text.zh, lang: 'zh' }
}
