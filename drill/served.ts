import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

/** 开门 Where a process of the city says it listens, and the last it said of itself; fails with that when it ends first. */
export function servedBy(child: ChildProcess, name: string) {
  let errors = ''
  child.stderr!.on('data', text => {
    errors += String(text)
  })
  const { promise: url, resolve, reject } = Promise.withResolvers<string>()
  createInterface({ input: child.stdout! }).on('line', line => {
    if (!line.startsWith('{"name":"serve"')) return
    const { ok, figures } = JSON.parse(line) as { ok: boolean; figures: { url: string } }
    if (ok) resolve(figures.url)
    // Where it went wrong stands in what it says besides, a moment later.
    else setTimeout(() => reject(new Error(`${line}\n${errors.slice(-2_000)}`)), 500)
  })
  child.once('exit', code => reject(new Error(`${name} ended with ${code}: ${errors.slice(-2_000)}`)))
  const patience = setTimeout(() => reject(new Error(`${name} did not open: ${errors.slice(-2_000)}`)), 300_000)
  void url.catch(() => {}).finally(() => clearTimeout(patience))
  return { url, errors: () => errors.slice(-1_000) }
}
