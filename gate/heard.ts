import { join } from 'node:path'
import {
  makeCaseRatings,
  makePapersSent,
  makeUnnamed,
  type RouteNeeds,
  readComplaintRules,
  readFieldMeanings,
  readHeldRules,
  readPartyActRules,
  readRatingRules,
  readRemedyRules,
  readSentRules,
} from '#systems/power'

/** 按规则办的 What the rules of the city say of prefill, remedies, complaints and ratings, and what is made with them. */
export function openHeard(needs: RouteNeeds, contentDirectory: string) {
  const rules = (name: string): string => join(contentDirectory, 'rules', name)
  return {
    meanings: readFieldMeanings(rules('field-meanings.yaml')),
    partyActRules: readPartyActRules(rules('party-acts.yaml')),
    heldRules: readHeldRules(rules('held-data.yaml')),
    remedyRules: readRemedyRules(rules('remedies.yaml')),
    papersSent: makePapersSent(needs, readSentRules(rules('sent-papers.yaml'))),
    complaintRules: readComplaintRules(rules('complaints.yaml')),
    caseRatings: makeCaseRatings({ ...needs, rules: readRatingRules(rules('ratings.yaml')) }),
    unnamed: makeUnnamed(needs),
  }
}
