import type { Basis, Reason } from '#kernel/refusal'

/** 不转理由 Why a case stays under the version it runs under; permanent codes, each in a clerk's words. */
export const stayReasons = {
  CASE_ENDED: { zh: '办件已办结', en: 'The case has ended' },
  OTHER_VERSION: { zh: '办件已不在原版本下', en: 'The case runs under another version by now' },
  STAGE_GONE: { zh: '正在办理的环节在新版本中没有了', en: 'The stage it is at does not exist any more' },
  STAGE_OTHER_KIND: { zh: '已到的环节换了种类', en: 'A stage it has reached is of another kind' },
  STAGE_OTHER_HANDS: { zh: '正在办理的环节由他岗办理', en: 'The stage it is at belongs to other hands' },
  PARTS_OTHER: { zh: '并联各项两版不同', en: 'What it opens side by side would be something else' },
  STAGE_BEHIND: {
    zh: '新版本在已走过之处增加了环节',
    en: 'The new version has a stage where the case has passed already',
  },
  STAGE_NOT_CALLED_FOR: {
    zh: '正在办理的环节按新版本不再需要',
    en: 'The stage it is at would not be called for any more',
  },
  NAME_TAKEN: { zh: '新名称在办件中已有他用', en: 'A new name stands for something else in this case' },
  GATE_PASSED: { zh: '新版本的前置要求所管的环节已经办完', en: 'The new version guards a stage that is done already' },
  RIGHT_GONE: { zh: '当事人尚未行使的程序权利在新版本中没有了', en: 'A right of the parties would be lost' },
  FIELD_GONE: { zh: '当事人已填的项目在新版本中没有了', en: 'An answer that was given would not count any more' },
  FIELD_OTHER_TYPE: { zh: '已填项目换了类型', en: 'An answer that was given would be of another type' },
  FIELD_UNFIT: { zh: '已填内容不合新版本', en: 'An answer that was given would not fit' },
  FIELD_UNANSWERED: { zh: '新版本必填的项目尚未填写', en: 'The new version requires an answer nobody has given' },
  FIELD_SEALED: {
    zh: '项目是否属于个人信息两版不同',
    en: 'Whether an answer is personal differs between the versions',
  },
  MATERIAL_MISSING: { zh: '受理或一次告知之后不得再要材料', en: 'It would ask for one more paper after acceptance' },
  AWAITED_GONE: { zh: '要求补正的内容在新版本中没有了', en: 'What was asked for does not exist any more' },
  PARTIES_UNFIT: { zh: '当事人不合新版本', en: 'The parties do not fit' },
  LIMIT_GONE: { zh: '已起算的时限在新版本中没有了', en: 'A limit that has begun does not exist any more' },
  LIMIT_OTHER: { zh: '已起算的时限换了起止、对象或效果', en: 'A limit that has begun would run otherwise' },
  MINIMUM_SHORTER: { zh: '已起算的最短期间会变短', en: 'A shortest period that has begun would become shorter' },
  STOP_GONE: { zh: '正在中止,新版本没有同样的中止', en: 'Time stands still for what the new version does not know' },
  URGENT_RUNNING: { zh: '紧急处置尚未补办批准', en: 'An urgent act awaits its approval' },
  OUTCOME_GONE: { zh: '已作的决定在新版本中没有了', en: 'The new version does not know the decision that was made' },
  AMOUNTS_ORDERED: { zh: '决定、款项、措施已按原版本作出', en: 'What was decided or ordered would have other effects' },
  PUBLICITY_OWED: { zh: '应公示的内容两版不同', en: 'What is still to be published would be something else' },
  HARSHER_RULE: {
    zh: '从旧兼从轻:新规则不较轻',
    en: 'The rule at the time of the act applies; the new one is not lighter',
  },
  RULE_UNKNOWN: { zh: '从旧兼从轻:无法比较轻重', en: 'It cannot be told whether the new rule is lighter' },
  LESS_FAVOURABLE: { zh: '按新规则对申请人较不利', en: 'The new rule would be worse for whoever applied' },
  WOULD_DO_MORE: { zh: '转版本身会带来其他后果', en: 'The move itself would have other consequences' },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>
export type StayReason = keyof typeof stayReasons

export const stays = (code: StayReason, facts: Readonly<Record<string, unknown>> = {}, basis?: Basis): Reason => ({
  code,
  text: stayReasons[code].zh,
  facts,
  ...(basis && { basis }),
})
