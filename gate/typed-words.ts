import type { SignedIn, TypedStore } from '#portals/public'
import type { Drafts, FormPlace } from '#systems/service'

/** 随填随存 What is typed in a form that begins no application: its owner's and whoever acts for him, found again by where the form stands. */
export const makeTypedWords = <Place>(
  { ofForms }: Pick<Drafts, 'ofForms'>,
  placeOf: (place: Place) => FormPlace,
): TypedStore<Place> => ({
  read: ({ actsAs }: SignedIn, place) => ofForms.read(actsAs, placeOf(place).form),
  change: ({ actsAs }, place, change) => ofForms.change(actsAs, placeOf(place), change),
  drop: ({ actsAs }, place) => ofForms.drop(actsAs, placeOf(place).form),
})
