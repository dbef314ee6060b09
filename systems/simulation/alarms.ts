import { officerScope, supervisionScope } from './hand.ts'
import type { PreparedStage } from './stage.ts'
import type { RaisedAlarm } from './truth.ts'
import type { Officer } from './world.ts'

interface AlarmRow {
  readonly id: string
  readonly caseId: string | null
  readonly alarm: string
  readonly level: string
  readonly reasons?: readonly { readonly code?: string }[]
}

/** 收集预警 Every alarm of the city, as those see them to whom they are addressed: supervision, and the heads of the bureaus. */
export async function collectAlarms(
  { client, purse, world }: PreparedStage,
  supervision: Officer,
  heads: readonly Officer[] = [],
): Promise<readonly RaisedAlarm[]> {
  const found = new Map<string, RaisedAlarm>()
  async function read(viewer: Officer, scope: string): Promise<void> {
    let after: string | undefined
    do {
      const query = new URLSearchParams({ limit: '200', ...(after !== undefined && { after }) })
      const { status, codes, body } = await client.send('GET', `/api/alarms?${query}`, {
        token: await purse.of(viewer, scope),
      })
      if (status !== 200) throw new Error(`the alarms of ${viewer.post} cannot be read: ${status} ${codes.join(' ')}`)
      for (const { id, caseId, alarm, level, reasons } of (body.items ?? []) as readonly AlarmRow[])
        found.set(id, { id, caseId: caseId ?? '', alarm, level, codes: (reasons ?? []).map(({ code }) => code ?? '') })
      after = typeof body.next === 'string' ? body.next : undefined
    } while (after !== undefined)
  }
  await read(supervision, supervisionScope)
  for (const office of world.bureaus) await read(office.post('bureau-head'), officerScope)
  for (const head of heads) await read(head, officerScope)
  return [...found.values()]
}
