/** The text of a TypeScript file with what is not code blanked out: lines and columns stay where they were. */
export interface Blanked {
  /** Without comments; strings are kept (imports, error codes). */
  readonly code: string
  /** Without comments, strings, template texts and regular expressions. */
  readonly bare: string
}

const blank = (text: string): string => text.replace(/[^\n]/g, ' ')

/** After these a slash begins a regular expression; after anything else it divides. */
const beforeExpression =
  /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|new|void|throw|yield|await|else))\s*$/

const plain = /[^'"`/{}]+/y
const lineComment = /\/\/[^\n]*/y
const blockComment = /\/\*[\s\S]*?(?:\*\/|$)/y
const quoted = /'(?:\\[\s\S]|[^'\\\n])*'?|"(?:\\[\s\S]|[^"\\\n])*"?/y
const regular = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y
/** A template's text: up to the closing backtick or the next `${`. */
const templateText = /[`}](?:\\[\s\S]|\$(?!\{)|[^`$\\])*(?:`|\$\{|$)/y

/** Reads a file once, as far as needed to tell code from words. */
export function blanked(source: string): Blanked {
  let code = ''
  let bare = ''
  let at = 0
  let depth = 0
  /** Depths of `{` at which a template's `${` was opened. */
  const templates: number[] = []
  const taken = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    return pattern.exec(source)?.[0]
  }
  const put = (text: string, inCode: boolean, inBare: boolean): void => {
    code += inCode ? text : blank(text)
    bare += inBare ? text : blank(text)
    at += text.length
  }
  const template = (): void => {
    const text = taken(templateText)!
    if (text.endsWith('${')) templates.push(depth++)
    put(text, true, false)
  }
  while (at < source.length) {
    const sign = source[at]!
    const comment = sign === '/' ? (taken(lineComment) ?? taken(blockComment)) : undefined
    if (comment !== undefined) put(comment, false, false)
    else if (sign === "'" || sign === '"') put(taken(quoted)!, true, false)
    else if (sign === '`') template()
    else if (sign === '/' && beforeExpression.test(bare.slice(-40))) put(taken(regular) ?? sign, true, false)
    else if (sign === '}' && templates.at(-1) === depth - 1) {
      depth--
      templates.pop()
      template()
    } else {
      if (sign === '{') depth++
      if (sign === '}') depth--
      put(taken(plain) ?? sign, true, true)
    }
  }
  return { code, bare }
}

export interface Import {
  readonly from: string
  readonly line: number
  /** `import type`: gone when the program runs. */
  readonly typeOnly: boolean
}

const imports = /\b(import|export)\b(\s+type\b)?(?:[\s\w{},*$]*?\bfrom)?\s*\(?\s*'([^'\n]+)'/g

/** Everything a file takes from elsewhere: imports, re-exports, and imports made while it runs. */
export const importsOf = (code: string): readonly Import[] =>
  [...code.matchAll(imports)].map(({ index, 2: type, 3: from }) => ({
    from: from!,
    line: code.slice(0, index).split('\n').length,
    typeOnly: type !== undefined,
  }))
