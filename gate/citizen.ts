import type { SignIn } from '#hubs/application/sign-in'
import { answerProblem } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import { mediaTypes } from '#kernel/file'
import { Refusal } from '#kernel/refusal'
import { trailNotYet } from '#kernel/trail'
import { type CitizenNeeds, fileKinds, type SignedIn } from '#portals/public'
import {
  type CaseDeliveries,
  type CasePapers,
  type CaseRatings,
  type ComplaintRules,
  type FieldMeanings,
  type HeldRules,
  makeFileReading,
  makeOpenings,
  makeOwnCases,
  makeOwnData,
  makeOwnMessages,
  makePlaces,
  makePrefill,
  makeRemedyWays,
  type PapersSent,
  type PartyActRules,
  type RemedyRules,
  type RouteNeeds,
  type Unnamed,
} from '#systems/power'
import { type Batches, type Drafts, draftUnknown } from '#systems/service'
import { callerOf, coversIn, type Sessions } from './acting.ts'
import { makeBatch } from './batch.ts'
import { makeComplaints } from './complaints.ts'
import { type DelegationSettings, makeDelegations } from './delegations.ts'
import { filledIn, keptIn } from './draft-kept.ts'
import { makeDraftOpening } from './draft-opening.ts'
import { makeDraftPrecheck } from './draft-precheck.ts'
import { makeHeld } from './held.ts'
import { makeActs } from './own-acts.ts'
import { makePressed } from './pressed.ts'
import { makeReadNames } from './reads-named.ts'
import { makeTypedWords } from './typed-words.ts'

export interface CitizenSettings extends DelegationSettings {
  readonly batches: Batches
  readonly sessions: Sessions
  readonly resuming: Pick<SignIn['sessions'], 'resumeToken' | 'resumes'>
  readonly drafts: Drafts
  readonly guide: CitizenNeeds['guide']
  readonly casePapers: CasePapers
  readonly caseDeliveries: CaseDeliveries
  readonly caseRatings: CaseRatings
  readonly maxFile: number
  readonly meanings: FieldMeanings
  readonly remedyRules: RemedyRules
  readonly partyActRules: PartyActRules
  readonly complaintRules: ComplaintRules
  readonly papersSent: PapersSent
  readonly unnamed: Unnamed
  readonly heldRules: HeldRules
  /** What is kept of how somebody signs in. */
  readonly kept: SignIn['own']['kept']
}

/** A file in a page is held in memory for a moment, so that it can be looked through: no more than this. */
const mostInMemory = 10 * 1_048_576

/** 申请人的网上办事 What a person's own pages do, done by the systems in his name and no other. */
export function makeCitizen(needs: RouteNeeds, settings: CitizenSettings): CitizenNeeds {
  const { sessions, drafts, guide, casePapers, caseDeliveries, caseRatings, maxFile, remedyRules: rules } = settings
  const { clock, idempotency, cases, trail, directory, definitions } = needs
  const openings = makeOpenings(needs)
  const placeOf = makePlaces(needs)
  const pressed = makePressed(needs)
  const prefill = makePrefill(needs, settings.meanings)
  const readFile = makeFileReading(needs)
  const ownCases = makeOwnCases(needs)
  const ownData = makeOwnData(needs)
  const readNamed = makeReadNames(needs)
  const ownMessages = makeOwnMessages(needs)
  const remedyWays = makeRemedyWays({ ...needs, rules, guide })
  const most = Math.min(maxFile, mostInMemory)
  const today = () => clock.today().toString()

  const formOf = async (item: string, organ: string): Promise<CompiledItem> => {
    const { definition, place } = await placeOf(item, organ)
    return needs.implementations.implemented(definition.hash, place.implementation)
  }
  const receive: CitizenNeeds['apply']['receive'] = (person, bytes, kinds, key) => {
    const takes = mediaTypes.filter(type => kinds.some(kind => fileKinds[kind] === type))
    const wanted = { owner: person.actsAs, party: person.actsAs, takes, maxBytes: most }
    const press = { actor: callerOf(person).actor, key, files: [bytes] }
    return pressed(press, () => needs.uploads.receive(bytes, wanted))
  }
  const vouchers = (person: SignedIn) => ownData.vouchers(callerOf(person), 'apply')

  const { openingOf, sentOf } = makeDraftOpening(needs, { formOf, vouchers, ownData, today })
  const precheck = makeDraftPrecheck(needs, {
    ...{ formOf, openingOf, vouchers, ownData, openings, today },
    papersSent: settings.papersSent,
  })

  const apply: CitizenNeeds['apply'] = {
    today,
    formOf,
    maxFile: most,
    async drafts(person) {
      const offices = await directory()
      const listed = (await drafts.listOf(person.actsAs)).filter(({ item }) => coversIn(person, 'apply', item))
      return Promise.all(
        listed.map(async ({ caseId, item, organ, updatedOn }) => ({
          ...{ caseId, item, updatedOn },
          organ: offices.organ(organ, today())?.name ?? organ,
          name: (await definitions.current(item, today()).catch(() => undefined))?.definition.content.name ?? item,
        })),
      )
    },
    async begin(person, key, place) {
      const { actsAs } = person
      const compiled = await formOf(place.item, place.organ)
      const write = { actor: callerOf(person).actor, key, said: ['POST /apply', place] }
      const { answer, repeated } = await idempotency.once(write, sql =>
        drafts.begin(sql, actsAs, place.item, place.organ),
      )
      if (!repeated) {
        const filled = filledIn(await prefill.own(callerOf(person), compiled), compiled.hash)
        await drafts.change(answer, actsAs, content => ({
          ...content,
          fields: filled.fields,
          kept: { ...filled.kept },
        }))
      }
      return answer
    },
    async draft(person, caseId) {
      const { item, organ, updatedOn, fields, ...rest } = await drafts.read(caseId, person.actsAs)
      if (!coversIn(person, 'apply', item)) throw draftUnknown()
      return { caseId, item, organ, updatedOn, fields, kept: keptIn(rest) }
    },
    async change({ actsAs }, caseId, change) {
      await drafts.change(caseId, actsAs, content => {
        const { fields, kept } = change({ fields: content.fields, kept: keptIn(content) })
        return { ...content, fields, kept: { ...kept } }
      })
    },
    drop: ({ actsAs }, caseId) => drafts.remove(caseId, actsAs),
    problemOf: (field, value) => answerProblem(field, value, today()),
    precheck: (person, draft) => precheck(person, draft, 'papers too'),
    async submit(person, key, draft) {
      const { result } = await openings.open(callerOf(person), key, await sentOf(person, draft))
      return result.number
    },
    numberOf: (person, caseId) => ownCases.numberOf(callerOf(person), caseId),
    receive,
    vouchers,
  }

  const mine: CitizenNeeds['mine'] = {
    cases: (person, before) => ownCases.list(callerOf(person), { limit: 20, ...(before !== undefined && { before }) }),
    read: (person, number) => ownCases.read(callerOf(person), number),
    problemOf: apply.problemOf,
    async supplement(person, key, number, { fields = {}, files = {} }) {
      const caller = callerOf(person)
      const { caseId } = await ownCases.read(caller, number)
      const materials = Object.fromEntries(Object.keys(files).map(id => [id, 'copy']))
      const body = {
        ...(Object.keys(fields).length > 0 && { fields }),
        ...(Object.keys(files).length > 0 && { materials, files }),
      }
      await cases.act({ caseId, verb: 'supplement', body, actor: caller.actor, commandId: key })
    },
    async withdraw(person, key, number, reason) {
      const caller = callerOf(person)
      const { caseId } = await ownCases.read(caller, number)
      const body = reason === '' ? {} : { reason }
      await cases.act({ caseId, verb: 'withdraw', body, actor: caller.actor, commandId: key })
    },
    formsOpen: (person, number) => ownCases.formsOpen(callerOf(person), number),
    typed: makeTypedWords(drafts, ({ number, item, organ, form }) => ({
      ...{ item, organ },
      form: `/mine/cases/${number}#${form}`,
    })),
    receive,
    rating: (person, number) => caseRatings.standing(callerOf(person), number),
    rate: (person, number, given) => caseRatings.rate(callerOf(person), number, given),
    remedies: (_person, shown) => remedyWays(shown),
    papers: (person, number) => casePapers.list(callerOf(person), number),
    paper: (person, number, paper) => casePapers.fetch(callerOf(person), number, paper),
    evidence: (person, number) => caseDeliveries.list(callerOf(person), number),
    sign: (person, number, delivery) => caseDeliveries.sign(callerOf(person), number, delivery),
    async proof(person, number, seq = 1) {
      const { caseId } = await ownCases.read(callerOf(person), number)
      try {
        return (await trail.proofOf({ subject: caseId, seq })).text
      } catch (fault) {
        if (fault instanceof Refusal && fault.code === trailNotYet.code) return undefined
        throw fault
      }
    },
    async reads(person, before) {
      const page = { limit: 50, ...(before !== undefined && { before }) }
      const { items, next } = await ownData.readsSeen(callerOf(person), page)
      return { items: await Promise.all(items.map(readNamed)), next }
    },
    messages: (person, before) => ownMessages(callerOf(person), { limit: 50, ...(before !== undefined && { before }) }),
    vouchers: person => ownData.vouchers(callerOf(person)),
    file: (person, id) => readFile(callerOf(person), id),
    maxFile: most,
  }

  return {
    signedIn: cookie => sessions.of(cookie),
    ...settings.resuming,
    nameOf: async person => person.acting?.name ?? ownData.nameOf(callerOf(person)),
    covers: coversIn,
    delegations: makeDelegations(needs, settings),
    batch: makeBatch({
      clock,
      batches: settings.batches,
      openings,
      prefill,
      // Whoever files a table looks at its papers once, not once for each row.
      apply: { ...apply, precheck: (person, draft) => precheck(person, draft, 'rules alone') },
      openingOf,
      pressed,
      most: mostInMemory,
    }),
    organName: async organ => (await directory()).organ(organ, today())?.name ?? organ,
    guide,
    apply,
    mine,
    held: makeHeld(needs, {
      ...settings,
      ...{ ownCases, ownData },
      complaint: settings.complaintRules.item,
      mustProve: ({ acr }) => settings.stepUp && acr < 2,
    }),
    acts: makeActs(needs, settings.partyActRules, { receive, today, maxFile: most, drafts }),
    complaints: makeComplaints(needs, {
      rules: settings.complaintRules,
      unnamed: settings.unnamed,
      guide,
      formOf,
      read: mine.read,
    }),
  }
}
