import { mkdir, open, readdir, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isPostalAddress, type MessageWay, type Outgoing, oneLine, type Report } from './message.ts'

const idForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const dateForm = /^\d{4}-\d{2}-\d{2}$/
const trackingForm = /^[A-Z0-9]{8,30}$/
const kinds: ReadonlySet<unknown> = new Set<Report['kind']>(['arrived', 'returned', 'refused'])
const longest = 65_536

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** Durable before it bears its name: what lies in the folder is whole. */
async function place(folder: string, name: string, bytes: Buffer | string): Promise<void> {
  const making = join(folder, `.${name}.part`)
  const file = await open(making, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(making, join(folder, name))
}

function reportIn(text: string): Report | undefined {
  let value: Readonly<Record<string, unknown>>
  try {
    value = (JSON.parse(text) ?? {}) as Readonly<Record<string, unknown>>
  } catch {
    return undefined
  }
  const { id, kind, on, tracking } = value
  if (typeof id !== 'string' || !idForm.test(id) || !kinds.has(kind)) return undefined
  const number = typeof tracking === 'string' && trackingForm.test(tracking) ? tracking : undefined
  return {
    id,
    kind: kind as Report['kind'],
    proof: number ?? 'NO_NUMBER',
    ...(typeof on === 'string' && dateForm.test(on) && { on }),
    ...(number !== undefined && { tracking: number }),
  }
}

/** The sheet that goes with the paper: to whom, and what is in it. */
const labelOf = ({ id, to, subject, paper }: Outgoing): string =>
  JSON.stringify({ id, to: oneLine(to), subject: oneLine(subject), ...(paper && { paper: `${id}.pdf` }) })

/**
 * 邮政信函 Lays letters into a folder that the city's post room or the post's own program empties: `<id>.pdf` and, last, `<id>.json`. What became of
 * them it lays into `in/` as JSON: arrived, returned or refused, on which day, under which tracking number (邮件号).
 */
export function makeLetters(folder: string): MessageWay {
  const [out, done, back, read] = ['out', 'out/taken', 'in', 'in/read'].map(name => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ]
  const ready = async (): Promise<void> => {
    for (const each of [out, done, back, read]) await mkdir(each, { recursive: true, mode: 0o700 })
  }
  return {
    way: 'post',
    async send(message) {
      const { id, to, paper } = message
      if (!idForm.test(id) || !isPostalAddress(to)) return { kind: 'refused', proof: 'ADDRESS_INVALID' }
      if (!paper) return { kind: 'refused', proof: 'NO_PAPER' }
      await ready()
      const label = `${id}.json`
      if ((await isThere(join(out, label))) || (await isThere(join(done, label))))
        return { kind: 'taken', proof: 'THERE_ALREADY' }
      await place(out, `${id}.pdf`, paper.bytes)
      await place(out, label, labelOf(message))
      return { kind: 'taken', proof: 'HANDED_OVER' }
    },
    async reports(take) {
      await ready()
      for (const name of (await readdir(back)).toSorted()) {
        if (!name.endsWith('.json') || name.startsWith('.')) continue
        const path = join(back, name)
        const text = (await stat(path)).size <= longest ? await readFile(path, 'utf8') : ''
        const report = reportIn(text)
        if (report) await take(report)
        await rename(path, join(read, name))
      }
    },
  }
}
