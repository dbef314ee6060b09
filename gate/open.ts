import { listPublications, type Publication, publicationById, publishedPlaces } from '#hubs/business/publicity'
import type { ItemDefinition, Text } from '#kernel/definition'
import type { ObjectionWay, OpenNeeds, PublishedShown } from '#portals/public'
import { type CasePapers, type CaseRatings, isUnfilled, type RouteNeeds } from '#systems/power'

/** What is published beside the form's own answers. */
const ownWords: Readonly<Record<string, Text>> = {
  number: { zh: '办件编号', en: 'Number' },
  outcome: { zh: '决定', en: 'Decision' },
  decidedOn: { zh: '决定日期', en: 'Decided on' },
  amount: { zh: '金额（分）', en: 'Amount (fen)' },
}

function valueSaid({ content }: ItemDefinition, name: string, value: unknown): Text {
  if (name === 'outcome') return content.outcomes[String(value)]?.name ?? String(value)
  const option = content.form[name]?.options?.find(one => one.value === value)?.label
  if (option !== undefined) return option
  if (typeof value === 'boolean') return value ? { zh: '是', en: 'Yes' } : { zh: '否', en: 'No' }
  return String(value)
}

const lastDayOf = (until: string | null): string | null =>
  until === null ? null : Temporal.PlainDate.from(until).subtract({ days: 1 }).toString()

/** 异议途径 What the item lets people say of such a posting, as long as it hangs. */
function wayOf(
  { kind, number, until, withdrawnOn }: Publication,
  definition: ItemDefinition | undefined,
): ObjectionWay | null {
  if (!definition || kind === 'decision' || withdrawnOn !== null) return null
  const { draft, result } = definition.publicity
  const comments = kind === 'draft' && draft?.comments === true
  if (!comments && !(kind === 'draft' ? draft : result)?.objections) return null
  const { windows = [], hours = null, contacts = [] } = definition.content.guide ?? {}
  const lastDay = lastDayOf(until)
  return comments
    ? { kind: 'comments', online: number, lastDay, windows, hours, contacts }
    : { kind: 'objections', online: null, lastDay, windows, hours, contacts }
}

/** 公开页面所需 Certificates to be checked, decisions that are published, looks that are not told yet. */
export function makeOpen(
  { db, clock, vouchers, definitions, reads, directory }: RouteNeeds,
  {
    casePapers,
    caseRatings,
    wrongCodes,
    secure,
  }: Pick<OpenNeeds, 'wrongCodes' | 'secure'> & { readonly casePapers: CasePapers; readonly caseRatings: CaseRatings },
): OpenNeeds {
  const today = () => clock.today().toString()
  const definitionOf = async (item: string) =>
    (await definitions.current(item, today()).catch(() => undefined))?.definition

  async function shownOf(published: Publication, definition: ItemDefinition | undefined): Promise<PublishedShown> {
    const { id, item, organ, fields, from, until, scope, withdrawnOn, reason } = published
    return {
      ...{ id, item, scope, withdrawnOn, reason, publishedOn: from, lastDay: lastDayOf(until) },
      name: definition?.content.name ?? item,
      organ: (await directory()).organ(organ, today())?.name ?? organ,
      fields: Object.entries(fields ?? {}).map(([name, value]) => ({
        label: definition?.content.form[name]?.label ?? ownWords[name] ?? name,
        value: definition ? valueSaid(definition, name, value) : String(value),
      })),
    }
  }

  return {
    wrongCodes,
    secure,
    async check(number, code) {
      const checked = await vouchers.checkVoucher(db, code)
      if (!checked.found || checked.number !== number) {
        const paper = await casePapers.check(number, code)
        if (!paper) return { found: false }
        const { kind, dated, organ, item, status, endedOn, reason } = paper
        return {
          ...{ found: true, number, name: item, paper: kind, organ, issuedOn: dated },
          ...{ validUntil: null, status, endedOn, reason },
        }
      }
      const { kind, item, organ, issuedOn, validUntil } = checked
      const { status, endedOn, reason } = await casePapers.checkVoucher(checked)
      const content = (await definitionOf(item))?.content
      const name = content?.documents?.find(({ id }) => id === kind)?.name
      // 关于×××的 is for clerks to fill in: what it is about is the item then, and nobody reads a blank.
      const what =
        name === undefined || isUnfilled(name) ? { name: content?.name ?? item, paper: 'decision' } : { name }
      const offices = await directory()
      return {
        found: true,
        number,
        ...what,
        organ: offices.organ(organ, today())?.name ?? organ,
        ...{ issuedOn, validUntil, status, endedOn, reason },
      }
    },
    async published(after, of) {
      const page = after === undefined ? {} : { after: Buffer.from(after, 'base64url').toString('utf8') }
      const { publications, next } = await listPublications(db, {
        today: today(),
        limit: 20,
        ...(of ?? { place: {} }),
        ...page,
      })
      const items = await Promise.all(publications.map(async one => shownOf(one, await definitionOf(one.item))))
      return { items, next: next === undefined ? null : Buffer.from(next).toString('base64url') }
    },
    async places() {
      const [offices, found] = [await directory(), await publishedPlaces(db, today())]
      const named = (ids: readonly string[], nameOf: (id: string) => string | undefined) =>
        [...new Set(ids)].map(id => ({ id, name: nameOf(id) ?? id }))
      return {
        organs: named(
          found.map(({ organ }) => organ),
          id => offices.organ(id, today())?.name,
        ),
        regions: named(
          found.map(({ region }) => region),
          id => offices.region(id)?.name,
        ),
      }
    },
    async publication(id) {
      const found = await publicationById(db, id, today())
      if (!found) return undefined
      const definition = await definitionOf(found.item)
      return { ...(await shownOf(found, definition)), kind: found.kind, way: wayOf(found, definition) }
    },
    async ratings() {
      const offices = await directory()
      const counts = await caseRatings.counts()
      return {
        smallest: caseRatings.smallest,
        organs: [...new Set(counts.map(({ organ }) => organ))].map(organ => ({
          organ: offices.organ(organ, today())?.name ?? organ,
          levels: Object.fromEntries(counts.filter(one => one.organ === organ).map(one => [one.level, one.count])),
        })),
      }
    },
    deferred: () => reads.deferredNow(db, clock.now()),
  }
}
