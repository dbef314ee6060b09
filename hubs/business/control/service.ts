import type { Control } from '#kernel/case'
import { granted, refused } from '#kernel/refusal'

/** Ways in which nobody signs: the announcement, and what reaches a system and is known there (民事诉讼法90, 95; not verified here). */
const unsigned: ReadonlySet<string> = new Set(['announcement', 'electronic'])

/** 送达方式 Only ways the stage names, with the receipt it wants; electronic service only with the party's consent (行政处罚法61(2)). */
export const service: Control = {
  name: 'service',
  judge: ({ definition, stage, body, verb }) => {
    // A corrected paper is served as the paper itself was.
    const delivery = [...definition.stages.values()].find(({ kind }) => verb === 'correct' && kind === 'delivery')
    const declared = (stage === undefined ? delivery : definition.stages.get(stage))?.service
    const way = body.way
    if (declared?.receipt && body.receipt !== true && !unsigned.has(String(way)))
      return refused({
        code: 'SERVICE_WITHOUT_RECEIPT',
        text: '送达须有送达回证',
        basis: { law: '民事诉讼法', articles: ['87'] },
      })
    if (!declared || typeof way !== 'string') return granted
    if (!(declared.ways as readonly string[]).includes(way))
      return refused({ code: 'SERVICE_WAY_NOT_NAMED', text: '不是规定的送达方式', facts: { way, may: declared.ways } })
    if (declared.consent === way && body.consent !== true)
      return refused({
        code: 'SERVICE_WITHOUT_CONSENT',
        text: '电子送达须经当事人同意并签订确认书',
        facts: { way },
        basis: { law: '行政处罚法', articles: ['61(2)'] },
      })
    return granted
  },
}
