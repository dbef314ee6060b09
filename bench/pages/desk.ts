import type { Browser, Page } from 'playwright-core'
import type { City } from '../../main.ts'
import { rounded } from '../case/round.ts'
import { percentile } from '../house.ts'

/** Whoever holds the post at which most waits, signed in. */
export async function seatBusiest(city: City): Promise<string> {
  const today = city.clock.today()
  const [busiest] = await city.db.query<{ person: string; post: string }>(
    `select a.person, a.organ || '/' || a.post as post
     from (select organ, post, count(*) as tasks from kernel.tasks group by 1, 2) t
     join kernel.appointments a on a.organ = t.organ and a.post = t.post
     where a.valid_from <= $1 and (a.valid_to is null or a.valid_to > $1) order by t.tasks desc, a.person limit 1`,
    [today.toString()],
  )
  if (!busiest) throw new Error('nobody holds a post at which anything waits')
  const { person, post } = busiest
  const { setCookie } = await city.db.transaction(sql =>
    city.signIn.sessions.open(sql, {
      subject: { kind: 'officer', id: person },
      actsAs: person,
      post,
      acr: 1,
      agent: 'Mozilla/5.0 (bench)',
      address: '192.0.2.2',
    }),
  )
  return setCookie.split(';')[0]!
}

/** The page is whole: nothing is waited for, and what `last` finds stands there; told once it has been painted. */
const painted = (does: string, last: string): string => `new Promise(done => {
  const began = performance.now()
  ${does}
  const look = () => document.querySelector('.waiting') === null && ${last}
    ? requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)))
    : requestAnimationFrame(look)
  requestAnimationFrame(look)
})`
const number = `document.querySelector('.case-head .number')?.textContent`
const rows = `document.querySelectorAll('table.tasks tbody tr')`

/** From a press to the last row painted, in milliseconds: a case out of the list, back to the list, the list narrowed. */
async function navigate(page: Page, times: number): Promise<Readonly<Record<'case' | 'list' | 'narrowed', number[]>>> {
  const spent = { case: [] as number[], list: [] as number[], narrowed: [] as number[] }
  const took = (does: string, last: string) => page.evaluate<number>(painted(does, last))
  for (let time = 0; time < times; time++) {
    if (time % 3 === 0) {
      const row = `${rows}[${time} % ${rows}.length]`
      const wanted = await page.evaluate<string>(`${row}.querySelector('.number').textContent`)
      spent.case.push(
        await took(
          `${row}.querySelector('a').click()`,
          `${number} === '${wanted}' && document.querySelector('.trail li') && document.querySelector('#acts-title')`,
        ),
      )
    } else if (time % 3 === 1)
      spent.list.push(await took(`document.querySelector('header nav a').click()`, `${rows}.length >= 50`))
    else
      spent.narrowed.push(
        await took(
          `const choice = document.querySelectorAll('.filters select')[2]
           choice.value = choice.value === 'false' ? '' : 'false'
           choice.dispatchEvent(new Event('change', { bubbles: true }))`,
          `location.search.includes('claimed') === (choice.value !== '') && ${rows}.length >= 50`,
        ),
      )
  }
  return spent
}

/** 坐席 What the desk weighs on its first load as it came over the wire, and how soon a press has painted its last row. */
export async function lookAtDesk(browser: Browser, url: string, cookie: string) {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 900 }, locale: 'zh-CN' })
  const [name = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name, value, url }])
  const page = await context.newPage()
  const wire = await context.newCDPSession(page)
  let bytes = 0
  wire.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  await wire.send('Network.enable')
  await page.goto(`${url}/office/`, { waitUntil: 'networkidle' })
  await page.locator('table.tasks tbody tr').nth(49).waitFor()
  const first = bytes
  // What any officer’s second case finds compiled and kept.
  await navigate(page, 6)
  const spent = await navigate(page, 50)
  await context.close()
  return {
    officeFirstKB: rounded(first / 1_000, 1),
    officePageP95ms: rounded(percentile(Object.values(spent).flat(), 0.95), 1),
    officeP95ByKind: Object.fromEntries(
      Object.entries(spent).map(([kind, times]) => [kind, rounded(percentile(times, 0.95), 1)]),
    ),
  }
}
