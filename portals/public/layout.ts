import { attribute, type Html, html, type Part } from './html.ts'
import type { View } from './view.ts'

export interface PageParts {
  readonly title: string
  readonly main: Part
  readonly aside?: Part
  /** Not for search engines: a page behind a code. */
  readonly unlisted?: boolean
  /** Not where the reader wanted to be: no part of the site is marked as the one he is in. */
  readonly astray?: boolean
}

/** Where the style sheet is; its address changes with its content, so it may be kept for ever. */
export interface Assets {
  readonly style: string
}

const otherLanguage = ({ language, elder, path, query, say }: View): Html => {
  const other = language === 'zh' ? 'en' : 'zh'
  const address = `${path}?${new URLSearchParams({ ...query, lang: other, ...(elder && { elder: '1' }) })}`
  return html`<a href="${address}" lang="${other === 'zh' ? 'zh-CN' : 'en'}" hreflang="${other === 'zh' ? 'zh-CN' : 'en'}">${say('top.otherLanguage')}</a>`
}

const otherSize = ({ language, elder, path, query, say }: View): Html => {
  const address = `${path}?${new URLSearchParams({ ...query, lang: language, ...(!elder && { elder: '1' }) })}`
  return html`<a href="${address}">${say(elder ? 'top.usualSize' : 'top.elder')}</a>`
}

/** 版面 The frame of every public page: complete without script, readable in any order. */
export function layout(view: View, { style }: Assets, { title, main, aside, unlisted, astray }: PageParts): string {
  const { language, elder, demo, say } = view
  const page = html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"${attribute('class', elder && 'elder')}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${say('name')}</title>
${unlisted ? html`<meta name="robots" content="noindex">` : null}
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${style}">
</head>
<body>
<a class="skip" href="#main">${say('top.skip')}</a>
<header>
${demo ? html`<p class="demo"><strong>${say('demo.word')}</strong>${say('demo.says')}</p>` : null}
<div class="top"><div>
<a class="name" href="${view.to('/')}">${say('name')}</a>
<nav${attribute('aria-label', say('top.nav'))}>
<a href="${view.to('/')}"${attribute('aria-current', view.path === '/' && !astray ? 'page' : null)}>${say('top.directory')}</a>
<a href="${view.to('/life-events')}"${attribute('aria-current', view.path.startsWith('/life-events') && !astray ? 'page' : null)}>${say('top.lifeEvents')}</a>
<a href="${view.to('/cases')}"${attribute('aria-current', view.path.startsWith('/cases') ? 'page' : null)}>${say('top.progress')}</a>
${otherSize(view)}
${otherLanguage(view)}
</nav>
</div></div></header>
<div class="page">
<main id="main">${main}</main>
${aside ? html`<aside${attribute('aria-label', say('top.aside'))}>${aside}</aside>` : null}
</div>
<footer class="foot"><div>${say('foot')}</div></footer>
</body>
</html>`
  return page.text
}
