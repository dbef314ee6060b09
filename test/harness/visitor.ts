import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'

export interface Visitor {
  /** What the browser carries now. */
  readonly cookies: ReadonlyMap<string, string>
  get(path: string): Promise<LightMyRequestResponse>
  /** Sends a form with a key of its own and the token of the last page that had one, and follows one redirect. `raw` sends exactly the fields and headers given. */
  send(
    path: string,
    fields: Readonly<Record<string, string>>,
    raw?: { readonly headers?: Readonly<Record<string, string>>; readonly csrf?: string },
  ): Promise<LightMyRequestResponse>
  readonly token: string
}

const host = 'city.test'

/** 访客 A browser without script: cookies, forms, redirects. */
export function openVisitor(
  app: FastifyInstance,
  { address = '192.0.2.10', agent = 'Mozilla/5.0 (Windows NT 10.0) Chrome/153.0' } = {},
): Visitor {
  const cookies = new Map<string, string>()
  let token = ''

  function take(answer: LightMyRequestResponse): void {
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      // Cookies of the provider are bound to the addresses they are for.
      assert.match(line, line.startsWith('plumbline-oidc') ? /; httponly/i : /; Path=\/; HttpOnly; SameSite=Lax/)
      const [pair = ''] = line.split(';')
      const [name = '', value = ''] = pair.split('=')
      if (/Max-Age=0|1970/.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    token = /name="csrf" value="([^"]+)"/.exec(answer.body)?.[1] ?? token
  }
  const carried = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const common = () => ({
    host,
    accept: 'text/html',
    'user-agent': agent,
    ...(cookies.size > 0 && { cookie: carried() }),
  })

  const get = async (path: string) => {
    const answer = await app.inject({ method: 'GET', url: path, headers: common(), remoteAddress: address })
    take(answer)
    return answer
  }

  return {
    cookies,
    get token() {
      return token
    },
    get,
    async send(path, fields, { headers = {}, csrf = token } = {}) {
      const answer = await app.inject({
        method: 'POST',
        url: path,
        remoteAddress: address,
        headers: {
          ...common(),
          origin: `http://${host}`,
          'content-type': 'application/x-www-form-urlencoded',
          ...headers,
        },
        payload: new URLSearchParams({ ...fields, key: fields['key'] ?? randomUUID(), csrf }).toString(),
      })
      take(answer)
      return answer.statusCode === 303 ? get(String(answer.headers.location)) : answer
    },
  }
}
