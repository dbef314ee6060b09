import type { FastifyInstance, FastifyRequest } from 'fastify'
import { formUnreadable } from './forms.ts'

/** A file as the browser sends it: its name is what somebody called it, and shown as that only. */
export interface SentFile {
  readonly name: string
  readonly bytes: Buffer
}

/** 表单 What was typed and chosen, by the names of the fields. */
export interface FormBody {
  one(name: string): string
  all(name: string): readonly string[]
  readonly entries: readonly (readonly [name: string, text: string])[]
  readonly files: readonly SentFile[]
}

/** Fields of one page; nobody types more. */
const mostFields = 400

/** No key types it and no table holds it. */
const unholdable = (text: string): boolean => text.includes('\0')

export function formOf(
  entries: readonly (readonly [name: string, text: string])[],
  files: readonly SentFile[] = [],
): FormBody {
  const all = (name: string) => entries.filter(([key]) => key === name).map(([, text]) => text)
  return { entries, files, all, one: name => all(name)[0] ?? '' }
}

export const noForm = formOf([])

/** The last part of what a browser calls a file, short enough to be shown. */
const nameOf = (given: string): string => [...(given.split(/[/\\]/).at(-1) ?? '')].slice(0, 120).join('')

async function readMultipart(type: string, bytes: Buffer): Promise<FormBody> {
  const entries: (readonly [string, string])[] = []
  const files: SentFile[] = []
  const data = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } })
    .formData()
    .catch((cause: unknown) => {
      throw formUnreadable({ cause })
    })
  for (const [name, value] of data) {
    if (unholdable(typeof value === 'string' ? value : value.name)) throw formUnreadable()
    if (typeof value === 'string') entries.push([name, value])
    // An empty choice of files is sent as a file without name and bytes.
    else if (value.size > 0 || value.name !== '')
      files.push({ name: nameOf(value.name), bytes: Buffer.from(await value.arrayBuffer()) })
  }
  return formOf(entries, files)
}

/** 收表单 Forms as browsers send them without script, within this part of the application. */
export function takePostedForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer' },
    async (_request: unknown, bytes: Buffer) => {
      const entries = [...new URLSearchParams(bytes.toString('utf8'))]
      if (entries.length > mostFields || entries.some(([, text]) => unholdable(text))) throw formUnreadable()
      return formOf(entries)
    },
  )
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, bytes: Buffer) => readMultipart(String(request.headers['content-type']), bytes),
  )
}

export const formIn = ({ body }: { readonly body: unknown }): FormBody =>
  typeof body === 'object' && body !== null && 'entries' in body ? (body as FormBody) : noForm
