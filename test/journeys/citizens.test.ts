import { after, before, suite } from 'node:test'
import { type Journeys, openJourneys } from '../harness/journey.ts'
import { amended } from './told/amended.ts'
import { answered } from './told/answered.ts'
import { clerk } from './told/clerk.ts'
import { disputed } from './told/disputed.ts'
import { elder } from './told/elder.ts'
import { expired } from './told/expired.ts'
import { granted } from './told/granted.ts'
import { keyboard } from './told/keyboard.ts'
import { refused } from './told/refused.ts'
import { resumed } from './told/resumed.ts'
import { revoked } from './told/revoked.ts'
import { scriptless } from './told/scriptless.ts'
import { typed } from './told/typed.ts'
import { withdrawn } from './told/withdrawn.ts'

let house: Journeys
before(async () => {
  house = await openJourneys()
})
after(() => house?.close())
const of = () => house

suite('全程 whole journeys in a real browser, each by people who signed in as everybody does', () => {
  granted(of)
  refused(of)
  disputed(of)
  revoked(of)
  withdrawn(of)
  resumed(of)
  typed(of)
  clerk(of)
  answered(of)
  elder(of)
  scriptless(of)
  keyboard(of)
  expired(of)
  // Its new version of the item stays in force: nobody applies after it.
  amended(of)
})
