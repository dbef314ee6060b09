import type { PostHeld } from './office.pages.ts'
import type { Language } from './words.ts'

/** What the desk is told with its first page: who sits here, in which post, and its sentences. */
export interface ShellFacts {
  readonly language: Language
  readonly csrf: string
  /** The officer's own id: what he types is kept for him alone. */
  readonly person: string
  readonly name: string
  readonly post: string | null
  readonly posts: readonly PostHeld[]
  /** 三员 Which of the three administrators sits here; he holds no office and sees one page. */
  readonly administers: 'system' | 'security' | 'audit' | null
  readonly today: string
  readonly demo: boolean
  readonly nonce: string
  readonly words: Readonly<Record<string, string>>
}

/** 内容安全策略 Scripts and styles of ours, or with this answer's own word; nothing from elsewhere. */
export const deskPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
/** JSON that stands inside a script element: nothing in it can end the element. */
const embedded = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')

/** The one page of the desk; everything in it is drawn by the script, from these facts and the API. */
export function shellPage(
  facts: ShellFacts,
  { script, ahead, style }: { script: string; ahead: readonly string[]; style: string },
): string {
  const at = (name: string) => escaped(`/office/assets/${name}`)
  const say = (key: string) => escaped(facts.words[key] ?? key)
  const { nonce } = facts
  return `<!doctype html>
<html lang="${facts.language === 'zh' ? 'zh-CN' : 'en'}" class="desk">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${say('name')}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${at(style)}">
${ahead.map(name => `<link rel="modulepreload" href="${at(name)}">`).join('\n')}
<script type="application/json" id="facts" nonce="${escaped(nonce)}">${embedded(facts)}</script>
<script type="module" src="${at(script)}" nonce="${escaped(nonce)}"></script>
</head>
<body>
<div id="desk"><main><h1>${say('name')}</h1><p>${say('loading')}</p></main></div>
<noscript>${say('needsScript')}</noscript>
</body>
</html>
`
}
