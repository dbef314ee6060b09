import {
  type CaseState,
  type Cases,
  caseNotFound,
  countOf,
  eligibleToGo,
  questionOf,
  replayCase,
  seedOf,
  subCaseIds,
} from '#kernel/case'
import type { CompiledItem, CompiledStage } from '#kernel/definition'
import { verifyDraw } from '#kernel/draw'
import type { Identity } from '#kernel/identity'
import type { Keyring } from '#kernel/party'
import { refusal } from '#kernel/refusal'
import type { Registers } from '#kernel/register'
import { type Db, statement } from '#kernel/storage'
import type { TrailReader } from '#kernel/trail'
import { findCase } from './access.ts'
import { type DrawOfCase, drawsOf, recordOf } from './draw-record.ts'
import { makeLeafReader } from './leaf-reader.ts'

export const drawUnknown = refusal('DRAW_UNKNOWN', 404, 'This case has no draw')

const keyOf = statement('power.drawKey', 'select wrapped from kernel.case_keys where case_id = $1 and subject = $1')
const byOrigin = statement(
  'power.casesByOrigin',
  `select id from kernel.cases where item = $1 and state::json ->> 'origin' = $2`,
)

export interface DrawAudit {
  readonly number: string
  readonly stage: string
  readonly made: boolean
  readonly population: number
  readonly drawn: number
  /** Cases that were opened for the lots, of those that were ordered. */
  readonly cases: number
  /** Where it is not what it should be; empty when all is equal. */
  readonly faults: readonly string[]
}

export interface DrawAuditNeeds {
  readonly db: Db
  readonly keyring: Keyring
  readonly trail: TrailReader
  readonly registers: Registers
  readonly identity: Pick<Identity, 'directory'>
  readonly cases: Pick<Cases, 'definitionOf'>
}

interface Audited {
  readonly id: string
  readonly number: string
  readonly state: CaseState
  readonly definition: CompiledItem
  readonly draw: DrawOfCase
  readonly stage: CompiledStage
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** What was frozen is what the item says: the same rows, the same number, and in the pool whoever could go, nobody more or less. */
async function againstItem({ identity }: DrawAuditNeeds, audited: Audited): Promise<readonly string[]> {
  const { state, definition, draw, stage } = audited
  const { from, pool, count, size } = draw.prepared
  const facts = { value: (source: string) => definition.value(source, definition.prepare(state.facts)) }
  const faults: string[] = []
  const asked = questionOf(stage, facts, from)
  if (!same(asked, from)) faults.push('item: other rows were frozen than the item says')
  if (countOf(stage, facts, size) !== count) faults.push('item: another number was drawn than the item says')
  const directory = await identity.directory()
  const organOf = (kind: string | undefined) =>
    kind === undefined ? state.organ : (directory.organsFor(kind, from.on)[0]?.id ?? state.organ)
  const eligible = (of: Pick<CaseState, 'organ' | 'acted' | 'avoided' | 'challenges'>) =>
    eligibleToGo(
      { definition, state: of, directory, organOf, on: from.on, actor: { kind: 'system', name: 'audit' } },
      stage,
    )
  const could = eligible({ ...state, acted: {}, avoided: [], challenges: {} })
  for (const person of pool) if (!could.includes(person)) faults.push(`pool: ${person} could not go that day`)
  for (const person of eligible(state)) if (!pool.includes(person)) faults.push(`pool: ${person} was left out`)
  return faults
}

async function againstSources(needs: DrawAuditNeeds, { id, draw, state }: Audited): Promise<readonly string[]> {
  const { db, keyring, registers, trail } = needs
  const record = recordOf(id, draw)
  if (!record) return []
  const { log, size } = record.beacon
  const found = { population: await registers.population(draw.prepared.from), root: await trail.rootAt(log, size) }
  const faults = verifyDraw(record, found).map(({ what, detail }) => `${what}: ${detail}`)
  const [key] = await db.run<{ wrapped: Buffer }>(keyOf, [id])
  const own = key && seedOf(keyring.unwrap(key.wrapped), draw.stage, state.stages[draw.stage]!.round)
  if (own !== undefined && own !== record.seed) faults.push('seed: it is not the case’s own')
  return faults
}

/** 计划外检查 For each lot a case, and none beside them. */
async function againstCases({ db }: DrawAuditNeeds, { id, number, state, draw }: Audited) {
  const ordered = Object.values(state.subCases ?? {}).find(one => one.draw === draw.stage)
  if (!ordered || !draw.made) return { cases: 0, faults: [] }
  const expected = new Set(subCaseIds(id, ordered, draw.made.data.lots))
  const found = (await db.run<{ id: string }>(byOrigin, [ordered.item, number])).map(row => row.id)
  const faults = found.filter(one => !expected.has(one)).map(one => `cases: ${one} was not drawn`)
  return { cases: found.filter(one => expected.has(one)).length, faults }
}

/** 复算抽取 Casts the lots of a case's draw again, from register, log and item, and says where they differ. */
export async function auditDraw(needs: DrawAuditNeeds, number: string): Promise<DrawAudit> {
  const { db, keyring, trail, cases } = needs
  const row = await findCase(db, number)
  if (!row) throw caseNotFound()
  const { id, state } = row
  const draw = (await drawsOf(db, id)).at(-1)
  const definition = await cases.definitionOf(id)
  const stage = draw && definition.stages.get(draw.stage)
  if (!draw || !stage) throw drawUnknown()
  const audited: Audited = { id, number, state, definition, draw, stage }
  const replayed = await replayCase(db, keyring, id, makeLeafReader(trail))
  const opened = await againstCases(needs, audited)
  return {
    number,
    stage: draw.stage,
    made: draw.made !== undefined,
    population: draw.prepared.size,
    drawn: draw.made?.data.lots.length ?? 0,
    cases: opened.cases,
    faults: [
      ...replayed.faults.map(fault => `trail: ${fault}`),
      ...(await againstItem(needs, audited)),
      ...(await againstSources(needs, audited)),
      ...opened.faults,
    ],
  }
}
