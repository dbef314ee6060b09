/** 预期发现 How the city should find a planted violation: the act is refused for one of these reasons, or an alarm is raised. */
export interface Violation {
  readonly item: 'permit' | 'penalty' | 'either'
  /** 类别, as reports group them. */
  readonly group: Group
  /** Codes of a refusal (the problem's own, or one of its reasons) that name this very fault. */
  readonly refused?: readonly string[]
  /** Alarms that name it, each as the item or control calls it. */
  readonly alarm?: readonly string[]
  /** Relative frequency. */
  readonly weight: number
}

export const groups = [
  'lateness',
  'material',
  'falsehood',
  'authority',
  'separation',
  'avoidance',
  'against-rule',
  'skipped-gate',
  'out-of-order',
  'form-of-act',
  'protocol',
  'undetectable',
] as const
export type Group = (typeof groups)[number]

const late = (item: Violation['item'], ...alarm: string[]): Violation => ({ item, group: 'lateness', alarm, weight: 3 })
const refused = (item: Violation['item'], group: Group, ...codes: string[]): Violation => ({
  item,
  group,
  refused: codes,
  weight: 2,
})
const alarmed = (item: Violation['item'], group: Group, ...alarm: string[]): Violation => ({
  item,
  group,
  alarm,
  weight: 2,
})
const hidden = (item: Violation['item']): Violation => ({ item, group: 'undetectable', weight: 1.7 })

const order = ['ACT_OUT_OF_ORDER'] as const

/**
 * 违规清单 Every kind of wrong the simulator plants, and what must come of it. Exact on purpose: a refusal for another reason
 * is not a catch. An undetectable one contradicts nothing the city knows.
 */
export const violations = {
  'supplement-late': late('permit', 'supplement'),
  'promise-late': late('permit', 'promise'),
  'decision-late': late('permit', 'statutory'),
  'delivery-late': late('permit', 'delivery'),
  'hearing-late': late('permit', 'hearing'),
  'publication-late': late('either', 'publication'),
  'filing-late': late('penalty', 'filing'),
  'penalty-decision-late': { ...late('penalty', 'statutory'), weight: 1 },
  'service-late': late('penalty', 'service'),
  'payment-late': late('penalty', 'payment'),
  'withdrawal-late': late('penalty', 'withdrawal'),
  'withdrawal-missing': { ...late('penalty', 'withdrawal'), weight: 1 },
  'publication-missing': { ...late('either', 'publication'), weight: 1 },
  'paper-late': alarmed('either', 'lateness', 'paper'),

  'material-missing': refused('permit', 'material', 'MATERIAL_MISSING'),
  'material-promised': refused('permit', 'material', 'MATERIAL_MISSING'),
  'material-late': refused('permit', 'material', 'MATERIAL_MISSING'),
  'opinion-missing': refused('permit', 'material', 'MATERIAL_MISSING'),
  'field-missing': refused('permit', 'material', 'BODY_INVALID'),

  'check-digit-wrong': refused('either', 'falsehood', 'BODY_INVALID'),
  'firm-inactive': refused('permit', 'falsehood', 'COMPARISON_DIFFERS'),
  'firm-unregistered': refused('permit', 'falsehood', 'COMPARISON_DIFFERS'),
  'firm-inactive-judged': alarmed('permit', 'falsehood', 'firm-active'),
  'uscc-of-another': refused('permit', 'falsehood', 'IDENTIFIER_OF_ANOTHER'),
  'respondent-inactive': refused('penalty', 'falsehood', 'COMPARISON_DIFFERS'),
  'not-key-user': refused('penalty', 'falsehood', 'COMPARISON_DIFFERS'),
  'fined-twice': refused('penalty', 'falsehood', 'COMPARISON_DIFFERS'),

  'wrong-post': refused('either', 'authority', 'AUTHORITY_WRONG_POST'),
  // Another organ's case is not there for its officers: the attempt is refused like one on a number that does not exist.
  'other-organ': refused('either', 'authority', 'AUTHORITY_OTHER_ORGAN', 'CASE_NOT_FOUND'),
  'appointment-ended': refused('either', 'authority', 'AUTHORITY_NOT_IN_POST', 'POST_NOT_HELD'),
  'officer-suspended': refused('either', 'authority', 'AUTHORITY_NOT_IN_POST', 'POST_NOT_HELD'),
  'delegation-ended': refused(
    'permit',
    'authority',
    'AUTHORITY_NOT_IN_POST',
    'AUTHORITY_NO_DELEGATION',
    'POST_NOT_HELD',
  ),
  'administrator-acts': refused(
    'either',
    'authority',
    'AUTHORITY_ADMINISTRATOR',
    'AUTHORITY_NOT_IN_POST',
    'POST_NOT_HELD',
  ),
  'stranger-acts': refused('permit', 'authority', 'NOT_A_PARTY', 'CASE_NOT_FOUND'),
  'party-decides': refused('either', 'authority', 'AUTHORITY_NOT_AN_OFFICER', 'OFFICERS_ONLY', 'CASE_NOT_FOUND'),
  'waived-for-another': refused('penalty', 'authority', 'SPEAKS_FOR_ANOTHER'),
  'task-of-another': refused('permit', 'authority', 'TASK_OF_ANOTHER'),
  'power-not-delegable': refused('penalty', 'authority', 'ACT_NOT_PERMITTED'),
  'certificate-expired': refused('penalty', 'authority', 'CERTIFICATE_NOT_IN_FORCE'),
  'certificate-revoked': refused('penalty', 'authority', 'CERTIFICATE_REVOKED'),
  'certificate-none': refused('penalty', 'authority', 'CERTIFICATE_NONE'),
  'one-officer': refused('penalty', 'authority', 'CERTIFICATE_TOO_FEW_OFFICERS'),

  'investigator-decides': refused('penalty', 'separation', 'SEPARATION_SAME_PERSON'),
  'investigator-reviews': refused('penalty', 'separation', 'SEPARATION_SAME_PERSON'),
  'reviewer-decides': refused('permit', 'separation', 'SEPARATION_SAME_PERSON'),
  'investigator-presides': refused('penalty', 'separation', 'SEPARATION_SAME_PERSON'),
  'decider-collects': refused('penalty', 'separation', 'SEPARATION_SAME_PERSON'),

  'avoided-acts': refused('either', 'avoidance', 'AVOIDANCE_DECIDED'),
  'challenged-acts': refused('penalty', 'avoidance', 'AVOIDANCE_CHALLENGED'),

  'beyond-powers': refused('permit', 'against-rule', 'RULE_BROKEN'),
  'below-threshold': refused('permit', 'against-rule', 'CONDITION_NOT_MET'),
  'acceptance-refused-without-ground': refused(
    'permit',
    'against-rule',
    'GROUND_UNKNOWN',
    'GROUND_HOLDS',
    'ACCEPTANCE_REFUSED_WITHOUT_GROUND',
  ),
  'refused-on-no-ground': refused('permit', 'against-rule', 'GROUND_UNKNOWN', 'GROUND_HOLDS'),
  'refused-though-all-holds': alarmed('permit', 'against-rule', 'refusal-grounds'),
  'fine-outside-band': refused('penalty', 'against-rule', 'DISCRETION_OUTSIDE_BAND'),
  'fine-outside-band-reasoned': alarmed('penalty', 'against-rule', 'outside-band', 'discretion'),
  'fine-above-statute': refused('penalty', 'against-rule', 'FINE_ABOVE_STATUTE'),
  'fine-below-statute': refused('penalty', 'against-rule', 'FINE_BELOW_STATUTE'),
  'fine-beyond-notice': refused('penalty', 'against-rule', 'RULE_BROKEN'),
  'fine-though-corrected': refused('penalty', 'against-rule', 'RULE_BROKEN'),
  'fine-time-barred': refused('penalty', 'against-rule', 'RULE_BROKEN'),
  'crime-not-referred': refused('penalty', 'against-rule', 'RULE_BROKEN'),
  'adverse-without-reason': refused('penalty', 'against-rule', ...order),
  'outcome-not-allowed': refused('either', 'against-rule', 'ACT_NOT_PERMITTED'),
  'changed-for-the-worse': refused('penalty', 'against-rule', 'ACT_NOT_PERMITTED'),
  'instalments-too-long': refused('penalty', 'against-rule', 'ACT_NOT_PERMITTED'),

  'notice-skipped': refused('penalty', 'skipped-gate', ...order),
  'fined-without-evidence': refused('penalty', 'skipped-gate', 'GATE_NOT_PASSED'),
  'statement-skipped': refused('penalty', 'skipped-gate', 'GATE_NOT_PASSED'),
  'refusal-without-statement': refused('permit', 'skipped-gate', 'GATE_NOT_PASSED'),
  'hearing-not-offered': refused('penalty', 'skipped-gate', 'HEARING_NOT_OFFERED'),
  'hearing-skipped': refused('penalty', 'skipped-gate', ...order),
  'legal-review-skipped': refused('penalty', 'skipped-gate', ...order),
  'legal-review-without-opinion': refused('penalty', 'skipped-gate', 'BODY_INVALID'),
  'legal-review-against': refused('penalty', 'skipped-gate', 'GATE_NOT_PASSED'),
  'discussion-skipped': refused('penalty', 'skipped-gate', ...order),

  'decided-before-acceptance': refused('permit', 'out-of-order', ...order),
  'delivered-before-decision': refused('either', 'out-of-order', ...order),
  // The bank sees no case in which it has nothing to do yet.
  'paid-before-service': refused('penalty', 'out-of-order', ...order, 'CASE_NOT_FOUND'),
  'accepted-twice': refused('permit', 'out-of-order', ...order),
  'second-supplement-notice': refused('permit', 'out-of-order', ...order),
  'published-twice': refused('either', 'out-of-order', ...order, 'CASE_ENDED'),
  'withdrawn-unpublished': refused('penalty', 'out-of-order', ...order),
  'withdrawn-after-decision': refused('permit', 'out-of-order', ...order),

  'notice-incomplete': refused('penalty', 'form-of-act', 'NOTICE_INCOMPLETE'),
  'hearing-notice-short': refused('penalty', 'form-of-act', 'LIMIT_NOT_REACHED'),
  'hearing-before-its-day': refused('penalty', 'form-of-act', 'LIMIT_NOT_REACHED', 'HEARING_BEFORE_ITS_DAY'),
  'stranger-votes': refused('penalty', 'form-of-act', 'NOT_A_MEMBER'),
  'hearing-without-minutes': refused('penalty', 'form-of-act', 'BODY_INVALID'),
  'service-without-receipt': refused('penalty', 'form-of-act', 'SERVICE_WITHOUT_RECEIPT'),
  'quorum-missing': refused('penalty', 'form-of-act', 'QUORUM_NOT_REACHED'),
  'chief-not-last': refused('penalty', 'form-of-act', 'CHIEF_NOT_LAST'),
  'electronic-without-consent': refused('either', 'form-of-act', 'SERVICE_WITHOUT_CONSENT'),
  'service-way-not-named': refused('either', 'form-of-act', 'SERVICE_WAY_NOT_NAMED'),
  'stop-without-notice': refused('permit', 'form-of-act', 'ACT_NOT_PERMITTED'),
  'extended-twice': refused('permit', 'form-of-act', 'ACT_NOT_PERMITTED'),
  'paper-in-the-future': refused('either', 'form-of-act', 'PAPER_IN_THE_FUTURE'),
  'paid-too-much': refused('penalty', 'form-of-act', ...order),

  'command-reused': refused('either', 'protocol', 'COMMAND_REUSED'),
  'stale-version': refused('either', 'protocol', 'CASE_STALE'),
  'token-forged': refused('either', 'protocol', 'TOKEN_INVALID'),
  'token-unsigned': refused('either', 'protocol', 'TOKEN_INVALID'),
  'token-expired': refused('either', 'protocol', 'TOKEN_EXPIRED'),
  'scope-missing': refused('either', 'protocol', 'SCOPE_LACKING'),
  'unknown-member': refused('either', 'protocol', 'BODY_INVALID', 'REQUEST_INVALID'),

  /** 少报能耗: a smaller project is claimed than is built; no meter runs yet. */
  'energy-understated': hidden('permit'),
  /** 改轻情节: fewer days late are found than there were; only the two officers saw the file. */
  'finding-softened': hidden('penalty'),
} as const satisfies Record<string, Violation>

export type ViolationKind = keyof typeof violations
export const violationKinds = Object.keys(violations) as readonly ViolationKind[]

export const isUndetectable = (kind: ViolationKind): boolean => violations[kind].group === 'undetectable'
