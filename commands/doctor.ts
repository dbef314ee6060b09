import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describeConfig, keptMode } from '#kernel/config'
import { Refusal, refusal } from '#kernel/refusal'
import type { Command, CommandLine } from './command.ts'
import { withCity } from './opened.ts'
import { cityOptions, readConfigOf, settingsOf } from './settings.ts'

const filesMissing = refusal('FILES_MISSING', 500, 'Files that the city keeps are not in the content store')

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

/** The city is opened, and closed again with the command; a city that runs is well, and left alone. */
const lookAtCity = (line: CommandLine): Promise<string> =>
  withCity(line, async city => {
    const { seen, missing } = await city.files.inspect(city.db, false)
    if (missing.length > 0) throw filesMissing({ detail: `${missing.length} of ${seen}`, facts: { missing } })
    return `opens; ${city.storage.kind} PostgreSQL; log ${JSON.stringify(await city.trail.backlog())}; ${seen} files`
  }).catch(fault => {
    if (fault instanceof Refusal && fault.code === 'DATA_DIRECTORY_IN_USE') return `runs: ${fault.message}`
    throw fault
  })

/** 体检 Says what is missing on this machine and how to mend it. Where there is no city yet it makes none. */
export const doctor: Command = {
  summary: { zh: '检查本机环境并给出办法', en: 'look at this machine and say what is missing' },
  usage: 'doctor',
  options: cityOptions,
  run: async line => {
    const { platform, arch, version } = process
    const findings = [
      await tried('platform', () =>
        platform !== 'linux' || arch !== 'x64'
          ? `${platform} ${arch}, Node ${version}: best effort, set DATABASE_URL and CHROMIUM_PATH`
          : `${platform} ${arch}, Node ${version}`,
      ),
      await tried('locale C.UTF-8', () =>
        existsSync('/usr/lib/locale/C.utf8') || existsSync('/usr/lib/locale/locale-archive')
          ? 'present'
          : 'built into the C library, or missing',
      ),
    ]
    const { settings, modeIsNamed } = settingsOf(line.options)
    const { dataDirectory } = settings
    const isMade = keptMode(dataDirectory) !== undefined || existsSync(join(dataDirectory, 'database.json'))
    findings.push(
      await tried('settings', () =>
        isMade || modeIsNamed
          ? JSON.stringify(describeConfig(readConfigOf(line.options)))
          : 'none yet: npm start opens a demonstration; docs/operate/production.md says what a real city needs',
      ),
    )
    findings.push(
      await tried('city', () => (isMade ? lookAtCity(line) : `none yet in ${dataDirectory}; its first start makes it`)),
    )
    const ok = findings.every(finding => finding.ok)
    return {
      ok,
      figures: { findings },
      text: findings
        .map(
          ({ what, ok: fine, detail, remedy }) =>
            `${fine ? '✔' : '✘'} ${what}: ${detail}${remedy ? `\n  → ${remedy.replaceAll('\n', '\n    ')}` : ''}`,
        )
        .join('\n'),
    }
  },
}
