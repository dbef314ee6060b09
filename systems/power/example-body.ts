import type { Calendar } from '#kernel/calendar'
import { type CaseState, type Facts, hearingDue, openStages, type Verb } from '#kernel/case'
import { type CompiledItem, spanOf } from '#kernel/definition'

type Body = Record<string, unknown>

/** What an example leaves unsaid because any clerk would know it. */
export function completed(
  definition: CompiledItem,
  state: CaseState,
  verb: Verb,
  written: Body,
  given: Body,
  on: string,
  calendar: Calendar,
  facts: Facts,
): Body {
  const { content, materials, authority } = definition.definition
  const named = typeof written['stage'] === 'string' ? definition.stages.get(written['stage']) : undefined
  const stage = named ?? definition.stages.get(openStages(state)[0] ?? '')
  const asked = (key: string | undefined) => {
    const answers: Body = {}
    for (const name of Object.keys(given)) {
      const field = content.form[name]
      if (field && field.at === key) answers[name] = given[name]
    }
    return answers
  }
  const originals = (ids: readonly string[]) => Object.fromEntries(ids.map(id => [id, 'original']))
  const two = { officers: ['investigator-1', 'investigator-2'] }
  const { after, as: _, ...body } = written
  switch (verb) {
    case 'submit':
    case 'lodge':
      return {
        fields: asked(undefined),
        materials: originals(
          materials.filter(({ from, stage: at }) => from === 'applicant' && at === undefined).map(({ id }) => id),
        ),
        ...body,
      }
    case 'complete': {
      const needs = materials
        .filter(({ id, stage: at }) => at === stage?.stage || stage?.needs?.includes(id))
        .map(({ id }) => id)
      return {
        fields: asked(stage?.stage),
        ...(needs.length > 0 && { materials: originals(needs) }),
        ...(authority.certificate && stage?.kind === 'evidence' && two),
        ...body,
      }
    }
    case 'notify': {
      const document = content.documents?.find(({ id }) => id === (body['document'] ?? stage?.needs?.[0]))
      const offersHearing = hearingDue({ definition, facts })
      return {
        ...(authority.certificate && two),
        states: document?.mustState ?? [],
        offersHearing,
        receipt: true,
        ...body,
      }
    }
    case 'deliver':
    case 'correct':
      return { receipt: true, ...body }
    case 'hear':
      return { minutes: '示例', ...body }
    case 'vote':
      return { opinion: '示例', ...body }
    case 'decide':
      return { fields: asked(stage?.stage), reason: '示例', ...body }
    case 'suspend':
    case 'extend':
      return { notice: true, ...(verb === 'extend' && { reason: '示例' }), ...body }
    case 'scheduleHearing': {
      const span = spanOf(String(after ?? '8 workday'))
      return { on: calendar.due(Temporal.PlainDate.from(on), { ...span, kind: 'min' }).due.toString(), ...body }
    }
    case 'urge': {
      const urging = content.outcomes[state.outcome ?? '']?.enforcement?.urge
      const document = content.documents?.find(({ id }) => id === urging?.document)
      return { states: document?.mustState ?? [], receipt: true, ...body }
    }
    case 'reduce':
      return { agreedOn: on, ...body }
    case 'grantInstalment':
      return { reason: '示例', requestedOn: on, ...body }
    case 'refuseAcceptance':
    case 'returnTo':
    case 'withdrawPublication':
      return { reason: '示例', ...body }
    default:
      return body
  }
}
