import { outOfOrder as order, refused, type Violation } from './kind.ts'

/** 家庭与双方 The wrongs of an allowance (with the case that changes it) and of a dispute between two sides. */
export const ofHouseholdsAndSides = {
  'member-not-asked': refused('allowance', 'skipped-gate', 'CONSENT_MISSING'),
  'visited-alone': refused('allowance', 'form-of-act', 'OFFICERS_TOO_FEW'),
  'posting-skipped': refused('allowance', 'skipped-gate', 'POSTING_NOT_MADE'),
  'posting-cut-short': refused('allowance', 'form-of-act', 'POSTING_TOO_SHORT'),
  'decided-while-posted': refused('allowance', 'out-of-order', order),
  'objection-unanswered': refused('allowance', 'skipped-gate', 'OBJECTION_UNANSWERED'),
  'aid-above-the-gap': refused('allowance', 'against-rule', 'RULE_BROKEN'),
  'paid-less-than-decided': refused('allowance', 'against-rule', 'ACT_NOT_PERMITTED'),
  'month-paid-twice': refused('allowance', 'out-of-order', order),
  'stopped-without-decision': refused('allowance', 'against-rule', 'ADJUSTMENT_UNDECIDED'),
  'stopped-before-service': refused('allowance', 'out-of-order', 'ADJUSTMENT_NOT_SERVED'),
  'aid-ended-unheard': refused('allowance', 'skipped-gate', 'GATE_NOT_PASSED'),

  'answer-not-awaited': refused('dispute', 'out-of-order', 'ANSWER_AWAITED'),
  'side-not-invited': refused('dispute', 'skipped-gate', 'SIDE_NOT_INVITED'),
  'surveyed-alone': refused('dispute', 'form-of-act', 'OFFICERS_TOO_FEW'),
  'surveyed-before-invited-day': refused('dispute', 'form-of-act', 'BEFORE_INVITED_DAY'),
  'settled-without-consent': refused('dispute', 'skipped-gate', 'SETTLEMENT_WITHOUT_CONSENT'),
  'agreed-for-another': refused('dispute', 'authority', 'SPEAKS_FOR_ANOTHER'),
  'mediator-decides': refused(
    'dispute',
    'separation',
    'SEPARATION_SAME_PERSON',
    'AUTHORITY_WRONG_POST',
    'AUTHORITY_OTHER_ORGAN',
  ),
  'ruled-with-answer-unread': refused('dispute', 'skipped-gate', 'GATE_NOT_PASSED'),
  'settled-though-failed': refused('dispute', 'against-rule', 'RULE_BROKEN'),
  'served-on-one-twice': refused('dispute', 'out-of-order', order),
  'correction-without-receipt': refused('dispute', 'form-of-act', 'SERVICE_WITHOUT_RECEIPT'),
} as const satisfies Record<string, Violation>
