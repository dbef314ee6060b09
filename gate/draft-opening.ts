import type { CompiledItem } from '#kernel/definition'
import {
  answersOf,
  askedOf,
  type Draft,
  fetchedOf,
  hasPaper,
  heldFor,
  isStale,
  type SignedIn,
  type VoucherHeld,
} from '#portals/public'
import {
  makeHousehold,
  makeOpposed,
  membersNamed,
  type OpeningBody,
  type OwnData,
  type RouteNeeds,
} from '#systems/power'
import { callerOf } from './acting.ts'
import { daysOf } from './draft-kept.ts'

export interface DraftOpeningNeeds {
  readonly formOf: (item: string, organ: string) => Promise<CompiledItem>
  readonly vouchers: (person: SignedIn) => Promise<readonly VoucherHeld[]>
  readonly ownData: Pick<OwnData, 'kindOf'>
  readonly today: () => string
}

export const answersIn = ({ body }: OpeningBody) => body['fields'] as Readonly<Record<string, unknown>>

/** 草稿成件 What a draft is handed in as: its answers and papers, and whoever else it puts into the case. */
export function makeDraftOpening(needs: RouteNeeds, { formOf, vouchers, ownData, today }: DraftOpeningNeeds) {
  const opposed = makeOpposed(needs)
  const household = makeHousehold(needs)

  /** What the answers and papers of a draft are handed in as. */
  async function openingOf(person: SignedIn, draft: Draft): Promise<OpeningBody> {
    const compiled = await formOf(draft.item, draft.organ)
    const on = today()
    const fields = answersOf(compiled, { ...draft.fields, ...daysOf(draft, on) })
    const { files: sent = {}, instead = {}, disputed = {} } = draft.kept
    const held = await vouchers(person)
    const papers = askedOf(compiled, draft.fields, held).filter(({ id }) => hasPaper(draft, id, on))
    const files = Object.fromEntries(
      papers.flatMap(({ id }) => {
        const fresh = (sent[id] ?? []).filter(file => !isStale(file, on)).map(({ file }) => file)
        return fresh.length === 0 ? [] : [[id, fresh]]
      }),
    )
    // What is typed wrong is told before anything is sent; nobody is put on record for a mere draft.
    membersNamed(compiled, fields, on)
    const fetched = fetchedOf(compiled, draft.fields).filter(paper =>
      heldFor(paper, held).some(({ status }) => status === 'valid'),
    )
    const materials = Object.fromEntries([
      ...papers.map(({ id }) => [id, files[id] ? 'copy' : instead[id]] as const),
      ...fetched.map(({ id }) => [id, 'voucher'] as const),
    ])
    const wrong = Object.fromEntries(Object.entries(disputed).filter(([name]) => fields[name] !== undefined))
    const kind = await ownData.kindOf(callerOf(person))
    const { unit } = compiled.definition.content.parties.subject ?? {}
    const fits = unit !== undefined && [unit].flat().includes(kind)
    return {
      caseId: draft.caseId,
      item: draft.item,
      organ: draft.organ,
      verb: 'submit',
      start: 'application',
      channel: 'online',
      parties: [
        { role: 'subject', party: person.actsAs, ...(fits && { unit: kind }) },
        ...(await opposed(compiled, fields)),
      ],
      body: {
        fields,
        ...(Object.keys(materials).length > 0 && { materials }),
        ...(Object.keys(files).length > 0 && { files }),
        ...(Object.keys(wrong).length > 0 && { disputed: wrong }),
      },
    }
  }

  /** With the household, whose members are each asked for their own consent from now on. */
  async function sentOf(person: SignedIn, draft: Draft): Promise<OpeningBody> {
    const opening = await openingOf(person, draft)
    const members = await household(await formOf(draft.item, draft.organ), answersIn(opening))
    return { ...opening, parties: [...opening.parties, ...members] }
  }

  return { openingOf, sentOf }
}
