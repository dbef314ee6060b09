import type { FastifyInstance, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyInstance {
    /** 页面清单 The addresses that answer a person with a page, as routes: `/items/:item`. */
    pageAddresses(): readonly string[]
  }
}

import { isStorable, textForbidden } from './body.ts'
import { methodNotAllowed, notAcceptable, routeUnknown } from './problem.ts'

/** Every address with its methods, for telling "no such address" from "not with that method" and writing `Allow`. */
export function watchAddresses(app: FastifyInstance) {
  const methodsOf = new Map<string, { readonly form: RegExp; readonly methods: Set<string> }>()
  const pages: string[] = []
  app.decorate('pageAddresses', () => pages)
  app.addHook('onRoute', ({ url, method, config }) => {
    if (method === 'GET' && config?.words?.produces === 'text/html' && !/\.(css|svg|js)$/.test(url)) pages.push(url)
    const known = methodsOf.get(url) ?? { form: formOf(url), methods: new Set<string>() }
    for (const one of [method].flat()) known.methods.add(one)
    methodsOf.set(url, known)
  })
  return {
    /** @returns what to answer where no route fits. */
    missing(request: FastifyRequest) {
      const path = request.url.split('?', 1)[0]!
      const allowed = new Set(
        [...methodsOf.values()].filter(({ form }) => form.test(path)).flatMap(({ methods }) => [...methods]),
      )
      if (allowed.size === 0 || allowed.has(request.method)) return { refusal: routeUnknown(), allow: undefined }
      return { refusal: methodNotAllowed({ facts: { allow: [...allowed] } }), allow: [...allowed].sort().join(', ') }
    },
  }
}

const formOf = (url: string): RegExp =>
  new RegExp(
    `^${url
      .split('/')
      .map(part => (part === '*' ? '.*' : part.startsWith(':') ? '[^/]+' : part.replaceAll('.', '\\.')))
      .join('/')}$`,
  )

/** Refuses to answer in a type the caller does not want; no `Accept` means anything. */
export function mustAccept(request: FastifyRequest, produces: string): void {
  const accept = request.headers.accept
  if (accept === undefined) return
  const [type] = produces.split('/')
  const wanted = accept.split(',').map(part => part.split(';', 1)[0]!.trim().toLowerCase())
  const fits = (one: string) =>
    one === '*/*' || one === `${type}/*` || one === produces || one === 'application/problem+json'
  if (!wanted.some(fits)) throw notAcceptable({ facts: { produces } })
}

/** Texts in the address that no table could hold are refused before anybody looks for them. */
export function mustBeStorable(request: FastifyRequest): void {
  const texts = [
    ...Object.values((request.params ?? {}) as object),
    ...Object.entries((request.query ?? {}) as object).flat(),
  ]
  for (const text of texts.flat()) if (typeof text === 'string' && !isStorable(text)) throw textForbidden()
}
