/** A piece of a page as a screen reader comes to it, and the language it is told to read it in. */
export interface Piece {
  readonly text: string
  readonly lang: string
  /** The element it stands in; of an attribute, its name too. */
  readonly at: string
}

const empty = new Set(['area', 'br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'wbr'])
/** What is read although it is no text: names of regions, pictures and fields, and headings that the style sheet shows in cells. */
const readToo = ['aria-label', 'alt', 'title', 'label', 'placeholder', 'data-label'] as const
const signs: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const plain = (text: string): string => text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => signs[name]!)

const tagOrText = /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^>"]|"[^"]*")*)>|<![^>]*>|([^<]+)/g

/** 读屏 A page piece by piece, each with its language; what people typed into a field is theirs and is left out. */
export function piecesOf(body: string): readonly Piece[] {
  const pieces: Piece[] = []
  const open: { readonly tag: string; readonly lang: string }[] = [{ tag: '', lang: '' }]
  for (const [, closing, written, inside = '', text] of body.matchAll(tagOrText)) {
    const here = open.at(-1)!
    if (text !== undefined) {
      if (text.trim() !== '' && here.tag !== 'textarea')
        pieces.push({ text: plain(text).trim(), lang: here.lang, at: here.tag })
      continue
    }
    if (written === undefined) continue
    const name = written.toLowerCase()
    if (closing === '/') {
      const from = open.findLastIndex(one => one.tag === name)
      if (from > 0) open.length = from
      continue
    }
    const of = (attribute: string) => new RegExp(`\\s${attribute}="([^"]*)"`).exec(inside)?.[1]
    const lang = of('lang') ?? here.lang
    for (const attribute of readToo) {
      const said = of(attribute)
      if (said) pieces.push({ text: plain(said), lang, at: `${name} ${attribute}` })
    }
    if (!empty.has(name) && !inside.endsWith('/')) open.push({ tag: name, lang })
  }
  return pieces
}

/** Chinese that a reader of English would have read to him as English. */
export const unmarkedIn = (body: string): readonly string[] =>
  piecesOf(body)
    .filter(({ text, lang }) => !lang.startsWith('zh') && /[\p{Script=Han}\u3000-\u303f\uff00-\uff60]/u.test(text))
    .map(({ text, at }) => `<${at}> ${text.slice(0, 60)}`)
