import { readFileSync } from 'node:fs'
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { refusal } from '#kernel/refusal'
import { itemKinds, livedItem } from '../item-kind.ts'

export const givenUnreadable = refusal('GIVEN_WRONG_UNREADABLE', 422, 'A line of the given violations cannot be used')

const Body = Type.Record(Type.String(), Type.Unknown())

/**
 * 给定的违规 One line of `--violations FILE` (JSON Lines): a wrong that whoever wrote the simulator did not think of, done in an
 * otherwise clean case over the public interface.
 */
export const GivenViolation = Type.Object(
  {
    kind: Type.String({ minLength: 1, maxLength: 80, description: 'A name for the report.' }),
    item: Type.String({ description: 'The item: its code, or how the report names it.' }),
    at: Type.String({
      pattern: '^[a-zA-Z]+(:[a-zA-Z0-9-]+)?$',
      description: 'The rightful act it is done at: a verb, or verb:stage. An opening is submit or lodge.',
    }),
    actor: Type.Optional(
      Type.String({
        pattern: '^(holder|party|stranger|administrator|other-organ|post/[a-z0-9-]+)$',
        description:
          'Who does it. holder (default): who would rightly act; party: whom the case is about; stranger: a firm that is no party; other-organ: the same post elsewhere, or a head where no other organ has it; post/CODE: that post of the same organ, or of the first that has it.',
      }),
    ),
    change: Type.Union(
      [
        Type.Object(
          { patch: Body },
          { additionalProperties: false, description: 'The request body, changed (RFC 7396).' },
        ),
        Type.Object(
          { act: Type.Object({ verb: Type.String(), body: Type.Optional(Body) }, { additionalProperties: false }) },
          { additionalProperties: false, description: 'Another act, tried before the rightful one.' },
        ),
        Type.Object(
          { delay: Type.String({ pattern: '^[0-9]{1,4} (workday|day)$' }) },
          { additionalProperties: false, description: 'The act comes so much later.' },
        ),
        Type.Object({ skip: Type.Literal(true) }, { additionalProperties: false, description: 'The act is left out.' }),
      ],
      { description: 'What is done instead. An opening can only be patched.' },
    ),
    expect: Type.Union([Type.Literal('refused'), Type.Literal('alarmed')], {
      description:
        'refused: the wrong act (after skip: the next act; after delay: the act itself) gets a 4xx. alarmed: it goes through and an alarm beyond a warning is raised in the case.',
    }),
    codes: Type.Optional(
      Type.Array(Type.String(), {
        minItems: 1,
        description: 'Only these codes of a refusal, or names of an alarm, count.',
      }),
    ),
    times: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1_000, description: 'Cases it is planted in; default 3.' }),
    ),
  },
  { additionalProperties: false, $id: 'plumbline:given-violation:1', title: '给定的违规 a given violation' },
)
export type GivenViolation = Static<typeof GivenViolation>

/** A given wrong with the item it belongs to, as the run knows it. */
export interface Given extends GivenViolation {
  /** How the run names the item: one that is lived by hand, else its code. */
  readonly lived: string
}

const check = Compile(GivenViolation)

function lineOf(text: string, place: string): Given {
  const unusable = (detail: string) =>
    givenUnreadable({
      detail: `${place}: ${detail}`,
      remedy: 'The form of a line: plumbline simulate --violations-schema; one JSON object a line.',
    })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw unusable('this is not JSON')
  }
  if (!check.Check(value)) {
    const [first] = check.Errors(value)
    throw unusable(first ? `${first.instancePath || '/'} ${first.message}` : 'not of the published form')
  }
  const lived = itemKinds.find(kind => kind === value.item || livedItem(kind).code === value.item) ?? value.item
  const opening = value.at === 'submit' || value.at === 'lodge'
  if (opening && !('patch' in value.change)) throw unusable('an opening can only be patched')
  return { ...value, lived }
}

/** No life is known for an item that a line names. */
export const notLivedAt = (item: string, lived: readonly string[]) =>
  givenUnreadable({
    detail: `no life is known for ${item}; there are ${lived.join(', ')}`,
    remedy: 'Name an item that is lived.',
  })

/** A line names a post that nobody in the city holds. */
export const nobodyHolds = (code: string) =>
  givenUnreadable({ detail: `nobody in the city holds the post ${code}`, remedy: 'Name a post that somebody holds.' })

const mostBytes = 16 * 1_024 * 1_024

/** Reads the given violations. @throws GIVEN_WRONG_UNREADABLE with file, line and remedy. */
export function readGiven(file: string): readonly Given[] {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (cause) {
    throw givenUnreadable({ detail: `${file} cannot be read`, remedy: 'Name an existing file.', cause })
  }
  if (bytes.length > mostBytes)
    throw givenUnreadable({ detail: `${file} has more than 16 MB`, remedy: 'Give fewer lines, or several runs.' })
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw givenUnreadable({ detail: `${file} is not UTF-8`, remedy: 'Save it as UTF-8.', cause })
  }
  const lines = text.split('\n').map((line, index) => [line.trim(), `${file}:${index + 1}`] as const)
  const given = lines.filter(([line]) => line !== '').map(([line, place]) => lineOf(line, place))
  if (given.length === 0) throw givenUnreadable({ detail: `${file} holds no line`, remedy: 'Give at least one.' })
  return given
}
