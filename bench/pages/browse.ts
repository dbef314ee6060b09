import { Agent, request } from 'node:http'
import { gunzipSync, gzipSync } from 'node:zlib'

export interface Answered {
  readonly status: number
  readonly body: string
  readonly location: string
  /** Of the body, as it came over the wire. */
  readonly bytes: number
}

/** 浏览 Asks for pages and sends forms as a browser without script does, over kept connections. */
export function makeBrowser(url: string, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const { hostname, port, host } = new URL(url)
  const ask = (path: string, cookie?: string, form?: Readonly<Record<string, string>>) =>
    new Promise<Answered>((done, failed) => {
      const payload = form && new URLSearchParams(form).toString()
      const sent = request(
        {
          ...{ agent, hostname, port, path, method: payload === undefined ? 'GET' : 'POST' },
          headers: {
            host,
            accept: 'text/html',
            'accept-language': 'zh-CN',
            'accept-encoding': 'gzip, deflate, br',
            ...(cookie !== undefined && { cookie }),
            ...(payload !== undefined && {
              origin: url,
              'content-type': 'application/x-www-form-urlencoded',
              'content-length': Buffer.byteLength(payload),
            }),
          },
        },
        answer => {
          const parts: Buffer[] = []
          answer.on('data', (part: Buffer) => parts.push(part))
          answer.on('end', () => {
            const came = Buffer.concat(parts)
            const { location = '', 'content-encoding': coding } = answer.headers
            const body = (coding === 'gzip' ? gunzipSync(came) : came).toString()
            done({ status: answer.statusCode!, body, location, bytes: came.length })
          })
        },
      )
      sent.on('error', failed)
      sent.end(payload)
    })
  return { ask, close: () => agent.destroy() }
}
export type Browse = ReturnType<typeof makeBrowser>

/** 页重 What a page weighs on the way with everything it draws on, in kB as they come; and its scripts alone. */
export async function weigh(browse: Browse, path: string, cookie?: string) {
  const { body, status, bytes } = await browse.ask(path, cookie)
  if (status !== 200) throw new Error(`${path} was answered with ${status}`)
  const named = (pattern: RegExp) => [...body.matchAll(pattern)].map(([, address]) => address!.replaceAll('&amp;', '&'))
  const scripts = named(/<script[^>]+src="([^"]+)"/g)
  const others = [
    ...named(/<link[^>]+rel="(?:stylesheet|icon)"[^>]+href="([^"]+)"/g),
    ...named(/<img[^>]+src="([^"]+)"/g),
  ]
  const sizes = async (addresses: readonly string[]) => {
    let sum = 0
    for (const address of new Set(addresses)) sum += (await browse.ask(address)).bytes
    return sum
  }
  const inline = [...body.matchAll(/<script(?![^>]+src=)[^>]*>([\s\S]*?)<\/script>/g)].map(([, text]) => text).join('')
  const ofScripts = await sizes(scripts)
  const script = ofScripts + (inline === '' ? 0 : gzipSync(inline).length)
  return { whole: (bytes + (await sizes(others)) + ofScripts) / 1_000, script: script / 1_000 }
}
