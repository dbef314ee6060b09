import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Static, Type } from 'typebox'
import type { Budget } from '#hubs/application/ledger'
import { type Registers, registerInvalid } from '#kernel/register'
import type { Db } from '#kernel/storage'
import { makeRulesReader } from './rules-file.ts'

const strict = { additionalProperties: false } as const
const Words = Type.Object({ zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, strict)

/** The question that the ledger answers itself: no register says better what a budget line holds. */
const hasBalance = 'budget.hasBalance'

const Answers = Type.Object(
  {
    answers: Type.String(),
    name: Words,
    questions: Type.Record(Type.String(), Type.Object({ text: Words, with: Type.Array(Type.String()) }, strict)),
  },
  strict,
)
const readAnswers = makeRulesReader(Answers, registerInvalid)

/** 自行回答的问题 What `content/answers` declares, with the words in which it is shown. @throws REGISTER_INVALID with the places that do not fit. */
export const readHouseAnswers = (folder: string): readonly Static<typeof Answers>[] =>
  readdirSync(folder).map(file => readAnswers(join(folder, file)))

/** What is answered without a register; `content/answers` declares the same, for whoever writes an item. */
export const answeredHere: readonly string[] = [hasBalance]

/** 查询 Whom a comparison asks: the registers, and of budget lines the ledger. A line the year has not answers unknown. */
export const askOf =
  (db: Db, registers: Pick<Registers, 'ask'>, budget: Pick<Budget, 'line'>): Registers['ask'] =>
  async (question, facts, on, sql = db) => {
    if (question !== hasBalance) return registers.ask(question, facts, on, sql)
    const { line, amount } = facts
    if (typeof line !== 'string' || on === undefined) return null
    const found = await budget.line(sql, line, Number(on.slice(0, 4)))
    return found ? found.available >= Number(amount) : null
  }
