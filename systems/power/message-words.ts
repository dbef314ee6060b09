import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

type Sentences = Readonly<Record<'subject' | 'text', Readonly<Record<string, string>>>>

/** 消息用语 What leaves the house, in both languages: number, organ and that there is something to read. */
export function readMessageWords(folder: string) {
  const [chinese, english] = ['zh-CN', 'en'].map(
    language => parse(readFileSync(join(folder, `messages.${language}.yaml`), 'utf8')) as Sentences,
  ) as [Sentences, Sentences]
  const said = (sentence: string | undefined, about: Readonly<Record<string, string>>): string =>
    (sentence ?? '').replaceAll(/\{(\w+)\}/g, (_, name: string) => about[name] ?? '')
  return (kind: string, about: { readonly number: string; readonly organ: string }) => ({
    subject: said(chinese.subject[kind] ?? chinese.subject['decided'], about),
    text: [chinese, english].map(({ text }) => said(text[kind] ?? text['decided'], about)).join('\n'),
  })
}
export type MessageWords = ReturnType<typeof readMessageWords>
