import { type Caller, covers } from '#hubs/application/access'
import type { MadePaper, PaperKind, Papers } from '#hubs/application/paper'
import { checkCodeFrom, readCheckCode, type Voucher, vouchersOf } from '#hubs/application/voucher'
import { caseHandling } from '#hubs/data/reading'
import { nonAcceptance, openAllDetails, primaryParty } from '#kernel/case'
import type { CompiledItem } from '#kernel/definition'
import { type ReadRecord, readingOf } from '#kernel/grant'
import { refusal } from '#kernel/refusal'
import { type CaseRow, ownGround, readableCase, stoodBack } from './access.ts'
import { checkCodeOf } from './check-code.ts'
import { type Happened, happenedIn, makeDecisionShown, toldIn } from './decision-shown.ts'
import { ownData } from './details.routes.ts'
import { ownReading, readingRefused } from './details.ts'
import { caseGround, disclosureOf } from './naming.ts'
import { seriesOf } from './paper-series.ts'
import { paperStanding, voucherStanding } from './paper-standing.ts'
import { type PaperWanted, paperText } from './paper-text.ts'
import type { PaperWords } from './paper-words.ts'
import { makeShownProgress } from './public-progress.ts'
import type { RouteNeeds } from './routes.ts'

export const paperUnknown = refusal('PAPER_UNKNOWN', 404, 'The case has no such paper')

/** 可取文书 A paper that a case has: made already or to be made when somebody asks. */
export interface PaperListed {
  /** Names it within its case: `decision-14`. */
  readonly paper: string
  readonly kind: PaperKind
  /** 文号 Null for one that nobody has asked for yet: it is numbered when it is made. */
  readonly number: string | null
  /** 成文日期 */
  readonly on: string
}

export interface CasePapersNeeds extends RouteNeeds {
  readonly papers: Papers
  readonly words: PaperWords
  /** The address of the page on which anybody checks a paper. */
  readonly verifyAt: string
}

interface Wanted extends PaperWanted, PaperListed {}

const kindOf: Readonly<Record<string, PaperKind>> = {
  'case.opened': 'receipt',
  'stage.completed': 'acceptance',
  'supplement.requested': 'supplement',
  'acceptance.refused': 'non-acceptance',
  'decision.made': 'decision',
}

/** A voucher that is carried and shown, by what the item calls it; any other is the decision itself. */
const isCertificate = ({ definition }: CompiledItem, { kind }: Voucher, plain: PaperWords['plain']): boolean => {
  const name = definition.content.documents?.find(({ id }) => id === kind)?.name
  return name !== undefined && /(?:证|证书|执照|证明)$/.test(plain(name))
}

/** To whom the papers are addressed, or who may receive them in his name. */
export const isAddressed = (caller: Caller, { state }: Pick<CaseRow, 'state'>): boolean =>
  caller.actor.kind === 'party' &&
  caller.actor.party === primaryParty(state)?.party &&
  covers(caller, 'receive', state.item)

/** What was handed in together with the application: later papers are not on its receipt. */
const givenWith = (happened: readonly Happened[], event: Happened): Readonly<Record<string, string>> =>
  Object.assign(
    {},
    ...happened
      .filter(({ type, at }) => type === 'materials.recorded' && at === event.at)
      .map(({ data }) => data['materials'] as Readonly<Record<string, string>>),
  )

/** 办件的文书 The papers of a case: receipt, notices, decision, certificates, written from what is recorded in it. */
export function makeCasePapers(needs: CasePapersNeeds) {
  const { db, clock, index, keyring, implementations, definitions, grants, reads, parties, directory, papers, words } =
    needs
  const shown = makeShownProgress(needs)
  const decisionShown = makeDecisionShown(needs)

  /** What the case has papers for. */
  async function wantedOf(row: CaseRow, compiled: CompiledItem): Promise<readonly Wanted[]> {
    const { state } = row
    const happened = await happenedIn(db, row.id)
    const numbers = await papers.numbersOf(row.id)
    const vouchers = await vouchersOf(db, row.id)
    const letters = vouchers.filter(one => !isCertificate(compiled, one, words.plain))
    const lastDecision = happened.findLast(({ type }) => type === 'decision.made')
    const seen = new Set<PaperKind>()
    const ofEvents = happened.flatMap((event): readonly Wanted[] => {
      const kind = kindOf[event.type]
      const applied = state.start === 'application'
      if (kind === undefined || (!applied && kind !== 'decision')) return []
      // What a decision says now is what the case holds; one that fell is no paper of its own any more.
      if (kind === 'decision' && (state.outcome === undefined || event !== lastDecision)) return []
      if (kind === 'acceptance' && seen.has(kind)) return []
      seen.add(kind)
      const voucher =
        kind === 'decision'
          ? letters.find(({ seq, kind: named }) => seq === event.seq && named !== nonAcceptance)
          : kind === 'non-acceptance'
            ? letters.find(one => one.kind === nonAcceptance)
            : undefined
      const paper = `${kind}-${event.seq}`
      const number = numbers.get(paper) ?? voucher?.number ?? null
      return [{ paper, kind, number, on: event.on, event, voucher }]
    })
    const ofVouchers = vouchers
      .filter(one => isCertificate(compiled, one, words.plain))
      .flatMap((voucher): readonly Wanted[] => {
        const event: Happened | undefined = happened.findLast(({ seq }) => seq <= voucher.seq)
        if (!event) return []
        const paper = `certificate-${voucher.seq}-${voucher.kind}`
        const said = { ...event, on: voucher.issuedOn }
        return [{ paper, kind: 'certificate', number: voucher.number, on: voucher.issuedOn, event: said, voucher }]
      })
    return [...ofEvents, ...ofVouchers]
  }

  const listed = ({ paper, kind, number, on }: Wanted): PaperListed => ({ paper, kind, number, on })
  const codeOf = ({ voucher }: Wanted, number: string): string =>
    voucher?.checkCode ?? checkCodeFrom(index.tag('paper', number))

  /** Who asks, on which ground, under which grants: a party for itself, a handler as for what was said in the case. */
  async function readingFor(caller: Caller, row: CaseRow, compiled: CompiledItem): Promise<Omit<ReadRecord, 'fields'>> {
    const { actor } = caller
    const main = primaryParty(row.state)?.party
    const subjects = main === undefined ? [] : [main]
    if (actor.kind === 'party') {
      // Only to whom they are addressed; whoever reported or is heard besides has no part in them.
      if (!isAddressed(caller, row)) throw paperUnknown()
      return {
        actor,
        purpose: ownData,
        ground: ownGround(caller),
        grants: [],
        source: 'case.details',
        subjects,
        disclosure: { kind: 'at-once' },
      }
    }
    const reasons = stoodBack(row.state, caller)
    if (reasons.length > 0) throw readingRefused({ reasons })
    const ground = caseGround(row.id, row.state)
    const today = clock.today().toString()
    const reader = { grants: await grants.table(), directory: await directory(), on: today }
    const question = { actor, purpose: caseHandling, ground, source: 'case.details', fields: ['paper'], subjects }
    const { verdict, grants: used } = readingOf(reader, { ...question, at: clock.now() })
    if (!verdict.granted) throw readingRefused({ reasons: verdict.reasons })
    return { ...question, grants: used, disclosure: disclosureOf(compiled, today) }
  }

  async function make(
    row: CaseRow,
    compiled: CompiledItem,
    wanted: Wanted,
    reading: Omit<ReadRecord, 'fields'>,
  ): Promise<MadePaper> {
    const { state, number } = row
    const main = primaryParty(state)?.party
    if (main === undefined) throw paperUnknown()
    const { kind, event } = wanted
    const { organ, drawer, item } = state
    const series = seriesOf(words, await directory(), { organ, drawer, kind, on: wanted.on })
    const about = {
      ...{ caseId: row.id, key: wanted.paper, kind, item, organ, dated: wanted.on, party: main },
      numbered: wanted.voucher?.number ?? { series, year: Number(wanted.on.slice(0, 4)) },
      codeOf: (own: string) => codeOf(wanted, own),
    }
    return papers.make(about, async (own, code) => {
      const details = await openAllDetails(db, keyring, row.id)
      // What the law has the party told, whoever asks for the paper: nothing else gets on it.
      const told = toldIn(ownReading(details, state, main))
      const happened = (await happenedIn(db, row.id)).filter(({ seq, at }) => seq <= event.seq || at === event.at)
      const record = reads.recorder(reading)
      const holder = await db.transaction(sql => parties.reveal(sql, main, record))
      const facts = {
        ...{ number, state, compiled, told, name: holder.name },
        uscc:
          holder.kind === 'firm' ? (holder.identifiers.find(({ scheme }) => scheme === 'uscc')?.value ?? null) : null,
        progress: await shown(row),
        decision:
          kind === 'decision' || kind === 'certificate' ? await decisionShown(row, compiled, told, happened) : null,
        followCode: checkCodeOf(index, number),
        given: givenWith(happened, event),
      }
      return paperText(words, facts, wanted, { number: own, code, verifyAt: needs.verifyAt })
    })
  }

  const compiledOf = ({ itemHash, state }: CaseRow) => implementations.implemented(itemHash, state.implementation)

  return {
    /** What may be fetched: kinds, numbers and days, nothing personal. */
    async list(caller: Caller, number: string): Promise<readonly PaperListed[]> {
      const row = await readableCase(db, caller, number)
      if (caller.actor.kind === 'party' && !isAddressed(caller, row)) return []
      return (await wantedOf(row, await compiledOf(row))).map(listed)
    },

    /** 取文书 The bytes of a paper, made now if nobody has asked before; who reads it is on record first. @throws PAPER_UNKNOWN */
    async fetch(caller: Caller, number: string, paper: string): Promise<PaperListed & { readonly bytes: Buffer }> {
      const row = await readableCase(db, caller, number)
      const compiled = await compiledOf(row)
      const reading = await readingFor(caller, row, compiled)
      const wanted = (await wantedOf(row, compiled)).find(one => one.paper === paper)
      if (!wanted) throw paperUnknown()
      const made = await make(row, compiled, wanted, reading)
      await db.transaction(sql => reads.recordRead(sql, { ...reading, fields: ['paper'] }).then(() => {}))
      return { ...listed(wanted), number: made.number, bytes: await papers.read(made) }
    },

    /** 查验 What anybody is told of a paper by its number and printed code; undefined for a wrong one of either. */
    async check(number: string, typed: string) {
      const code = readCheckCode(typed)
      const made = code === undefined ? undefined : await papers.check(db, number, code)
      if (!made) return undefined
      const today = clock.today().toString()
      const item = await definitions.current(made.item, today).catch(() => undefined)
      const offices = await directory()
      return {
        ...{ kind: made.kind, number: made.number, dated: made.dated },
        organ: offices.organ(made.organ, today)?.name ?? made.organ,
        item: item?.definition.content.name ?? made.item,
        ...(await paperStanding(db, made)),
      }
    },
    /** The same of a voucher, which knows its own ending. */
    checkVoucher: <Known extends { readonly number: string; readonly status: string }>(known: Known) =>
      voucherStanding(db, known),
  }
}
export type CasePapers = ReturnType<typeof makeCasePapers>
