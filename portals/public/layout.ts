import { randomUUID } from 'node:crypto'
import { markChinese } from './chinese.ts'
import { attribute, type Html, html, type Part } from './html.ts'
import type { View } from './view.ts'

export interface PageParts {
  readonly title: string
  readonly main: Part
  readonly aside?: Part
  /** What stands between the head of every page and this one: the head of a site. */
  readonly head?: Html
  /** The address under which the same stands at the main door. */
  readonly canonical?: string
  /** Not for search engines: a page behind a code. */
  readonly unlisted?: boolean
  /** Not where the reader wanted to be: no part of the site is marked as the one he is in. */
  readonly astray?: boolean
  /** Only what the page can be read without. */
  readonly script?: Html
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

/** One press, remembered on this device; a shared address may still say which size it means. */
const otherSize = ({ language, chosen, elder, path, query, say }: View): Html => {
  const said = new URLSearchParams({ ...query, ...(chosen && { lang: language }) }).toString()
  return html`<form method="post" action="/elder"><input type="hidden" name="on" value="${elder ? '0' : '1'}"><input type="hidden" name="back" value="${said === '' ? path : `${path}?${said}`}"><button type="submit" class="plain">${say(elder ? 'top.usualSize' : 'top.elder')}</button></form>`
}

/** 代办 For whom everything on this page is done, and the way back to oneself. */
export const actingFor = (view: View): Html | null =>
  view.acting
    ? html`<div class="acting" role="status"><p>${view.say(view.acting.ended ? 'acting.headEnded' : 'acting.head', { name: view.acting.name, kind: view.say(`acting.kind.${view.acting.kind}`) })}</p><form method="post" action="${view.to('/mine/acting')}"><input type="hidden" name="csrf" value="${view.acting.csrf}"><input type="hidden" name="key" value="${randomUUID()}"><input type="hidden" name="mandate" value=""><button type="submit" class="plain">${view.say('acting.backToSelf')}</button></form></div>`
    : null

/** 版面 The frame of every public page: complete without script, readable in any order. */
export function layout(
  view: View,
  { style }: Assets,
  { title, main, aside, head, canonical, unlisted, astray, script }: PageParts,
): string {
  const { language, elder, demo, say } = view
  const here = (part: string) => (view.path.startsWith(part) && !astray ? 'page' : null)
  const page = html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"${attribute('class', elder && 'elder')}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${say('name')}</title>
${unlisted ? html`<meta name="robots" content="noindex">` : null}
${canonical === undefined ? null : html`<link rel="canonical" href="${canonical}">`}
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${style}">${script}
</head>
<body>
<a class="skip" href="#main">${say('top.skip')}</a>
<header>
${demo ? html`<p class="demo"><strong>${say('demo.word')}</strong>${say('demo.says')}${view.demoHome ? html` <a href="${view.to('/demo')}">${say('demo.home')}</a>` : null}</p>` : null}
${actingFor(view)}
<div class="top"><div>
<a class="name" href="${view.to('/')}">${say('name')}</a>
<nav${attribute('aria-label', say('top.nav'))}>
<a href="${view.to('/')}"${attribute('aria-current', view.path === '/' ? here('/') : here('/life-events'))}>${say('top.directory')}</a>
<a href="${view.to('/cases')}"${attribute('aria-current', here('/cases'))}>${say('top.progress')}</a>
<a href="${view.to('/mine')}"${attribute('aria-current', here('/mine'))}>${say('mine.title')}</a>
<a href="${view.to('/open')}"${attribute('aria-current', here('/open'))}>${say('open.title')}</a>
<a href="${view.to('/help')}"${attribute('aria-current', here('/help'))}>${say('help.title')}</a>
${otherSize(view)}
${otherLanguage(view)}
</nav>
</div></div>${head}</header>
<div class="page">
<main id="main">${main}</main>
${aside ? html`<aside${attribute('aria-label', say('top.aside'))}>${aside}</aside>` : null}
</div>
<footer class="foot"><div>${say('foot')}</div></footer>
</body>
</html>`
  return language === 'en' ? markChinese(page.text) : page.text
}
