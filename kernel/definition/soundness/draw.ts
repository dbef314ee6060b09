import type { Draw, SubCase } from '../settings/flow.ts'
import type { Ground, PlacedStage } from './ground.ts'

/** 抽取 How many are drawn is said once, who goes there has a post, and the registers have the columns that are looked at. */
export function checkDraws(ground: Ground): void {
  for (const { stage, path } of ground.stages) {
    if (stage.subCase) checkSubCase(ground, stage.subCase, path)
    if (!stage.draw) continue
    checkDraw(ground, stage.draw, path)
    checkColumns(ground, stage.draw, path)
  }
}

function checkDraw({ definition, say }: Ground, draw: Draw, path: PlacedStage['path']): void {
  const stuck = (zh: string, en: string) => say('FLOW_NO_WAY_OUT', [...path, 'draw'], zh, en)
  if ((draw.count === undefined) === (draw.percent === undefined))
    stuck('抽取数量写 count 或 percent 之一', 'How many are drawn: by count or by percent, one of them')
  if ((draw.inspectors === undefined) !== (draw.role === undefined))
    stuck('抽取检查人员要写明人数和岗位', 'Drawing inspectors needs their number and their role')
  if (draw.role !== undefined && !Object.hasOwn(definition.authority.posts, draw.role))
    say(
      'AUTHORITY_UNKNOWN_POST',
      [...path, 'draw', 'role'],
      `权限里没有“${draw.role}”`,
      `authority.posts has no “${draw.role}”`,
    )
}

/** Each answer of the sub-case comes from somewhere: the row that was drawn, or this case's own form. */
function checkSubCase(
  { definition, stages, registers, say }: Ground,
  subCase: SubCase,
  path: PlacedStage['path'],
): void {
  const from = stages.find(({ stage }) => stage.draw)?.stage.draw?.from
  if (from === undefined)
    say('FLOW_NO_WAY_OUT', [...path, 'subCase'], '没有抽取，子办件无从产生', 'Without a draw no sub-case comes about')
  const columns = from === undefined ? undefined : registers(from)?.fields
  for (const [field, source] of Object.entries(subCase.fields ?? {})) {
    const [, column] = /^object\.(.+)$/.exec(source) ?? []
    const known =
      column === undefined
        ? Object.hasOwn(definition.content.form, source)
        : column === 'turn' || columns === undefined || Object.hasOwn(columns, column)
    if (!known)
      say(
        'NAME_UNKNOWN_FIELD',
        [...path, 'subCase', 'fields', field],
        `“${source}”既不是本表字段，也不是所抽台账的栏目`,
        `“${source}” is neither a field of this form nor a column of the register drawn from`,
      )
  }
}

function checkColumns({ registers, say }: Ground, { from, where = {}, except }: Draw, path: PlacedStage['path']): void {
  const looked = [
    { register: from, fields: [...Object.keys(where), ...(except ? [except.by] : [])] },
    ...(except ? [{ register: except.register, fields: [except.by, ...Object.keys(except.where ?? {})] }] : []),
  ]
  for (const { register, fields } of looked) {
    const known = registers(register)
    for (const field of known ? fields : [])
      if (!Object.hasOwn(known!.fields, field))
        say(
          'NAME_UNKNOWN_COLUMN',
          [...path, 'draw'],
          `台账“${register}”没有“${field}”这一栏`,
          `Register “${register}” has no column “${field}”`,
        )
  }
}
