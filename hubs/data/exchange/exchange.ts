import { type Clock, uuidv7 } from '#kernel/clock'
import { refusal } from '#kernel/refusal'
import type { Db } from '#kernel/storage'
import { type AnswerKeyring, type AnswerSaid, makeAnswerSeal } from './answer-seal.ts'
import {
  type Asked,
  digestOf,
  type ExchangeAdapter,
  isAnswer,
  isSignedBy,
  type OutsideAnswer,
  type OutsideSystem,
} from './contract.ts'
import { type EvidenceKept, exchangeStore, type OutsideEvidence, type Place } from './exchange.store.ts'

export const answerUnasked = refusal('EXCHANGE_ANSWER_UNASKED', 409, 'Nobody asked this system what it answers')

export const answerUnsigned = refusal(
  'EXCHANGE_ANSWER_UNSIGNED',
  403,
  'Only a system the city asks, and by its signature, brings an answer by itself',
)

/** Why an answer is unknown: nothing came in time, it cannot be used, two answers contradict each other, or what was said was erased. */
export type ExchangeFault =
  | 'EXCHANGE_SILENT'
  | 'EXCHANGE_AWAY'
  | 'EXCHANGE_CONTRADICTED'
  | 'EXCHANGE_ANSWER_INVALID'
  | 'EXCHANGE_SIGNATURE_FALSE'
  | 'EXCHANGE_ERASED'
  | 'FACT_UNKNOWN'

export interface Obtained {
  /** null: unknown. */
  readonly value: boolean | number | string | null
  readonly fault: string | null
  readonly source: string
  readonly obtained: string | null
  readonly validUntil: string | null
  /** No answer will settle it: they contradict each other, or one has waited long enough. A named person decides. */
  readonly toHuman?: true
}

export interface ExchangeNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly adapters: readonly ExchangeAdapter[]
  readonly keyring: AnswerKeyring
  /** A keyed tag of 32 bytes (kernel/party's blind index). */
  readonly tag: (text: string) => Buffer
  /** Told of an adapter that failed or an answer nobody could use: for the operator's log. */
  readonly report?: (event: string, facts: Readonly<Record<string, unknown>>) => void
}

/** After this, a question nobody answers is given up; milliseconds. */
const patience = 60_000
/** How long a case waits for a system before a named person decides, where the city does not say. */
const waitsFor = 'P3D'

/**
 * 数据交换 Asks the systems of departments. Every answer is a row before it is used, with source, moment and end; what is missing,
 * late, of the wrong type, falsely signed or contradictory is unknown, and the item says what follows from that.
 */
export function makeExchange({ db, clock, adapters, keyring, tag, report = () => {} }: ExchangeNeeds) {
  const seal = makeAnswerSeal(keyring)
  const bySystem = new Map(adapters.map(adapter => [adapter.outside.system, adapter]))
  const byQuestion = new Map(
    adapters.flatMap(adapter =>
      Object.entries(adapter.outside.questions).map(([name, declared]) => [
        name.includes('.') ? name : `${adapter.outside.system}.${name}`,
        { adapter, declared },
      ]),
    ),
  )

  function faultOf(answer: OutsideAnswer, outside: OutsideSystem, now: Temporal.Instant): ExchangeFault | null {
    if (outside.publicKey && !isSignedBy(answer, outside.publicKey)) return 'EXCHANGE_SIGNATURE_FALSE'
    const type = byQuestion.get(answer.question)?.declared.answer
    const fits =
      answer.value === null || (type === 'integer' ? Number.isSafeInteger(answer.value) : typeof answer.value === type)
    const obtained = Temporal.Instant.from(answer.obtained)
    const inTime =
      Temporal.Instant.compare(obtained, now) <= 0 &&
      Temporal.Instant.compare(Temporal.Instant.from(answer.validUntil), obtained) > 0
    return fits && inTime ? null : 'EXCHANGE_ANSWER_INVALID'
  }

  /** Stores what a system sent, by whatever way it came; false: it was there already. @throws EXCHANGE_ANSWER_UNASKED. */
  async function receive(system: string, payload: unknown, asked?: string): Promise<boolean> {
    const now = clock.now()
    const id = isAnswer(payload) ? payload.request : asked
    const request = id === undefined ? undefined : await exchangeStore.request(db, id)
    const outside = bySystem.get(system)?.outside
    const known = request !== undefined && request.system === system && outside !== undefined
    if (
      !known ||
      (asked !== undefined && asked !== request.id) ||
      (isAnswer(payload) && payload.question !== request.question)
    )
      throw answerUnasked({ detail: `${system} answers a question that it was not asked` })
    if (request.erased) throw answerUnasked({ detail: 'what was asked for this case has been erased' })
    const answer = isAnswer(payload) ? payload : undefined
    const fault = answer ? faultOf(answer, outside, now) : 'EXCHANGE_ANSWER_INVALID'
    if (fault) report('exchange.answer.unusable', { system, request: request.id, fault })
    const of = { request: request.id, digest: digestOf(payload, tag) }
    // What cannot be used is kept without its value.
    const used = fault === null ? answer : undefined
    const said: AnswerSaid | undefined = answer && {
      value: used?.value ?? null,
      source: answer.source,
      obtained: used?.obtained ?? null,
      validUntil: used?.validUntil ?? null,
      signature: answer.signature ?? null,
    }
    return exchangeStore.answer(db, {
      ...of,
      ...(said ? seal.close(of, said) : { sealed: null, wrapped: null }),
      fault,
      obtained: used?.obtained ?? null,
      validUntil: used?.validUntil ?? null,
      at: now,
      late: Temporal.Instant.compare(now, Temporal.Instant.from(request.deadline)) > 0,
    })
  }

  /** Sends the question and stores what comes, at the latest when patience ends; true once something was stored. */
  async function carry(adapter: ExchangeAdapter, asked: Asked): Promise<boolean> {
    const { system } = adapter.outside
    try {
      await receive(system, await adapter.ask(asked, AbortSignal.timeout(patience)), asked.request)
      return true
    } catch (fault) {
      report('exchange.failed', {
        system,
        request: asked.request,
        fault: fault instanceof Error ? fault.message : typeof fault,
      })
      return false
    }
  }

  /** What is stored, judged: one value, or why there is none. */
  async function judged(place: Place, system: string, otherwise: string): Promise<Obtained> {
    const unknown = { value: null, source: `system:${system}`, obtained: null, validUntil: null }
    const answers = await exchangeStore.usable(db, place, clock.now())
    const last = answers.at(-1)
    if (!last) return { ...unknown, fault: otherwise }
    const said = answers.map(seal.open)
    const lastSaid = said.at(-1)
    if (!lastSaid || said.includes(undefined)) return { ...unknown, fault: 'EXCHANGE_ERASED' }
    if (new Set(said.map(one => one?.value)).size > 1)
      return { ...unknown, fault: 'EXCHANGE_CONTRADICTED', toHuman: true }
    const { obtained, validUntil } = last
    return { value: lastSaid.value, fault: null, source: `system:${system}:${lastSaid.source}`, obtained, validUntil }
  }

  /** Nobody waits for ever: what has been unknown for too long since it was first asked goes to a named person. */
  async function settled(obtained: Obtained, place: Place, { outside }: ExchangeAdapter): Promise<Obtained> {
    if (obtained.value !== null || obtained.toHuman) return obtained
    const first = await exchangeStore.firstAsked(db, place)
    const end = first
      ?.toZonedDateTimeISO(clock.zone)
      .add(outside.humanAfter ?? waitsFor)
      .toInstant()
    return end && Temporal.Instant.compare(clock.now(), end) >= 0 ? { ...obtained, toHuman: true } : obtained
  }

  function shown({ digest, sealed, wrapped, value, source, signature, ...row }: EvidenceKept): OutsideEvidence {
    if (digest === null) return { ...row, value, source, signature }
    const said = seal.open({ request: row.request, digest, sealed, wrapped, value, source, signature })
    if (!said) return { ...row, value: null, source: null, signature: null, fault: 'EXCHANGE_ERASED' }
    return { ...row, ...said, obtained: said.obtained ?? row.obtained, validUntil: said.validUntil ?? row.validUntil }
  }

  return {
    receive,
    /** 推送答复 Takes what a system brings by itself, later than anybody waited. @throws EXCHANGE_ANSWER_UNSIGNED, EXCHANGE_ANSWER_UNASKED. */
    async deliver(system: string, answer: OutsideAnswer): Promise<boolean> {
      const key = bySystem.get(system)?.outside.publicKey
      if (!key || !isSignedBy(answer, key)) throw answerUnsigned()
      return receive(system, answer)
    },
    /** Whether an outside system answers this question. */
    answers: (question: string): boolean => byQuestion.has(question),
    /** What was asked outside for a case, and each answer to it. */
    evidenceOf: async (caseId: string): Promise<OutsideEvidence[]> =>
      (await exchangeStore.ofCase(db, caseId)).map(shown),

    /**
     * Asks before the case is locked. An answer that still counts is not asked for again; a question that still waits is sent
     * again under the same id. Never throws for what the other side does.
     */
    async ask(
      question: string,
      facts: Readonly<Record<string, unknown>>,
      { caseId, purpose }: { readonly caseId: string; readonly purpose: string },
    ): Promise<Obtained> {
      const found = byQuestion.get(question)
      if (!found) return { value: null, fault: 'EXCHANGE_AWAY', source: 'system:', obtained: null, validUntil: null }
      const { adapter, declared } = found
      const { system } = adapter.outside
      const wanted = Object.fromEntries(declared.with.map(name => [name, facts[name] ?? null]))
      const place = { caseId, question, tag: tag(JSON.stringify([question, wanted])) }
      if (Object.values(wanted).includes(null))
        return { value: null, fault: 'FACT_UNKNOWN', source: `system:${system}`, obtained: null, validUntil: null }
      const there = await judged(place, system, 'EXCHANGE_SILENT')
      if (there.fault === null) return settled(there, place, adapter)
      const at = clock.now()
      const request =
        (await exchangeStore.open(db, place, at)) ??
        (await exchangeStore.ask(db, {
          ...place,
          id: uuidv7(clock),
          system,
          purpose,
          at,
          deadline: at.add({ milliseconds: adapter.outside.within }),
        }))
      const asked: Asked = { request: request.id, question, with: wanted, purpose, caseId, deadline: request.deadline }
      let timer: NodeJS.Timeout | undefined
      const tired = new Promise<'tired'>(resolve => {
        timer = setTimeout(resolve, adapter.outside.within, 'tired')
      })
      const came = await Promise.race([carry(adapter, asked), tired])
      clearTimeout(timer)
      const why = came === 'tired' ? 'EXCHANGE_SILENT' : came ? 'EXCHANGE_ANSWER_INVALID' : 'EXCHANGE_AWAY'
      return settled(
        await judged(place, system, (await exchangeStore.lastFault(db, request.id)) ?? why),
        place,
        adapter,
      )
    },
  }
}

export type Exchange = ReturnType<typeof makeExchange>
