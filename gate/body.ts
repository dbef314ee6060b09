import { refusal } from '#kernel/refusal'

export const bodyNotUtf8 = refusal('BODY_NOT_UTF8', 400, 'The body is not UTF-8')
export const bodyNotJson = refusal('BODY_NOT_JSON', 400, 'The body is not JSON')
export const bodyTooDeep = refusal('BODY_TOO_DEEP', 400, 'The body is nested too deeply')
export const bodyKeyTwice = refusal('BODY_KEY_TWICE', 400, 'The body names a key twice')
export const bodyKeyForbidden = refusal('BODY_KEY_FORBIDDEN', 400, 'The body uses a key that is not allowed')
export const textForbidden = refusal('TEXT_FORBIDDEN', 400, 'A text holds a character that cannot be stored')

const deepest = 32
const forbidden = new Set(['__proto__', 'constructor', 'prototype'])
const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a]
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d]

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** NUL and half surrogate pairs: JSON can write them, PostgreSQL and UTF-8 cannot hold them. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

/** Walks a text that is known to be JSON: its depth, its keys, and the characters its escapes stand for. */
function inspect(text: string): void {
  const keys: (Set<string> | undefined)[] = []
  let expectsKey = false
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at)
    if (sign === quote) {
      const start = at++
      let escaped = false
      for (; text.charCodeAt(at) !== quote; at++)
        if (text.charCodeAt(at) === backslash) {
          escaped = true
          at++
        }
      const word: string = escaped ? JSON.parse(text.slice(start, at + 1)) : text.slice(start + 1, at)
      if (escaped && !isStorable(word)) throw textForbidden()
      if (!expectsKey) continue
      expectsKey = false
      const seen = keys.at(-1)
      if (forbidden.has(word)) throw bodyKeyForbidden()
      if (seen?.has(word)) throw bodyKeyTwice()
      seen?.add(word)
    } else if (sign === openBrace || sign === openBracket) {
      keys.push(sign === openBrace ? new Set() : undefined)
      if (keys.length > deepest) throw bodyTooDeep({ facts: { deepest } })
      expectsKey = sign === openBrace
    } else if (sign === closeBrace || sign === closeBracket) {
      keys.pop()
      expectsKey = false
    } else if (sign === comma) expectsKey = keys.at(-1) !== undefined
    else if (sign === colon) expectsKey = false
  }
}

/**
 * 读正文 Bytes → JSON, or a refusal with a permanent code: strict UTF-8, no byte order mark, no key twice (readers differ on which
 * one counts), nothing that reaches into JavaScript's own objects, no character the database cannot keep.
 */
export function readBody(bytes: Buffer): unknown {
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch {
    throw bodyNotUtf8()
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw bodyNotJson()
  }
  inspect(text)
  return value
}
