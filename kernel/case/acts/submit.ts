import { type Static, Type } from 'typebox'
import { act } from '../act.ts'
import { sortFields, takeMaterials } from '../form.ts'
import { actNotPermitted } from '../refusals.ts'
import type { CaseState } from '../state.ts'
import { Fields, Key, MaterialFiles, Materials, strict } from './words.ts'

/** 申请与线索 An application is submitted, with its whole form; everything else is lodged. */
function beginsBy(verb: 'submit' | 'lodge', { start }: CaseState): void {
  if ((verb === 'submit') !== (start === 'application'))
    throw actNotPermitted({
      detail: `a case that begins with ${start} is not opened by ${verb}`,
      facts: { verb, start },
      remedy: 'Submit an application; lodge what nobody applies for.',
    })
}

const SubmitBody = Type.Object(
  {
    fields: Fields,
    materials: Type.Optional(Materials),
    files: Type.Optional(MaterialFiles),
    /** 信息有误 Which of the answers a register has otherwise, and which register: the case goes on with the party's own. */
    disputed: Type.Optional(
      Type.Record(Type.String({ pattern: '^[a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*)*$', maxLength: 64 }), Key, {
        ...strict,
        maxProperties: 100,
      }),
    ),
  },
  strict,
)

/** 申请 A citizen or firm applies; the day of receipt starts the organ's first limit (行政许可法32). */
export const submit = act<Static<typeof SubmitBody>>({
  body: SubmitBody,
  who: 'either',
  roles: ({ definition }) => [...definition.stages.values()].slice(0, 1).flatMap(stage => stage.by ?? []),
  decide: input => {
    beginsBy('submit', input.state)
    const { fields, materials, files, disputed } = input.body
    return [
      ...sortFields(input, undefined, fields, true, disputed),
      ...takeMaterials(input, materials, undefined, files),
    ]
  },
})

const LodgeBody = Type.Object(
  {
    /** 线索来源 Which line it came in by; the opening keeps it. */
    source: Type.Optional(Key),
    /** 原办件 Number of the case this one comes from. */
    origin: Type.Optional(Type.String({ pattern: '^[0-9]{8,32}$' })),
    fields: Type.Optional(Fields),
    materials: Type.Optional(Materials),
  },
  strict,
)

/** 登记线索 A clue, complaint, referral or plan is put on record, and a case begins that nobody has applied for. */
export const lodge = act<Static<typeof LodgeBody>>({
  body: LodgeBody,
  who: 'either',
  roles: ({ definition }) => [...definition.stages.values()].slice(0, 1).flatMap(stage => stage.by ?? []),
  decide: input => {
    beginsBy('lodge', input.state)
    return [
      ...sortFields(input, undefined, input.body.fields ?? {}, false),
      ...takeMaterials(input, input.body.materials),
    ]
  },
})
