import { stagesOf } from '#kernel/definition'
import { codeFor, codesFor } from '../codes.schema.ts'
import type { BasicPart, Cells } from './basic-rows.ts'
import { cited, zh } from './item-words.ts'

const yes = (holds: boolean | undefined): string => (holds ? '1' : '0')

/** 扩展信息 How the item is carried out, where it is asked for and what comes of it. */
export function extensionCells({ definition, codes, placing }: BasicPart): Cells {
  const { content } = definition
  const { guide, channels } = content
  const outcomes = Object.entries(content.outcomes).filter(([, { effects }]) =>
    effects.some(effect => 'voucher' in effect),
  )
  const documents = content.documents ?? []
  const vouchers = new Set(
    outcomes.flatMap(([, { effects }]) => effects.flatMap(effect => ('voucher' in effect ? [effect.voucher] : []))),
  )
  const results = documents.filter(({ id }) => vouchers.has(id))
  const shown = results.length > 0 ? results : documents.filter(({ seal }) => seal)
  const kinds = [
    ...(vouchers.size > 0 ? ['voucher'] : []),
    ...(documents.length > 0 && vouchers.size === 0 ? ['document'] : []),
  ]
  const partners = stagesOf(definition.flow).flatMap(({ stage }) =>
    (stage.organs ?? []).map(organ => ({ stage: stage.stage, organ })),
  )
  return {
    handle_area:
      guide?.anywhere && placing.put(codeFor(codes, 'handle-area', zh(guide.anywhere)), 'content.guide.anywhere'),
    is_entry_center: yes(channels.includes('window')),
    is_express: placing.put(yes(guide?.express), 'content.guide.express'),
    is_online: yes(channels.includes('online')),
    is_pay_online: codes.given['is_pay_online']?.value,
    is_schedule: placing.put(yes(guide?.appointment), 'content.guide.appointment'),
    limit_explain: placing.put(zh(guide?.quantityLimit), 'content.guide.quantityLimit'),
    limit_scene_explain: content.notOnline && placing.put(zh(content.notOnline.reason), 'content.notOnline.reason'),
    other_dept: placing.put(
      partners.map(({ organ }) => organ).join('；'),
      ...partners.map(({ stage }) => `flow.${stage}.organs.*`),
    ),
    result_name: placing.put(
      shown
        .map(({ name }) => zh(name))
        .filter(said => said !== '')
        .join('；'),
      ...shown.map(({ id }) => `content.documents.${id}.name`),
    ),
    result_type: codesFor(codes, 'result-type', kinds.length > 0 ? kinds : ['other']),
    service_type: placing.put(zh(guide?.intermediary), 'content.guide.intermediary'),
  }
}

/** 材料目录 One row a paper: whether it must be there, of which kind, where it comes from and on what ground it is asked. */
export const materialCells = ({ definition, codes, placing }: BasicPart): readonly Cells[] =>
  definition.materials.map(({ id, name, from, originals = 0, copies = 0, onlyIf, sign, basis }, at) => {
    const path = `materials.${id}`
    const kind = originals > 0 && copies > 0 ? 'both' : originals > 0 ? 'original' : copies > 0 ? 'copy' : undefined
    const source = typeof from === 'string' ? from : 'voucher' in from ? 'voucher' : 'register'
    return {
      accept_stand: placing.put(zh(sign), `${path}.sign`),
      by_law: basis && placing.put(cited(basis), `${path}.basis.*`),
      is_need: placing.put(onlyIf === undefined ? '1' : '2', ...(onlyIf === undefined ? [] : [])),
      material_name: placing.put(zh(name), `${path}.name`),
      material_type: kind && codeFor(codes, 'material-type', kind),
      order_num: at + 1,
      page_num: placing.put(originals + copies > 0 ? originals + copies : undefined),
      source_type: placing.put(
        codeFor(codes, 'source-type', source),
        ...(typeof from === 'string' ? [`${path}.from`] : []),
      ),
    }
  })

/** 收费项目 What the guide says it costs; an item that costs nothing has no row. */
export function feeCells({ definition, placing }: BasicPart): readonly Cells[] {
  const fee = definition.content.guide?.fee
  if (fee === undefined || fee === 'none') return []
  return [{ fee_name: placing.put(zh(fee), 'content.guide.fee'), fee_stand: zh(fee), order_num: 1 }]
}

/** 常见问题 */
export const questionCells = ({ definition, placing }: BasicPart): readonly Cells[] =>
  (definition.content.guide?.faq ?? []).map(({ question, answer }, at) => ({
    answer: placing.put(zh(answer), `content.guide.faq.${at}.answer`),
    order_num: at + 1,
    question: placing.put(zh(question), `content.guide.faq.${at}.question`),
  }))
