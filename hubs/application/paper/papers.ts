import { timingSafeEqual } from 'node:crypto'
import { type Clock, uuidv7 } from '#kernel/clock'
import { type Files, findFile, recordFile } from '#kernel/file'
import { refusal } from '#kernel/refusal'
import type { Db, Sql } from '#kernel/storage'
import { encodeLeaf } from '#kernel/trail'
import {
  addPaper,
  addPaperLeaf,
  lockPaper,
  type MadePaper,
  numberPaper,
  paperByNumber,
  paperNumbersOf,
  paperOf,
} from './paper.store.ts'
import type { Paper } from './paper.ts'
import { printPaper } from './press.ts'
import type { PaperSigner } from './signing.ts'

export const paperErased = refusal('PAPER_ERASED', 410, 'The paper was erased with the data of its person')

/** No paper of ours comes near it; what does is a fault. */
const mostBytes = 1_048_576

export interface PapersNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly files: Files
  readonly signer: PaperSigner
}

/** Which paper of which case, and whose; the number of a voucher, or the series in which it gets one. */
export type PaperAbout = Omit<MadePaper, 'id' | 'file' | 'number' | 'checkCode'> & {
  readonly party: string | null
  readonly numbered: string | { readonly series: string; readonly year: number }
  codeOf(number: string): string
}

const same = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/**
 * 版式文书 Makes a paper when somebody first asks for it, and keeps it: sealed as a file of its case, its keyed commitment in the trail. Everybody who asks
 * later is given those bytes, also when the program that sets papers has changed since (docs/adr/0030).
 */
export function makePapers({ db, clock, files, signer }: PapersNeeds) {
  return {
    /** 单印 A notice that belongs to no case: printed, and kept by nobody but its addressee. @throws PAPER_GLYPH_MISSING, PAPER_KEY_MISSING */
    print: (paper: Paper): Promise<Buffer> => printPaper(signer, paper),

    /** @throws PAPER_GLYPH_MISSING, PAPER_KEY_MISSING */
    async make(about: PaperAbout, compose: (number: string, code: string) => Promise<Paper>): Promise<MadePaper> {
      const there = await paperOf(db, about.caseId, about.key)
      if (there) return there
      const { numbered, codeOf, party, ...rest } = about
      // Before it is set: the number stands on it. A paper that cannot be printed keeps its number for whoever writes it by hand.
      const number =
        typeof numbered === 'string' ? numbered : await db.transaction(sql => numberPaper(sql, about, numbered))
      const checkCode = codeOf(number)
      const bytes = await printPaper(signer, await compose(number, checkCode))
      const stored = await files.put(
        (async function* () {
          yield bytes
        })(),
        { maxBytes: mostBytes },
      )
      let used = false
      try {
        return await db.transaction(async sql => {
          await lockPaper(sql, about.caseId, about.key)
          const first = await paperOf(sql, about.caseId, about.key)
          if (first) return first
          const made: MadePaper = { ...rest, number, checkCode, id: uuidv7(clock), file: stored.id }
          await recordFile(sql, stored, {
            mediaType: 'application/pdf',
            caseId: about.caseId,
            partyId: party ?? undefined,
          })
          await addPaper(sql, made, clock.now())
          const { item, organ, kind } = made
          const leaf = {
            kind: 'paper',
            at: clock.now(),
            commit: stored.commitment,
            item,
            organ,
            outcome: kind,
          } as const
          await addPaperLeaf(sql, encodeLeaf(leaf))
          used = true
          return made
        })
      } finally {
        if (!used) await files.remove(stored.id)
      }
    },

    /** 文号 Of the papers of a case that have one. */
    numbersOf: (caseId: string) => paperNumbersOf(db, caseId),

    /** The bytes, as they were made. @throws PAPER_ERASED */
    async read(made: MadePaper): Promise<Buffer> {
      const file = await findFile(db, made.file)
      if (!file?.wrappedKey) throw paperErased()
      const chunks: Buffer[] = []
      for await (const chunk of files.get(made.file, file.wrappedKey)) chunks.push(chunk)
      return Buffer.concat(chunks)
    },

    /** 查验 A paper by its number and printed code; a wrong one of either is like none at all. */
    async check(sql: Sql, number: string, code: string): Promise<MadePaper | undefined> {
      const made = await paperByNumber(sql, number)
      return made && same(made.checkCode, code) ? made : undefined
    },
  }
}
export type Papers = ReturnType<typeof makePapers>
