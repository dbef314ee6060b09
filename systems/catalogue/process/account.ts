import type { Provision } from '#kernel/definition'
import type { XmlDocument, XmlElement } from '#kernel/markup'
import type { Decided, Listed, Report, Understood } from '../intake/account.ts'
import { openFindings } from '../intake/findings.ts'
import { byDefault, whyListed } from './defaults.ts'
import { type ModelPlace, placesIn } from './places.ts'

const shown = (value: string): string => (value.length > 120 ? `${value.slice(0, 119)}…` : value)

/**
 * 账 Keeps account of every place of a model: each ends as understood, as set aside with a reason, or as listed for an editor,
 * and as one of them only. All of it stays in the model, whatever became of it.
 */
export function openModelAccount(document: XmlDocument) {
  const places = placesIn(document)
  const byOwner = Map.groupBy(places, ({ owner }) => owner)
  const understood = new Map<ModelPlace, Understood>()
  const aside = new Map<ModelPlace, Decided>()
  const findings = openFindings()
  const own = (element: XmlElement): readonly ModelPlace[] => byOwner.get(element) ?? []
  const below = (element: XmlElement): readonly ModelPlace[] => [
    ...own(element),
    ...element.children.flatMap(child => (child.kind === 'element' ? below(child) : [])),
  ]
  const open = (place: ModelPlace) => !understood.has(place) && !aside.has(place)
  const take = (found: readonly ModelPlace[], setting: string, text: string) => {
    for (const place of found)
      if (open(place)) {
        understood.set(place, { source: place.path, setting, text: text || shown(place.value) })
        findings.from(setting, place.path)
      }
  }
  const isPlain = ({ kind, attribute }: ModelPlace) =>
    kind !== 'remark' && (attribute === undefined || (attribute.uri === '' && attribute.name !== 'xmlns'))

  return {
    places,
    ...findings.told,
    /** The element itself, with its plain attributes or those named, became this setting. */
    understood(
      element: XmlElement,
      setting: string,
      { text = '', only }: { text?: string; only?: readonly string[] } = {},
    ) {
      take(
        own(element).filter(
          place => isPlain(place) && (only === undefined || (place.attribute && only.includes(place.attribute.local))),
        ),
        setting,
        text,
      )
    },
    /** One attribute of any namespace. */
    attribute(element: XmlElement, local: string, uri: string, setting: string, text = ''): void {
      take(
        own(element).filter(({ attribute }) => attribute?.local === local && attribute.uri === uri),
        setting,
        text,
      )
    },
    /** The element with all below it. */
    whole(element: XmlElement, setting: string, text = ''): void {
      take(below(element), setting, text)
    },
    /** The element with all below it is not taken over, for a reason. */
    setAside(element: XmlElement, setting: string, text: string): void {
      for (const place of below(element)) if (open(place)) aside.set(place, { source: place.path, setting, text })
    },
    withdraw(source: string, setting: string, text: string, basis?: Provision): void {
      for (const place of [...understood.keys()].filter(({ path }) => path === source)) {
        understood.delete(place)
        aside.set(place, { source, setting, text, ...(basis && { basis }) })
      }
    },
    close(): Report {
      const listed: Listed[] = []
      for (const place of places.filter(open)) {
        const reason = byDefault(place)
        if (reason !== undefined) aside.set(place, { source: place.path, ...reason })
        else listed.push({ source: place.path, value: shown(place.value), why: whyListed(place) })
      }
      return {
        understood: [...understood.values()],
        decided: [...aside.values(), ...findings.decided()],
        contradictory: [],
        faulty: findings.faulty(),
        listed,
      }
    },
  }
}
export type ModelAccount = ReturnType<typeof openModelAccount>
