/** What a style sheet calls a colour besides numbers; `transparent` and `currentcolor` are none. */
const named = new Set(
  `aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood cadetblue
  chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey
  darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen darkslateblue darkslategray
  darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen
  fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki
  lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen
  lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime
  limegreen linen magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue
  mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive
  olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum
  powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver
  skyblue slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white
  whitesmoke yellow yellowgreen`.split(/\s+/),
)
const plainColours: Readonly<Record<string, string>> = { white: '#ffffff', black: '#000000' }

const hex = '#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})(?![\\w-])'
const mixed = '\\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark)\\((?:[^()]|\\([^()]*\\))*\\)'
const length = /(?<![\w.-])[-+]?(\d*\.?\d+)(px|pt|pc|cm|mm|in|rem)\b/gi
const number = /(?<![\w.-])[-+]?(\d*\.?\d+)(?![\w.%])/g

/** 令牌表 The tokens by name, with what each is worth where it is set first. */
export type TokenTable = ReadonlyMap<string, string>

const blank = (text: string): string => text.replaceAll(/[^\n]/g, ' ')
/** A sheet without its comments and the insides of its strings; lines stay where they were. */
const bared = (sheet: string): string =>
  sheet
    .replaceAll(/\/\*[\s\S]*?\*\//g, blank)
    .replaceAll(/"[^"\n]*"|'[^'\n]*'/g, text => `"${' '.repeat(text.length - 2)}"`)

interface Declared {
  readonly property: string
  readonly value: string
  readonly line: number
}
const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length

/** Every declaration of a sheet, with the line its value begins on. */
export function declarationsOf(sheet: string): readonly Declared[] {
  const text = bared(sheet)
  return [...text.matchAll(/(?<=^|[{};])\s*(-{0,2}[a-z][\w-]*)\s*:\s*([^;{}]+)(?=[;}])/gi)].map(match => ({
    property: match[1]!.toLowerCase(),
    value: match[2]!.trim(),
    line: lineAt(text, match.index + match[0].length - match[2]!.length),
  }))
}

export const tokensIn = (sheet: string): TokenTable => {
  const table = new Map<string, string>()
  for (const { property, value } of declarationsOf(sheet))
    if (property.startsWith('--') && !table.has(property.slice(2))) table.set(property.slice(2), value)
  return table
}

const rgbOf = (colour: string): readonly number[] | undefined => {
  const text = (plainColours[colour.toLowerCase()] ?? colour).toLowerCase()
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])[0-9a-f]?$/.exec(text)?.slice(1)
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/.exec(text)?.slice(1)
  if (short) return short.map(digit => Number.parseInt(digit + digit, 16))
  if (long) return long.map(digits => Number.parseInt(digits, 16))
  return /^rgba?\((\d+)[\s,]+(\d+)[\s,]+(\d+)/.exec(text)?.slice(1).map(Number)
}

/** The nearest of the tokens: first whether it is the same, then its name. */
function nearest(ranked: readonly (readonly [name: string, far: number])[]): string {
  const [first] = ranked.toSorted(([, one], [, other]) => one - other)
  if (!first) return 'take a token'
  return first[1] === 0 ? `write var(--${first[0]})` : `no token is that; the nearest is var(--${first[0]})`
}

function insteadOfColour(raw: string, tokens: TokenTable): string {
  const wanted = rgbOf(raw)
  if (!wanted) return 'take one of the colours of the token file'
  const far = (value: string) => rgbOf(value)!.reduce((sum, part, at) => sum + Math.abs(part - wanted[at]!), 0)
  return nearest([...tokens].filter(([, value]) => value.startsWith('#')).map(([name, value]) => [name, far(value)]))
}

/** Which tokens a property takes: a distance, a line, a radius, a size of type, else a measure. */
const familyOf = (property: string): RegExp =>
  /^(?:padding|margin|gap|(?:row|column)-gap|inset|top|left|right|bottom|outline-offset|scroll)/.test(property)
    ? /^gap-/
    : /radius/i.test(property)
      ? /^radius/
      : /^(?:border|outline|stroke|text-decoration)/.test(property)
        ? /^line-/
        : /^font/.test(property)
          ? /^(?:size|small|h[1-3]|type-)/
          : property === '@media'
            ? /^at-/
            : /^(?!gap-|line-|radius|at-|type-|size$|small$|h[1-3]$)/

function insteadOfSize(property: string, size: number, tokens: TokenTable): string {
  const family = familyOf(property)
  return nearest(
    [...tokens].flatMap(([name, value]) => {
      const worth = /^([\d.]+)px$/.exec(value)
      return worth && family.test(name) ? [[name, Math.abs(Number(worth[1]) - size)] as const] : []
    }),
  )
}

const coloursIn = (value: string): readonly string[] => [
  ...[...value.matchAll(new RegExp(`${hex}|${mixed}`, 'gi'))].map(([raw]) => raw),
  ...[...value.matchAll(/(?<![\w.#(-])[a-z]+(?![\w(-])/gi)]
    .map(([word]) => word)
    .filter(word => named.has(word.toLowerCase())),
]

/** Sizes in a unit of the screen or the sheet, and bare numbers where they are one; nought is none. */
const sizesIn = (property: string, value: string): readonly (readonly [raw: string, size: number])[] =>
  [...value.matchAll(length), ...(/^stroke-(?:width|dash)/.test(property) ? value.matchAll(number) : [])]
    .map(([raw, digits]) => [raw!, Number(digits)] as const)
    .filter(([, size]) => size !== 0)

/** What is raw in a style sheet, one line each: where, what, and which token to write. */
export function rawInSheet(path: string, sheet: string, tokens: TokenTable): readonly string[] {
  const found: string[] = []
  for (const { property, value, line } of declarationsOf(sheet)) {
    const at = `${path}:${line} ${property}:`
    if (property.startsWith('--')) found.push(`${at} a token is set in the token file`)
    for (const raw of coloursIn(value)) found.push(`${at} ${raw}: ${insteadOfColour(raw, tokens)}`)
    for (const [raw, size] of sizesIn(property, value))
      found.push(`${at} ${raw}: ${insteadOfSize(property, size, tokens)}`)
    for (const [, name] of value.matchAll(/var\(\s*--([\w-]+)/g))
      if (!tokens.has(name!)) found.push(`${at} there is no token ${name}`)
  }
  return [...found, ...rawConditions(path, sheet, tokens)]
}

/** A condition cannot read a token: it bears the number of one, or one less where it means “below”. */
export function rawConditions(path: string, sheet: string, tokens: TokenTable): readonly string[] {
  const text = bared(sheet)
  const widths = [...tokens].filter(([name]) => name.startsWith('at-')).map(([, value]) => Number.parseFloat(value))
  return [...text.matchAll(/@(?:media|container)[^{]*/g)].flatMap(({ 0: condition, index }) =>
    [...condition.matchAll(length)]
      .filter(([, digits]) => !widths.some(width => width === Number(digits) || width === Number(digits) + 1))
      .map(([raw, digits]) => {
        const instead = insteadOfSize('@media', Number(digits), tokens)
        return `${path}:${lineAt(text, index)} @media: ${raw}: ${instead}`
      }),
  )
}

/** Properties that are a size where a component of the desk is given them as a number. */
const sizedKey =
  /(?<![\w-])((?:font|icon)Size|lineWidth|borderRadius|controlHeight|(?:padding|margin)[A-Z]?\w*|gap|gutter|(?:min|max)?[wW]idth|(?:min|max)?[hH]eight)\s*(?::|=)\s*[{'"]*\s*(\d*\.?\d+)/g
const coloured =
  /\b(?:fill|stroke|stop-color|(?:\w+)?[cC]olou?r|background|border)\s*(?:=|:)\s*\{?\s*['"`]([a-z]+)['"`]/g

/**
 * What is raw in a program: colours and sizes in its texts, and numbers handed to a component of the desk as a size. Numbers inside a
 * drawing are units of that drawing, which its outermost element scales; only how large it stands on the page is a size.
 */
export function rawInCode(path: string, code: string, tokens: TokenTable): readonly string[] {
  return code.split('\n').flatMap((text, index) => {
    const at = `${path}:${index + 1}`
    const colours = [
      ...[
        ...text.matchAll(new RegExp(`(?<=['"\`\\s:,(=])${hex}(?!/)|\\b(?:rgba?|hsla?)\\(\\s*[\\d.][^)]*\\)`, 'gi')),
      ].map(([raw]) => raw),
      ...[...text.matchAll(coloured)].map(([, word]) => word!).filter(word => named.has(word)),
    ]
    const drawings = [...text.matchAll(/<svg\b[^>]*?\s(width|height)="(\d+)"/g)]
    const keys = path.startsWith('portals/office/desk/') ? [...text.matchAll(sizedKey)] : []
    return [
      ...colours.map(raw => `${at} ${raw}: ${insteadOfColour(raw, tokens)}`),
      ...[...text.matchAll(length)].map(([raw, size]) => `${at} ${raw}: ${insteadOfSize('', Number(size), tokens)}`),
      ...[...keys, ...drawings]
        .filter(([, , size]) => Number(size) !== 0)
        .map(([, key, size]) => {
          const property = key!.replaceAll(/[A-Z]/g, sign => `-${sign.toLowerCase()}`)
          return `${at} ${key} ${size}: ${insteadOfSize(property, Number(size), tokens)}`
        }),
      ...(path.endsWith('.tsx') && /\sstyle=\{/.test(text) ? [`${at} style: give it a class of the style sheet`] : []),
    ]
  })
}
