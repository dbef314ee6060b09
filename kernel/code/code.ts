import { refusal } from '#kernel/refusal'
import { parseCertificate } from './certificate.ts'
import { parseCitizen } from './citizen.ts'
import { parseDivision } from './division.ts'
import { parseItem } from './item.ts'
import { parseLocal } from './local.ts'
import { parseProject } from './project.ts'
import type { CodeContext, Parsed } from './scheme.ts'
import { parseUscc } from './uscc.ts'

const schemeUnknown = refusal('CODE_SCHEME_UNKNOWN', 422, 'No such scheme of codes')

type Parse = (value: string, context: CodeContext) => Parsed<object>

/** 编码方案 Every scheme by name; a new one is a line here. */
export const codeSchemes = {
  uscc: parseUscc,
  citizen: parseCitizen,
  item: parseItem,
  certificate: parseCertificate,
  division: parseDivision,
  local: parseLocal,
  project: parseProject,
} as const satisfies Readonly<Record<string, Parse>>

export type CodeScheme = keyof typeof codeSchemes

export const isCodeScheme = (scheme: string): scheme is CodeScheme => Object.hasOwn(codeSchemes, scheme)

/** Reads a code of a scheme: its parts, or what is wrong with it. @throws CODE_SCHEME_UNKNOWN. */
export function parseCode(scheme: string, value: string, context: CodeContext): Parsed<object> {
  if (!isCodeScheme(scheme))
    throw schemeUnknown({ detail: scheme, remedy: `one of ${Object.keys(codeSchemes).join(', ')}` })
  const parse: Parse = codeSchemes[scheme]
  return parse(value, context)
}
