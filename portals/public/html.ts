/** 页面片段 Markup that is known to be safe; only `html` makes it. */
export interface Html {
  readonly kind: 'html'
  readonly text: string
}
/** An attribute that may be absent; only `attribute` makes it. */
interface Attribute {
  readonly kind: 'attribute'
  readonly text: string
}
export type Part = Html | string | number | null | undefined | false | readonly Part[]

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, sign => signs[sign]!)

/** Addresses of our own, of a part of the page, or of a secure site; anything else (javascript:, data:, //elsewhere) becomes `#`. */
function safeAddress(address: string): string {
  const plain = [...address].filter(sign => sign > ' ' && sign !== '\u007f').join('')
  return /^(?:\/(?![/\\])|#|\?|https:\/\/)/.test(plain) ? plain : '#'
}

/** `plain`: text where no element can stand. */
type Context = 'text' | 'plain' | 'tag' | 'value' | 'address'
const addresses = new Set(['href', 'src', 'action', 'formaction', 'xlink:href'])
const neverOurs = /^(?:on|style$|srcdoc$)/
const textOnly = new Set(['title', 'textarea', 'option', 'text', 'tspan', 'desc'])

/** Reads the fixed parts of a template once and says what each hole stands in; a hole where nothing can be made safe is a bug. */
function contextsOf(parts: readonly string[]): readonly Context[] {
  const contexts: Context[] = []
  let place: 'text' | 'tag' | 'quoted' = 'text'
  let name = ''
  let element = ''
  for (const part of parts.slice(0, -1)) {
    for (let at = 0; at < part.length; at++) {
      const sign = part[at]!
      if (place === 'text') {
        const opened = sign === '<' ? /^<\/?([a-zA-Z][a-zA-Z0-9]*)/.exec(part.slice(at)) : null
        if (opened) {
          place = 'tag'
          const named = opened[1]!.toLowerCase()
          element = textOnly.has(named) && opened[0].startsWith('</') ? '' : named
          at += opened[0].length - 1
        }
      } else if (place === 'tag') {
        if (sign === '>') place = 'text'
        else if (sign === '"') {
          name = /([^\s"'<>/=]+)\s*=\s*$/.exec(part.slice(0, at))?.[1]?.toLowerCase() ?? ''
          place = 'quoted'
        } else if (sign === "'") throw new TypeError('attributes are written in double quotes')
      } else if (sign === '"') place = 'tag'
    }
    if (element === 'script' || element === 'style') throw new TypeError(`nothing is put into <${element}>`)
    if (place === 'quoted' && (neverOurs.test(name) || name === ''))
      throw new TypeError(`nothing is put into ${name}="…"`)
    if (place === 'tag' && /=\s*$/.test(part)) throw new TypeError('an attribute with a hole is quoted')
    const words = textOnly.has(element) ? 'plain' : 'text'
    contexts.push(place === 'text' ? words : place === 'tag' ? 'tag' : addresses.has(name) ? 'address' : 'value')
  }
  return contexts
}

const known = new WeakMap<TemplateStringsArray, readonly Context[]>()

const isAttribute = (value: unknown): value is Attribute => (value as Attribute | null)?.kind === 'attribute'
const isHtml = (value: unknown): value is Html => (value as Html | null)?.kind === 'html'

const turning = /\p{Bidi_Control}/u

/** 书写方向 Set apart where it holds signs that turn the writing round: what stands beside it is read as it was written. */
const apart = (text: string): string => (turning.test(text) ? `<bdi>${escaped(text)}</bdi>` : escaped(text))

function inText(value: Part, put = apart): string {
  if (value === null || value === undefined || value === false) return ''
  if (Array.isArray(value)) return value.map(one => inText(one, put)).join('')
  return isHtml(value) ? value.text : put(String(value))
}

function put(context: Context, value: Part | Attribute): string {
  if (context === 'tag') {
    if (value === null || value === undefined || value === false) return ''
    if (!isAttribute(value)) throw new TypeError('inside a tag only attribute(…) may stand')
    return value.text
  }
  if (isAttribute(value)) throw new TypeError('an attribute stands inside a tag')
  if (context === 'text') return inText(value)
  if (context === 'plain') return inText(value, escaped)
  if (isHtml(value) || Array.isArray(value)) throw new TypeError('markup does not stand inside an attribute')
  const text = value === null || value === undefined || value === false ? '' : String(value)
  return escaped(context === 'address' ? safeAddress(text) : text)
}

/**
 * 模板 Markup with holes: html`<a href="${address}">${name}</a>`. Every hole is escaped for the place it stands in, so a name that is
 * a script stays a name. What cannot be made safe (a hole in a script, a style, an event, an unquoted attribute) throws.
 */
export function html(parts: TemplateStringsArray, ...holes: readonly (Part | Attribute)[]): Html {
  let contexts = known.get(parts)
  if (!contexts) {
    contexts = contextsOf(parts)
    known.set(parts, contexts)
  }
  let text = parts[0]!
  for (const [at, hole] of holes.entries()) text += put(contexts[at]!, hole) + parts[at + 1]!
  return { kind: 'html', text }
}

/** A script of ours, and no other: the page that carries it names the same nonce in its policy. */
export function scriptOf(address: string, nonce: string): Html {
  if (!/^\/[a-z0-9-]+\.js$/.test(address) || !/^[A-Za-z0-9_-]{22,64}$/.test(nonce))
    throw new TypeError('this is no script of ours')
  return { kind: 'html', text: `<script src="${address}" nonce="${nonce}" defer></script>` }
}

/** ` name="value"`, or nothing when the value is null or false. */
export function attribute(name: string, value: string | number | boolean | null | undefined): Attribute {
  if (!/^[a-z][a-z-]*$/.test(name) || neverOurs.test(name) || addresses.has(name))
    throw new TypeError(`${name} is not set this way`)
  if (value === null || value === undefined || value === false) return { kind: 'attribute', text: '' }
  return { kind: 'attribute', text: value === true ? ` ${name}` : ` ${name}="${escaped(String(value))}"` }
}
