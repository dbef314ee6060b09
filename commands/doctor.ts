import { existsSync } from 'node:fs'
import { describeConfig, readConfig } from '#kernel/config'
import { Refusal } from '#kernel/refusal'
import type { Command } from './command.ts'
import { withCity } from './opened.ts'

interface Finding {
  readonly what: string
  readonly ok: boolean
  readonly detail: string
  readonly remedy?: string
}

async function tried(what: string, look: () => Promise<string> | string): Promise<Finding> {
  try {
    return { what, ok: true, detail: await look() }
  } catch (fault) {
    const remedy = fault instanceof Refusal ? fault.remedy : undefined
    return {
      what,
      ok: false,
      detail: fault instanceof Error ? fault.message : String(fault),
      ...(remedy !== undefined && { remedy }),
    }
  }
}

/** 体检 Says what is missing on this machine and how to mend it. */
export const doctor: Command = {
  summary: { zh: '检查本机环境并给出办法', en: 'look at this machine and say what is missing' },
  usage: 'doctor',
  run: async line => {
    const findings = [
      await tried('platform', () => {
        const { platform, arch, version } = process
        if (platform !== 'linux' || arch !== 'x64')
          return `${platform} ${arch}, Node ${version}: best effort, set DATABASE_URL and CHROMIUM_PATH`
        return `${platform} ${arch}, Node ${version}`
      }),
      await tried('settings', () =>
        JSON.stringify(describeConfig(readConfig({ given: { mode: line.options['demo'] ? 'demo' : undefined } }))),
      ),
      await tried('locale C.UTF-8', () =>
        existsSync('/usr/lib/locale/C.utf8') || existsSync('/usr/lib/locale/locale-archive')
          ? 'present'
          : 'built into the C library, or missing',
      ),
      await tried('city', () =>
        withCity(
          line,
          async city => `opens; ${city.storage.kind} PostgreSQL; log ${JSON.stringify(await city.trail.backlog())}`,
        ),
      ),
    ]
    const ok = findings.every(finding => finding.ok)
    return {
      ok,
      figures: { findings },
      text: findings
        .map(
          ({ what, ok: fine, detail, remedy }) =>
            `${fine ? '✔' : '✘'} ${what}: ${detail}${remedy ? `\n  → ${remedy}` : ''}`,
        )
        .join('\n'),
    }
  },
}
