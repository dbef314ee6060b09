const sign = '\\p{Script=Han}\\u3000-\\u303f\\uff00-\\uff60'
const run = new RegExp(`[${sign}](?:[${sign}\\d\\s·“”‘’—–()/.,:;-]*[${sign}])?`, 'gu')
const chinese = new RegExp(`[${sign}]`, 'u')
/** Elements that hold text and no markup: they are marked as a whole. */
const textOnly = /<(title|option|textarea)((?:[^>"]|"[^"]*")*)>([^<]+)/g
const tagOrText = /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^>"]|"[^"]*")*)>|([^<]+)/g
const closesItself = new Set(['area', 'br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'wbr'])

/**
 * 标注中文 Marks what of an English page is still Chinese (names of organs, words of items, what people wrote), so that a screen reader
 * reads it as such. Of the whole page at once: a name stands in too many sentences to be remembered in each.
 */
export function markChinese(page: string): string {
  const open: { readonly name: string; readonly chinese: boolean; readonly drawn: boolean }[] = []
  return page
    .replaceAll(textOnly, (whole, name: string, inside: string, text: string) =>
      chinese.test(text) && !/\slang="/.test(inside) ? `<${name}${inside} lang="zh-CN">${text}` : whole,
    )
    .replaceAll(tagOrText, (whole, closing: string, name = '', inside = '', text = '') => {
      const here = open.at(-1)
      if (text !== '') {
        if (here === undefined || here.chinese) return whole
        const element = here.drawn ? 'tspan' : 'span'
        return text.replaceAll(run, (found: string) => `<${element} lang="zh-CN">${found}</${element}>`)
      }
      if (closing === '/') {
        const from = open.findLastIndex(one => one.name === name)
        if (from >= 0) open.length = from
      } else if (!closesItself.has(name) && !inside.endsWith('/')) {
        const lang = /\slang="([a-z]+)/.exec(inside)?.[1]
        const isChinese = lang === undefined ? (here?.chinese ?? false) : lang === 'zh'
        const group = name === 'optgroup' && lang === undefined && chinese.test(inside)
        open.push({ name, chinese: isChinese || group, drawn: name === 'svg' || (here?.drawn ?? false) })
        if (group) return `<${name}${inside} lang="zh-CN">`
      }
      return whole
    })
}
