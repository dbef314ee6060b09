import { type Eraser, type Keyring, padded } from '#kernel/party'
import { statement } from '#kernel/storage'

export type AnswerKeyring = Pick<Keyring, 'newKey' | 'seal' | 'unseal' | 'unwrap'>

/** 答复所言 What an answer says, who says it, and with the moments as they came all that its signature stands over. */
export interface AnswerSaid {
  readonly value: boolean | number | string | null
  readonly source: string | null
  readonly obtained: string | null
  readonly validUntil: string | null
  readonly signature: string | null
}

/** As it lies: sealed, or in the open in a row of before. A key that is gone was destroyed with the case's main party. */
export interface AnswerKept {
  readonly request: string
  readonly digest: Buffer
  readonly sealed: Buffer | null
  readonly wrapped: Buffer | null
  readonly value: AnswerSaid['value']
  readonly source: string | null
  readonly signature: string | null
}

const nothing: AnswerSaid = { value: null, source: null, obtained: null, validUntil: null, signature: null }
const placeOf = ({ request, digest }: Pick<AnswerKept, 'request' | 'digest'>): string =>
  `exchange|${request}|${digest.toString('hex')}`

/** 封存答复 Each answer under a key of its own, which is destroyed where the case's is. */
export function makeAnswerSeal(keyring: AnswerKeyring) {
  return {
    close(of: Pick<AnswerKept, 'request' | 'digest'>, said: AnswerSaid): { sealed: Buffer; wrapped: Buffer } {
      const { key, wrapped } = keyring.newKey()
      const { value, source, obtained, validUntil, signature } = said
      const rest = JSON.stringify([source, obtained, validUntil, signature]).slice(1)
      return { sealed: keyring.seal(key, `[${padded(value)},${rest}`, placeOf(of)), wrapped }
    },

    /** What it says; undefined where its key was destroyed. */
    open({ sealed, wrapped, ...row }: AnswerKept): AnswerSaid | undefined {
      if (sealed === null) return { ...nothing, value: row.value, source: row.source, signature: row.signature }
      if (wrapped === null) return undefined
      const text = keyring.unseal(keyring.unwrap(wrapped), sealed, placeOf(row)).toString()
      const [value, source, obtained, validUntil, signature] = JSON.parse(text) as [
        AnswerSaid['value'],
        ...(string | null)[],
      ]
      return {
        value,
        ...{ source: source ?? null, obtained: obtained ?? null, validUntil: validUntil ?? null },
        signature: signature ?? null,
      }
    },
  }
}

// With the key everything goes that could be tried out: of a yes or a no the tag would be enough for whoever has the key of tags.
const forget = statement(
  'exchange.forget',
  `update data.exchange_answers a set wrapped = null, value = null, source = null, signature = null,
     digest = uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
   from data.exchange_requests r join kernel.case_parties p on p.case_id = r.case_id and p.party = $1 and p.role in ('subject', 'respondent')
   where a.request = r.id and (a.wrapped is not null or a.value is not null or a.source is not null) returning 1`,
)

/** 删除外部答复 What departments said for his cases goes with their main party, as the cases' own keys do; that they were asked stays. */
export const exchangeEraser: Eraser = async (sql, party) => (await sql.run(forget, [party])).length
