import { join } from 'node:path'
import { systemClock } from '#kernel/clock'
import { codeSchemes, isCodeScheme, parseCode, readDivisions } from '#kernel/code'
import { contentDirectory } from '../content.ts'
import type { Command } from './command.ts'
import { usage } from './line.ts'

/** 验码 Takes a public code apart, or says what is wrong with it. */
export const code: Command = {
  summary: { zh: '校验并拆解一个编码', en: 'check a code and take it apart' },
  usage: `code SCHEME VALUE   (${Object.keys(codeSchemes).join(', ')})`,
  options: {},
  takes: [2, 2],
  run: async ({ args: [scheme = '', value = ''] }) => {
    if (!isCodeScheme(scheme))
      throw usage({
        detail: `There is no scheme ${scheme}.`,
        remedy: `plumbline code SCHEME VALUE, with one of ${Object.keys(codeSchemes).join(', ')}.`,
      })
    const parsed = parseCode(scheme, value, {
      today: systemClock().today(),
      divisions: readDivisions(join(contentDirectory, 'divisions')),
    })
    const lines = parsed.ok
      ? Object.entries(parsed.parts).map(([part, found]) => `${part}: ${String(found)}`)
      : parsed.problems.map(({ code, text }) => `${code}: ${text}`)
    return {
      ok: parsed.ok,
      figures: parsed.ok
        ? { scheme, value: parsed.value, parts: parsed.parts }
        : { scheme, value, problems: parsed.problems },
      text: lines.join('\n'),
    }
  },
}
