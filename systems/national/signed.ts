import type { Clock } from '#kernel/clock'
import { type Grants, type Ground, readingOf } from '#kernel/grant'
import type { Identity, Officer } from '#kernel/identity'
import { refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'

export const nationalExportUnsigned = refusal(
  'NATIONAL_EXPORT_UNSIGNED',
  403,
  'An officer with a grant and the audit administrator, two persons, take case records out together',
)

/** 双人导出 Who takes case records out, in which post and for what; and who stands beside. Personnel numbers. */
export interface Signed {
  readonly officer: string
  readonly post: string
  readonly audit: string
  readonly purpose: string
}

/** The service on which such a read stands; the security administrator gives the grant for it, with its law and its last day. */
export const exchangeGround: Ground = { kind: 'service', name: 'national-exchange' }

export interface SigningNeeds {
  readonly clock: Clock
  readonly identity: Pick<Identity, 'directory'>
  readonly grants: Pick<Grants, 'table'>
}

/**
 * 核对双人 The officer holds the post today and a grant for this purpose on the exchange; the audit administrator is another person. So
 * three take part: who gave the grant, who exports, who stands beside. @throws NATIONAL_EXPORT_UNSIGNED with what is lacking.
 */
export async function signedBy(
  { clock, identity, grants }: SigningNeeds,
  sql: Sql,
  { officer, post, audit, purpose }: Signed,
  source: string,
  fields: readonly string[],
): Promise<{ readonly actor: Officer; readonly beside: string; readonly used: readonly string[] }> {
  const directory = await identity.directory(sql)
  const on = clock.today().toString()
  const person = directory.personByNumber(officer)?.id
  const beside = directory.personByNumber(audit)?.id
  const lacks = (needs: string) =>
    nationalExportUnsigned({
      facts: { needs },
      remedy: '--officer NUMBER --post ORGAN/POST --audit NUMBER --purpose PURPOSE',
    })
  if (beside === undefined || !directory.isAdministrator(beside, 'audit', on)) throw lacks('audit')
  const acting = person === undefined ? undefined : directory.mayAct({ person, post, on })
  if (person === undefined || acting === undefined || person === beside) throw lacks('post')
  const actor: Officer = { kind: 'officer', person, post, organ: acting.organ.id }
  const { verdict, grants: used } = readingOf(
    { grants: await grants.table(sql), directory, on },
    { actor, purpose, ground: exchangeGround, source, fields, at: clock.now() },
  )
  if (!verdict.granted)
    throw nationalExportUnsigned({
      facts: { needs: 'grant' },
      reasons: verdict.reasons,
      remedy: `The security administrator grants ${source} (${fields.join(', ')}) for ${purpose} on the service national-exchange.`,
    })
  return { actor, beside, used }
}
