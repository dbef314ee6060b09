import type { Text } from '#kernel/definition'
import type { Directory } from '#kernel/identity'
import { Refusal } from '#kernel/refusal'
import type { CitizenNeeds, ComplaintNeeds } from '#portals/public'
import type { ComplaintRules, RouteNeeds, Unnamed } from '#systems/power'
import { makeBuckets } from './rate.ts'

export interface ComplaintSettings {
  readonly rules: ComplaintRules
  readonly unnamed: Unnamed
  readonly guide: CitizenNeeds['guide']
  readonly formOf: CitizenNeeds['apply']['formOf']
  readonly read: CitizenNeeds['mine']['read']
}

/** What an office has not is as if it were not there. */
const orNothing = async <Found>(asked: Promise<Found>): Promise<Found | undefined> => {
  try {
    return await asked
  } catch (fault) {
    if (fault instanceof Refusal && fault.status === 404) return undefined
    throw fault
  }
}

/** 下级机关 Whether an organ belongs to another one, or to one that does. */
function isUnder(offices: Directory, organ: string, above: string, on: string): boolean {
  const seen = new Set<string>()
  for (let at: string | null | undefined = organ; at && !seen.has(at); at = offices.organ(at, on)?.parent) {
    seen.add(at)
    if (at === above) return true
  }
  return false
}

/** 投诉去向 Which organ hears a complaint about another: of its region, else of the one above; never itself, nor one below it. */
export function hearing(offices: Directory, able: ReadonlySet<string>, of: string, on: string): string | undefined {
  const seen = new Set<string>()
  for (let at: string | undefined = of; at !== undefined && !seen.has(at); at = offices.superiorOf(at, on)?.id) {
    seen.add(at)
    const region = offices.organ(at, on)?.region.slice(0, 6) ?? ''
    const found = offices.organsIn(region, on).find(({ id }) => able.has(id) && !isUnder(offices, id, of, on))
    if (found) return found.id
  }
  return undefined
}

/** 投诉 From a case, a guide or a window to the organ that may hear it. */
export function makeComplaints(needs: RouteNeeds, settings: ComplaintSettings): ComplaintNeeds {
  const { rules, unnamed, guide, formOf, read } = settings
  const { clock, directory, definitions } = needs
  const today = () => clock.today().toString()

  return {
    item: rules.item,
    buckets: makeBuckets(6),
    async place(wanted, person) {
      const { case: number, item, organ } = wanted
      const offices = await directory()
      const shown = number !== undefined && person ? await orNothing(read(person, number)) : undefined
      if (number !== undefined && !shown) return undefined
      const told = number === undefined && item !== undefined ? await orNothing(guide(item, organ)) : undefined
      if (number === undefined && item !== undefined && !told) return undefined
      const of = offices.organ(shown?.organId ?? organ ?? '', today())
      if (!of) return undefined
      const about = shown ? 'case' : told ? 'guide' : 'window'
      const { offices: able, definition } = await guide(rules.item)
      const heardBy = hearing(offices, new Set(able.map(one => one.organ)), of.id, today())
      const name = (text: Text): string => (typeof text === 'string' ? text : text.zh)
      const what = shown ? `${name(shown.name)} ${shown.number}` : told ? told.definition.content.name : null
      return {
        about,
        of: { organ: of.id, name: of.name },
        what,
        item: rules.item,
        otherwise: rules.otherwise,
        heardBy:
          heardBy === undefined ? null : { organ: heardBy, name: offices.organ(heardBy, today())?.name ?? heardBy },
        fields: {
          [rules.fields.about]: rules.about[about],
          [rules.fields.organ]: of.name,
          ...(shown && { [rules.fields.case]: shown.number }),
          ...(told && { [rules.fields.item]: name(told.definition.content.name) }),
        },
        unnamed: !shown && definition.content.parties.subject?.unnamed === true,
      }
    },
    async organs() {
      const offices = await directory()
      return offices
        .regions()
        .filter(({ kind }) => kind !== 'street')
        .map(({ code, name }) => ({
          region: name,
          organs: offices.organsIn(code, today()).map(one => ({ organ: one.id, name: one.name })),
        }))
        .filter(({ organs }) => organs.length > 0)
    },
    form: async ({ item, heardBy }) =>
      heardBy ? formOf(item, heardBy.organ) : definitions.current(item, clock.today()),
    sendUnnamed: (key, { item, heardBy }, fields) => unnamed.open(key, { item, organ: heardBy?.organ ?? '' }, fields),
  }
}
