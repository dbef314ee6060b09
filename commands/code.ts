import { join } from 'node:path'
import { systemClock } from '#kernel/clock'
import { codeSchemes, isCodeScheme, parseCode, readDivisions } from '#kernel/code'
import { contentDirectory } from '../content.ts'
import type { Command } from './command.ts'

/** 验码 Takes a public code apart, or says what is wrong with it. */
export const code: Command = {
  summary: { zh: '校验并拆解一个编码', en: 'check a code and take it apart' },
  usage: `code SCHEME VALUE   (${Object.keys(codeSchemes).join(', ')})`,
  run: async ({ args: [scheme, value] }) => {
    if (scheme === undefined || value === undefined || !isCodeScheme(scheme))
      return {
        ok: false,
        figures: { problems: [{ code: 'USAGE', text: `schemes: ${Object.keys(codeSchemes).join(', ')}` }] },
        text: 'usage: plumbline code SCHEME VALUE',
      }
    const parsed = parseCode(scheme, value, {
      today: systemClock().today(),
      divisions: readDivisions(join(contentDirectory, 'divisions')),
    })
    const lines = parsed.ok
      ? Object.entries(parsed.parts).map(([part, found]) => `${part}: ${String(found)}`)
      : parsed.problems.map(({ code, text }) => `${code}: ${text}`)
    return {
      ok: parsed.ok,
      figures: parsed.ok ? { scheme, value, parts: parsed.parts } : { scheme, value, problems: parsed.problems },
      text: lines.join('\n'),
    }
  },
}
