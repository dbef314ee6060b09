import type { Step } from '../script/script.ts'
import { firstOfEach, type Place, places, tried } from './making.ts'
import type { Maker, Rehearsed, Wrong } from './wrong.ts'

type Body = Readonly<Record<string, unknown>>

const fieldsOf = ({ body }: Step): Body => (body['fields'] ?? {}) as Body
const without = (given: Body, name: string): Body =>
  Object.fromEntries(Object.entries(given).filter(([key]) => key !== name))

/** It is asked for; or a rule that reads it does not know, and says so first. */
const lacking = ['BODY_INVALID', 'RULE_UNKNOWN', 'CONDITION_UNKNOWN'] as const

/** Acts whose form must be complete. */
const whole: ReadonlySet<string> = new Set(['submit', 'complete'])

/** A code with another check digit is no code. */
const spoilt = (code: string): string => `${code.slice(0, -1)}${code.endsWith('1') ? '2' : '1'}`

/** 填报 An answer is left out, a code is none, a member is smuggled in. */
function ofAnswers(rehearsed: Rehearsed): readonly Wrong[] {
  const { form } = rehearsed.item.definition.content
  const all = places(rehearsed)
  const asks = ({ deed }: Place) => Object.keys(fieldsOf(deed)).find(name => form[name]?.required === undefined)
  const codeIn = ({ deed }: Place) =>
    Object.keys(fieldsOf(deed)).find(name => form[name]?.type === 'uscc' || form[name]?.type === 'citizen')
  const sortOf = ({ deed }: Place) => `${deed.verb} ${String(deed.body['stage'] ?? '')}`
  return [
    ...firstOfEach(
      // A clue, and a piece of evidence, may be put on record before everything about it is known.
      all.filter(place => whole.has(place.deed.verb) && asks(place) !== undefined),
      sortOf,
    ).map(place =>
      tried('content/answer-missing', lacking, place, right => ({
        body: { ...right.body, fields: without(fieldsOf(right), asks(place)!) },
      })),
    ),
    ...firstOfEach(
      all.filter(place => codeIn(place) !== undefined),
      () => 'code',
    ).map(place =>
      tried('content/code-wrong', ['BODY_INVALID'], place, () => ({
        finish: body => {
          const fields = body['fields'] as Body
          const name = codeIn(place)!
          return { ...body, fields: { ...fields, [name]: spoilt(String(fields[name])) } }
        },
      })),
    ),
    ...firstOfEach(
      all.filter(({ deed }) => deed.verb === 'decide'),
      () => 'decide',
    ).map(place =>
      tried('content/unknown-member', ['BODY_INVALID', 'REQUEST_INVALID'], place, right => ({
        body: { ...right.body, override: true },
      })),
    ),
    ...firstOfEach(
      all.filter(({ deed }) => deed.verb === 'decide'),
      () => 'decide',
    ).map(place =>
      tried('content/no-such-outcome', ['ACT_NOT_PERMITTED'], place, right => ({
        body: { ...right.body, outcome: 'no-such-outcome' },
      })),
    ),
  ]
}

/** 要件 A paper is not there: one of the applicant's at acceptance, one of the officers' at their stage. */
function ofPapers(rehearsed: Rehearsed): readonly Wrong[] {
  const { materials } = rehearsed.item.definition
  const asked = materials.filter(
    ({ from, stage, onlyIf }) => from === 'applicant' && stage === undefined && onlyIf === undefined,
  )
  const accepted = firstOfEach(
    places(rehearsed).filter(({ deed }) => deed.verb === 'accept'),
    () => 'accept',
  )
  const officers = firstOfEach(
    places(rehearsed).filter(
      ({ deed }) => deed.verb === 'complete' && Object.keys((deed.body['materials'] ?? {}) as Body).length > 0,
    ),
    ({ deed }) => String(deed.body['stage']),
  )
  return [
    ...accepted.flatMap(place =>
      asked.map(({ id }) =>
        tried('materials/missing', ['MATERIAL_MISSING'], place, () => ({}), { variant: { lacking: id }, ends: true }),
      ),
    ),
    ...officers.map(place =>
      tried('materials/missing', ['MATERIAL_MISSING'], place, right => ({ body: without(right.body, 'materials') })),
    ),
  ]
}

/** 内容与要件 What is wrong in what is written and handed in. */
export const ofForm: Maker = rehearsed => [...ofAnswers(rehearsed), ...ofPapers(rehearsed)]
