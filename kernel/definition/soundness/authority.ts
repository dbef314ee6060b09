import { namedLimits } from '../limits.ts'
import type { Segment } from '../located.ts'
import type { Stage } from '../settings/flow.ts'
import { effectsOf } from '../stages.ts'
import type { Ground } from './ground.ts'

type Kind = Stage['kind']

/** Stages that go forward without an officer of the case: the party speaks, time passes, the archive takes over. */
const withoutOfficer = new Set<Kind>(['statement', 'publicity', 'joint', 'archive'])

/** The stage a verb happens in, or the permission it needs; verbs not named here belong to the case as a whole. */
const verbHome: Readonly<
  Record<string, { readonly kinds?: readonly Kind[]; readonly permit?: string; readonly start?: readonly string[] }>
> = {
  submit: { start: ['application', 'annual', 'other-case'] },
  lodge: { start: ['clue', 'plan', 'complaint', 'referral', 'other-case', 'annual'] },
  accept: { kinds: ['acceptance'] },
  refuseAcceptance: { permit: 'refuse-acceptance' },
  requestSupplement: { permit: 'supplement' },
  supplement: { permit: 'supplement' },
  open: { kinds: ['filing'] },
  prepareDraw: { kinds: ['draw'] },
  draw: { kinds: ['draw'] },
  notify: { kinds: ['notice'] },
  hear: { kinds: ['hearing'] },
  scheduleHearing: { kinds: ['hearing'] },
  convene: { kinds: ['deliberation'] },
  vote: { kinds: ['deliberation'] },
  deliberate: { kinds: ['deliberation'] },
  decide: { kinds: ['decision'] },
  deliver: { kinds: ['delivery', 'notice'] },
  mediate: { kinds: ['mediation'] },
  agreeSettlement: { kinds: ['mediation'] },
  object: { kinds: ['publicity'] },
  answerObjection: { kinds: ['publicity'] },
  comment: { kinds: ['publicity'] },
  answerComments: { kinds: ['publicity'] },
  correct: { kinds: ['delivery'] },
  pay: { kinds: ['payment'] },
  disburse: { kinds: ['payment'] },
  recheck: { kinds: ['recheck'] },
  adjust: { kinds: ['recheck'] },
  payOut: { kinds: ['payment'] },
  release: { kinds: ['release'] },
  returnGoods: { kinds: ['release'] },
  extend: { permit: 'extend' },
  transfer: { permit: 'transfer' },
  delegate: { permit: 'delegate' },
  addSigner: { permit: 'add-signer' },
  withdraw: { permit: 'withdraw' },
  terminate: { permit: 'terminate' },
  transferToJustice: { permit: 'transfer-to-justice' },
  returnTo: { permit: 'return' },
}
const caseVerbs = new Set([
  'claim',
  'unclaim',
  'assign',
  'consult',
  'answerConsultation',
  'complete',
  'suspend',
  'resume',
  'recordEvidence',
  'giveConsent',
  'invite',
  'submitEvidence',
  'fulfil',
  'makeStatement',
  'reviewStatement',
  'askHearing',
  'grantInstalment',
  'refund',
  'takeDeposit',
  'returnDeposit',
  'recordRemedy',
  'notifyEnding',
  'answerEnding',
  'revoke',
  'compensate',
  'withdrawDecision',
  'cancel',
  'publish',
  'withdrawPublication',
  'declareAvoidance',
  'challengeAvoidance',
  'decideAvoidance',
  'recordPaper',
  'actUrgently',
  'ratify',
  'close',
  'reopen',
  'urge',
  'enforce',
  'applyToCourt',
  'stayEnforcement',
  'resumeEnforcement',
  'lapseAgreement',
  'reduce',
  'askRenewal',
  'renew',
])

/** 权限 Every role has a post, every stage somebody, every verb a place; who must be separate exists. */
export function checkAuthority(ground: Ground): void {
  checkRoles(ground)
  checkSeparation(ground)
  checkVerbs(ground)
  checkStart(ground)
}

function checkRoles(ground: Ground): void {
  const { definition, stages, say } = ground
  const { authority, content } = definition
  const role = (name: string | undefined, path: readonly Segment[]) => {
    if (name !== undefined && !Object.hasOwn(authority.posts, name))
      say('AUTHORITY_UNKNOWN_POST', path, `权限里没有“${name}”`, `authority.posts has no “${name}”`)
  }
  for (const { stage, path } of stages) {
    for (const name of stage.by === undefined ? [] : [stage.by].flat()) role(name, [...path, 'by'])
    if (stage.by === undefined && !stage.body && !stage.organs && !withoutOfficer.has(stage.kind))
      say('AUTHORITY_NOBODY', path, '没有写明由谁办,谁也不能办', 'Nobody is named, so nobody may do it')
  }
  for (const [id, limit] of namedLimits(definition)) role(limit.extend?.approver, ['limits', id, 'extend', 'approver'])
  for (const [name, outcome] of Object.entries(content.outcomes)) {
    role(outcome.money?.reduce?.approver, ['content', 'outcomes', name, 'money', 'reduce', 'approver'])
    for (const ending of ['revoke', 'withdraw', 'cancel'] as const)
      role(outcome.later?.[ending]?.by, ['content', 'outcomes', name, 'later', ending, 'by'])
    role(outcome.later?.renew?.by, ['content', 'outcomes', name, 'later', 'renew', 'by'])
    const { enforcement } = outcome
    role(enforcement?.by, ['content', 'outcomes', name, 'enforcement', 'by'])
    for (const way of ['own', 'court', 'stay'] as const)
      role(enforcement?.[way]?.by, ['content', 'outcomes', name, 'enforcement', way, 'by'])
  }
  for (const { effect, path } of effectsOf(definition))
    if ('ledger' in effect) role(effect.instalment?.approver, [...path, 'instalment', 'approver'])
  role(authority.avoid.decideBy, ['authority', 'avoid', 'decideBy'])
  for (const [of, name] of Object.entries(authority.avoid.complainedOf ?? {}))
    if (!Object.hasOwn(content.form, name))
      say(
        'NAME_UNKNOWN_FIELD',
        ['authority', 'avoid', 'complainedOf', of],
        `表单里没有“${name}”`,
        `The form asks no “${name}”`,
      )
  role(authority.close?.by, ['authority', 'close', 'by'])
  role(authority.reopen?.by, ['authority', 'reopen', 'by'])
  for (const name of authority.reopen?.to ?? [])
    if (!ground.stageAt.has(name))
      say('AUTHORITY_UNKNOWN_STAGE', ['authority', 'reopen', 'to'], `没有环节“${name}”`, `There is no stage “${name}”`)
  role(authority.assign?.by, ['authority', 'assign', 'by'])
  role(authority.urgent?.approver, ['authority', 'urgent', 'approver'])
  for (const name of Array.isArray(authority.delegable) ? authority.delegable : [])
    role(name, ['authority', 'delegable'])
}

function checkSeparation({ definition, stageAt, say }: Ground): void {
  const { authority } = definition
  for (const [index, pair] of (authority.separate ?? []).entries()) {
    const path = ['authority', 'separate', index]
    for (const side of pair) {
      const [stage = '', role] = side.split('.')
      if (!stageAt.has(stage))
        say(
          'AUTHORITY_UNKNOWN_STAGE',
          path,
          `职责分离里的环节“${stage}”不存在`,
          `Separation names a stage “${stage}” that does not exist`,
        )
      else if (role !== undefined && !Object.hasOwn(authority.posts, role))
        say('AUTHORITY_UNKNOWN_POST', path, `权限里没有“${role}”`, `authority.posts has no “${role}”`)
    }
    if (pair[0] === pair[1])
      say('AUTHORITY_SEPARATE_SELF', path, '一个环节不能与自己分离', 'A stage cannot be separated from itself')
  }
  for (const stage of authority.officers?.at ?? [])
    if (!stageAt.has(stage))
      say(
        'AUTHORITY_UNKNOWN_STAGE',
        ['authority', 'officers', 'at'],
        `没有环节“${stage}”`,
        `There is no stage “${stage}”`,
      )
}

/** Whether somebody may do a verb in this item; undefined: there is no such verb and no such stage. */
export function mayHappen({ definition, stages, stageAt }: Ground, verb: string): boolean | undefined {
  if (stageAt.has(verb)) return true
  const home = verbHome[verb]
  if (!home) return caseVerbs.has(verb) ? true : undefined
  if (home.start) return home.start.some(start => (definition.category.starts as readonly string[]).includes(start))
  if (home.kinds) return stages.some(({ stage }) => home.kinds!.includes(stage.kind))
  return stages.some(({ stage }) =>
    (stage.may ?? []).some(permission => (typeof permission === 'string' ? permission : 'return') === home.permit),
  )
}

function checkVerbs(ground: Ground): void {
  const { definition, say, stages } = ground
  const verb = (name: string, path: readonly Segment[]) => {
    const possible = mayHappen(ground, name)
    if (possible === undefined)
      say('AUTHORITY_UNKNOWN_VERB', path, `没有动作或环节“${name}”`, `There is no verb or stage “${name}”`)
    else if (!possible)
      say('AUTHORITY_VERB_NOBODY', path, `本事项没有人能做“${name}”`, `Nobody may do “${name}” in this item`)
  }
  for (const rule of definition.rules) {
    for (const name of rule.at) verb(name, ['rules', rule.id, 'at'])
    if (typeof rule.else === 'object' && 'refuseAcceptance' in rule.else)
      verb('refuseAcceptance', ['rules', rule.id, 'else'])
  }
  for (const condition of definition.conditions)
    for (const name of condition.at ?? []) verb(name, ['conditions', condition.id, 'at'])
  for (const comparison of definition.comparison)
    for (const name of comparison.at) verb(name, ['comparison', comparison.id, 'at'])
  const extendable = namedLimits(definition).filter(([, limit]) => limit.extend)
  if (extendable.length > 0 && !mayHappen(ground, 'extend'))
    say(
      'AUTHORITY_VERB_NOBODY',
      ['limits', extendable[0]![0], 'extend'],
      '时限可以延长,却没有环节允许延长',
      'The limit may be extended, but no stage allows it',
    )
  if (extendable.length === 0)
    for (const { stage, path } of stages)
      if (stage.may?.includes('extend'))
        say(
          'AUTHORITY_NOTHING_TO_EXTEND',
          [...path, 'may'],
          '没有可以延长的时限',
          'No limit may be extended',
          'warning',
        )
  for (const [id, limit] of namedLimits(definition))
    if ([limit.to ?? []].flat().includes('supplement-notice') && !mayHappen(ground, 'requestSupplement'))
      say(
        'AUTHORITY_VERB_NOBODY',
        ['limits', id, 'to'],
        '有补正时限,却没有环节允许补正',
        'There is a limit for asking supplements, but no stage allows it',
      )
}

function checkStart({ definition, stages, say }: Ground): void {
  const first = stages[0]
  if (!first) return
  const asked = definition.category.starts.includes('application')
  if (asked && !stages.some(({ stage }) => stage.kind === 'acceptance' || stage.kind === 'filing'))
    say(
      'AUTHORITY_VERB_NOBODY',
      ['flow'],
      '可以申请,却没有受理或立案环节',
      'One may apply, but no stage accepts or opens',
      'warning',
    )
}
