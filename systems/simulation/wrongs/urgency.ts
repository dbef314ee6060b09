import { firstOfEach, type Place, places, tried } from './making.ts'
import type { Maker } from './wrong.ts'

const noSuchGround = 99

/** Who did at once what now waits for its approval. */
const doneBy = ({ told, at }: Place) => told.script.deeds.slice(0, at).find(({ urgent }) => urgent !== undefined)?.actor

/** 紧急 Done at once on no ground, without saying so, approved by whoever did it, or reported when the hours were over (行政强制法19). */
export const ofUrgency: Maker = rehearsed => {
  const all = places(rehearsed)
  const first = (wanted: (place: Place) => boolean) => firstOfEach(all.filter(wanted), ({ deed }) => deed.verb)
  const { report } = rehearsed.item.definition.authority.urgent ?? {}
  return [
    ...first(({ deed }) => deed.urgent !== undefined).flatMap(place => [
      tried('urgency/no-such-ground', ['ACT_NOT_PERMITTED'], place, () => ({ urgent: noSuchGround })),
      tried('urgency/not-said', ['ACT_OUT_OF_ORDER'], place, () => ({ urgent: false })),
    ]),
    ...first(({ deed }) => deed.verb === 'ratify').flatMap(place => {
      const actor = doneBy(place)
      return [
        ...(actor === undefined
          ? []
          : [tried('urgency/approved-by-itself', ['AUTHORITY_WRONG_POST'], place, () => ({ actor }))]),
        ...(report === undefined
          ? []
          : [
              tried('urgency/reported-too-late', ['ACT_OUT_OF_ORDER'], place, () => ({}), {
                variant: { delay: { before: place.at, span: `${Number(report.split(' ')[0]) + 1} hour` } },
                ends: true,
              }),
            ]),
      ]
    }),
  ]
}
