import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { refusal } from '#kernel/refusal'
import type { ContentStore } from './content-store.ts'
import { fileMissing } from './directory-store.ts'
import {
  attempts,
  fileStoreRefused,
  makeObjectClient,
  type ObjectClientSettings,
  textOf,
  wordOf,
} from './object-client.ts'
import { type Spooled, spool } from './spool.ts'

export const fileStoreAltered = refusal(
  'FILE_STORE_ALTERED',
  500,
  'The object store keeps other bytes than it was given',
)

export interface ObjectStoreSettings extends ObjectClientSettings {
  /** Stands before every name; ends with `/` or is empty. */
  readonly prefix?: string
  /** Where what is about to be sent waits. */
  readonly spool: string
}

/**
 * 对象存储 A content store in a bucket of any S3-compatible store. A file is put whole with its SHA-256 signed, and counts as
 * kept when the store names the same content back; what breaks off while it is read is read on from there.
 */
export function makeObjectStore({ prefix = '', spool: waiting, ...settings }: ObjectStoreSettings) {
  const client = makeObjectClient(settings)
  const keyOf = (name: string): string => {
    if (!/^[A-Za-z0-9-]{8,64}$/.test(name)) throw fileMissing()
    return prefix + name
  }
  const done = async (answer: Promise<IncomingMessage>): Promise<IncomingMessage> => {
    const came = await answer
    came.resume()
    return came
  }

  async function* read(name: string): AsyncGenerator<Buffer> {
    const key = keyOf(name)
    let at = 0
    let tag = ''
    for (let broken = 0; ; broken++) {
      const headers = at === 0 ? {} : { range: `bytes=${at}-`, 'if-match': tag }
      const answer = await client.ask({ method: 'GET', key, headers, expects: [404] })
      if (answer.statusCode === 404) throw fileMissing()
      if (at > 0 && answer.statusCode !== 206)
        throw fileStoreRefused({ detail: 'The object store reads no part of an object' })
      tag = answer.headers.etag ?? ''
      try {
        for await (const chunk of answer as AsyncIterable<Buffer>) {
          at += chunk.length
          yield chunk
        }
        return
      } catch (fault) {
        if (broken >= attempts) throw client.away(fault)
        await client.pause(broken)
      }
    }
  }

  /** A store that encrypts with keys of its own names no digest: then what it keeps is read back. */
  async function keeps(name: string, { tag, sha256 }: Spooled, said: string | undefined): Promise<boolean> {
    if (said === `"${tag}"`) return true
    const hash = createHash('sha256')
    for await (const chunk of read(name)) hash.update(chunk)
    return hash.digest('hex') === sha256
  }

  const remove = async (name: string): Promise<void> =>
    void (await done(client.ask({ method: 'DELETE', key: keyOf(name), expects: [404] })))

  const list = async (more: Readonly<Record<string, string>>): Promise<string> =>
    textOf(await client.ask({ method: 'GET', query: { 'list-type': '2', 'encoding-type': 'url', prefix, ...more } }))

  const store: ContentStore = {
    async write(name, source) {
      const key = keyOf(name)
      await using held = await spool(waiting, name, source)
      for (let attempt = 0; attempt < 2; attempt++) {
        const answer = await done(
          client.ask({
            method: 'PUT',
            key,
            body: held,
            headers: { 'content-md5': held.md5, 'content-type': 'application/octet-stream' },
          }),
        )
        if (await keeps(name, held, answer.headers.etag)) return
      }
      await remove(name)
      throw fileStoreAltered({
        detail: `${settings.endpoint.host} took ${held.length} bytes twice and kept others`,
        remedy: 'Send the file again; look at the object store before it is trusted further.',
      })
    },
    read,
    async has(name) {
      return (await done(client.ask({ method: 'HEAD', key: keyOf(name), expects: [404] }))).statusCode !== 404
    },
    remove,
    async *names() {
      for (let token: string | undefined = ''; token !== undefined; ) {
        const page: string = await list(token === '' ? {} : { 'continuation-token': token })
        for (const [, key = ''] of page.matchAll(/<Key>([^<]*)<\/Key>/g)) {
          const name = decodeURIComponent(key.replaceAll('+', ' ')).slice(prefix.length)
          // What others put into the bucket is not the city's.
          if (/^[A-Za-z0-9-]{8,64}$/.test(name)) yield name
        }
        token =
          wordOf(page, 'IsTruncated') === 'true'
            ? wordOf(page, 'NextContinuationToken').replaceAll('&amp;', '&')
            : undefined
      }
    },
  }
  return {
    ...store,
    /** Asks once whether the bucket is there and lets the city in. @throws FILE_STORE_AWAY, FILE_STORE_DENIED, FILE_STORE_REFUSED. */
    probe: async (): Promise<void> => void (await list({ 'max-keys': '1' })),
  }
}
