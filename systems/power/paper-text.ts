import type { Block, Paper, PaperKind } from '#hubs/application/paper'
import type { Voucher } from '#hubs/application/voucher'
import type { CaseState } from '#kernel/case'
import { type CompiledItem, namedLimits } from '#kernel/definition'
import type { DecisionShown, Happened, Told } from './decision-shown.ts'
import { isUnfilled, type PaperWords } from './paper-words.ts'
import type { PublicProgress } from './public-progress.ts'

/** All that papers of a case are written from: what is recorded in it, and nothing else. */
export interface PaperFacts {
  readonly number: string
  readonly state: CaseState
  readonly compiled: CompiledItem
  readonly progress: PublicProgress
  /** To whom the papers of the case are addressed, in full. */
  readonly name: string
  /** Its credit code, where the holder is a firm; a person's number stands on no paper. */
  readonly uscc: string | null
  readonly told: readonly Told[]
  readonly decision: DecisionShown | null
  /** What came in with the application, by material. */
  readonly given: Readonly<Record<string, string>>
  /** Printed on the receipt: by it anybody who has it follows the case. */
  readonly followCode: string
}

/** Which paper, and the event that it says. */
export interface PaperWanted {
  readonly kind: PaperKind
  readonly event: Happened
  readonly voucher: Voucher | undefined
}

type Words = PaperWords
const text = (said: string): Block => ({ kind: 'text', text: said })

/** （一）…；（二）…。 */
const listed = ({ say }: Words, lines: readonly string[]): readonly Block[] => {
  const numerals = '一二三四五六七八九十'
  const numeral = (at: number): string =>
    at < 10 ? numerals[at]! : at < 19 ? `十${numerals[at - 10]}` : String(at + 1)
  return lines.map((line, at) =>
    text(say(at === lines.length - 1 ? 'papers.last' : 'papers.listed', { at: numeral(at), text: line })),
  )
}

const bracketed = ({ say, cited }: Words, basis: Parameters<Words['cited']>[0]): string =>
  basis ? say('papers.bracket', { text: cited(basis) }) : ''

function remedyBlocks(words: Words, remedies: PublicProgress['remedies']): readonly Block[] {
  if (remedies.length === 0) return []
  const { say, word, span } = words
  const lines = remedies.map(({ kind, body, within, basis }) => {
    const said = { within: span(within), kind: word('remedy-kind', kind), basis: bracketed(words, basis) }
    return body === undefined || body === 'court' || body === 'own-government'
      ? say('papers.remedyPlain', said)
      : say('papers.remedyTo', { ...said, body })
  })
  return [text(say('papers.remedyOf')), ...listed(words, lines)]
}

const materialNames = (words: Words, { given, compiled }: PaperFacts): readonly string[] =>
  Object.entries(given).map(([id, how]) => {
    const material = compiled.definition.materials.find(one => one.id === id)
    return `${material ? words.plain(material.name) : id}${words.say('papers.bracket', { text: words.word('given', how) })}`
  })

/** 承诺办结时限 How long the decision takes, as the guide said before. */
function promiseBlock({ say, span, plain }: Words, { compiled }: PaperFacts): readonly Block[] {
  const promised = namedLimits(compiled.definition).find(
    ([id, { kind, binds, promised: is }]) => kind === 'max' && binds !== 'party' && (is === true || id === 'promised'),
  )?.[1]
  if (!promised) return []
  const { from, value, unit } = promised
  const stage = compiled.stages.get(from ?? '')?.name
  const since =
    from === 'receipt'
      ? say('papers.fromReceipt')
      : from === 'accept'
        ? say('papers.fromAcceptance')
        : plain(stage ?? from ?? '')
  return [text(say('papers.promised', { from: since, span: span(`${value} ${unit}`) }))]
}

function receipt(words: Words, facts: PaperFacts): readonly Block[] {
  const { say, day } = words
  const { state, progress, number, followCode } = facts
  const came = say('papers.came', {
    ...commonOf(words, facts),
    organ: progress.organ,
    code: followCode,
    number,
    day: day(state.openedOn),
  })
  const given = materialNames(words, facts)
  return [
    text(came),
    text(say(given.length > 0 ? 'papers.handedIn' : 'papers.none')),
    ...listed(words, given),
    text(say(state.start === 'application' && state.drawer === 'permit' ? 'papers.next' : 'papers.nextShort')),
  ]
}

const commonOf = ({ plain, day }: Words, { progress, state, number }: PaperFacts) => ({
  item: plain(progress.name),
  number,
  day: day(state.openedOn),
})

function supplement(words: Words, facts: PaperFacts, { event }: PaperWanted): readonly Block[] {
  const { say, plain } = words
  const { definition } = facts.compiled
  const { materials = [], fields = [] } = event.data as { materials?: readonly string[]; fields?: readonly string[] }
  const missing = [
    ...materials.map(id => plain(definition.materials.find(one => one.id === id)?.name ?? id)),
    ...fields.map(name => plain(definition.content.form[name]?.label ?? name)),
  ]
  const note = facts.told.find(({ verb, on }) => verb === 'requestSupplement' && on === event.on)?.text
  return [
    text(say('papers.supplement', commonOf(words, facts))),
    ...listed(words, missing),
    ...(note === undefined ? [] : [text(say('papers.supplementNote', { text: note }))]),
    text(say('papers.supplementEnd')),
  ]
}

/** Sections with running numbers; an empty one is left out. */
const sections = (words: Words, all: readonly (readonly [key: string, blocks: readonly Block[]])[]): readonly Block[] =>
  all
    .filter(([, blocks]) => blocks.length > 0)
    .flatMap(([key, blocks], at): readonly Block[] => [
      { kind: 'heading', text: words.say('papers.headed', { at: '一二三四五'[at]!, text: words.say(key) }) },
      ...blocks,
    ])

function nonAcceptance(words: Words, facts: PaperFacts): readonly Block[] {
  const { say, plain } = words
  const { turnedAway, remedies } = facts.progress
  const reason = facts.told.findLast(({ verb }) => verb === 'refuseAcceptance')?.text
  const why = [reason, turnedAway?.why && plain(turnedAway.why), turnedAway?.rule && plain(turnedAway.rule)]
  const basis = turnedAway?.basis ? [text(say('papers.basis', { list: words.cited(turnedAway.basis) }))] : []
  return [
    text(say('papers.nonAcceptance', commonOf(words, facts))),
    ...sections(words, [
      ['papers.reasons', why.flatMap(one => (one ? [text(say('papers.groundPlain', { text: one }))] : []))],
      ['papers.bases', basis],
      ['papers.remedies', remedyBlocks(words, remedies)],
    ]),
    ...(turnedAway?.referTo ? [text(say('papers.referTo', { organ: turnedAway.referTo }))] : []),
  ]
}

function decided(words: Words, facts: PaperFacts): readonly Block[] {
  const { say, plain, money, cited, word, day } = words
  const { decision, progress, state } = facts
  if (!decision || !progress.outcome) return []
  const { reason, grounds, basis, evidence, amount } = decision
  const outcome = plain(progress.outcome.name)
  const said =
    amount === null
      ? say('papers.decision', { outcome })
      : say('papers.decisionAmount', { outcome, amount: money(amount) })
  const lines = evidence.map(({ kind, name, source, on }) =>
    say('papers.evidenceLine', {
      name: kind === 'recorded' ? word('evidence-kind', String(name)) : plain(name),
      source:
        kind === 'paper'
          ? word('given', source)
          : say(kind === 'recorded' ? 'mine.evidenceRecorded' : 'mine.evidenceRegister'),
      day: day(on),
    }),
  )
  const ground = grounds.map(({ text: rule, basis: own }) =>
    text(
      own
        ? say('papers.ground', { text: plain(rule), basis: cited(own) })
        : say('papers.groundPlain', { text: plain(rule) }),
    ),
  )
  return [
    text(say(state.start === 'application' ? 'papers.decidedOn' : 'papers.decidedOfOffice', commonOf(words, facts))),
    text(said),
    ...sections(words, [
      ['papers.reasons', reason === null ? [] : [text(reason)]],
      ['papers.bases', [...ground, text(say('papers.basis', { list: basis.map(cited).join(say('list.semi')) }))]],
      ['papers.evidence', listed(words, lines)],
      ['papers.remedies', remedyBlocks(words, progress.remedies)],
    ]),
  ]
}

function certificate(words: Words, facts: PaperFacts, { voucher }: PaperWanted): readonly Block[] {
  const { say, plain, day } = words
  const { compiled, state, progress, name, uscc, number } = facts
  const { form } = compiled.definition.content
  const decision = compiled.definition.publicity.decision
  const declared = decision && decision !== 'none' ? decision.fields : []
  // What the item lets everybody know of its decisions is what a certificate shows of the application.
  const own = declared.flatMap((field): readonly Block[] => {
    const value = state.facts[field]
    const shown = form[field]
    if (!shown || compiled.personal.has(field) || typeof value !== 'string' || value === name) return []
    return [{ kind: 'pair', label: plain(shown.label ?? field), text: value }]
  })
  return [
    { kind: 'pair', label: say('papers.holder'), text: name },
    ...(uscc === null ? [] : [{ kind: 'pair', label: words.word('scheme', 'uscc'), text: uscc } as const]),
    { kind: 'pair', label: say('papers.subject'), text: plain(progress.name) },
    ...own,
    ...(progress.outcome
      ? [{ kind: 'pair', label: say('papers.outcome'), text: plain(progress.outcome.name) } as const]
      : []),
    {
      kind: 'pair',
      label: say('papers.until'),
      text: voucher?.validUntil ? day(voucher.validUntil) : say('papers.untilEnded'),
    },
    { kind: 'pair', label: say('papers.caseNumber'), text: number },
  ]
}

const acceptance = (words: Words, facts: PaperFacts): readonly Block[] => [
  text(
    words.say(facts.state.start === 'application' ? 'papers.accepted' : 'papers.acceptedPlain', commonOf(words, facts)),
  ),
  ...promiseBlock(words, facts),
]

/** What a paper is called: as the item calls it, where it does; 关于×××的 is for its clerks to fill in. */
function titleOf(words: Words, { compiled, progress }: PaperFacts, { kind, voucher }: PaperWanted): string {
  const { documents = [] } = compiled.definition.content
  const named = voucher && documents.find(({ id }) => id === voucher.kind)?.name
  if (named && !isUnfilled(named)) return words.plain(named)
  return words.say(kind === 'certificate' ? 'papers.title.decision' : `papers.title.${kind}`, {
    item: words.plain(progress.name),
  })
}

const writers: Readonly<Record<PaperKind, (words: Words, facts: PaperFacts, wanted: PaperWanted) => readonly Block[]>> =
  {
    receipt,
    acceptance,
    supplement,
    'non-acceptance': nonAcceptance,
    decision: decided,
    certificate,
  }

/** 成文 A paper in words, from what the case recorded: nobody types any of it a second time. */
export function paperText(
  words: PaperWords,
  facts: PaperFacts,
  wanted: PaperWanted,
  { number, code, verifyAt }: { readonly number: string; readonly code: string; readonly verifyAt: string },
): Paper {
  const { say, day } = words
  const { kind, event } = wanted
  const organ = kind === 'decision' && facts.decision ? facts.decision.organ : facts.progress.organ
  return {
    form: kind === 'certificate' ? 'certificate' : 'letter',
    organ,
    number,
    title: titleOf(words, facts, wanted),
    addressee: kind === 'certificate' ? null : facts.name,
    blocks: writers[kind](words, facts, wanted),
    dated: day(event.on),
    at: Temporal.Instant.from(event.at),
    check: {
      // The code stands behind the hash: a reader's browser keeps it to itself, no log has it.
      address: `${verifyAt}?${new URLSearchParams({ number })}#${code}`,
      lines: [
        say('papers.check', { address: verifyAt }),
        say('papers.checkNumber', { number }),
        say('papers.checkCode', { code }),
      ],
    },
    words: {
      sample: say('papers.sample'),
      seal: say('papers.seal', { organ }),
      code: say('papers.code'),
      reason: say('papers.reason'),
      colon: say('list.colon'),
    },
  }
}
