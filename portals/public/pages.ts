import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { asked, first, keyForm, organForm, words, wordsForAll, wordsOfFile } from './asking.ts'
import { codeForm, makeByCode } from './by-code.ts'
import { designPage } from './design/design.page.ts'
import { directoryPages } from './directory.pages.ts'
import { isElder } from './elder.ts'
import { followPage } from './follow.page.ts'
import { guidePage } from './guide.page.ts'
import { layout, type PageParts } from './layout.ts'
import { languageOf } from './locale.ts'
import { messagePage } from './message.page.ts'
import type { PublicNeeds } from './needs.ts'
import { progressPage } from './progress.page.ts'
import { ratePages } from './rate.pages.ts'
import { tokenOf, tokenSheet } from './tokens.ts'
import { versionsPage } from './versions.page.ts'
import { makeView, type View } from './view.ts'

const sheet = (name: string): string => readFileSync(join(import.meta.dirname, 'style', name), 'utf8')
const sheets = [
  tokenSheet,
  ...['public.css', 'parts.css', 'asking.css', 'plumb.css', 'site.css', 'elder.css', 'media.css'].map(sheet),
].join('\n')
const style = `/style-${createHash('sha256').update(sheets).digest('hex').slice(0, 12)}.css`

/** An invented mark: a thread and a weight. No emblem of any state. */
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" fill="${tokenOf('paper')}"/><path d="M16 2v14" stroke="${tokenOf('ink')}" stroke-width="2"/><path d="M10 16h12l-2.500 8l-3.500 6l-3.500 -6z" fill="${tokenOf('ink')}"/></svg>`

const versionForm = /^[1-9][0-9]{0,5}$/

/** 公共页面 Directory, guide, progress: made on the server, complete without script. */
export function makePublicPages({
  guides,
  versions,
  directory,
  statistics,
  progress,
  locales,
  ratingByCode,
  demo,
  demoHome = false,
  wrongCodes,
}: PublicNeeds) {
  function viewOf(request: FastifyRequest, kept: Readonly<Record<string, string | undefined>> = {}): View {
    const { query, one } = asked(request)
    const language = languageOf(query.lang, request.headers['accept-language'])
    const said = Object.fromEntries(
      Object.entries(kept).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
    )
    return makeView(locales, {
      language,
      chosen: one('lang', /^(zh|en)$/) !== undefined,
      elder: isElder(one('elder', /^[01]$/), request.headers.cookie),
      demo,
      demoHome,
      path: request.url.split('?', 1)[0]!,
      query: said,
    })
  }
  const send = (reply: FastifyReply, view: View, parts: PageParts, status = 200) =>
    reply
      .code(status)
      .type('text/html; charset=utf-8')
      .header('vary', 'accept-language, cookie')
      .header('content-language', view.language === 'zh' ? 'zh-CN' : 'en')
      .send(layout(view, { style }, parts))

  /** What went wrong, as a page for people. */
  const problem = (
    request: FastifyRequest,
    reply: FastifyReply,
    told: { code: string; status: number; instance: string },
  ) => {
    // The address may be what somebody typed by mistake; it does not stand on the page again.
    const view = { ...viewOf(request), path: '/', query: {} }
    return send(reply, view, messagePage(view, told), told.status)
  }

  const routes: FastifyPluginAsync = async app => {
    app.get(style, { config: wordsOfFile('the style sheet') }, (_request, reply) =>
      reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=31536000, immutable').send(sheets),
    )
    app.get('/icon.svg', { config: wordsOfFile('the icon') }, (_request, reply) =>
      reply.type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(icon),
    )

    await app.register(directoryPages({ directory, statistics }, { viewOf, send }))
    const byCode = makeByCode({ wrongCodes }, { send })
    await app.register(ratePages({ ratingByCode, wrongCodes }, { viewOf, send }))

    app.get<{ Params: { item: string } }>(
      '/items/:item',
      { config: wordsForAll('the guide of an item') },
      async (request, reply) => {
        // An organ that cannot be one is none of ours; the guide of another is not shown for it.
        const named = first(asked(request).query.organ) ?? ''
        const organ = named === '' || organForm.test(named) ? named || undefined : 'unknown'
        const view = viewOf(request, { organ })
        const { item } = request.params
        const guide = await guides.guide(keyForm.test(item) ? item : 'unknown', organ)
        const confirmed = await directory.confirmed(guide.item)
        return send(reply, view, guidePage(view, { ...guide, confirmed }))
      },
    )

    app.get<{ Params: { item: string } }>(
      '/items/:item/versions',
      { config: wordsForAll('the versions of an item and what differs') },
      async (request, reply) => {
        const { one } = asked(request)
        const item = keyForm.test(request.params.item) ? request.params.item : 'unknown'
        const said = { from: one('from', versionForm), to: one('to', versionForm), organ: one('organ', organForm) }
        const against = one('against', organForm)
        const view = viewOf(request, { ...said, against })
        const known = await versions.list(item)
        const shown = await versions.difference(item, {
          ...(said.from !== undefined && { from: Number(said.from) }),
          ...(said.to !== undefined && { to: Number(said.to) }),
          ...(said.organ !== undefined && { organ: said.organ }),
          ...(against !== undefined && { against }),
        })
        // an item that is in force no more has versions, and no guide
        const offices = await guides.guide(item).then(
          guide => guide.offices,
          () => [],
        )
        return send(reply, view, versionsPage(view, { item, ...known, shown, offices }))
      },
    )

    app.get('/cases', { config: wordsForAll('the form for number and code') }, async (request, reply) => {
      const { query, one } = asked(request)
      const number = (first(query.number) ?? '').replaceAll(/[^0-9]/g, '').slice(0, 24)
      const code = one('code', /^[\p{L}\p{N}\s-]{1,24}$/u)
      const view = viewOf(request)
      if (number !== '' && code !== undefined)
        return reply
          .code(303)
          .header('location', view.to(`/cases/${number}`, { code }))
          .send()
      return send(reply, view, followPage(view, { number, wrong: false }))
    })

    app.get<{ Params: { number: string } }>(
      '/cases/:number',
      { config: words('the progress of a case') },
      async (request, reply) => {
        const code = asked(request).one('code', codeForm)
        const view = viewOf(request, { code })
        const of = await byCode({ request, reply, view }, code, progress)
        if (!of) return reply
        const { number, found } = of
        const rating = found.status === 'ended' ? await ratingByCode.standing(number, of.code) : null
        return send(reply, view, progressPage(view, found, rating && { code: of.code, ...rating }))
      },
    )

    app.get('/design', { config: words('every component in every state') }, async (request, reply) => {
      const view = viewOf(request)
      return send(reply, view, designPage(view))
    })
  }

  return { routes, problem, viewOf, send }
}
export type PublicPages = ReturnType<typeof makePublicPages>
