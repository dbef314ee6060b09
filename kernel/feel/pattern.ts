/** Escapes of XML Schema patterns that JavaScript writes otherwise: name characters. */
const nameStart = '\\p{L}_:'
const nameRest = '\\p{L}\\p{M}\\p{N}\\-._:·'

/** Blocks of Unicode that XPath names and JavaScript does not. */
const blocks: Readonly<Record<string, string>> = {
  BasicLatin: '\\u0000-\\u007F',
  'Latin-1Supplement': '\\u0080-\\u00FF',
  'LatinExtended-A': '\\u0100-\\u017F',
  'LatinExtended-B': '\\u0180-\\u024F',
  GreekandCoptic: '\\u0370-\\u03FF',
  Greek: '\\u0370-\\u03FF',
  Cyrillic: '\\u0400-\\u04FF',
  Hebrew: '\\u0590-\\u05FF',
  Arabic: '\\u0600-\\u06FF',
  GeneralPunctuation: '\\u2000-\\u206F',
  CJKSymbolsandPunctuation: '\\u3000-\\u303F',
  Hiragana: '\\u3040-\\u309F',
  Katakana: '\\u30A0-\\u30FF',
  CJKUnifiedIdeographs: '\\u4E00-\\u9FFF',
  HangulSyllables: '\\uAC00-\\uD7AF',
}

const blockShape = /\\p\{Is([A-Za-z0-9-]+)\}/y

function blockAt(pattern: string, at: number): { readonly range: string; readonly length: number } | null {
  blockShape.lastIndex = at
  const found = blockShape.exec(pattern)
  const range = found && Object.hasOwn(blocks, found[1]!) ? blocks[found[1]!] : undefined
  return found && range !== undefined && range !== null ? { range, length: found[0].length } : null
}

const flagsKnown = /^[smixq]*$/

/** Character classes nest by subtraction: `[a-z-[aeiou]]` is `[a-z--[aeiou]]` under the v flag. */
function translateClass(pattern: string, from: number): readonly [string, number] | null {
  let text = '['
  let at = from + 1
  if (pattern[at] === '^') {
    text += '^'
    at++
  }
  while (at < pattern.length && pattern[at] !== ']') {
    const sign = pattern[at]!
    if (sign === '-' && pattern[at + 1] === '[') {
      const inner = translateClass(pattern, at + 1)
      if (!inner) return null
      // Under the v flag the left side of a subtraction is one operand.
      text = `[${text}]--${inner[0]}`
      at = inner[1]
      continue
    }
    if (sign === '\\') {
      const next = pattern[at + 1] ?? ''
      if (/\d/.test(next)) return null
      const block = blockAt(pattern, at)
      text += block?.range ?? (next === 'i' ? nameStart : next === 'c' ? nameRest : `\\${next}`)
      at += block?.length ?? 2
      continue
    }
    // Signs that the v flag reserves stand for themselves in XPath; a hyphen at either end does too.
    const plainHyphen = sign === '-' && (/^\[\^?$/.test(text) || pattern[at + 1] === ']')
    text +=
      plainHyphen || /[()[{}/|&!#$%*+,.:;<=>?@^`~]/.test(sign)
        ? `\\${sign}`.replace(/^\\([!#%,:;<=>@`~&])$/, '\\$1')
        : sign
    at++
  }
  return at < pattern.length ? [`${text}]`, at + 1] : null
}

function translate(pattern: string): string | null {
  let text = ''
  let at = 0
  while (at < pattern.length) {
    const sign = pattern[at]!
    if (sign === '[') {
      const found = translateClass(pattern, at)
      if (!found) return null
      text += found[0]
      at = found[1]
    } else if (sign === '\\') {
      const next = pattern[at + 1] ?? ''
      if (next === '0') return null
      const block = blockAt(pattern, at)
      if (block) {
        text += `[${block.range}]`
        at += block.length
        continue
      }
      text += next === 'i' ? `[${nameStart}]` : next === 'c' ? `[${nameRest}]` : `\\${next}`
      at += 2
    } else {
      text += sign
      at++
    }
  }
  return text
}

/** Patterns with these never came from XPath: lookaround, named groups, word borders. */
const beyondXPath = /\(\?(?!:)|\\[bBk]/

/** 正则 A pattern of XPath 3.1 (`matches`, `replace`, `split`) as one of JavaScript; null where it is none. */
export function patternFrom(source: string, flags: string): RegExp | null {
  if (!flagsKnown.test(flags) || source.length > 10_000) return null
  let pattern = source
  if (flags.includes('q')) pattern = pattern.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  else {
    if (beyondXPath.test(pattern.replaceAll('\\\\', ''))) return null
    if (flags.includes('x')) pattern = withoutBlanks(pattern)
    const translated = translate(pattern)
    if (translated === null) return null
    pattern = translated
  }
  try {
    return new RegExp(pattern, `gv${flags.replace(/[^smi]/g, '')}`)
  } catch (fault) {
    if (fault instanceof SyntaxError) return null
    throw fault
  }
}

const withoutBlanks = (pattern: string): string =>
  pattern.replace(/(\[[^\]]*\])|[ \t\r\n]/g, (_, kept?: string) => kept ?? '')

/** `$1` is a group, `\$` a dollar; null for a replacement that XPath refuses. */
export function replacementFrom(text: string): ((groups: readonly (string | undefined)[]) => string) | null {
  const parts: (string | number)[] = []
  for (let at = 0; at < text.length; at++) {
    const [sign, next] = [text[at]!, text[at + 1]]
    if (sign === '\\') {
      if (next !== '\\' && next !== '$') return null
      parts.push(next)
      at++
    } else if (sign === '$') {
      const digits = /^\d+/.exec(text.slice(at + 1))?.[0]
      if (digits === undefined) return null
      parts.push(Number(digits))
      at += digits.length
    } else parts.push(sign)
  }
  return groups => parts.map(part => (typeof part === 'number' ? groupOf(groups, part) : part)).join('')
}

/** `$12` is group 1 and a 2 where there are fewer than twelve. */
function groupOf(groups: readonly (string | undefined)[], wanted: number): string {
  let number = wanted
  let rest = ''
  while (number >= groups.length && number > 9) {
    rest = `${number % 10}${rest}`
    number = Math.floor(number / 10)
  }
  return `${groups[number] ?? ''}${rest}`
}
