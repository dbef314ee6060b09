import { refusal } from '#kernel/refusal'

export const glyphMissing = refusal('PAPER_GLYPH_MISSING', 422, 'A sign of this paper cannot be printed')

/**
 * 可印文字 What can be printed of a text: line ends stay, tabs are blanks, and what has no shape of its own (control characters, marks that turn
 * the direction of writing or join letters unseen) is left out, so that nobody reads another text than the one that is stored.
 */
export const printable = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/\r\n?|\u2028|\u2029/g, '\n')
    .replaceAll(/[\t\u00a0]/g, ' ')
    .replaceAll(/(?!\n)[\p{Cc}\p{Cf}\p{Variation_Selector}]/gu, '')

/**
 * 缺字即拒 Refuses a paper before it is made when the font lacks one of its signs: a blank in somebody's name would be another name.
 * @throws PAPER_GLYPH_MISSING with the signs as `U+XXXX`
 */
export function mustHaveGlyphs(texts: readonly string[], has: (code: number) => boolean): void {
  const missing = new Set<string>()
  for (const sign of texts.join(''))
    if (sign !== '\n' && !has(sign.codePointAt(0)!))
      missing.add(`U+${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`)
  if (missing.size > 0)
    throw glyphMissing({
      facts: { signs: [...missing].slice(0, 20) },
      remedy: 'Print it at the counter, where signs can be written by hand, and tell the city which sign it was.',
    })
}
