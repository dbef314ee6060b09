import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

export const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]

/** 坐席文字 The desk's own sentences, by dotted key. */
export type DeskWords = Readonly<Record<Language, Readonly<Record<string, string>>>>

const files: Readonly<Record<Language, readonly string[]>> = {
  zh: ['desk.zh-CN.yaml', 'counter.zh-CN.yaml', 'why.zh-CN.yaml'],
  en: ['desk.en.yaml', 'counter.en.yaml', 'why.en.yaml'],
}

function flat(node: unknown, path: string): readonly (readonly [string, string])[] {
  if (typeof node !== 'object' || node === null) return [[path, String(node)]]
  return Object.entries(node).flatMap(([key, one]) => flat(one, path === '' ? key : `${path}.${key}`))
}

export const readDeskWords = (folder: string): DeskWords => {
  const read = (language: Language) =>
    Object.fromEntries(files[language].flatMap(file => flat(parse(readFileSync(join(folder, file), 'utf8')), '')))
  return { zh: read('zh'), en: read('en') }
}

/** What the officer chose for this browser, else what the browser prefers, else Chinese. */
export function languageOf(cookie: string | undefined, accepted: string | undefined): Language {
  const chosen = /(?:^|;\s*)desk-language=(zh|en)(?:;|$)/.exec(cookie ?? '')?.[1]
  if (chosen === 'zh' || chosen === 'en') return chosen
  const first = (accepted ?? '').split(',').find(part => /^\s*(zh|en)/i.test(part))
  return first?.trim().toLowerCase().startsWith('en') ? 'en' : 'zh'
}
