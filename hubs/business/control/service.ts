import { type Control, type ControlInput, serviceKnown } from '#kernel/case'
import type { Basis } from '#kernel/refusal'
import { granted, refused } from '#kernel/refusal'

/** Ways in which nobody signs: the announcement, and what reaches a system and is known there (民事诉讼法90, 95; not verified here). */
const unsigned: ReadonlySet<string> = new Set(['announcement', 'electronic'])

/** 依据 A penalty’s own law says it; elsewhere the general one does (民事诉讼法90; not verified here). */
const basisIn = ({ state }: ControlInput): Basis =>
  state.drawer === 'penalty' ? { law: '行政处罚法', articles: ['61(2)'] } : { law: '民事诉讼法', articles: ['90'] }

/**
 * 电子送达 Only on whoever agreed and signed a confirmation that stands, and a decision only once he signed for it: what merely lies in a mailbox starts no
 * time. What an officer ticks about it (`consent`) counts for nothing.
 */
function electronically(input: ControlInput) {
  const { verb, body, evidence, on } = input
  const basis = basisIn(input)
  const known = serviceKnown(evidence)
  if (!known || known.consentedOn === null || known.consentedOn > on)
    return refused({
      code: 'SERVICE_WITHOUT_CONSENT',
      text: '电子送达须经当事人同意并签订确认书；可以邮寄，或者在窗口送达',
      facts: { way: 'electronic', remedy: ['post', 'window'] },
      basis,
    })
  if (verb !== 'deliver') return granted
  if (known.received === null)
    return refused({
      code: 'SERVICE_NOT_RECEIVED',
      text: '当事人还没有在网上签收决定文书，不能算已经电子送达；可以再等，或者邮寄、在窗口送达',
      facts: { way: 'electronic', remedy: ['post', 'window'] },
      basis,
    })
  const said = body.servedOn
  if (said !== undefined && said !== known.received.on)
    return refused({
      code: 'SERVICE_ON_ANOTHER_DAY',
      text: '电子送达的日期是当事人签收的那一天',
      facts: { servedOn: String(said), receivedOn: known.received.on },
      basis,
    })
  return granted
}

/** 送达方式 Only ways the stage names, with the receipt it wants; electronic service only with the party's consent (行政处罚法61(2)). */
export const service: Control = {
  name: 'service',
  judge: input => {
    const { definition, stage, body, verb } = input
    // A corrected paper is served as the paper itself was.
    const delivery = [...definition.stages.values()].find(({ kind }) => verb === 'correct' && kind === 'delivery')
    const declared = (stage === undefined ? delivery : definition.stages.get(stage))?.service
    const way = body.way ?? (verb === 'correct' ? undefined : declared?.ways[0])
    if (declared?.receipt && body.receipt !== true && !unsigned.has(String(way)))
      return refused({
        code: 'SERVICE_WITHOUT_RECEIPT',
        text: '送达须有送达回证',
        basis: { law: '民事诉讼法', articles: ['87'] },
      })
    if (typeof way !== 'string') return granted
    if (declared && !(declared.ways as readonly string[]).includes(way))
      return refused({ code: 'SERVICE_WAY_NOT_NAMED', text: '不是规定的送达方式', facts: { way, may: declared.ways } })
    // Where a stage names electronic service and asks nobody’s consent, it serves offices of the city.
    const freely = declared !== undefined && declared.consent !== 'electronic'
    return way === 'electronic' && !freely ? electronically(input) : granted
  },
}
