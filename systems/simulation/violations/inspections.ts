import { late, outOfOrder as order, refused, type Violation } from './kind.ts'

/** 双随机抽查 The wrongs of a plan with its draw, and of the visits that come of it. */
export const ofInspections = {
  'draw-unannounced': refused('inspection', 'out-of-order', order),
  'plan-cut-short': refused('inspection', 'form-of-act', 'POSTING_TOO_SHORT'),
  'too-many-a-year': refused('inspection', 'against-rule', 'RULE_BROKEN'),
  'draw-uncommitted': refused('inspection', 'out-of-order', order),
  'drawn-too-early': refused('inspection', 'form-of-act', 'DRAW_TOO_EARLY'),
  'drawn-twice': refused('inspection', 'out-of-order', order),
  'draw-skipped': refused('inspection', 'skipped-gate', 'DRAW_NOT_MADE'),
  'visit-outside-draw': refused('inspection', 'authority', 'SUB_CASE_BY_HAND'),
  'visits-unfinished': refused('inspection', 'skipped-gate', 'SUB_CASES_RUNNING'),
  'summary-late': late('inspection', 'publication'),
  /** 换掉一行: a row of the record was swapped before it was handed on; whoever casts the lots again finds which. */
  'lot-swapped': refused('inspection', 'falsehood', 'lots'),
  /** The firm has been visited twice this year by others, after it was drawn. */
  'third-visit': refused('inspection', 'against-rule', 'RULE_BROKEN'),

  'inspected-alone': refused('visit', 'authority', 'CERTIFICATE_TOO_FEW_OFFICERS', 'OFFICERS_TOO_FEW'),
  'inspector-not-drawn': refused('visit', 'authority', 'PERSON_NOT_DRAWN'),
  /** 网格员检查: somebody of the street, without a certificate, goes in place of the second inspector. */
  'grid-worker-inspects': refused('visit', 'authority', 'OFFICER_NOT_OF_THIS_ORGAN', 'CERTIFICATE_NONE'),
  'record-belied': refused('visit', 'against-rule', 'RULE_BROKEN'),
  'inspector-concludes': refused('visit', 'separation', 'AUTHORITY_WRONG_POST', 'SEPARATION_SAME_PERSON'),
  'lead-unheard': refused('visit', 'skipped-gate', 'GATE_NOT_PASSED'),
  'result-late': late('visit', 'result'),
} as const satisfies Record<string, Violation>
