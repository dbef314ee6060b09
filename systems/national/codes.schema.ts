import { type Static, Type } from 'typebox'
import { Check, Errors } from 'typebox/value'
import { parse } from 'yaml'
import { refusal } from '#kernel/refusal'

export const nationalCodesUnfit = refusal(
  'NATIONAL_CODES_UNFIT',
  422,
  'The code lists of the national tables cannot be read',
)

const strict = { additionalProperties: false } as const
const Mark = Type.Enum(['R', 'C', 'S', 'M'])
const Given = Type.Object({ value: Type.String({ minLength: 1 }), mark: Mark }, strict)
const Words = Type.Record(Type.String(), Type.String())

/** 代码表 The codes of one column, and which of them our own words become. `several`: more than one may stand in a cell. */
const CodeList = Type.Object(
  { mark: Mark, several: Type.Optional(Type.Boolean()), values: Words, words: Type.Optional(Words) },
  strict,
)

const Codes = Type.Object(
  {
    dataSource: Given,
    separator: Given,
    kinds: Words,
    kindOtherwise: Type.String(),
    tables: Type.Record(Type.String(), Type.Enum(['general', 'punish', 'handle', 'check', 'public'])),
    given: Type.Record(Type.String(), Given),
    lists: Type.Record(Type.String(), CodeList),
  },
  strict,
)

/** 国家平台代码 What `content/national/codes.yaml` says: lists that are assumed are for the city to check and change. */
export type NationalCodes = Static<typeof Codes>

/** Reads the file of code lists. @throws NATIONAL_CODES_UNFIT with the first place that does not fit. */
export function readNationalCodes(file: string, text: string): NationalCodes {
  const value: unknown = parse(text)
  if (Check(Codes, value)) return value
  const [first] = Errors(Codes, value)
  throw nationalCodesUnfit({
    detail: `${file}: ${first?.instancePath ?? ''} ${first?.message ?? ''}`,
    remedy: 'Compare it with content/national/codes.yaml of the release.',
  })
}

/** The code of one of our words, or nothing where the list has none for it. */
export const codeFor = ({ lists }: NationalCodes, list: string, word: string): string | undefined =>
  lists[list]?.words?.[word]

/** Several words as one cell, each code once, in the order of the list. */
export function codesFor(codes: NationalCodes, list: string, words: readonly string[]): string | undefined {
  const found = [...new Set(words.flatMap(word => codeFor(codes, list, word) ?? []))].sort()
  return found.length === 0 ? undefined : found.join(codes.separator.value)
}

/** Whether a cell holds codes of its list only. */
export function isOfList({ lists, separator }: NationalCodes, list: string, value: string): boolean {
  const known = lists[list]
  if (!known) return true
  const given = known.several ? value.split(separator.value) : [value]
  return given.every(one => Object.hasOwn(known.values, one))
}
