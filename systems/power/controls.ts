import {
  acceptanceGrounds,
  authority,
  avoidance,
  certificate,
  collective,
  conditions,
  deliberation,
  discretion,
  gates,
  identity,
  limits,
  materials,
  notice,
  officers,
  paper,
  recipient,
  refusalGrounds,
  rules,
  separation,
  service,
} from '#hubs/business/control'
import { comparison } from '#hubs/data/comparison'
import type { Controls } from '#kernel/case'

/**
 * 双轴管控 What stands before each act. Read down: the life of a case. Read across: what is asked before that act happens.
 * `authority` stands in every row (test/architecture asserts it); a control that a row lacks has nothing to say there.
 * Too late is never asked here: that is what clocks are for.
 */
// biome-ignore format: the columns are the meaning
export const controls: Controls = {
  //                    who may                                             what is there                on what grounds                                  in what form, when
  submit:              [authority,                                          identity, paper],
  lodge:               [authority,                                          identity, paper],
  accept:              [authority, separation, avoidance,                   materials,                   conditions, rules, comparison,                   paper],
  refuseAcceptance:    [authority, separation, avoidance,                                                acceptanceGrounds,                               paper],
  requestSupplement:   [authority, separation, avoidance,                                                                                                 paper],
  supplement:          [authority,                                          identity, paper],
  open:                [authority, separation, avoidance,                                                conditions, rules, comparison,                   paper],
  claim:               [authority, separation, avoidance],
  unclaim:             [authority],
  transfer:            [authority,             avoidance, recipient],
  delegate:            [authority,             avoidance, recipient],
  addSigner:           [authority,             avoidance, recipient],
  consult:             [authority,             avoidance, recipient],
  answerConsultation:  [authority,             avoidance],
  recordEvidence:      [authority, separation, avoidance, certificate, officers,                                                                          paper],
  complete:            [authority, separation, avoidance, certificate, officers, materials, gates,            conditions, rules, comparison,                   paper],
  returnTo:            [authority, separation, avoidance],
  suspend:             [authority,             avoidance],
  resume:              [authority,             avoidance],
  extend:              [authority,             avoidance],
  notify:              [authority, separation, avoidance, certificate, officers,                         rules,                          notice, service,  paper],
  makeStatement:       [authority,                                                                                                                        paper],
  reviewStatement:     [authority,             avoidance],
  askHearing:          [authority,                                                                                                                        paper],
  scheduleHearing:     [authority, separation, avoidance, officers,                                                                              limits],
  hear:                [authority, separation, avoidance,                                                                                        limits,  paper],
  deliberate:          [authority, separation, avoidance,                   gates,                       rules,                          deliberation,     paper],
  decide:              [authority, separation, avoidance,                   gates, collective,           conditions, rules, comparison, discretion, refusalGrounds, limits, paper],
  deliver:             [authority, separation, avoidance,                                                                                service,          paper],
  pay:                 [authority, separation],
  refund:              [authority, separation],
  grantInstalment:     [authority,             avoidance],
  recordRemedy:        [authority],
  publish:             [authority,             avoidance],
  withdrawPublication: [authority,             avoidance],
  declareAvoidance:    [authority],
  ratify:              [authority, separation, avoidance],
  withdraw:            [authority],
  terminate:           [authority, separation, avoidance,                                                rules,                                           paper],
}
