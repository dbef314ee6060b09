import type { CitizenNeeds, SignedIn } from '#portals/public'
import { citizenNumber, type DrillHouse, firmCode, registerFirm } from '../house.ts'
import { signedInAs } from './door.ts'
import type { PublishedItem } from './items.ts'

export interface Applicant {
  readonly kind: 'person' | 'firm'
  readonly party: string
  readonly name: string
  /** Citizen number or credit code. */
  readonly number: string
  readonly signedIn: SignedIn
}

/** What an applicant says of himself in every form, and how to reach him. */
const saidOfOneself = {
  'contact.name': '演练联系人',
  'contact.phone': '13800000001',
  'applicant.phone': '13800000002',
  'applicant.account': '6222020000000000123',
  'household.members': 3,
} as const

/** A person with a number and a telephone in the parties' file. */
export async function knownPerson({ city }: DrillHouse, running: number): Promise<Applicant> {
  const number = citizenNumber(running)
  const name = `演练居民${running}`
  const phone = `138${String(running).padStart(8, '0')}`
  const { party } = await city.db.transaction(sql =>
    city.parties.register(sql, {
      kind: 'person',
      name,
      identifiers: [
        { scheme: 'citizen', value: number },
        { scheme: 'phone', value: phone },
      ],
    }),
  )
  return { kind: 'person', party, name, number, signedIn: signedInAs(party) }
}

/** A firm in the register of enterprises, with one project under way and, where it has one, its licence. */
export async function knownFirm({ city }: DrillHouse, running: number): Promise<Applicant> {
  const { party, uscc: number, name } = await registerFirm(city, running)
  const row = (register: string, values: Readonly<Record<string, unknown>>, organ: string, feed: string) =>
    city.db.transaction(sql =>
      city.registers.set(sql, register, {
        entry: crypto.randomUUID(),
        from: '2024-01-01',
        values,
        source: { organ, feed },
      }),
    )
  const project = {
    ...{ owner: number, code: `2607-210102-04-01-${String(running % 1_000_000).padStart(6, '0')}` },
    ...{ name: `演练项目${running}`, place: '和平区南京街1号', estimate: 800_000_000 },
    ...{ twoHigh: false, stateApproved: false, allocatedLand: false },
  }
  await row('investment-project', project, '210100-city-government', 'development-and-reform')
  const licence = { uscc: number, licensedOn: '2021-05-10', capital: 200_000_000_000 }
  await row('financing-guarantee', licence, '210100-finance-bureau', 'local-finance')
  return { kind: 'firm', party, name, number, signedIn: signedInAs(party) }
}

/** One earlier application of whoever applies again: what he said of himself then is known now. */
export async function applyOnce(
  apply: CitizenNeeds['apply'],
  { signedIn }: Applicant,
  { item, organ, compiled }: PublishedItem,
  answers: Readonly<Record<string, unknown>>,
): Promise<string> {
  const caseId = await apply.begin(signedIn, crypto.randomUUID(), { item, organ })
  const { form } = compiled.definition.content
  const own = Object.fromEntries(Object.entries(saidOfOneself).filter(([name]) => form[name] !== undefined))
  await apply.change(signedIn, caseId, before => ({ ...before, fields: { ...answers, ...own, ...before.fields } }))
  return apply.submit(signedIn, crypto.randomUUID(), await apply.draft(signedIn, caseId))
}

/** A number that is in order and somebody else's. */
export const numberOfAnother = (kind: 'uscc' | 'citizen'): string =>
  kind === 'uscc' ? firmCode(999_001) : citizenNumber(999_001)
