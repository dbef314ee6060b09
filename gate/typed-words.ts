import type { OwnForm, SignedIn, TypedStore } from '#portals/public'
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

/** 自己的表 Where the forms of one’s own affairs stand. */
export const ownForms: Readonly<Record<OwnForm, string>> = {
  mandate: '/mine/delegations#give',
  confirmation: '/mine/consents#confirm',
}

export const ownFormAt = (at: string): OwnForm | undefined =>
  (Object.keys(ownForms) as OwnForm[]).find(form => ownForms[form] === at)

/** Who is to be authorised is another person: his name and number stand in the form, and are not carried away in a copy. */
const ofAnother: Readonly<Record<string, ReadonlySet<string>>> = { [ownForms.mandate]: new Set(['name', 'number']) }

/** 自己的话 What was typed in a form, without what names another. */
export const ownWords = (at: string, typed: Readonly<Record<string, readonly string[]>>): readonly string[] =>
  Object.entries(typed).flatMap(([name, texts]) => (ofAnother[at]?.has(name) ? [] : texts.filter(text => text !== '')))
