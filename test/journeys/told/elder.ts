import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tooSmall } from '../../../drill/pages/large.ts'
import { follow, heading, type Opened, press, type Walker } from '../../harness/journey.ts'
import { request, requestItem } from './information-request.ts'

/** What is not large enough anywhere on the way, by page. */
function largeOn({ look, measure }: Walker) {
  const small: string[] = []
  return {
    small,
    async large(what: string): Promise<void> {
      assert.equal(await measure('document.documentElement.className'), 'elder', what)
      small.push(...(await measure<readonly string[]>(tooSmall)).map(fault => `${what}: ${fault}`))
      await look(what)
    },
  }
}

export const elder = (of: Opened) =>
  test('大字版: chosen by one press, everything on the way to the receipt is large, far apart and easily pressed', async () => {
    const house = of()
    const person = await house.account()
    const walker = await house.visitor({ script: false, width: 360 })
    const { page, close } = walker
    const { small, large } = largeOn(walker)
    await page.goto(house.base)
    await press(page, '大字版')
    await large('front page')
    for (const path of ['/items/information-request', '/life-events', '/cases', '/verify', '/open', '/help', '/demo']) {
      await page.goto(`${house.base}${path}`)
      await large(path)
    }
    await page.goto(`${house.base}/sign-in?to=/apply/information-request`)
    await large('signing in')
    await house.signIn(page, person)
    await heading(page, requestItem)
    await request(house, page, large)
    await follow(page, '看办理进度')
    await large('one’s own case')
    for (const path of ['/mine', '/mine/data', '/mine/delegations', '/mine/acting']) {
      await page.goto(`${house.base}${path}`)
      await large(path)
    }
    assert.deepEqual(small, [])
    await close()
  })
