import type { Control, ControlInput } from '#kernel/case'
import { certificateVerdict, personsOf } from '#kernel/identity'
import { granted } from '#kernel/refusal'
import { provisionFor } from './provision.ts'

/** Where officers must act together: the stages the item names, else wherever evidence is taken. */
const applies = ({ definition, stage, verb }: ControlInput): boolean => {
  const at = definition.definition.authority.officers?.at
  if (at) return stage !== undefined && at.includes(stage)
  return verb === 'recordEvidence' || (stage !== undefined && definition.stages.get(stage)?.kind === 'evidence')
}

/** 执法资格 As many officers as the item says, each with a certificate in force: two for penalties (行政处罚法42). */
export const certificate: Control = {
  name: 'certificate',
  judge: input => {
    const { actor, body, directory, on, definition } = input
    const { certificate: kind, officers } = definition.definition.authority
    if (kind === undefined || actor.kind !== 'officer' || !applies(input)) return granted
    const named = Array.isArray(body.officers) ? (body.officers as readonly string[]) : []
    return certificateVerdict({
      directory,
      officers: [...new Set([...personsOf(actor), ...named])],
      kind,
      min: officers?.min ?? 1,
      on,
      basis: provisionFor(input, 'certificate'),
    })
  },
}
